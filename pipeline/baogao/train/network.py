"""Train the tagger's network with thinc."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from thinc.api import (
    Adam,
    Dropout,
    Embed,
    LayerNorm,
    Linear,
    Model,
    NumpyOps,
    Relu,
    add,
    chain,
    residual,
)

from baogao.errors import BROKEN, BaogaoError
from baogao.tag.features import Keys, feature_keys, lay_out
from baogao.tag.network import (
    DILATIONS,
    GAP,
    TEMPLATES,
    Floats,
    Ids,
    Network,
    add_rows,
    ids_of,
    put_beside,
    rows_of_characters,
)
from baogao.train.data import LABELS, TaggedText, labels_of

Layer = Model[Any, Any]
Array = Any  # thinc's array types and numpy's do not fit each other

_PIECE = 400  # characters that are trained on together, so that sentences have neighbours
_BATCH = 4000  # characters of a step
_NONE = -1  # no character of a sentence


@dataclass(frozen=True, slots=True)
class Encoder:
    """The layers of a `Network` below what reads them, pretrained on texts.

    Attributes
    ----------
    characters : list of str
        The character of each row of the table; the first rows are none.
    weights : dict
        As those of `Network`, without `features`, `direct`, `out` and `out_bias`.
    """

    characters: list[str]
    weights: dict[str, Floats]


def read_encoder(path: Path) -> Encoder:
    """Read a pretrained encoder; nothing in it is executed.

    Raises
    ------
    BaogaoError
        The file holds none.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            weights = {n: stored[n].astype(np.float32) for n in stored.files if n != "names"}
            characters = [str(character) for character in stored["names"]]
        width = weights["characters"].shape[1]
        shapes = {"characters": (len(characters), width), "gain": (width,), "shift": (width,)}
        for layer in range(len(DILATIONS)):
            shapes |= {f"{name}{layer}": (width,) for name in ("gain", "shift", "bias")}
            shapes[f"weight{layer}"] = (width, 3 * width)
        for name, shape in shapes.items():
            if weights[name].shape != shape:
                raise ValueError(f"{name} has shape {weights[name].shape}, not {shape}")
    except BROKEN as error:
        raise BaogaoError(
            f"no pretrained encoder: {error}", str(path), "make one with models/pretrain.py"
        ) from error
    return Encoder(characters, weights)


def train_network(
    texts: Sequence[TaggedText],
    suffixes: Mapping[str, int],
    encoder: Encoder,
    *,
    epochs: int = 6,
    rate: float = 1e-3,
    dropout: float = 0.3,
    least: int = 8,
    seed: int = 0,
) -> Network:
    """Train the network on annotated sentences.

    Parameters
    ----------
    texts : sequence of TaggedText
        Annotated documents.
    suffixes : mapping
        Ends of names, as the CRF learned them.
    encoder : Encoder
        Pretrained.
    epochs : int
        How often each sentence is seen.
    rate : float
        The highest rate of learning; it grows at first and then falls to 0.
    dropout : float
        Share of values that are left out by chance.
    least : int
        Features that are rarer are left out.
    seed : int
        Of the order of the sentences and of what is left out; numpy's generator is seeded too.
        The same data and seed give the same network on the same machine.
    """
    seen = []
    for text in texts:
        laid = lay_out(text.text, text.spans)
        keys = feature_keys(text.text, laid, text.tokens, text.candidates, suffixes)
        seen.append((text, laid, {name: keys[name] for name in TEMPLATES}))
    known = _frequent([keys for _, _, keys in seen], least)
    characters = rows_of_characters(encoder.characters)
    pieces = []
    for text, laid, keys in seen:
        ids, place = ids_of(characters, known, laid, keys)
        wanted = np.full(len(ids), _NONE, dtype=np.int64)
        wanted[place] = [label for row in labels_of(text) for label in row]
        pieces += _pieces(ids, wanted)
    chance = random.Random(seed)
    np.random.seed(seed)  # thinc draws dropout from numpy's generator
    model = _layers(encoder, 1 + sum(map(len, known.values())), dropout)
    total = sum(len(ids) for ids, _ in pieces) * epochs
    optimizer = Adam(rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0)
    warm = min(50 * _BATCH, total / 10)
    done = 0
    for _ in range(epochs):
        chance.shuffle(pieces)
        for ids, wanted in _batches(pieces):
            grown = min(1.0, (done + len(ids)) / warm)
            optimizer.learn_rate = rate * grown * (1 - done / total)
            _step(model, ids, wanted)
            model.finish_update(optimizer)
            done += len(ids)
    return Network(encoder.characters, known, _weights(model))


def _frequent(seen: Sequence[Mapping[str, Keys]], least: int) -> dict[str, Keys]:
    found = {}
    for name in TEMPLATES:
        values, counts = np.unique(np.concatenate([k[name] for k in seen]), return_counts=True)
        found[name] = values[(counts >= least) & (values != -1)]
    return found


def _pieces(ids: Ids, wanted: Keys) -> list[tuple[Ids, Keys]]:
    """Cut a document into runs of whole sentences."""
    gaps = np.flatnonzero(ids[:, 0] == GAP)
    cuts = [0]
    for gap in gaps.tolist():
        if gap - cuts[-1] >= _PIECE:
            cuts.append(gap)
    cuts.append(len(ids))
    return [(ids[a:b], wanted[a:b]) for a, b in pairwise(cuts) if b - a > 1]


