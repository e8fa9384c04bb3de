"""The learned tagger's decoding, against trying every path."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.classify.model import ClassifierModel
from baogao.errors import BaogaoError
from baogao.tag.model import TaggerModel, join, viterbi
from baogao.tag.spans import Candidate


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 4), max_size=4))
def test_model_viterbi_finds_the_best_path(seed: int, lengths: list[int]) -> None:
    chance = np.random.default_rng(seed)
    emissions = chance.normal(size=(sum(lengths), 3)).astype(np.float32)
    transitions = chance.normal(size=(3, 3)).astype(np.float32)
    path = viterbi(emissions, transitions, np.asarray(lengths, dtype=np.int64))

    def score(rows: np.ndarray, labels: tuple[int, ...]) -> float:
        steps = sum(transitions[a, b] for a, b in zip(labels, labels[1:], strict=False))
        return float(sum(row[label] for row, label in zip(rows, labels, strict=True)) + steps)

    done = 0
    for length in lengths:
        rows = emissions[done : done + length]
        found = tuple(path[done : done + length].tolist())
        best = max(score(rows, labels) for labels in product(range(3), repeat=length))
        assert score(rows, found) == pytest.approx(best, abs=1e-4)
        done += length


def test_model_join_adds_sure_rules_where_the_model_saw_nothing() -> None:
    learned = [Candidate(0, 4, "PROGRAM", "crf", 0.8)]
    proposed = [
        Candidate(2, 6, "PLACE", "overlaps", 0.99),
        Candidate(7, 9, "PLACE", "sure", 0.99),
        Candidate(10, 12, "PLACE", "doubtful", 0.6),
        Candidate(13, 17, "PLACE", "across", 0.99),
    ]
    joined = join(learned, proposed, [(0, 15), (15, 20)])
    assert [c.rule for c in joined] == ["crf", "sure"]


@pytest.mark.parametrize("kind", [TaggerModel, ClassifierModel])
def test_model_load_names_a_folder_without_a_model(tmp_path: Path, kind: type) -> None:
    with pytest.raises(BaogaoError, match="model"):
        kind.load(tmp_path)
    for name in ("tagger", "classifier"):
        (tmp_path / f"{name}.json").write_text("{}", encoding="utf-8")
        (tmp_path / f"{name}.npz").write_bytes(b"no archive")
    with pytest.raises(BaogaoError, match="model"):
        kind.load(tmp_path)
