"""Promises and what answers them."""

from __future__ import annotations

from typing import Any

import pytest

from baogao.compare import promises

FILLER = [
    ("achievement", "财政 收入 增长 。"),
    ("achievement", "粮食 产量 稳定 。"),
    ("achievement", "旅游 市场 繁荣 。"),
    ("achievement", "文化 事业 进步 。"),
]
PLANS = [
    ("plan", "建设 碧溪 水库 大坝 。"),
    ("plan", "推广 光伏 发电 项目 。"),
    ("plan", "改造 老旧 小区 管网 。"),
]


def report(year: int, *sentences: Any, doc: str = "", place: str = "甲县") -> dict[str, Any]:
    return {
        "doc_id": doc or f"{place}{year}",
        "place": place,
        "year": year,
        "sentences": [*sentences],
    }


def test_promise_is_answered_by_the_sentence_that_shares_rare_words(make_corpus: Any) -> None:
    answer = ("achievement", "碧溪 水库 大坝 建成 蓄水 。")
    corpus = make_corpus([report(2019, *PLANS)], [report(2020, FILLER[0], answer, *FILLER[1:])])
    table = promises(corpus)
    assert table["plan_sent"].tolist() == [0, 1, 2]
    assert table["rank"].tolist() == [1, 0, 0]
    first = table.iloc[0]
    assert (first["answer_doc"], first["answer_sent"]) == ("甲县2020", 1)
    assert (first["plan"], first["answer"]) == ("建设碧溪水库大坝。", "碧溪水库大坝建成蓄水。")
    assert first["shared"] == ["水库 大坝", "碧溪 水库", "大坝", "水库", "碧溪"]
    assert 0.22 <= first["score"] <= 1
    assert table["answer"].isna().tolist() == [False, True, True]
    assert table.loc[1, "score"] == 0 and table.loc[1, "shared"] == []


def test_names_and_figures_are_evidence(make_corpus: Any) -> None:
    entity = {"entities": [("示例", "FACILITY", "示例工业园")]}
    figure = {"measures": [{"text": "三千", "value": 3000.0, "unit": "人", "indicator_id": "jobs"}]}
    plans = [
        ("plan", "建设 示例 。", entity),
        ("plan", "新增 三千 。", figure),
        ("plan", "修 路 。"),
    ]
    answers = [
        ("achievement", "园区 投产 。", entity),
        ("achievement", "达到 三千 。", figure),
        *FILLER,
    ]
    table = promises(make_corpus([report(2019, *plans), report(2020, *answers)]), threshold=0.05)
    assert table["answer_sent"].tolist()[:2] == [0, 1]
    assert "示例工业园" in table.loc[0, "shared"]
    assert {"3000人", "jobs change"} <= set(table.loc[1, "shared"])
    assert table.loc[2, "rank"] == 0


def test_only_the_next_year_of_the_same_place_answers(make_corpus: Any) -> None:
    same = ("achievement", "碧溪 水库 大坝 建成 。")
    corpus = make_corpus(
        [report(2019, *PLANS), report(2021, same, *FILLER)],
        [report(2019, *PLANS, place="乙县"), report(2020, same, *FILLER, place="丙县")],
    )
    assert promises(corpus).empty


def test_two_reports_of_a_year_answer_together(make_corpus: Any) -> None:
    corpus = make_corpus(
        [report(2020, *FILLER, doc="x"), report(2019, *PLANS)],
        [report(2020, ("achievement", "碧溪 水库 大坝 建成 。"), doc="y")],
    )
    table = promises(corpus)
    assert table.loc[0, ["answer_doc", "answer_sent"]].tolist() == ["y", 0]


def test_report_without_an_achievement_leaves_all_unanswered(make_corpus: Any) -> None:
    corpus = make_corpus([report(2019, *PLANS)], [report(2020, ("other", "谢谢 。"))])
    assert promises(corpus)["rank"].tolist() == [0, 0, 0]


def test_several_answers_come_best_first(make_corpus: Any) -> None:
    answers = [
        ("achievement", "水库 大坝 加固 工程 推进 。"),
        ("achievement", "碧溪 水库 大坝 建成 。"),
    ]
    corpus = make_corpus([report(2019, *PLANS), report(2020, *answers, *FILLER)])
    table = promises(corpus, top=2, threshold=0.05)
    first = table[table["plan_sent"] == 0]
    assert first[["rank", "answer_sent"]].values.tolist() == [[1, 1], [2, 0]]
    assert first["score"].is_monotonic_decreasing


@pytest.mark.parametrize("year", [2018, 2019])
def test_slice_chooses_the_plans(make_corpus: Any, year: int) -> None:
    corpus = make_corpus(
        [report(2018, *PLANS), report(2019, *PLANS, *FILLER), report(2020, *FILLER)]
    )
    assert set(promises(corpus, where={"year": year})["year"]) == {year}
