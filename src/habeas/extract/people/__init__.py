"""Status claims: what happens to persons whom a text names."""
