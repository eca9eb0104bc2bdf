"""What a reader gets of a solved history: occasions, answers, derivations, conflicts, promises."""
