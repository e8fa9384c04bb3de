"""A convolutional network over characters that scores labels, in numpy.

Each layer adds to a character's vector what it makes of three characters that stand as far apart
as `DILATIONS` says (residual and dilated convolutions: He et al. 2016; Yu and Koltun 2016), with
layer normalization before it (Ba et al. 2016). Trained by `baogao.train.network`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from baogao.schema import ENTITY_TYPES
from baogao.tag.features import Keys, Text

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

DILATIONS = (1, 1, 2, 4, 1)
# What it sees besides characters: what rules propose, quotations, ends of names, words' tags.
TEMPLATES = (
    *(f"is_{kind}" for kind in ENTITY_TYPES),
    "rule",
    "types",
    "quote",
    "quote_after",
    "quote_before",
    "ahead",
    "tag",
)
# Rows of the table of characters that are no characters; HIDDEN is for pretraining alone.
UNKNOWN, HIDDEN, GAP = 1, 2, 3
SPECIAL = 4  # so many
_EPSILON = np.float32(1e-8)
_BLOCK = 512  # rows at a time, so that they stay in the cache
_REACH = sum(DILATIONS)


def rows_of_characters(characters: Sequence[str]) -> Keys:
    """Return the row of each code point of the basic plane; all digits have that of `0`."""
    rows = np.full(65536, UNKNOWN, dtype=np.int64)
    for row, character in enumerate(characters):
        if len(character) == 1 and ord(character) < len(rows):
            rows[ord(character)] = row
    rows[ord("0") : ord("9") + 1] = rows[ord("0")]
    return rows


@dataclass(slots=True)
class Network:
    """Weights of the network.

    Attributes
    ----------
    characters : list of str
        The character of each row of the table; the first rows are none.
    known : dict
        Template → sorted keys, each a row of the tables of features, from 1 on.
    weights : dict
        Name → array: `characters` (rows, width), `features` (rows, width), `direct` (rows, labels);
        `gain`, `shift`, `weight` (width, 3 · width) and `bias` of each layer, numbered; `gain` and
        `shift` at the end; `out` (labels, width) and `out_bias`.
    """

    characters: list[str]
    known: dict[str, Keys]
    weights: dict[str, Floats]
    _rows: Keys = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._rows = rows_of_characters(self.characters)

    def ids(self, laid: Text, keys: Mapping[str, Keys]) -> tuple[Ids, Keys]:
        """Return what the network reads.

        Parameters
        ----------
        laid : Text
            Sentences, n characters in all.
        keys : mapping
            Template → keys, shape (n,), of `feature_keys`.

        Returns
        -------
        ids : numpy.ndarray, shape (n + sentences + 1, 1 + templates)
            Rows of the tables: of characters, then of features, 0 for none. There is a gap
            before the first sentence and after each.
        place : numpy.ndarray, shape (n,)
            Where the characters stand in it.
        """
        lengths = np.asarray([end - start for start, end in laid.spans], dtype=np.int64)
        place = np.arange(len(laid.index)) + np.repeat(np.arange(len(lengths)), lengths) + 1
        ids = np.zeros((len(laid.index) + len(lengths) + 1, 1 + len(TEMPLATES)), dtype=np.int32)
        ids[:, 0] = GAP
        codes = laid.codes[laid.index]
        ids[place, 0] = np.where(codes < len(self._rows), self._rows[codes & 0xFFFF], UNKNOWN)
        first = 1
        for column, name in enumerate(TEMPLATES, 1):
            known = self.known[name]
            if len(known):
                at = np.searchsorted(known, keys[name])
                at[at == len(known)] = 0
                ids[place, column] = np.where(known[at] == keys[name], first + at, 0)
            first += len(known)
        return ids, place

    def scores(self, laid: Text, keys: Mapping[str, Keys]) -> Floats:
        """Return a score for each label of each character, shape (n, labels)."""
        ids, place = self.ids(laid, keys)
        parts = []
        for start in range(0, len(ids), _BLOCK):
            first = max(0, start - _REACH)
            found = self._block(ids[first : start + _BLOCK + _REACH])
            parts.append(found[start - first : start - first + _BLOCK])
        scores: Floats = np.concatenate(parts)[place]
        return scores

    def _block(self, ids: Ids) -> Floats:
        weights = self.weights
        rows = weights["characters"][ids[:, 0]]
        scores = np.zeros((len(ids), len(weights["out"])), dtype=np.float32)
        for column in ids[:, 1:].T:
            here = np.flatnonzero(column)
            rows[here] += weights["features"][column[here]]
            scores[here] += weights["direct"][column[here]]
        width = rows.shape[1]
        wide = np.zeros((len(rows), 3 * width), dtype=np.float32)
        for layer, step in enumerate(DILATIONS):
            z = _normal(rows, weights[f"gain{layer}"], weights[f"shift{layer}"])
            wide[step:, :width] = z[:-step]
            wide[:step, :width] = 0
            wide[:, width : 2 * width] = z
            wide[:-step, 2 * width :] = z[step:]
            wide[-step:, 2 * width :] = 0
            more = wide @ weights[f"weight{layer}"].T
            more += weights[f"bias{layer}"]
            rows += np.maximum(more, 0, out=more)
        z = _normal(rows, weights["gain"], weights["shift"])
        scores += z @ weights["out"].T + weights["out_bias"]
        return scores


def _normal(rows: Floats, gain: Floats, shift: Floats) -> Floats:
    z: Floats = rows - rows.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", z, z) / np.float32(rows.shape[1])
    z *= (1 / np.sqrt(spread + _EPSILON))[:, None]
    z *= gain
    z += shift
    return z
