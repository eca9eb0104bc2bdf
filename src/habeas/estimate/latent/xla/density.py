"""The posterior with people, the unseen and alpha integrated out, as JAX differentiates it.

The same density as in `latent.hamiltonian`, written a third time: on logarithms throughout, and without slopes, which
JAX derives. Shapes: K classes, J lists, X patterns. Every function is for one chain; `jax.vmap` makes it many.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array
from jax.scipy.special import betainc, logsumexp

_SURELY = 1.0 - 1e-15
_CLEAR = 8.0  # standard deviations between the unseen and the cap from which the cap does not matter


class Lists(NamedTuple):
    """What is given: `patterns` (X, J) of 0.0 and 1.0, `counts` (X,), `prior` = (a, b) of alpha, and the `cap`."""

    patterns: Array
    counts: Array
    prior: Array
    cap: Array


class State(NamedTuple):
    """Where a chain is: log odds (K, J) of a class's members to stand on each list, log weights (K,) of the classes."""

    logits: Array
    weights: Array


def log_missed(logits: Array) -> Array:
    """Return the log chance to stand on no list, shape (K,)."""
    return -jax.nn.softplus(logits).sum(axis=1)


def log_of_rest(log_chance: Array) -> Array:
    """Return log(1 - p) of log p."""
    return jnp.log(-jnp.expm1(log_chance))


def log_cells(logits: Array, patterns: Array) -> Array:
    """Return the log chance of each pattern in each class, shape (K, X)."""
    return logits @ patterns.T + log_missed(logits)[:, None]


def log_within_cap(missed: Array, people: Array, cap: Array) -> Array:
    """Return log Pr(unseen <= cap * people): negative binomial, by the regularised incomplete beta function."""
    far = cap * people * (1.0 - missed) - people * missed > _CLEAR * jnp.sqrt(people * missed)
    most = jnp.where(far, 1.0, jnp.floor(cap * people))
    share = betainc(people, most + 1.0, jnp.where(far, 1.0, 1.0 - missed))
    return jnp.where(far, 0.0, jnp.log(jnp.maximum(share, 1e-300)))


def chance_missed(state: State) -> Array:
    """Return the chance to stand on no list, kept below 1."""
    return jnp.minimum(jnp.exp(logsumexp(state.weights + log_missed(state.logits))), _SURELY)


def log_likelihood(state: State, lists: Lists) -> Array:
    """Return the log likelihood of the patterns seen, the unseen integrated out under p(N) ~ 1/N."""
    people = lists.counts.sum()
    cells = logsumexp(state.weights[:, None] + log_cells(state.logits, lists.patterns), axis=0)
    missed = chance_missed(state)
    return lists.counts @ cells - people * jnp.log1p(-missed) + log_within_cap(missed, people, lists.cap)


def unnormalised(place: Array, moving: Array, parked: Array) -> Array:
    """Return log weights up to a common factor, (K,), from coordinates (K, J + 1): log odds, and last log h.

    h is a class's weight times the chance of its members to be seen; classes that are not `moving` keep `parked`.
    """
    seen = log_of_rest(log_missed(place[:, :-1]))
    return jnp.where(moving, place[:, -1] - seen, parked)


def log_density(place: Array, moving: Array, parked: Array, lists: Lists) -> Array:
    """Return the log density of the moving classes in these coordinates, the cap left out.

    The prior of the weights is prod nu_k * prod_{k<K} 1/r_k * (b - log nu_K)^-(a + K - 1), r_k the weight after k.
    """
    logits = place[:, :-1]
    weights = unnormalised(place, moving, parked)
    missed = log_missed(logits)
    cells = logsumexp(weights[:, None] + logits @ lists.patterns.T + missed[:, None], axis=0)
    in_sight = logsumexp(weights + log_of_rest(missed))
    rates = jnp.where(moving[:, None], -jax.nn.softplus(logits) - jax.nn.softplus(-logits), 0.0).sum()
    after = jax.lax.cumlogsumexp(weights, reverse=True)
    total = after[0]
    matters = jnp.flip(jnp.cumsum(jnp.flip(moving)))[1:] > 0
    sticks = jnp.where(moving, weights, 0.0).sum() - jnp.where(matters, after[1:], 0.0).sum() - total
    power = lists.prior[0] + weights.size - 1.0
    sticks -= power * jnp.log(lists.prior[1] - weights[-1] + total)
    return lists.counts @ cells - lists.counts.sum() * in_sight + rates + sticks
