"""The trained classifier: a linear model over what a sentence says and where it stands.

Trained with scikit-learn (`baogao.train.classifier`); its weights are kept as arrays. A second
layer reads the first layer's probabilities of the sentences around: runs of achievements and
of plans are long, and a lead-in is told by what it leads to.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from baogao.classify.context import Item
from baogao.classify.cues import SECTION_ROLES, CueTable
from baogao.classify.features import (
    BITS,
    Floats,
    Grams,
    cue_matrix,
    hash_grams,
    place_matrix,
    shape_matrix,
)
from baogao.classify.rules import Probabilities, verdict
from baogao.errors import BROKEN, BaogaoError

SLOTS = 1 << BITS
GRAM_SCALE = 3.0
WINDOW = 2


@dataclass(slots=True)
class Features:
    """What the first layer sees of the sentences of a text.

    Attributes
    ----------
    grams : Grams
        Hashed character n-grams.
    dense : numpy.ndarray of float32, shape (sentences, columns)
        Cues, shape, place and the rules' verdict.
    """

    grams: Grams
    dense: Floats


def features_of(sentences: Sequence[Item], table: CueTable, *, alone: bool = False) -> Features:
    """Return the features of sentences.

    Parameters
    ----------
    sentences : sequence of Item
        Of one text, in order.
    table : CueTable
        Cues.
    alone : bool
        Hide where the sentences stand, as if each were a text of its own.
    """
    cues = cue_matrix(sentences, table)
    place = place_matrix(sentences)
    if alone:
        place[:] = 0
        place[:, SECTION_ROLES.index("none")] = 1
    roles = place[:, : len(SECTION_ROLES)]
    crossed = (cues[:, :, None] * roles[:, None, :]).reshape(len(sentences), -1)
    if alone:
        rules = np.full((len(sentences), 4), 0.25, dtype=np.float32)
    else:
        rules = verdict(sentences, cues, table).astype(np.float32)
    dense = np.concatenate(
        [cues, crossed, shape_matrix(sentences) * 0.5, place, np.log(rules + 0.01)], axis=1
    )
    return Features(hash_grams([item.text for item in sentences]), dense)


def neighbours(probabilities: Probabilities, sentences: Sequence[Item]) -> Probabilities:
    """Return each sentence's log-probabilities with those of the sentences around it.

    Parameters
    ----------
    probabilities : numpy.ndarray, shape (sentences, labels)
        Of the first layer.
    sentences : sequence of Item
        For paragraph ends and position.

    Returns
    -------
    numpy.ndarray, shape (sentences, columns)
    """
    logs = np.log(np.clip(probabilities, 1e-4, 1))
    n = len(sentences)
    paragraph = np.asarray([item.paragraph for item in sentences])
    columns = [logs]
    for d in (*range(-WINDOW, 0), *range(1, WINDOW + 1)):
        at = np.arange(n) + d
        inside = (at >= 0) & (at < n)
        at = np.clip(at, 0, n - 1)
        same = inside & (paragraph[at] == paragraph)
        columns += [logs[at] * inside[:, None], logs[at] * same[:, None]]
    # The mean of the paragraph's other sentences, and of a wider window.
    first = np.searchsorted(paragraph, paragraph, side="left")
    last = np.searchsorted(paragraph, paragraph, side="right")
    sums = np.concatenate([np.zeros((1, probabilities.shape[1])), np.cumsum(probabilities, axis=0)])
    others = sums[last] - sums[first] - probabilities
    columns.append(others / np.maximum(last - first - 1, 1)[:, None])
    low, high = np.maximum(np.arange(n) - 8, 0), np.minimum(np.arange(n) + 9, n)
    columns.append((sums[high] - sums[low]) / (high - low)[:, None])
    position = np.asarray([item.position for item in sentences])
    columns.append(np.stack([position, position > 0.9, position < 0.03], axis=1))
    return np.concatenate(columns, axis=1)


@dataclass(slots=True)
class ClassifierModel:
    """Weights of the classifier.

    Attributes
    ----------
    grams : numpy.ndarray of float32, shape (2 ** BITS, labels)
    dense : numpy.ndarray of float32, shape (columns, labels)
    bias : numpy.ndarray of float32, shape (labels,)
        The first layer.
    context : numpy.ndarray, shape (columns, labels)
    context_bias : numpy.ndarray, shape (labels,)
        The second layer.
    temperature : float
        Divides the second layer's scores, so that probabilities are as often right as they
        say (Guo et al. 2017).
    """

    grams: Floats
    dense: Floats
    bias: Floats
    context: Floats
    context_bias: Floats
    temperature: float

    @classmethod
    def load(cls, folder: Path) -> ClassifierModel:
        """Read a model; nothing in it is executed.

        Raises
        ------
        BaogaoError
            The folder holds no model.
        """
        try:
            about = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
            with np.load(folder / "classifier.npz", allow_pickle=False) as stored:
                arrays = {name: stored[name].astype(np.float32) for name in stored.files}
            return cls(**arrays, temperature=float(about["temperature"]))
        except BROKEN as error:
            raise BaogaoError(
                f"no classifier model: {error}", str(folder), "train one with baogao train"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the model; the same weights give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"temperature": self.temperature}, indent=1) + "\n"
        (folder / "classifier.json").write_text(text, encoding="utf-8")
        names = ("grams", "dense", "bias", "context", "context_bias")
        arrays: dict[str, npt.NDArray[np.float16]] = {
            name: getattr(self, name).astype(np.float16) for name in names
        }
        np.savez_compressed(folder / "classifier.npz", **arrays)  # type: ignore[arg-type]

    def first(self, features: Features) -> Probabilities:
        """Return the first layer's probabilities, shape (sentences, labels)."""
        grams = features.grams
        sizes = np.diff(grams.starts)
        scores = features.dense @ self.dense + self.bias
        if len(grams.slots):
            weights = self.grams[grams.slots]
            sums = np.add.reduceat(weights, np.minimum(grams.starts[:-1], len(weights) - 1), axis=0)
            scale = GRAM_SCALE / np.sqrt(np.maximum(sizes, 1))
            scores = scores + np.where(sizes[:, None] > 0, sums * scale[:, None], 0)
        return softmax(scores)

    def predict(self, sentences: Sequence[Item], table: CueTable) -> Probabilities:
        """Return the probability of each label for the sentences of a text."""
        if not sentences:
            return np.zeros((0, self.dense.shape[1]))
        around = neighbours(self.first(features_of(sentences, table)), sentences)
        return softmax((around @ self.context + self.context_bias) / self.temperature)


def softmax(scores: npt.NDArray[np.floating]) -> Probabilities:
    """Return scores as probabilities, row by row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Probabilities = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float64)
    return result
