"""The same posterior sampled through JAX, from gradients and draws of the prior alone."""
