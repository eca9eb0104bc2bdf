"""Claims -> history, conflicts, readings."""
