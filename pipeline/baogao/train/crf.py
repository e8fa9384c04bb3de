"""Train the tagger's linear CRF with python-crfsuite and keep its weights as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from baogao.tag.features import Keys, feature_keys, lay_out, suffixes_of
from baogao.tag.model import Scores, TaggerModel
from baogao.train.data import LABELS, TaggedText, labels_of


def train_crf(
    texts: Sequence[TaggedText],
    *,
    c1: float = 0.1,
    c2: float = 0.05,
    iterations: int = 60,
    least: float = 0.01,
) -> TaggerModel:
    """Train the linear part of a tagger.

    Parameters
    ----------
    texts : sequence of TaggedText
        Annotated documents.
    c1, c2 : float
        Weights of the L1 and L2 penalties.
    iterations : int
        At most so many steps of L-BFGS.
    least : float
        Weights nearer to zero than this are dropped.

    Returns
    -------
    TaggerModel
        The same data give the same model.
    """
    import pycrfsuite

    suffixes = suffixes_of(
        text.text[start:end] for text in texts for group in text.entities for start, end, _ in group
    )
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": iterations, "feature.minfreq": 2})
    for text in texts:
        for rows, labels in _sequences(text, suffixes):
            trainer.append(rows, labels)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tagger.crfsuite"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        tagger.close()
    return _as_arrays(info.state_features, info.transitions, suffixes, least)


def _sequences(
    text: TaggedText, suffixes: dict[str, int]
) -> list[tuple[list[list[str]], list[str]]]:
    laid = lay_out(text.text, text.spans)
    keys = feature_keys(text.text, laid, text.tokens, text.candidates, suffixes)
    columns = [
        [f"{name}:{key}" if key != -1 else "" for key in column.tolist()]
        for name, column in keys.items()
    ]
    rows = [["bias", *filter(None, row)] for row in zip(*columns, strict=True)]
    sequences, done = [], 0
    for labels in labels_of(text):
        names = [LABELS[label] for label in labels]
        sequences.append((rows[done : done + len(labels)], names))
        done += len(labels)
    return sequences


def _as_arrays(
    state: dict[tuple[str, str], float],
    transitions: dict[tuple[str, str], float],
    suffixes: dict[str, int],
    least: float,
) -> TaggerModel:
    column = {label: i for i, label in enumerate(LABELS)}
    rows: dict[str, dict[int, Scores]] = defaultdict(dict)
    bias = np.zeros(len(LABELS), dtype=np.float32)
    for (attribute, label), weight in state.items():
        if abs(weight) < least:
            continue
        if attribute == "bias":
            bias[column[label]] = weight
            continue
        name, _, key = attribute.partition(":")
        table = rows[name]
        if int(key) not in table:
            table[int(key)] = np.zeros(len(LABELS), dtype=np.float32)
        table[int(key)][column[label]] = weight
    tables: dict[str, tuple[Keys, Scores]] = {}
    for name in sorted(rows):
        known = np.asarray(sorted(rows[name]), dtype=np.int64)
        tables[name] = (known, np.stack([rows[name][int(key)] for key in known]))
    steps = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (before, after), weight in transitions.items():
        steps[column[before], column[after]] = weight
    return TaggerModel(LABELS, tables, bias, steps, suffixes)
