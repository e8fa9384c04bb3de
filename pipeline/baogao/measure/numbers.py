"""The grammar of figures: where a number with its unit stands, and what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from baogao.measure.numerals import ARABIC, HAN, HAN_DIGIT, parse_number, rounded, scale, with_unit

_UNITS = Path(__file__).with_name("units.txt")

_SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)"
_TO = r"[ 　]?(?:[-－—–―─━﹣~～〜∼]{1,2}|至|到)[ 　]?"
_PERCENT = "[%％﹪‰]"
# Not inside a word or number (`PM2.5`), an ordinal (`第3个`), or a denominator (`每10万人`).
_OPEN = r"(?<![A-Za-z0-9０-９.．·第每])"
_OPEN_HAN = rf"(?<![{HAN_DIGIT}十百千万亿点第每几数])"


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


@cache
def _units() -> str:
    names = [
        line.strip()
        for line in _UNITS.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))


@cache
def _pattern() -> re.Pattern[str]:
    # `年代` and `年级` are no spans of years, `千亿级` is a name of a class.
    unit = rf"(?:(?:{_units()})(?![代级])(?<!成(?=[本果功立员都为品套长绩年])))"
    # The first look decides for nearly every character, so that the rest is seldom tried.
    return re.compile(
        rf"""
        (?=[0-9０-９{HAN_DIGIT}十百千万亿翻第首前])(?:
          百分之(?P<p1>{HAN}|{ARABIC})(?:{_TO}(?:百分之)?(?P<p2>{HAN}|{ARABIC})(?!分之))?(?P<pmore>[余多])?
        | (?P<den>[{HAN_DIGIT}十]+)分之(?P<num>[{HAN_DIGIT}十]+)
        | 翻(?P<fold>[{HAN_DIGIT}]|[0-9])?(?:{_TO}(?P<fold2>[{HAN_DIGIT}]))?番
        | (?P<ordinal>第)(?:(?P<rank>[0-9０-９]+|[{HAN_DIGIT}十]+)
            (?:(?P<ru>位|名)|(?<=[居列为][全本]..)|(?=[、，,。；;）)（(]|\Z|的?位[次置])))
        | (?P<top>首位)
        | (?P<front>前(?:[0-9０-９]+|[{HAN_DIGIT}十]+)(?:位|名)(?![师生]))
        | {_OPEN}(?P<a1>{ARABIC})[ 　]?(?P<pc1>{_PERCENT})?(?P<asc>{_SCALE})?(?P<au>{unit})?
          {_TO}(?P<a2>{ARABIC})[ 　]?(?:(?P<pc>{_PERCENT})|(?P<scale_r>{_SCALE})?(?P<more_r>[余多])?(?P<u_r>{unit}))
        | {_OPEN}(?P<each>{ARABIC})(?=(?:[、和]{ARABIC})*[、和]{ARABIC}[ 　]?(?:(?P<epc>{_PERCENT})|(?P<escale>{_SCALE})?(?P<eu>{unit})))
        | {_OPEN}(?P<lead>[0-9０-９]+[亿万])?(?P<n>{ARABIC})[ 　]?(?:(?P<npc>{_PERCENT})
            |(?P<scale>{_SCALE})?(?P<more>[余多几来])?(?P<tail>万亿|万|亿)?[ 　]?(?P<u>{unit}))
        | {_OPEN_HAN}(?P<h1>{HAN})(?:{_TO}|、(?=[{HAN_DIGIT}][^、]))(?P<h2>{HAN})(?P<hmore2>[余多])?(?P<hu2>{unit})
        | {_OPEN_HAN}(?P<h>{HAN})(?P<hmore>[余多几来])?(?P<htail>万|亿)?(?P<hu>{unit})
        | {_OPEN}(?P<b>{ARABIC})(?P<bscale>万亿|亿|万)(?P<bmore>[余多])?(?![0-9A-Za-z余多元])
        )
        """,
        re.VERBOSE,
    )


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
    for match in _pattern().finditer(text):
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
    return [replace(n, start=n.start + by, end=n.end + by) for n in numbers]


def _read(match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span()
    group = match.groupdict()
    if group["n"]:
        number = _read_arabic(match, group)
    elif group["each"]:
        number = _read_shared(match, group)
    elif group["h"]:
        number = _read_han(match, group)
    elif group["a1"]:
        yield from _read_range(match, group)
        return
    elif group["p1"]:
        upper = parse_number(group["p2"]) if group["p2"] else None
        number = Number(start, end, parse_number(group["p1"]), upper, "%", bool(group["pmore"]))
    elif group["den"]:
        share = 100 * parse_number(group["num"]) / parse_number(group["den"])
        number = Number(start, end, rounded(share), None, "%")
    elif group["ordinal"]:
        value = parse_number(group["rank"])
        number = _ranked(match, Number(start, end, value, None, group["ru"] or "位", rank=True))
    elif group["b"]:
        # `贫困人口减少290万`: the unit goes without saying.
        value, _ = with_unit(parse_number(group["b"]), group["bscale"] or "", "")
        number = Number(start, end, value, None, "", bool(group["bmore"]))
    elif group["front"]:
        number = Number(start, end, parse_number(match[0][1:-1]), None, "位", rank=True)
    elif group["top"]:
        number = _ranked(match, Number(start, end, 1, None, "位", rank=True))
    elif group["h1"]:
        number = _read_han_range(match, group)
    else:
        upper = parse_number(group["fold2"]) if group["fold2"] else None
        number = Number(start, end, parse_number(group["fold"] or "一"), upper, "番")
    if number is not None:
        yield number


# `分别增长6.8和22.5个百分点`: the unit stands once, behind the last.
_SHARED = re.compile(r"(?:分别|高于|低于|快于)[^。；，]*$")


def _read_shared(match: re.Match[str], group: dict[str, str | None]) -> Number | None:
    start, end = match.span()
    if not _SHARED.search(match.string, max(0, start - 40), start):
        return None
    value = parse_number(group["each"] or "")
    if group["epc"]:
        return Number(start, end, value, None, _percent(group["epc"]))
    value, unit = with_unit(value, group["escale"] or "", group["eu"] or "")
    return Number(start, end, value, None, _unit(unit))


# `第一` alone is a rank only after a word that says among whom or that something is placed.
_PLACED = re.compile(
    r"(?:全|各|世界|全球|国内|同类|居|列|排名?|位|名|中部|西部|东部|区域|长三角|地市|省市|省份|区县|县市区|城市|"
    r"省|市|区|县|国)$"
)


def _ranked(match: re.Match[str], number: Number) -> Number | None:
    if match["ru"] or match["top"] or _PLACED.search(match.string, max(0, match.start() - 4), match.start()):
        return number
    return None


# `增长-2.1%`; a dash between two numbers belongs to a range.
_MINUS = re.compile(r"(?<=[长降为到达率是在])[-－—负]$")


def _read_arabic(match: re.Match[str], group: dict[str, str | None]) -> Number | None:
    start, end = match.span()
    value = parse_number(group["n"] or "")
    if _MINUS.search(match.string, max(0, start - 2), start):
        value, start = -value, start - 1
    if group["npc"]:
        return Number(start, end, value, None, _percent(group["npc"]))
    unit = group["u"] or ""
    if unit == "年" and 1900 <= value <= 2100 and not group["scale"]:
        return None
    scales = (group["scale"] or "") + (group["tail"] or "")
    if group["lead"]:
        # `3亿5000万元`: counted in the larger scale.
        large = group["lead"][-1]
        value = parse_number(group["lead"][:-1]) + value * scale(scales) / scale(large)
        scales = large
    value, unit = with_unit(value, scales, unit)
    return Number(start, end, value, None, _unit(unit), bool(group["more"]))


def _percent(sign: str | None) -> str:
    return "‰" if sign == "‰" else "%"


_SAME_UNIT = {"百分点": "个百分点", "个点": "个百分点", "人口": "人", "平米": "平方米", "千瓦小时": "千瓦时"}


def _unit(unit: str) -> str:
    return _SAME_UNIT.get(unit, unit)


def _read_range(match: re.Match[str], group: dict[str, str | None]) -> Iterator[Number]:
    start, end = match.span()
    first, second = parse_number(group["a1"] or ""), parse_number(group["a2"] or "")
    if group["pc"]:
        low, high, unit = first, second, _percent(group["pc"])
    else:
        unit = group["u_r"] or ""
        if unit == "年" and not group["scale_r"]:
            return
        scales = group["scale_r"] or ""
        low, unit_low = with_unit(first, group["asc"] or scales, unit)
        high, unit = with_unit(second, scales, unit)
        if unit_low != unit:
            return
    # `由5天到2天` are two figures.
    if match.string[start - 1 : start] in ("由", "从") and (group["au"] or group["pc1"]):
        split = match.start("a2")
        middle = match.end("au") if group["au"] else match.end("pc1")
        yield Number(start, middle, low, None, _unit(unit))
        yield Number(split, end, high, None, _unit(unit), bool(group["more_r"]))
        return
    yield Number(start, end, low, high, _unit(unit), bool(group["more_r"]))


# Units that a single Han digit before them makes a figure (`三倍`, `两成`, `两座`); with other
# units it is an article or an idiom (`一个`, `三个方面`).
_STRONG = re.compile(r"倍|成|亿|万|元|吨|斤|公里|公顷|亩|个百分点|[座所家艘架辆台处]$")


def _is_quantity(numeral: str, unit: str) -> bool:
    if numeral[0] in "零〇○":
        return False
    if len(numeral) == 1:
        if numeral in "百千万亿":
            return False
        return bool(_STRONG.search(unit)) and (numeral != "一" or unit in ("倍", "成", "个百分点"))
    return any(c in "十百千万亿点" for c in numeral) and numeral[0] not in "万亿"


def _read_han(match: re.Match[str], group: dict[str, str | None]) -> Number | None:
    numeral, unit = group["h"] or "", group["hu"] or ""
    if not _is_quantity(numeral + (group["htail"] or ""), unit):
        return None
    value, unit = _han(numeral, unit, group["htail"] or "")
    return Number(*match.span(), value, None, _unit(unit), bool(group["hmore"]))


def _read_han_range(match: re.Match[str], group: dict[str, str | None]) -> Number | None:
    first, second, unit = group["h1"] or "", group["h2"] or "", group["hu2"] or ""
    if not (_is_quantity(first, unit) or _is_quantity(second, unit)):
        return None
    # `三至五亿斤`: the scale of the second goes for both.
    scales = second[len(second.rstrip("万亿")) :]
    low, unit_low = _han(first, unit, "" if first[-1] in "万亿" else scales)
    high, unit = _han(second, unit, "")
    if unit_low != unit:
        return None
    return Number(*match.span(), low, high, _unit(unit), bool(group["hmore2"]))


def _han(numeral: str, unit: str, tail: str) -> tuple[float, str]:
    largest = "亿" if "亿" in numeral + tail else "万" if "万" in numeral + tail else ""
    value = parse_number(numeral) * scale(tail)
    return with_unit(value / scale(largest), largest, unit)