def _batches(pieces: Sequence[tuple[Ids, Keys]]) -> Iterator[tuple[Ids, Keys]]:
    batch: list[tuple[Ids, Keys]] = []
    size = 0
    for n, piece in enumerate(pieces, 1):
        batch.append(piece)
        size += len(piece[0])
        if size >= _BATCH or n == len(pieces):
            yield np.concatenate([i for i, _ in batch]), np.concatenate([w for _, w in batch])
            batch, size = [], 0


def _step(model: Layer, ids: Ids, wanted: Keys) -> None:
    scores, backward = model.begin_update(ids)
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    known = np.flatnonzero(wanted != _NONE)
    gradient = np.zeros_like(odds)
    gradient[known] = odds[known]
    gradient[known, wanted[known]] -= 1
    backward(gradient / max(1, len(known)))


def _layers(encoder: Encoder, features: int, dropout: float) -> Layer:
    """Return thinc layers with the encoder's weights; those that read it begin at nothing."""
    weights = encoder.weights
    width = weights["characters"].shape[1]
    chance = np.random.default_rng(0)
    blocks: list[Layer] = []
    for layer, step in enumerate(DILATIONS):
        normal, dense = LayerNorm(width), Relu(width, 3 * width)
        _set(normal, G=weights[f"gain{layer}"], b=weights[f"shift{layer}"])
        _set(dense, W=weights[f"weight{layer}"], b=weights[f"bias{layer}"])
        blocks.append(residual(chain(normal, _window(step), dense, Dropout(dropout))))
    characters: Layer = Embed(width, len(encoder.characters), column=0)
    last = LayerNorm(width)
    _set(_named(characters, "embed")[0], E=weights["characters"])
    _set(last, G=weights["gain"], b=weights["shift"])
    named = _bag("features", chance.normal(0, 0.02, (features, width)))
    out = Linear(len(LABELS), width)
    _set(out, W=chance.normal(0, width**-0.5, (len(LABELS), width)), b=np.zeros(len(LABELS)))
    seen: Layer = chain(add(characters, named), Dropout(dropout))
    deep: Layer = chain(seen, *blocks, last, Dropout(dropout), out)
    model: Layer = add(deep, _bag("direct", np.zeros((features, len(LABELS)))))
    ops = NumpyOps(use_blis=False)  # numpy's BLAS uses more than one core
    for node in model.walk():
        node.ops = ops
    return model


def _named(model: Layer, name: str) -> list[Layer]:
    return [node for node in model.walk(order="dfs_pre") if node.name == name]


def _set(layer: Layer, **weights: Any) -> None:
    for name, array in weights.items():
        values: Array = np.ascontiguousarray(array, dtype=np.float32)
        layer.set_param(name, values)


def _weights(model: Layer) -> dict[str, Floats]:
    """Return the weights of the layers under the names that `Network` has for them."""
    found: dict[str, Array] = {}
    *norms, last = _named(model, "layernorm")
    dense = _named(model, "relu")
    (characters,), (out,) = _named(model, "embed"), _named(model, "linear")
    for layer, (normal, layer_dense) in enumerate(zip(norms, dense, strict=True)):
        found[f"gain{layer}"] = normal.get_param("G")
        found[f"shift{layer}"] = normal.get_param("b")
        found[f"weight{layer}"] = layer_dense.get_param("W")
        found[f"bias{layer}"] = layer_dense.get_param("b")
    found["gain"], found["shift"] = last.get_param("G"), last.get_param("b")
    found["out"], found["out_bias"] = out.get_param("W"), out.get_param("b")
    found["characters"] = characters.get_param("E")
    for name in ("features", "direct"):
        found[name] = _named(model, name)[0].get_param("E")
    return found


def _bag(name: str, table: Any) -> Layer:
    """Return a layer that sums the rows of a table that ids name; row 0 is nothing."""

    def forward(model: Layer, ids: Array, is_train: bool) -> tuple[Array, Callable[[Array], Array]]:
        rows: Array = model.get_param("E")
        total = np.zeros((len(ids), rows.shape[1]), dtype=np.float32)
        add_rows(rows, ids[:, 1:], total)

        def backward(gradient: Array) -> Array:
            change: Array = np.zeros_like(rows)
            for column in ids[:, 1:].T:
                here = np.flatnonzero(column)
                model.ops.scatter_add(change, column[here], gradient[here])
            model.inc_grad("E", change)
            return np.zeros_like(ids)

        return total, backward

    layer: Layer = Model(name, forward, params={"E": None})
    _set(layer, E=table)
    return layer


def _window(step: int) -> Layer:
    """Return a layer that puts beside each row the rows `step` before and after it."""

    def forward(
        model: Layer, rows: Array, is_train: bool
    ) -> tuple[Array, Callable[[Array], Array]]:
        width = rows.shape[1]
        wide = np.zeros((len(rows), 3 * width), dtype=np.float32)
        wide[:, width : 2 * width] = rows
        put_beside(wide, step)

        def backward(gradient: Array) -> Array:
            change: Array = gradient[:, width : 2 * width].copy()
            change[:-step] += gradient[step:, :width]
            change[step:] += gradient[:-step, 2 * width :]
            return change

        return wide, backward

    return Model("window", forward)
