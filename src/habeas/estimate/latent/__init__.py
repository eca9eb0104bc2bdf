"""Bayesian latent class estimates: the compiled sampler, its diagnostics and an independent log posterior."""
