"""Signals, person-years, hypotheses, scenarios."""
