"""Which reports there are of which place and year, and programmes followed through them."""

from __future__ import annotations

from typing import Any

import pytest

from baogao.compare import coverage, families, labels_along, reports
from baogao.compare.reports import notes
from baogao.errors import BaogaoError


def report(
    doc_id: str, place: str, year: int | None, *names: str, code: str = ""
) -> dict[str, Any]:
    entities = [(name, "PROGRAM", name.strip("“”")[-4:]) for name in names]
    sentences = [("plan", "做 事 。", {"entities": entities})]
    return {
        "doc_id": doc_id,
        "place": place,
        "place_code": code,
        "year": year,
        "sentences": sentences,
    }


def problems(corpus: Any) -> list[tuple[Any, ...]]:
    table = coverage(corpus)
    return [
        (p, None if y is None or y != y else int(y), w, ids)
        for p, y, w, ids in zip(
            table["place"],
            table["year"].astype(object).where(table["year"].notna(), None),
            table["problem"],
            table["doc_ids"],
            strict=True,
        )
    ]


def test_coverage_tells_of_gaps_doubles_and_what_is_unknown(make_corpus: Any) -> None:
    corpus = make_corpus(
        [report("a17", "甲县", 2017), report("a20", "甲县", 2020), report("b1", "乙县", 2020)],
        [report("b2", "乙县", 2020), report("c", "丙县", None), report("d", "", 2020)],
    )
    assert problems(corpus) == [
        ("", 2020, "no place", ["d"]),
        ("丙县", None, "no year", ["c"]),
        ("乙县", 2020, "several reports", ["b1", "b2"]),
        ("甲县", 2018, "missing year", []),
        ("甲县", 2019, "missing year", []),
    ]
    assert any(line.endswith("2 (甲县 2018, 甲县 2019)") for line in notes(corpus))
    assert len(notes(corpus)) == 4
    # Between the years of the slice nothing is missing.
    assert notes(corpus, {"place": "甲县", "year": (2020, 2021)}) == []
    assert len(notes(corpus, {"place": ["甲县", "乙县"]})) == 2


def test_coverage_of_a_whole_series_is_empty(make_corpus: Any) -> None:
    corpus = make_corpus([report("a19", "甲县", 2019), report("a20", "甲县", 2020)])
    assert coverage(corpus).empty and notes(corpus) == []


def test_place_that_was_renamed_goes_on(make_corpus: Any) -> None:
    # 清苑县 (130622) became 清苑区 (130608) in 2015.
    old = report("old", "河北省保定市清苑县", 2014, "双百工程", code="130622")
    new = report("new", "河北省保定市清苑区", 2015, "双百工程", code="130608")
    corpus = make_corpus([new, old])
    known = reports(corpus)
    assert known["key"].nunique() == 1
    assert known["doc_id"].tolist() == ["old", "new"]
    assert set(known["place"]) == {"河北省保定市清苑区"}
    assert problems(corpus) == [("河北省保定市清苑区", 2015, "renamed", ["new"])]
    (row,) = families(corpus).to_dict("records")
    assert (row["place"], list(row["years"])) == ("河北省保定市清苑区", [2014, 2015])


def test_place_that_was_abolished_is_told(make_corpus: Any) -> None:
    # 上海市卢湾区 was merged into 黄浦区.
    corpus = make_corpus([report("l", "上海市卢湾区", 2011, code="310103")])
    assert [p[2] for p in problems(corpus)] == ["abolished"]


def test_families_have_a_status_and_gaps(make_corpus: Any) -> None:
    corpus = make_corpus(
        [
            report("a16", "甲县", 2016, "一轮雪亮工程", "甲乙丙丁", "天地玄黄"),
            report("a17", "甲县", 2017, "二轮雪亮工程", "天地玄黄"),
        ],
        [
            report("a19", "甲县", 2019, "甲乙丙丁", "二轮雪亮工程", "宇宙洪荒"),
            report("b19", "乙县", 2019, "宇宙洪荒"),
        ],
    )
    table = families(corpus).set_index(["place", "family"])
    of = table.loc["甲县"]
    assert of["status"].to_dict() == {
        "天地玄黄": "dropped",
        "宇宙洪荒": "new",
        "甲乙丙丁": "continued",
        "雪亮工程": "renamed",
    }
    # 2018 has no report and is no gap.
    assert list(of.loc["甲乙丙丁", "gaps"]) == [2017]
    assert list(of.loc["雪亮工程", "gaps"]) == []
    assert list(of.loc["雪亮工程", "years"]) == [2016, 2017, 2019]
    assert list(of.loc["雪亮工程", "names"]) == ["一轮雪亮工程", "二轮雪亮工程"]
    assert of.loc["雪亮工程", ["first", "last", "mentions"]].tolist() == [2016, 2019, 3]
    assert table.loc[("乙县", "宇宙洪荒"), "status"] == "only report"


def test_families_of_a_slice_and_a_type(make_corpus: Any) -> None:
    corpus = make_corpus(
        [report("a", "甲县", 2016, "雪亮工程"), report("b", "乙县", 2016, "雪亮工程")]
    )
    assert families(corpus, where={"place": "乙县"})["place"].tolist() == ["乙县"]
    assert families(corpus, where={"label": "achievement"}).empty
    assert families(corpus, types=["TIFA"]).empty
    with pytest.raises(BaogaoError, match="unknown type"):
        families(corpus, types=["PROGRAMME"])


def test_labels_along_a_report_add_up(make_corpus: Any) -> None:
    sentences = [
        (None, "一、"),
        ("achievement", "建 成 桥 。"),
        ("plan", "修 路 吧 。"),
        ("plan", "种 树 。"),
    ]
    corpus = make_corpus([{"doc_id": "a", "place": "甲县", "year": 2020, "sentences": sentences}])
    table = labels_along(corpus, "a", parts=2)
    assert table[["part", "label", "characters", "share"]].values.tolist() == [
        [1, "achievement", 4, 1.0],
        [2, "plan", 7, 1.0],
    ]


def test_labels_along_name_the_reports_near_an_unknown_one(make_corpus: Any) -> None:
    corpus = make_corpus([report(name, "甲县", 2020, "桥") for name in ("甲县_2019", "甲县_2020")])
    with pytest.raises(BaogaoError, match="no report '甲县_2018'.*near it are 甲县_20"):
        labels_along(corpus, "甲县_2018")
    with pytest.raises(BaogaoError, match="no report 'b'.*see documents.doc_id"):
        labels_along(corpus, "b")
    none = {"doc_id": "c", "place": "甲县", "year": 2021, "sentences": [(None, "桥 。")]}
    with pytest.raises(BaogaoError, match="'c' has no labels"):
        labels_along(make_corpus([none]), "c")
