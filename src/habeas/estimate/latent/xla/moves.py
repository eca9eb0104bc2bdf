"""The moves of one chain: trajectories, classes redrawn from the prior, neighbours that change places.

Nobody is assigned to a class: binomial draws, which the compiled sampler lives on, are slow loops in XLA. Trajectories
move the classes that somebody seen is in; what they cannot do, classes appearing, vanishing and changing order, the
other two moves do. See `latent.hamiltonian` and `latent.moves` for the reasons.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, random
from jax.scipy.special import logsumexp

from habeas.estimate.latent.xla.density import (
    Lists,
    State,
    chance_missed,
    log_cells,
    log_density,
    log_likelihood,
    log_missed,
    log_of_rest,
    log_within_cap,
    unnormalised,
)

STEPS = 10
TAILS = 4
_LONGEST = 1e200  # of a stick: weights below e^-1e200 are all the same to a double


class Tuning(NamedTuple):
    """How a chain's trajectories move: the `step`, and the `mass` (K, J + 1) of each coordinate."""

    step: Array
    mass: Array


class Record(NamedTuple):
    """What a round leaves: the chance of being missed, alpha, the chances of the patterns given that one is seen, (X,).

    `empty` (K,) is the log chance that nobody seen is in a class, `unseen_elsewhere` (K,) that an unseen person is not;
    `spread` (K, J + 1) what the masses are made of and `accepted` the chance with which the trajectory was.
    """

    missed: Array
    alpha: Array
    fits: Array
    empty: Array
    unseen_elsewhere: Array
    spread: Array
    accepted: Array


def trajectory(key: Array, state: State, tuning: Tuning, lists: Lists) -> tuple[State, Array]:
    """Move the classes heavier than half a person seen along a trajectory; return the state and its acceptance."""
    for_push, for_step, for_verdict = random.split(key, 3)
    floor = -jnp.log(2.0 * lists.counts.sum())
    moving = state.weights > floor
    place = jnp.column_stack([state.logits, state.weights + log_of_rest(log_missed(state.logits))])
    lightness = jnp.where(moving[:, None], 1.0 / tuning.mass, 0.0)
    push = jnp.where(moving[:, None], random.normal(for_push, place.shape) * jnp.sqrt(tuning.mass), 0.0)
    step = tuning.step * jnp.exp(-1.2 * random.uniform(for_step) ** 2)
    slope_of = jax.value_and_grad(partial(log_density, moving=moving, parked=state.weights, lists=lists))
    value, slope = slope_of(place)

    def leap(_: int, carried: tuple[Array, Array, Array, Array]) -> tuple[Array, Array, Array, Array]:
        place, push, slope, _value = carried
        push = push + 0.5 * step * slope
        place = place + step * push * lightness
        value, slope = slope_of(place)
        return place, push + 0.5 * step * slope, slope, value

    end, turned, _, then = jax.lax.fori_loop(0, STEPS, leap, (place, push, slope, value))
    weights = unnormalised(end, moving, state.weights)
    fresh = State(end[:, :-1], weights - logsumexp(weights))
    gain = then - value + 0.5 * ((push**2 - turned**2) * lightness).sum()
    people = lists.counts.sum()
    gain += log_within_cap(chance_missed(fresh), people, lists.cap)
    gain -= log_within_cap(chance_missed(state), people, lists.cap)
    same = ((fresh.weights > floor) == moving).all()
    chance = jnp.where(jnp.isfinite(gain) & same, jnp.exp(jnp.minimum(gain, 0.0)), 0.0)
    return _choose(random.uniform(for_verdict) < chance, fresh, state), chance


def _choose(taken: Array, fresh: State, state: State) -> State:
    return State(*(jnp.where(taken, new, old) for new, old in zip(fresh, state, strict=True)))


