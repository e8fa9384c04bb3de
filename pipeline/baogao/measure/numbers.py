"""The grammar of figures: where a number with its unit stands, and what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baogao.measure.cues import INDEX
from baogao.measure.grammar import pattern
from baogao.measure.numerals import parse_number, rounded, scale, with_unit


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a text.

    Attributes
    ----------
    start, end : int
        Number and unit, code points, end exclusive; words of bound stay outside but for
        `余` and `多` between number and unit.
    value, value_max : float
        `value_max` is None but in a range.
    unit : str
        Normalised; money keeps `万元` and `亿元`, everything else is multiplied out.
    more : bool
        `余`, `多` or `几` says that it is more than that.
    rank : bool
        `第2位`.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    more: bool = False
    rank: bool = False


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the figures of a text in order: numbers with a unit, shares, multiples, ranks.

    Years, dates, ordinals and numbers inside names (`5G`, `12345热线`) are none.

    Parameters
    ----------
    text : str
        A sentence or a whole text.

    Examples
    --------
    >>> [(n.value, n.value_max, n.unit) for n in find_numbers("新增1.9万户，增长6.5%－7%，投入1-2亿元")]
    [(19000.0, None, '户'), (6.5, 7.0, '%'), (1.0, 2.0, '亿元')]
    """
    for match in pattern().finditer(text):
        try:
            yield from _read(match)
        except (ValueError, KeyError):  # a run of numerals that is no number (`三三两两`)
            continue


def shifted(numbers: Sequence[Number], by: int) -> list[Number]:
    """Return figures with other offsets.

    Parameters
    ----------
    numbers : sequence of Number
        Figures of a text.
    by : int
        Code points to add to their offsets.
    """
    return [
        Number(n.start + by, n.end + by, n.value, n.value_max, n.unit, n.more, n.rank)
        for n in numbers
    ]


