"""Targets beside outcomes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from baogao.compare import targets


def measure(
    text: str, value: float, year: int, status: str = "target", **more: Any
) -> dict[str, Any]:
    period = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    about = {"indicator": "地区生产总值", "indicator_id": "gdp"}
    return {"text": text, "value": value, "status": status} | about | period | more


def report(year: int, *sentences: tuple[str, str, dict[str, Any]], doc: str = "") -> dict[str, Any]:
    made = [(label, words, {"measures": [m]}) for label, words, m in sentences]
    return {"doc_id": doc or f"a{year}", "place": "甲县", "year": year, "sentences": made}


def test_target_stands_beside_the_outcome_of_the_next_report(make_corpus: Any) -> None:
    corpus = make_corpus(
        [
            report(2019, ("plan", "力争 增长 8% 以上 。", measure("8%", 8, 2019, bound="min"))),
            report(
                2020,
                ("achievement", "增长 7.5% 。", measure("7.5%", 7.5, 2019, "actual")),
                ("plan", "增长 6% 。", measure("6%", 6, 2020)),
            ),
        ]
    )
    table = targets(corpus)
    assert table["year"].tolist() == [2019, 2020]
    first = table.iloc[0]
    assert first[["place", "indicator_id", "target", "outcome", "gap"]].tolist() == [
        "甲县",
        "gdp",
        8,
        7.5,
        -0.5,
    ]
    assert (first["hardness"], bool(first["met"]), first["note"]) == ("aspired", False, "")
    assert (first["target_doc"], first["outcome_doc"], first["outcome_sent"]) == (
        "a2019",
        "a2020",
        0,
    )
    assert pd.isna(table.loc[1, "met"]) and table.loc[1, "note"] == "no report of the next year"
    assert targets(corpus, where={"year": 2020})["year"].tolist() == [2020]


def test_missing_year_and_missing_outcome_are_told(make_corpus: Any) -> None:
    corpus = make_corpus(
        [
            report(2018, ("plan", "增长 8% 。", measure("8%", 8, 2018))),
            # The outcome of 2018 is not taken from a later report.
            report(2020, ("achievement", "增长 7% 。", measure("7%", 7, 2018, "actual"))),
            report(2021, ("plan", "增长 6% 。", measure("6%", 6, 2021))),
            report(
                2022, ("achievement", "建成 1% 。", measure("1%", 1, 2021, "actual", unit="座"))
            ),
        ]
    )
    assert targets(corpus)["note"].tolist() == [
        "no report of the next year",
        "the next report gives no outcome",
    ]


def test_target_of_a_plan_period_or_another_year_is_no_target_of_the_year(make_corpus: Any) -> None:
    period = measure("7%", 7, 2020) | {"period_end": "2025-12-31"}
    corpus = make_corpus(
        [
            report(
                2020,
                ("plan", "五年 增长 7% 。", period),
                ("achievement", "原定 增长 9% 。", measure("9%", 9, 2019)),
                ("plan", "全国 增长 5% 。", measure("5%", 5, 2020, place="全国")),
            )
        ]
    )
    assert targets(corpus).empty


def test_best_of_several_targets_is_taken_and_told(make_corpus: Any) -> None:
    corpus = make_corpus(
        [
            report(
                2020,
                ("other", "形势 增长 9% 。", measure("9%", 9, 2020)),
                ("plan", "增长 7% 。", measure("7%", 7, 2020)),
                ("plan", "预期 增长 6% 。", measure("6%", 6, 2020)),
            ),
            report(
                2021,
                ("other", "增长 1% 。", measure("1%", 1, 2020, "actual")),
                ("achievement", "增长 6.2% 。", measure("6.2%", 6.2, 2020, "actual")),
            ),
        ]
    )
    (row,) = targets(corpus).to_dict("records")
    assert (row["target"], row["outcome"], row["hardness"]) == (6, 6.2, "planned")
    assert (
        row["note"] == "3 different targets in the report; 2 different outcomes in the next report"
    )


def test_what_is_met_depends_on_bound_direction_and_indicator(make_corpus: Any) -> None:
    cases = [  # indicator, target, target_max, bound, outcome, gap, met
        ("gdp", 8, None, "about", 7.5, -0.5, True),
        ("gdp", 8, None, "about", 7.4, -0.6, False),
        ("retail_sales", 6, 7, "exact", 6.5, 0, True),
        ("exports", 6, 7, "exact", 8, 1, True),
        ("cpi", 3, None, "about", 1, -2, True),
        ("cpi", 3, None, "max", 3.1, 0.1, False),
        ("pm25", -5, None, "min", -4, 1, False),
        ("forest", -5, None, "exact", -6, -1, True),
    ]
    for case in cases:
        name, target, high, bound, outcome, gap, met = case
        more = {"indicator_id": name, "value_max": high, "bound": bound}
        corpus = make_corpus(
            [
                report(2019, ("plan", "目标 X 。", measure("X", target, 2019, **more))),
                report(
                    2020,
                    (
                        "achievement",
                        "Y 。",
                        measure("Y", outcome, 2019, "actual", indicator_id=name),
                    ),
                ),
            ]
        )
        (row,) = targets(corpus).to_dict("records")
        assert (row["gap"], bool(row["met"])) == (gap, met), case


def test_two_reports_of_a_year_are_one(make_corpus: Any) -> None:
    corpus = make_corpus(
        [
            report(2019, ("plan", "增长 8% 。", measure("8%", 8, 2019)), doc="x"),
            report(2019, ("plan", "增长 8% 。", measure("8%", 8, 2019)), doc="y"),
            report(2020, ("achievement", "增长 8% 。", measure("8%", 8, 2019, "actual"))),
        ]
    )
    assert targets(corpus)[["target_doc", "outcome", "note"]].values.tolist() == [["x", 8, ""]]
