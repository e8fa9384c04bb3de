"""The network: numpy and thinc agree, blocks leave no seams, and it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from baogao.errors import BaogaoError
from baogao.tag import network as module
from baogao.tag.features import feature_keys, lay_out
from baogao.tag.network import DILATIONS, Network, ids_of, rows_of_characters
from baogao.train import network as training
from baogao.train.data import LABELS, TaggedText
from baogao.train.network import Encoder, read_encoder, train_network

CHARACTERS = ["", "", "", "", *"0建成大桥山水河去年，。甲乙丙丁戊己庚辛路站馆"]
WIDTH = 16
Weights = dict[str, np.ndarray]


def encoder(seed: int = 0) -> Encoder:
    chance = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, shape[-1] ** -0.5, shape).astype(np.float32)

    weights: Weights = {"characters": some(len(CHARACTERS), WIDTH)}
    for layer in range(len(DILATIONS)):
        weights[f"gain{layer}"], weights[f"shift{layer}"] = some(WIDTH) + 1, some(WIDTH)
        weights[f"weight{layer}"], weights[f"bias{layer}"] = some(WIDTH, 3 * WIDTH), some(WIDTH)
    weights["gain"], weights["shift"] = some(WIDTH) + 1, some(WIDTH)
    return Encoder(CHARACTERS, weights)


def bridges(names: str) -> TaggedText:
    """Return sentences that each name a bridge."""
    text = "".join(f"去年，建成{name}山大桥。" for name in names)
    spans = [(i, i + 10) for i in range(0, len(text), 10)]
    entities = [[(i + 5, i + 9, "FACILITY")] for i, _ in spans]
    return TaggedText(text, [(0, text, "n")], [], spans, entities)


def scores(network: Network, text: TaggedText) -> np.ndarray:
    laid = lay_out(text.text, text.spans)
    return network.scores(laid, feature_keys(text.text, laid, text.tokens, [], {}))


def test_network_learns_names_between_characters_that_it_has_not_seen() -> None:
    network = train_network(
        [bridges("甲乙丙丁" * 50)], {}, encoder(), epochs=80, rate=0.01, dropout=0.0
    )
    found = scores(network, bridges("戊")).argmax(axis=1)
    begins = LABELS.index("B-FACILITY")
    assert found.tolist() == [0] * 5 + [begins, *[begins + 1] * 3, 0]


def test_network_in_numpy_and_in_thinc_agree() -> None:
    text = bridges("甲乙丙丁")
    network = train_network([text], {}, encoder(), epochs=2, rate=0.01, least=1)
    laid = lay_out(text.text, text.spans)
    keys = feature_keys(text.text, laid, text.tokens, [], {})
    ids, place = ids_of(rows_of_characters(CHARACTERS), network.known, laid, keys)
    trained = Encoder(CHARACTERS, network.weights)
    model = training._layers(trained, len(network.weights["direct"]), 0.0)
    for name in ("features", "direct"):
        training._named(model, name)[0].set_param("E", network.weights[name])
    (out,) = training._named(model, "linear")
    out.set_param("W", network.weights["out"])
    out.set_param("b", network.weights["out_bias"])
    np.testing.assert_allclose(model.predict(ids)[place], scores(network, text), atol=1e-4)


@pytest.mark.parametrize("block", [1, 7, 64])
def test_network_scores_do_not_depend_on_the_block(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = bridges("甲乙丙丁戊己")
    network = train_network([text], {}, encoder(), epochs=1, least=1)
    whole = scores(network, text)
    monkeypatch.setattr(module, "_BLOCK", block)
    np.testing.assert_allclose(scores(network, text), whole, atol=1e-5)


def test_network_is_the_same_for_the_same_seed() -> None:
    text = bridges("甲乙丙丁" * 20)
    one, other = (train_network([text], {}, encoder(), epochs=2, seed=3) for _ in range(2))
    assert all(np.array_equal(one.weights[name], other.weights[name]) for name in one.weights)


def test_network_encoder_round_trip(tmp_path: Path) -> None:
    written = encoder()
    np.savez(tmp_path / "e.npz", names=np.asarray(CHARACTERS, dtype="<U1"), **written.weights)
    found = read_encoder(tmp_path / "e.npz")
    assert found.characters == CHARACTERS
    assert found.weights.keys() == written.weights.keys()


@pytest.mark.parametrize("fault", ["empty", "text", "lacks", "shape", "names"])
def test_network_read_encoder_names_a_broken_file(tmp_path: Path, fault: str) -> None:
    path, weights, names = tmp_path / "e.npz", encoder().weights, CHARACTERS
    if fault == "lacks":
        del weights["gain3"]
    elif fault == "shape":
        weights["weight1"] = weights["weight1"].T
    elif fault == "names":
        names = CHARACTERS[1:]
    np.savez(path, names=np.asarray(names, dtype="<U1"), **weights)
    if fault in ("empty", "text"):
        path.write_bytes(b"" if fault == "empty" else b"no archive")
    with pytest.raises(BaogaoError, match="no pretrained encoder"):
        read_encoder(path)
