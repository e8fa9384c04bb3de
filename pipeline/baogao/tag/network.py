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
from baogao.tag.features import Keys, Text, find_keys

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


def ids_of(
    characters: Keys, known: Mapping[str, Keys], laid: Text, keys: Mapping[str, Keys]
) -> tuple[Ids, Keys]:
    """Return what the network reads.

    Parameters
    ----------
    characters : numpy.ndarray
        Of `rows_of_characters`.
    known : mapping
        As `Network.known`.
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
    ids[place, 0] = np.where(codes < len(characters), characters[codes & 0xFFFF], UNKNOWN)
    first = 1
    for column, name in enumerate(TEMPLATES, 1):
        hit, row = find_keys(known[name], keys[name])
        ids[place[hit], column] = first + row
        first += len(known[name])
    return ids, place


def add_rows(table: Floats, ids: Ids, total: Floats) -> None:
    """Add to each row of `total` the rows of a table that its ids name; 0 names none."""
    for column in ids.T:
        here = np.flatnonzero(column)
        total[here] += table[column[here]]


def put_beside(wide: Floats, step: int) -> None:
    """Put left and right of the middle third of each row that of the row `step` before and after."""
    left, middle, right = np.split(wide, 3, axis=1)
    left[step:] = middle[:-step]
    left[:step] = 0
    right[:-step] = middle[step:]
    right[-step:] = 0


@dataclass(frozen=True, slots=True)
class _Dense:
    """A dense layer that does the rest of the normalization before it, for speed.

    The mean of a row goes with the mean of the weights, gain and shift go into weights and bias;
    what the shift adds where there is no row before or after is taken off again.
    """

    weight: Floats
    bias: Floats
    before: Floats
    after: Floats

    @classmethod
    def fold(cls, weight: Floats, bias: Floats, gain: Floats, shift: Floats) -> _Dense:
        """Return the layer for the weights of a dense layer and of the normalization before it."""
        parts = np.split(weight, weight.shape[1] // len(gain), axis=1)
        shifts = [part @ shift for part in parts]
        gained = [part * gain for part in parts]
        centred = [part - part.mean(axis=1, keepdims=True) for part in gained]
        every = np.ascontiguousarray(np.concatenate(centred, axis=1).T)
        return cls(every, bias + np.sum(shifts, axis=0), shifts[0], shifts[-1])


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
    _layers: list[_Dense] = field(init=False, repr=False)
    _out: _Dense = field(init=False, repr=False)

    def __post_init__(self) -> None:
        w = self.weights
        self._rows = rows_of_characters(self.characters)
        self._layers = [
            _Dense.fold(w[f"weight{k}"], w[f"bias{k}"], w[f"gain{k}"], w[f"shift{k}"])
            for k in range(len(DILATIONS))
        ]
        self._out = _Dense.fold(w["out"], w["out_bias"], w["gain"], w["shift"])

    def scores(self, laid: Text, keys: Mapping[str, Keys]) -> Floats:
        """Return a score for each label of each character, shape (n, labels)."""
        ids, place = ids_of(self._rows, self.known, laid, keys)
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
        scores = np.tile(self._out.bias, (len(ids), 1))
        add_rows(weights["features"], ids[:, 1:], rows)
        add_rows(weights["direct"], ids[:, 1:], scores)
        width = rows.shape[1]
        wide = np.zeros((len(rows), 3 * width), dtype=np.float32)
        middle = wide[:, width : 2 * width]
        for layer, step in zip(self._layers, DILATIONS, strict=True):
            np.multiply(rows, _scale(rows), out=middle)
            put_beside(wide, step)
            more = wide @ layer.weight
            more += layer.bias
            more[:step] -= layer.before
            more[-step:] -= layer.after
            rows += np.maximum(more, 0, out=more)
        scores += (rows * _scale(rows)) @ self._out.weight
        return scores


def _scale(rows: Floats) -> Floats:
    """Return what layer normalization multiplies each row with, shape (n, 1)."""
    width = np.float32(rows.shape[1])
    mean = rows @ np.full(rows.shape[1], 1 / width, dtype=np.float32)
    spread = np.einsum("ij,ij->i", rows, rows) / width - mean * mean
    scale: Floats = (1 / np.sqrt(np.maximum(spread, 0) + _EPSILON))[:, None]
    return scale
