"""Train the sentence classifier with scikit-learn and keep its weights as arrays."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from baogao.classify.context import Item
from baogao.classify.cues import CueTable
from baogao.classify.model import (
    GRAM_SCALE,
    SLOTS,
    ClassifierModel,
    Features,
    features_of,
    neighbours,
    softmax,
)
from baogao.classify.rules import Probabilities
from baogao.schema import LABELS

Targets = npt.NDArray[np.int64]


@dataclass(slots=True)
class LabelledText:
    """What the classifier learns from: the sentences of a report, some of them labelled.

    Attributes
    ----------
    sentences : list of Item
        All sentences of the report that are no headings, in order.
    labels : numpy.ndarray of int64, shape (sentences,)
        Position in `LABELS`, or -1.
    """

    sentences: list[Item]
    labels: Targets


def train_classifier(
    texts: Sequence[LabelledText],
    table: CueTable,
    *,
    penalty: float = 1.0,
    folds: int = 5,
) -> ClassifierModel:
    """Train both layers.

    The second layer learns from first-layer probabilities of reports that the first layer was
    not trained on. The first layer sees every sentence twice, once without its place, so
    that it also knows lone sentences.

    Parameters
    ----------
    texts : sequence of LabelledText
        With gold labels.
    table : CueTable
        Cues.
    penalty : float
        Inverse strength of the L2 penalty of the first layer.
    folds : int
        Parts for the second layer.

    Returns
    -------
    ClassifierModel
        The same data give the same model.
    """
    placed = [features_of(text.sentences, table) for text in texts]
    alone = [features_of(text.sentences, table, alone=True) for text in texts]

    def first_layer(chosen: Sequence[int]) -> ClassifierModel:
        parts = [(f[i], texts[i].labels) for i in chosen for f in (placed, alone)]
        return _fit_first(parts, penalty)

    held: dict[int, Probabilities] = {}
    groups = [list(range(k, len(texts), folds)) for k in range(min(folds, len(texts)))]
    for group in groups:
        rest = [i for i in range(len(texts)) if i not in group]
        model = first_layer(rest or group)
        for i in group:
            held[i] = model.first(placed[i])
    around = [neighbours(held[i], text.sentences) for i, text in enumerate(texts)]
    rows = np.concatenate([a[t.labels >= 0] for a, t in zip(around, texts, strict=True)])
    wanted = np.concatenate([t.labels[t.labels >= 0] for t in texts])
    weights, bias = _fit(rows, wanted, 0.3)
    model = first_layer(range(len(texts)))
    model.context, model.context_bias = weights, bias
    model.temperature = _temperature(around, texts, groups)
    return model


def _fit_first(parts: Sequence[tuple[Features, Targets]], penalty: float) -> ClassifierModel:
    from scipy import sparse

    rows, wanted = [], []
    for features, labels in parts:
        known = labels >= 0
        if not known.any():
            continue
        rows.append(sparse.hstack([_gram_matrix(features), features.dense]).tocsr()[known])
        wanted.append(labels[known])
    found, bias = _fit(sparse.vstack(rows), np.concatenate(wanted), penalty)
    empty = np.zeros((0, len(LABELS)), dtype=np.float32)
    return ClassifierModel(found[:SLOTS], found[SLOTS:], bias, empty, bias * 0, 1.0)


def _gram_matrix(features: Features) -> Any:
    from scipy import sparse

    grams = features.grams
    sizes = np.diff(grams.starts)
    values = np.repeat(GRAM_SCALE / np.sqrt(np.maximum(sizes, 1)), sizes)
    matrix = sparse.csr_matrix((values, grams.slots, grams.starts), shape=(len(sizes), SLOTS))
    matrix.sum_duplicates()
    return matrix


def _fit(
    rows: Any, wanted: Targets, penalty: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=penalty, max_iter=80, tol=1e-3)
    with warnings.catch_warnings():
        # It is stopped early on purpose: most of the time goes into the last digits.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, wanted)
    # A label that no sentence has keeps a score that it never wins with.
    found = np.zeros((rows.shape[1], len(LABELS)), dtype=np.float32)
    bias = np.full(len(LABELS), -20, dtype=np.float32)
    if len(model.classes_) == 2:
        low, high = model.classes_
        found[:, high], bias[low], bias[high] = model.coef_[0], 0, model.intercept_[0]
    else:
        found[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    return found, bias


def _temperature(
    around: Sequence[Probabilities],
    texts: Sequence[LabelledText],
    groups: Sequence[Sequence[int]],
) -> float:
    """Return the temperature that makes held-out probabilities most likely."""
    scores, wanted = [], []
    for group in groups:
        rest = [i for i in range(len(texts)) if i not in group] or list(group)
        rows = np.concatenate([around[i][texts[i].labels >= 0] for i in rest])
        labels = np.concatenate([texts[i].labels[texts[i].labels >= 0] for i in rest])
        weights, bias = _fit(rows, labels, 0.3)
        for i in group:
            known = texts[i].labels >= 0
            scores.append(around[i][known] @ weights + bias)
            wanted.append(texts[i].labels[known])
    every, right = np.concatenate(scores), np.concatenate(wanted)
    choices = np.linspace(0.5, 3.0, 51)
    losses = [
        -np.log(softmax(every / t)[np.arange(len(right)), right] + 1e-9).mean() for t in choices
    ]
    return float(choices[int(np.argmin(losses))])
