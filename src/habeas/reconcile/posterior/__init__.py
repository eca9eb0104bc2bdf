"""How sure an answer is: error laws of sources, and a sampler of the histories that fit what they report."""
