"""Concepts: matching on whole words, longest first, none twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baogao.compare import attention, example_concepts, read_concepts
from baogao.errors import BaogaoError

REPORT = {
    "doc_id": "a",
    "place": "甲县",
    "year": 2020,
    "sentences": [
        (None, "发展 互联网 +"),
        ("plan", "发展 互联网 + 和 互联网 。"),
        ("plan", "污水 处理 厂 建成 ， 污水处理 达标 。"),
        ("other", "谢谢 。"),
    ],
}


def test_attention_takes_the_longest_and_nothing_twice(make_corpus: Any) -> None:
    concepts = {"net": ["互联网"], "plus": ["互联网+"], "water": ["污水处理", "污水", "处理厂"]}
    table = attention(make_corpus([REPORT]), concepts).set_index("concept")
    # 11 words: the sign + is none, and the heading does not count.
    assert set(table["tokens"]) == {11}
    assert table.loc["net", ["count", "matched_tokens"]].tolist() == [1, 1]
    assert table.loc["plus", ["count", "matched_tokens"]].tolist() == [1, 1]
    # 污水处理 as two words and as one; 处理厂 would take 处理 twice.
    assert table.loc["water", ["count", "matched_tokens"]].tolist() == [2, 3]
    assert table.loc["water", "share"] == pytest.approx(3 / 11)
    assert table.loc["water", "sentences"] == pytest.approx(1 / 3)


def test_attention_does_not_match_within_a_word_or_over_sentences(make_corpus: Any) -> None:
    concepts = {"part": ["水处"], "over": ["互联网污水"], "half": ["联网"]}
    table = attention(make_corpus([REPORT]), concepts)
    assert table["count"].tolist() == [0, 0, 0]


def test_attention_matches_over_white_space_with_blanks_alone(make_corpus: Any) -> None:
    report = {**REPORT, "sentences": [("plan", "建设 智慧 _城市 ， 智慧 城市 。")]}
    table = attention(make_corpus([report]), {"apart": ["智慧 城市"], "together": ["智慧城市"]})
    assert table["count"].tolist() == [1, 1]


def test_attention_has_zeros_and_slices(make_corpus: Any) -> None:
    other = {"doc_id": "b", "place": "", "year": 2021, "sentences": [("plan", "修 路 。")]}
    corpus = make_corpus([REPORT], [other])
    table = attention(corpus, {"net": ["互联网"]}, ["year"])
    assert table[["year", "count"]].values.tolist() == [[2020, 2], [2021, 0]]
    assert attention(corpus, {"net": ["互联网"]}, ["place"])["place"].tolist() == ["甲县"]
    assert attention(corpus, {"net": ["互联网"]}, [])["tokens"].tolist() == [13]
    assert attention(corpus, {"net": ["互联网"]}, where={"year": 1999}).empty


def test_example_concepts_can_be_read() -> None:
    for path in example_concepts().values():
        assert len(read_concepts(path)) >= 4


@pytest.mark.parametrize(
    "text", ["", "a: b", "a: [1]", "a: [x]\nb: [x]", "a: [", "- a", "a: []\nb: ['']"]
)
def test_concepts_of_another_form_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaogaoError) as told:
        read_concepts(path)
    assert "\n" not in str(told.value)
    with pytest.raises(BaogaoError, match="cannot read"):
        read_concepts(tmp_path / "none.yaml")
