"""The grammar of time: years, spans and plan periods, resolved against the report's year."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
# From 1800 to 2099: what is earlier or later in a report is a duration (开凿1310年).
_YEAR = (
    r"(?:(?:[1１][89８９]|[2２][0０])[0-9０-９]{2}"
    r"|(?:一[八九]|二[〇○零])[〇○零一二三四五六七八九]{2})"
)
_TO = r"(?:[-－—–~～至到])"
_ORDINALS = "一二三四五六七八九十"

# The five-year plans: the first was 1953–1957, from the third (1966) on they follow on each other.
_PLANS = {1: (1953, 1957), 2: (1958, 1962)} | {
    n: (1966 + 5 * (n - 3), 1970 + 5 * (n - 3)) for n in range(3, 21)
}

_PATTERN = re.compile(
    rf"""
    # The first look decides for nearly every character, so that the rest is seldom tried.
    (?=[12１２一二三四五六七八九十两第“"到至过近最这前刚今未后以去上明本新])(?:
      (?P<y1>{_YEAR})年?{_TO}(?P<y2>{_YEAR})年
    | (?:(?<![达增加高降升少大展长])(?:到|至))(?P<until>{_YEAR})年(?:[底末])?
    | (?P<year>{_YEAR})年(?!代)(?:[底末度]|(?:[0-9]{{1,2}}月))?
    | [“"](?P<plan>十?[{_ORDINALS}])五[”"](?:期间|时期|末|期末|以来)?(?!规划|计划)
    | (?P<plan3>十?[{_ORDINALS}])五(?:期间|时期|末|期末|以来)
    | 第(?P<plan2>十?[{_ORDINALS}])个五年计划(?:期间|时期)?
    | (?:过去|近|最近|这|前|刚刚过去)的?(?P<past>十?[一二两三四五六七八九十])年(?:来|间|里|中|内(?![陆河外资地])|多来)?
    | (?<![一二三四五六七八九十〇○零0-9])(?P<past2>十?[一二两三四五六七八九十])年(?:来|间|累计)
    | (?:今后|未来|后|以后)的?(?P<next_n>[二两三四五六七八九十])年(?:间|内|里)?
    | (?P<before>前年)
    | (?P<last>去年(?:底|末)?|上年(?!同期|度?末|均)|过去一年|一年来|过去的一年|刚刚过去的一年)
    | (?:到|至)?(?P<this>今年(?:以来|底|末|内)?|本年度|新的一年)
    | (?P<next>明年)
    )
    """,
    re.VERBOSE,
)
# `比上年`, `较2015年` say what is compared with, not what the figure is about.
_COMPARED = re.compile(r"(?:比|较|与|同|相当于|超过|高于|低于)$")
# `在去年的基础上`.
_BASE = re.compile(r"[^，；。]{0,16}基础上")


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression.

    Attributes
    ----------
    start, end : int
        Code points into the text, end exclusive.
    first_day, last_day : str
        ISO 8601; empty where the report's year is needed and unknown.
    compared : bool
        Stands behind `比` and before `的`: the figure that follows is of that time, those after
        it are not (`比1960年的50亿元增长8%`).
    """

    start: int
    end: int
    first_day: str
    last_day: str
    compared: bool = False


def find_periods(text: str, year: int | None, stop: int | None = None) -> list[Period]:
    """Return the time expressions of a text in order, but for mere comparisons.

    Parameters
    ----------
    text : str
        A sentence.
    year : int or None
        The year in which the report was given, against which `今年` and `去年` are read.
    stop : int, optional
        Where to stop looking; code points.

    Examples
    --------
    >>> [(p.first_day, p.last_day) for p in find_periods("“十四五”期间和今年", 2021)]
    [('2021-01-01', '2025-12-31'), ('2021-01-01', '2021-12-31')]
    """
    found = []
    for match in _PATTERN.finditer(text, 0, len(text) if stop is None else stop):
        start = match.start()
        compared = bool(_COMPARED.search(text, max(0, start - 3), start))
        if _BASE.match(text, match.end()):
            continue
        if text[start - 1 : start] in ("为", "是") and text[match.end() : match.end() + 1] == "的":
            continue
        following = text[match.end() : match.end() + 2]
        if (compared and following[:1] != "的") or following in ("相比", "比较"):
            continue
        first, last = _span(match, year)
        found.append(
            Period(
                start,
                match.end(),
                f"{first}-01-01" if first else "",
                f"{last}-12-31" if last else "",
                compared,
            )
        )
    return found


def _span(match: re.Match[str], year: int | None) -> tuple[int | None, int | None]:
    kind = match.lastgroup or ""
    if kind == "y2":
        return _year(match["y1"]), _year(match["y2"])
    if kind in ("until", "year"):
        return _year(match[kind]), _year(match[kind])
    if kind.startswith("plan"):
        return _PLANS.get(_ordinal(match[kind]), (None, None))
    if year is None:
        return None, None
    if kind in ("past", "past2"):
        return year - _ordinal(match[kind]), year - 1
    if kind == "next_n":
        return year, year + _ordinal(match[kind]) - 1
    away = {"before": -2, "last": -1, "this": 0, "next": 1}[kind]
    return year + away, year + away


def _year(text: str) -> int:
    return int(text.translate(_DIGITS))


def _ordinal(text: str) -> int:
    if text == "两":
        return 2
    tens, ones = (10, text[1:]) if text[0] == "十" else (0, text)
    return tens + (_ORDINALS.index(ones) + 1 if ones else 0)


_BASE_YEAR = re.compile(
    rf"(?:比|较|与|同)(?:(?P<year>{_YEAR})年|[“\"]?(?P<plan>十?[{_ORDINALS}])五[”\"]?(?:末|期末|时期|期间)?)[^；。]*$"
)
_EARLIEST = re.compile(rf"(?P<year>{_YEAR})年")


def base_year(text: str) -> int | None:
    """Return the last year that what stands before a figure compares it with, if one is named.

    Parameters
    ----------
    text : str
        The sentence up to the figure.

    Examples
    --------
    >>> base_year("比2002年增长"), base_year("较“十二五”末提高"), base_year("同比增长")
    (2002, 2015, None)
    """
    match = _BASE_YEAR.search(text)
    if match is None:
        return None
    if match["year"]:
        return _year(match["year"])
    return _PLANS.get(_ordinal(match["plan"]), (None, None))[1]


def earliest_year(text: str) -> int | None:
    """Return the earliest year that a text names."""
    years = [_year(match["year"]) for match in _EARLIEST.finditer(text)]
    return min(years, default=None)
