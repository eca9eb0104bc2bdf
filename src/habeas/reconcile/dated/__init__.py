"""Series whose windows are fixed days: the same description length, searched and sampled slot by slot.

Without movable days a claim's price depends on one sum only, so a slot can be drawn from its exact conditional
distribution given the others. That scales to long series and gives the spread of every answer. Where documents have
no date the stage uses CP-SAT instead (`engine.py`).
"""
