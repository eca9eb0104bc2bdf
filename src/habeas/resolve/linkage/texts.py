"""Likeness of texts that are no names: places by sound, across scripts; other cells by their letters and digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from habeas.errors import MissingExtraError
from habeas.resolve.names.distance import TokenArrays
from habeas.resolve.names.symbols import read

Floats = npt.NDArray[np.float64]


def by_sound(left: Sequence[str], right: Sequence[str]) -> Floats:
    """Return how alike pairs of places sound, 0..1; only what stands before a comma counts."""
    texts = {text: at for at, text in enumerate(dict.fromkeys((*left, *right)))}
    if not texts:
        return np.empty(0)
    arrays = TokenArrays([read("".join(text.split(",")[0].split())) for text in texts])
    a, b = (np.array([texts[text] for text in side], dtype=np.int64) for side in (left, right))
    far = arrays.distances(a, b).astype(np.float64)
    # A distance of 0.2 is what two romanisations of one word come to: it counts as the same.
    near = 1 - far / 2
    return np.where((arrays.length[a] > 0) & (arrays.length[b] > 0), near, 0.0)


def by_letters(left: Sequence[str], right: Sequence[str]) -> Floats:
    """Return the Jaro-Winkler likeness of pairs of texts (Winkler 1990), cases and blanks aside."""
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler
    except ImportError as problem:
        raise MissingExtraError("comparing further columns", "lists") from problem
    folded = [["".join(text.casefold().split()) for text in side] for side in (left, right)]
    return np.asarray(process.cpdist(folded[0], folded[1], scorer=JaroWinkler.similarity, dtype=np.float64))
