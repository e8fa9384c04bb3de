"""The grammar of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.measure.numbers import find_numbers, shifted
from baogao.measure.numerals import parse_number


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
        ("下降率3.2%", 3.2, "%"),
        ("增长-2.1%", -2.1, "%"),
        ("增长7.3﹪", 7.3, "%"),
        ("增长19·5％", 19.5, "%"),
        ("总额3亿5000万元", 3.5, "亿元"),
        ("总额一亿五千万元", 1.5, "亿元"),
        ("总额两千三百多亿元", 2300, "亿元"),
        ("建成两座水厂", 2, "座"),
        ("提高2个点", 2, "个百分点"),
        ("八亿人口", 8e8, "人"),
        ("脱贫310万", 3.1e6, ""),
        ("居全国首位", 1, "位"),
        ("居全省第3。", 3, "位"),
        ("位列全市前3名", 3, "位"),
        ("物价指数103，", 103, ""),
        # zeros that were scanned as letters
        ("增长1O％", 10, "%"),
        ("投资1OO.O5亿元", 100.05, "亿元"),
        ("增长O.5％", 0.5, "%"),
        ("新增２Ｏ万户", 200000, "户"),
        ("解决5〇个", 50, "个"),
        ("表格数量减少一半", 50, "%"),
        ("排队时间压缩了近一半", 50, "%"),
        ("产量占全国一半", 50, "%"),
        ("新车占比首次过半", 50, "%"),
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
        ("增长9%─10%", 9, 10, "%"),
        ("增产三至五亿斤", 3e8, 5e8, "斤"),
        ("翻一到两番", 1, 2, "番"),
        ("少了十五亿元到二十亿元", 15, 20, "亿元"),
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
        "全国第一个",
        "第3个",
        "每10万人",
        "20年代",
        "千亿级产业",
        "零成本",
        "几十万人",
        "放在首位",
        "十一次全会",
        "城乡二元结构",
        "推进O2O体验店",
        "通过ISO9001质量认证",
        "减少SO2、CO和H2O",
        "“4O5O”人员",
        "一半用于教育",
        "第一半导体厂",
        "工程过半",
        "经过半年努力",
        "占比超过半数",
    ],
)
def test_numbers_none(text: str) -> None:
    assert figures(text) == []


def test_numbers_from_to_are_two() -> None:
    assert figures("由三亿元到五亿元") == [(3, None, "亿元"), (5, None, "亿元")]
    assert figures("由5天缩短至2天") == [(5, None, "天"), (2, None, "天")]


@given(
    st.text(
        st.sampled_from("0１OＯ〇九十百千万亿两点分之至-.,%余多元户翻番第位年占一半过 a"),
        max_size=40,
    )
)
def test_numbers_spans_are_in_order_and_never_raise(text: str) -> None:
    done = 0
    for number in find_numbers(text):
        assert done <= number.start < number.end <= len(text)
        done = number.end


def test_parse_number_refuses_what_is_none() -> None:
    with pytest.raises(ValueError, match="不符合"):
        parse_number("一亿二千零零点")


def test_numbers_unit_behind_the_last_of_several() -> None:
    text = "分别提高3.1和12.5个百分点"
    assert figures(text) == [(3.1, None, "个百分点"), (12.5, None, "个百分点")]


def test_numbers_shifted() -> None:
    (number,) = find_numbers("共5家")
    (moved,) = shifted([number], 10)
    assert (moved.start, moved.end, moved.value) == (11, 13, 5)
