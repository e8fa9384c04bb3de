"""The grammar of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.measure.numbers import find_numbers, parse_number


def figures(text: str) -> list[tuple[float, float | None, str]]:
    return [(n.value, n.value_max, n.unit) for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("完成2608.1亿元", 2608.1, "亿元"),
        ("增长７．３％", 7.3, "%"),
        ("新增1.9万户", 19000, "户"),
        ("筹集2.8万套（间）", 28000, "套（间）"),
        ("举办近150场", 150, "场"),
        ("需求500余项", 500, "项"),
        ("投资一点五亿元", 1.5, "亿元"),
        ("占三分之二", 66.6666666667, "%"),
        ("翻一番", 1, "番"),
        ("翻两番", 2, "番"),
        ("提高1.4个百分点", 1.4, "个百分点"),
        ("全国第2位", 2, "位"),
        ("建成2.7 万个", 27000, "个"),
        ("粮食二千六百亿斤", 2.6e11, "斤"),
        ("钢一亿二千万吨", 1.2e8, "吨"),
        ("投资5700多亿元", 5700, "亿元"),
        ("总额1.5万亿元", 15000, "亿元"),
        ("浓度34微克/立方米", 34, "微克/立方米"),
        ("完成１２，３４５吨", 12345, "吨"),
        ("百分之七点五", 7.5, "%"),
        ("增长三倍", 3, "倍"),
    ],
)
def test_numbers_value_and_unit(text: str, value: float, unit: str) -> None:
    assert figures(text) == [(pytest.approx(value), None, unit)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("增长百分之八至九", 8, 9, "%"),
        ("增长6.5%－7%", 6.5, 7, "%"),
        ("增长4.5-5%", 4.5, 5, "%"),
        ("引进1-2家", 1, 2, "家"),
        ("投资3000万至5000万元", 3000, 5000, "万元"),
    ],
)
def test_numbers_range(text: str, low: float, high: float, unit: str) -> None:
    assert figures(text) == [(low, high, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "2019年",
        "2016-2020年",
        "12345热线",
        "5G和PM2.5",
        "一个中心",
        "三个方面",
        "第七轮行动",
        "万众一心",
    ],
)
def test_numbers_none(text: str) -> None:
    assert figures(text) == []


def test_numbers_from_to_are_two() -> None:
    assert figures("由5天缩短至2天") == [(5, None, "天"), (2, None, "天")]


@given(st.text(st.sampled_from("0１九十百千万亿两点分之至-.,%余多元户翻番第位年 a"), max_size=40))
def test_numbers_spans_are_in_order_and_never_raise(text: str) -> None:
    done = 0
    for number in find_numbers(text):
        assert done <= number.start < number.end <= len(text)
        done = number.end


def test_parse_number_refuses_what_is_none() -> None:
    with pytest.raises(ValueError, match="不符合"):
        parse_number("一亿二千零零点")
