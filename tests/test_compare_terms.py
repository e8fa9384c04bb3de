"""Words over slices: frequencies, keyness, what counts as a word."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from baogao.compare import frequencies, keyness, parse_slice
from baogao.errors import BaogaoError

A_2019 = {
    "doc_id": "a19",
    "place": "甲县",
    "year": 2019,
    "sentences": [
        (None, "一、 回顾"),
        ("achievement", "桥 建成 。", {"role": "review"}),
        ("plan", "修 路 ， 修 桥 。", {"role": "plan"}),
    ],
}
A_2020 = {
    "doc_id": "a20",
    "place": "甲县",
    "year": 2020,
    "sentences": [("plan", "修 路 。"), ("other", "谢谢 。", {"role": "closing"})],
}
B_2020 = {
    "doc_id": "b20",
    "place": "乙县",
    "year": 2020,
    "sentences": [("plan", "种 树 ， 种 树 。")],
}
UNDATED = {"doc_id": "u", "place": "乙县", "year": None, "sentences": [("plan", "路 路 路 。")]}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_frequencies_count_words_without_punctuation_and_headings(make_corpus: Any) -> None:
    table = frequencies(make_corpus([A_2019, A_2020], [B_2020, UNDATED]))
    assert set(table["tokens"][table["year"] == 2019]) == {6}
    assert "，" not in set(table["term"]) and "回顾" not in set(table["term"])
    of_2020 = table[table["year"] == 2020]
    assert rows(of_2020, "term", "count", "documents", "tokens") == [
        ("树", 2, 1, 7),
        ("种", 2, 1, 7),
        ("修", 1, 1, 7),
        ("谢谢", 1, 1, 7),
        ("路", 1, 1, 7),
    ]
    assert of_2020["per_10k"].iloc[0] == pytest.approx(20000 / 7)
    # What has no year is in no year.
    assert sorted(set(table["year"])) == [2019, 2020]


def test_frequencies_by_place_label_and_role(make_corpus: Any) -> None:
    corpus = make_corpus([A_2019, A_2020], [B_2020])
    by_place = frequencies(corpus, ["place", "label"], where={"year": 2020})
    assert rows(by_place.drop_duplicates(["place", "label"]), "place", "label", "tokens") == [
        ("乙县", "plan", 4),
        ("甲县", "other", 1),
        ("甲县", "plan", 2),
    ]
    roles = frequencies(corpus, ["role"]).drop_duplicates("role")
    assert rows(roles, "role", "tokens") == [("closing", 1), ("plan", 10), ("review", 2)]
    everything = frequencies(corpus, [], min_count=3)
    assert rows(everything, "term", "count", "documents", "tokens") == [("修", 3, 2, 13)]


def test_frequencies_of_chosen_terms_have_zeros(make_corpus: Any) -> None:
    table = frequencies(make_corpus([A_2019, A_2020], [B_2020]), terms=["桥", "无"])
    assert rows(table, "year", "term", "count", "documents") == [
        (2019, "桥", 2, 1),
        (2019, "无", 0, 0),
        (2020, "无", 0, 0),
        (2020, "桥", 0, 0),
    ]


def test_frequencies_of_an_empty_slice_are_empty(make_corpus: Any) -> None:
    corpus = make_corpus([A_2019])
    assert frequencies(corpus, where={"year": 1999}).empty
    with pytest.raises(BaogaoError, match="unknown column 'mayor'"):
        frequencies(corpus, ["mayor"])


def test_keyness_is_the_log_likelihood_of_a_two_by_two_table(make_corpus: Any) -> None:
    corpus = make_corpus([A_2019, A_2020], [B_2020])
    table = keyness(corpus, {"place": "乙县"}, {"place": "甲县"}, min_count=1).set_index("term")
    # 树: 2 of 4 words against 0 of 9.
    assert table.loc["树", "log_likelihood"] == pytest.approx(2 * 2 * math.log(2 / (4 * 2 / 13)))
    assert table.loc["树", "log_ratio"] == pytest.approx(math.log2((2 / 4) / (0.5 / 9)))
    assert table.loc["树", "change"] == "new"
    # 修: 0 of 4 against 3 of 9.
    assert table.loc["修", "log_likelihood"] == pytest.approx(2 * 3 * math.log(3 / (9 * 3 / 13)))
    assert table.loc["修", "change"] == "vanished"
    assert table.loc["修", ["documents_study", "documents_reference"]].tolist() == [0, 2]


def test_keyness_dispersion_is_gries_dp(make_corpus: Any) -> None:
    corpus = make_corpus([A_2019, A_2020], [B_2020])
    table = keyness(corpus, {"place": "甲县"}, {"place": "乙县"}, min_count=1).set_index("term")
    # Shares of the words: 6/9 and 3/9; 路 stands once in each, 桥 only in the first.
    assert table.loc["路", "dispersion"] == pytest.approx((1 / 6 + 1 / 6) / 2 / (2 / 3))
    assert table.loc["桥", "dispersion"] == pytest.approx((1 / 3 + 1 / 3) / 2 / (2 / 3))
    # One report tells nothing of dispersion.
    assert table.loc["树", "dispersion"] == 0


def test_keyness_of_slices_that_overlap_or_are_empty_is_refused(make_corpus: Any) -> None:
    corpus = make_corpus([A_2019, A_2020])
    with pytest.raises(BaogaoError, match="overlap"):
        keyness(corpus, {"year": 2020}, {"label": "plan"})
    with pytest.raises(BaogaoError, match="reference slice .* has no words"):
        keyness(corpus, {"year": 2020}, {"year": 1999})


def test_slices_are_read_from_terms() -> None:
    assert parse_slice(["year=2016,2018", "place=甲县"]) == {"year": [2016, 2018], "place": "甲县"}
    for wrong in (["year"], ["year=x"], ["mayor=x"], ["year=1", "year=2"], ["place="]):
        with pytest.raises(BaogaoError):
            parse_slice(wrong)
