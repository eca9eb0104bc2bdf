"""When not to print a number: what in a fit makes its headline misleading, in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.estimate.fit import Fit
from habeas.estimate.options import EstimateOptions
from habeas.values.estimate import Diagnostics, EstimateWarning, Interval

FAR: Final = 0.01  # share of draws above fifteen times the observed from which the tail follows the prior
SEPARATE: Final = 1.3  # R-hat of short chains from scattered starts that says they sit in different places
NEAR_CAP: Final = 0.005
_FAR_APART: Final = 1.3


def posterior_warnings(fit: Fit, options: EstimateOptions) -> list[EstimateWarning]:
    """Return the warnings that follow from the fit itself; grave ones withhold the headline."""
    return [*_convergence(fit), *wide(fit.range, options)]


def wide(found: Interval, options: EstimateOptions) -> list[EstimateWarning]:
    """Return a grave warning where the interval spans more than the factor that the user allows."""
    low, high = found.low, found.high
    if low <= 0 or high <= options.max_factor * low:
        return []
    text = (
        f"The 95% interval, {low:,.0f} to {high:,.0f}, spans more than {options.max_factor:g}-fold: "
        "a single number would mislead."
    )
    return [EstimateWarning(kind="wide", text=text, grave=True)]


def _convergence(fit: Fit) -> list[EstimateWarning]:
    state, warnings = fit.diagnostics, []
    if not state.converged:
        text = (
            f"The sampler has not converged (R-hat {state.rhat:.3f}, effective sample size {state.ess:.0f} bulk, "
            f"{state.ess_tail:.0f} tail; medians of the chains {min(state.chain_medians):,.0f} to "
            f"{max(state.chain_medians):,.0f}). The data allow explanations with different totals."
        )
        warnings.append(EstimateWarning(kind="not_converged", text=text, grave=True))
    if state.probe_rhat is not None and (state.probe_rhat > SEPARATE or _outside(state, fit.range)):
        text = (
            f"The same lists allow separate explanations with different totals: runs from scattered starts settled "
            f"{_places(state)}. How much each weighs is not reliably known."
        )
        warnings.append(EstimateWarning(kind="several_explanations", text=text, grave=True))
    if state.beyond_15n is not None and state.beyond_15n > FAR:
        text = (
            f"{state.beyond_15n:.1%} of the posterior lies above fifteen times the number observed: "
            "the data do not bound the total, the prior does."
        )
        warnings.append(EstimateWarning(kind="unbounded", text=text, grave=True))
    if state.at_cap is not None and state.at_cap > NEAR_CAP:
        text = (
            f"{state.at_cap:.1%} of the draws lie at the cap of {state.cap:g} unseen for each observed: "
            "the cap, not the data, sets the upper limit."
        )
        warnings.append(EstimateWarning(kind="at_cap", text=text, grave=True))
    return warnings


def _places(state: Diagnostics) -> str:
    """Say where short chains settled: at some places, or all over one range where they are not far apart."""
    if len(state.modes) > 1:
        return f"at about {', '.join(f'{mode:,.0f}' for mode in state.modes)}"
    return f"at different places from {min(state.probe_medians):,.0f} to {max(state.probe_medians):,.0f}"


def _outside(state: Diagnostics, found: Interval) -> bool:
    """Say whether scattered starts stayed where the posterior, as the long chains saw it, hardly is.

    One run may still be on its way; two that sit outside the 95% interval and far from its median are a place.
    """
    stray = [
        median
        for median in state.probe_medians
        if not found.low <= median <= found.high and max(median / found.median, found.median / median) > _FAR_APART
    ]
    return len(stray) >= 2


def withheld(warnings: Sequence[EstimateWarning]) -> str:
    """Return why the headline is withheld, "" where it is not."""
    return " ".join(warning.text for warning in warnings if warning.grave)