def redraw_tail(key: Array, state: State, now: Array, lists: Lists) -> tuple[State, Array]:
    """Keep the first classes and propose the rest from the prior; return the state and its log likelihood.

    The first of the new sticks keeps its class. Given the kept sticks alpha is Gamma, and the likelihood decides.
    """
    for_kept, for_alpha, for_sticks, for_rates, for_verdict = random.split(key, 5)
    classes = state.weights.size
    place = jnp.arange(classes)
    kept = random.randint(for_kept, (), 0, max(classes - 1, 1))
    left = jnp.where(kept > 0, logsumexp(jnp.where(place >= kept, state.weights, -jnp.inf)), 0.0)
    log_alpha = random.loggamma(for_alpha, lists.prior[0] + kept) - jnp.log(lists.prior[1] - left)
    sticks = random.exponential(for_sticks, (classes,)) * jnp.exp(jnp.minimum(-log_alpha, 460.0))
    sticks = jnp.where((place >= kept) & (place < classes - 1), jnp.minimum(sticks, _LONGEST), 0.0)
    before = left - jnp.cumsum(sticks) + sticks
    fresh = State(
        jnp.where((place > kept)[:, None], random.logistic(for_rates, state.logits.shape), state.logits),
        jnp.where(place < kept, state.weights, before + jnp.where(place < classes - 1, log_of_rest(-sticks), 0.0)),
    )
    then = log_likelihood(fresh, lists)
    taken = jnp.log(random.uniform(for_verdict)) < then - now
    return _choose(taken, fresh, state), jnp.where(taken, then, now)


def exchange_neighbours(key: Array, state: State, lists: Lists, first: int) -> State:
    """Let the classes `first` and `first` + 1, and so on in pairs, change places with the chance their sticks give."""
    classes = state.weights.size
    pairs = (classes - first) // 2
    if pairs == 0:
        return state
    one = first + 2 * jnp.arange(pairs)
    after = jnp.append(jax.lax.cumlogsumexp(state.weights, reverse=True), -jnp.inf)
    gain = after[one + 1] - jnp.logaddexp(after[one + 2], state.weights[one])
    power = lists.prior[0] + classes - 1.0
    last = jnp.log(lists.prior[1] - state.weights[one + 1]) - jnp.log(lists.prior[1] - state.weights[one])
    gain += jnp.where(one + 1 == classes - 1, power * last, 0.0)
    taken = jnp.log(random.uniform(key, (pairs,))) < gain
    order = jnp.arange(classes).at[one].add(taken).at[one + 1].add(-1 * taken)
    return State(state.logits[order], state.weights[order])


def one_round(key: Array, state: State, tuning: Tuning, lists: Lists) -> tuple[State, Record]:
    """Return the state after a trajectory, the redrawn tails and two passes of exchanges, and what it looks like."""
    keys = random.split(key, TAILS + 4)
    state, accepted = trajectory(keys[0], state, tuning, lists)
    now = log_likelihood(state, lists)
    (state, _), _ = jax.lax.scan(
        lambda carried, one: (redraw_tail(one, carried[0], carried[1], lists), None), (state, now), keys[4:]
    )
    state = exchange_neighbours(keys[1], state, lists, 0)
    state = exchange_neighbours(keys[2], state, lists, 1)
    return state, _record(keys[3], state, lists, accepted)


def _record(key: Array, state: State, lists: Lists, accepted: Array) -> Record:
    missed_of = log_missed(state.logits)
    joint = state.weights[:, None] + log_cells(state.logits, lists.patterns)
    cells = logsumexp(joint, axis=0)
    missed = logsumexp(state.weights + missed_of)
    log_alpha = random.loggamma(key, lists.prior[0] + state.weights.size - 1.0)
    seen = jnp.exp(state.weights) * -jnp.expm1(missed_of)
    rates = jax.nn.sigmoid(state.logits)
    return Record(
        missed=jnp.exp(missed),
        alpha=jnp.exp(log_alpha) / (lists.prior[1] - state.weights[-1]),
        fits=jnp.exp(cells - log_of_rest(missed)),
        empty=(lists.counts * jnp.log1p(-jnp.minimum(jnp.exp(joint - cells), 1 - 1e-16))).sum(axis=1),
        unseen_elsewhere=jnp.log1p(-jnp.minimum(jnp.exp(state.weights + missed_of - missed), 1 - 1e-16)),
        spread=jnp.column_stack([seen[:, None] * rates * (1 - rates), seen]),
        accepted=accepted,
    )