def _read(match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span()
    number: Number | None
    if match["n"]:
        number = _read_arabic(match)
    elif match["each"]:
        number = _read_shared(match)
    elif match["h"]:
        number = _read_han(match)
    elif match["a1"]:
        yield from _read_range(match)
        return
    elif match["p1"]:
        upper = parse_number(match["p2"]) if match["p2"] else None
        number = Number(start, end, parse_number(match["p1"]), upper, "%", bool(match["pmore"]))
    elif match["den"]:
        share = 100 * parse_number(match["num"]) / parse_number(match["den"])
        number = Number(start, end, rounded(share), None, "%")
    elif match["ordinal"]:
        value = parse_number(match["rank"])
        number = _ranked(match, Number(start, end, value, None, match["ru"] or "位", rank=True))
    elif match["b"]:
        # `贫困人口减少310万`: the unit goes without saying.
        value, _ = with_unit(parse_number(match["b"]), match["bscale"] or "", "")
        number = Number(start, end, value, None, "", bool(match["bmore"]))
    elif match["index"]:
        number = None
        if INDEX.search(match.string, max(0, start - 14), start):
            number = Number(start, end, parse_number(match["index"]), None, "")
    elif match["half"]:
        number = _read_half(match)
    elif match["front"]:
        number = Number(start, end, parse_number(match[0][1:-1]), None, "位", rank=True)
    elif match["top"]:
        number = _ranked(match, Number(start, end, 1, None, "位", rank=True))
    elif match["h1"]:
        yield from _read_han_range(match)
        return
    else:
        upper = parse_number(match["fold2"]) if match["fold2"] else None
        number = Number(start, end, parse_number(match["fold"] or "一"), upper, "番")
    if number is not None:
        yield number


# `分别增长3.1和12.5个百分点`: the unit stands once, behind the last.
_SHARED = re.compile(r"(?:分别|高于|低于|快于)[^。；，]*$")


def _read_shared(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if not _SHARED.search(match.string, max(0, start - 40), start):
        return None
    value = parse_number(match["each"] or "")
    if match["epc"]:
        return Number(start, end, value, None, _percent(match["epc"]))
    value, unit = with_unit(value, match["escale"] or "", match["eu"] or "")
    return Number(start, end, value, None, _unit(unit))


_HALVED = {
    "一半": re.compile(
        r"(?:减少?|缩[减小短]|压[减缩]|精简|削减|下降|降低|占[^，。；]{0,12}?)了?(?:近|约|将近|超过)?$"
    ),
    "过半": re.compile(r"(?:占比|比重|比例|率|进度)(?:首次|已经?|均)*超?$"),
}


def _read_half(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if not _HALVED[match[0]].search(match.string, max(0, start - 20), start):
        return None
    return Number(start, end, 50, None, "%", more=match[0] == "过半")


# `第一` alone is a rank only after a word that says among whom or that something is placed.
_PLACED = re.compile(
    r"(?:全[国省市区县州]|各[省市区县地]|世界|全球|国内|同类|居|列|排名?|位|名|中部|西部|东部|区域|长三角|地市|省市|省份|区县|县市区|城市|"
    r"省|市|区|县|国)$"
)


def _ranked(match: re.Match[str], number: Number) -> Number | None:
    if (
        match["ru"]
        or match["top"]
        or _PLACED.search(match.string, max(0, match.start() - 4), match.start())
    ):
        return number
    return None


# `增长-2.1%`; a dash between two numbers belongs to a range.
_MINUS = re.compile(r"(?<=[长降为到达率是在])[-－—负]$")


def _read_arabic(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    value = parse_number(match["n"] or "")
    if _MINUS.search(match.string, max(0, start - 2), start):
        value, start = -value, start - 1
    if match["npc"]:
        return Number(start, end, value, None, _percent(match["npc"]))
    unit = match["u"] or ""
    if unit == "年" and 1900 <= value <= 2100 and not match["scale"]:
        return None
    scales = (match["scale"] or "") + (match["tail"] or "")
    if match["lead"]:
        # `3亿5000万元`: counted in the larger scale.
        large = match["lead"][-1]
        value = parse_number(match["lead"][:-1]) + value * scale(scales) / scale(large)
        scales = large
    value, unit = with_unit(value, scales, unit)
    return Number(start, end, value, None, _unit(unit), bool(match["more"]))


def _percent(sign: str | None) -> str:
    return "‰" if sign == "‰" else "%"


_SAME_UNIT = {
    "百分点": "个百分点",
    "个点": "个百分点",
    "人口": "人",
    "平米": "平方米",
    "千瓦小时": "千瓦时",
}


def _unit(unit: str) -> str:
    return _SAME_UNIT.get(unit, unit)


def _read_range(match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span()
    first, second = parse_number(match["a1"] or ""), parse_number(match["a2"] or "")
    if match["pc"]:
        low, high, unit = first, second, _percent(match["pc"])
    else:
        unit = match["u_r"] or ""
        if unit == "年" and not match["scale_r"]:
            return
        scales = match["scale_r"] or ""
        low, unit_low = with_unit(first, match["asc"] or scales, unit)
        high, unit = with_unit(second, scales, unit)
        if unit_low != unit:
            return
    # `由5天到2天` are two figures.
    if match.string[start - 1 : start] in ("由", "从") and (match["au"] or match["pc1"]):
        split = match.start("a2")
        middle = match.end("au") if match["au"] else match.end("pc1")
        yield Number(start, middle, low, None, _unit(unit))
        yield Number(split, end, high, None, _unit(unit), bool(match["more_r"]))
        return
    yield Number(start, end, low, high, _unit(unit), bool(match["more_r"]))


# Units that a single Han digit before them makes a figure (`三倍`, `两成`, `两座`); with other
# units it is an article or an idiom (`一个`, `三个方面`).
_STRONG = re.compile(r"倍|成|亿|万|元|吨|斤|公里|公顷|亩|个百分点|[座所家艘架辆台处]$")


def _is_quantity(numeral: str, unit: str) -> bool:
    if numeral[0] in "零〇○":
        return False
    if len(numeral) == 1:
        if numeral in "百千万亿":
            return False
        if numeral + unit == "二元":  # a structure, not money
            return False
        return bool(_STRONG.search(unit)) and (numeral != "一" or unit in ("倍", "成", "个百分点"))
    return any(c in "十百千万亿点" for c in numeral) and numeral[0] not in "万亿"


def _read_han(match: re.Match[str]) -> Number | None:
    numeral, unit = match["h"] or "", match["hu"] or ""
    if not _is_quantity(numeral + (match["htail"] or ""), unit):
        return None
    value, unit = _han(numeral, unit, match["htail"] or "")
    return Number(*match.span(), value, None, _unit(unit), bool(match["hmore"]))


def _read_han_range(match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span()
    first, second, unit = match["h1"], match["h2"], match["hu2"]
    if not (_is_quantity(first, unit) or _is_quantity(second, unit)):
        return
    # `三至五亿斤`: the scale of the second goes for both.
    scales = second[len(second.rstrip("万亿")) :]
    low, unit_low = _han(first, unit, "" if match["hu1"] or first[-1] in "万亿" else scales)
    high, unit = _han(second, unit, "")
    if unit_low != unit:
        return
    if match["hu1"] and match.string[start - 1 : start] in ("由", "从"):
        yield Number(start, match.end("hu1"), low, None, _unit(unit))
        yield Number(match.start("h2"), end, high, None, _unit(unit), bool(match["hmore2"]))
        return
    yield Number(start, end, low, high, _unit(unit), bool(match["hmore2"]))


def _han(numeral: str, unit: str, tail: str) -> tuple[float, str]:
    largest = "亿" if "亿" in numeral + tail else "万" if "万" in numeral + tail else ""
    value = parse_number(numeral) * scale(tail)
    return with_unit(value / scale(largest), largest, unit)
