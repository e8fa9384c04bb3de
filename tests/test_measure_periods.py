"""The grammar of time."""

import pytest

from baogao.measure.periods import base_year, find_periods


def years(text: str, year: int | None = 2021) -> list[tuple[str, str]]:
    return [(p.first_day[:4], p.last_day[:4]) for p in find_periods(text, year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年", [("2021", "2021")]),
        ("去年底", [("2020", "2020")]),
        ("明年", [("2022", "2022")]),
        ("过去五年", [("2016", "2020")]),
        ("三年来", [("2018", "2020")]),
        ("十七年间", [("2004", "2020")]),
        ("今后五年", [("2021", "2025")]),
        ("“十四五”时期", [("2021", "2025")]),
        ("“十四五”主要目标", [("2021", "2025")]),
        ("第一个五年计划期间", [("1953", "1957")]),
        ("到2030年", [("2030", "2030")]),
        ("一九五八年", [("1958", "1958")]),
        ("２０１６—２０２０年", [("2016", "2020")]),
    ],
)
def test_periods_resolved(text: str, expected: list[tuple[str, str]]) -> None:
    assert years(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "比去年增长",
        "较2015年下降",
        "2020年与2015年相比"[6:],
        "在去年的基础上",
        "“十四五”规划",
        "90年代",
        "基础上年均增长",
        "为2015年的2倍",
    ],
)
def test_periods_none(text: str) -> None:
    assert years(text) == []


def test_periods_compared_with_a_level() -> None:
    (period,) = find_periods("比1952年的50亿元", 1959)
    assert period.compared


def test_periods_unknown_report_year() -> None:
    assert years("今年和2019年", None) == [("", ""), ("2019", "2019")]


def test_periods_base_year() -> None:
    assert base_year("2020年与2015年相比，产值增长") == 2015
    assert base_year("比上年增长") is None
