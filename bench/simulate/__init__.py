"""A simulator of reporting on political imprisonment, independent of the reconciliation it tests.

It draws a true daily history, lets monitors, officials and newsrooms report it with the habits of their trades (delays,
rounding, "at least", copying, slips, promises kept in part), and hands over what a reader would have: documents, claims
and cues. The truth stays behind for scoring. Nothing here imports `habeas.reconcile`.
"""
