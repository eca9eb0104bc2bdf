"""When not to print a number: what in a fit makes its headline misleading, in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.estimate.fit import Fit
from habeas.estimate.options import EstimateOptions
from habeas.values.estimate import EstimateWarning, Interval

FAR: Final = 0.002  # share of draws above fifteen times the observed from which the tail follows the prior
NEAR_CAP: Final = 0.005


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


def withheld(warnings: Sequence[EstimateWarning]) -> str:
    """Return why the headline is withheld, "" where it is not."""
    return " ".join(warning.text for warning in warnings if warning.grave)
