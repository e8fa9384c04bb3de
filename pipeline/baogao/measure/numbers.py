"""The grammar of figures: where a number with its unit stands, and what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cn2an

_UNITS = Path(__file__).with_name("units.txt")

# Numerals. NFKC is done by a table so that offsets stay.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％〇○两", "0123456789.,%零零二")
_ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
_HAN_DIGIT = "零〇○一二三四五六七八九两"
_HAN = rf"[{_HAN_DIGIT}十百千万亿]+(?:点[{_HAN_DIGIT}]+)?[十百千万亿]*"
_SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)"
_SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "十": 1e1}
_TO = r"\s*(?:[-－—–―~～〜]{1,2}|至|到)\s*"


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
    unit = rf"(?:{_units()})"
    scaled = rf"\s?(?P<scale{{0}}>{_SCALE})?(?P<more{{0}}>[余多])?(?P<tail{{0}}>万|亿)?"
    # Alternatives from the most to the least particular; `unit` is looked for behind all.
    return re.compile(
        rf"""
          百分之(?P<p1>{_HAN}|{_ARABIC})(?:{_TO}(?:百分之)?(?P<p2>{_HAN}|{_ARABIC})(?!分之))?(?P<pmore>[余多])?
        | (?P<den>[{_HAN_DIGIT}十]+)分之(?P<num>[{_HAN_DIGIT}十]+)
        | 翻(?P<fold>[{_HAN_DIGIT}]|[0-9])?(?:{_TO}(?P<fold2>[{_HAN_DIGIT}]))?番
        | 第(?P<rank>[0-9０-９]+|[{_HAN_DIGIT}十]+)(?P<ru>位|名)
        | (?<![A-Za-z0-9０-９.．])(?P<a1>{_ARABIC})\s?(?P<pc1>[%％‰])?(?P<asc>{_SCALE})?(?P<au>{unit})?
          {_TO}(?P<a2>{_ARABIC})\s?(?:(?P<pc>[%％‰])|(?P<scale_r>{_SCALE})?(?P<more_r>[余多])?(?P<u_r>{unit}))
        | (?<![A-Za-z0-9０-９.．])(?P<n>{_ARABIC})\s?(?:(?P<npc>[%％‰])|{scaled.format("")}\s?(?P<u>{unit}))
        | (?P<h1>{_HAN}){_TO}(?P<h2>{_HAN})(?P<hmore2>[余多])?(?P<hu2>{unit})
        | (?P<h>{_HAN})(?P<hmore>[余多])?(?P<htail>万|亿)?(?P<hu>{unit})
        """,
        re.VERBOSE,
    )


def parse_number(text: str) -> float:
    """Return the value of a numeral as written: `2608.1`, `１２，３４５`, `一点五亿`, `三十一`.

    Raises
    ------
    ValueError
        It is no numeral.

    Examples
    --------
    >>> parse_number("一点五亿"), parse_number("７．３"), parse_number("二千六百亿")
    (150000000.0, 7.3, 260000000000.0)
    """
    plain = text.translate(_FULL_WIDTH).replace(",", "")
    if plain[:1].isdigit() and plain.isascii():
        return float(plain)
    # cn2an has no scale behind a decimal (一点五亿), so the scale is multiplied out.
    scale = 1.0
    if "点" in plain:
        while plain[-1] in _SCALES:
            scale *= _SCALES[plain[-1]]
            plain = plain[:-1]
    elif plain[0] in "百千万亿":
        plain = "一" + plain
    return float(cn2an.cn2an(plain, "smart")) * scale


def _scale(text: str | None) -> float:
    factor = 1.0
    for character in text or "":
        factor *= _SCALES[character]
    return factor


# Money stays in the unit that reports give it in.
_MONEY = re.compile(r"(?:美|港|欧|日|英|人民币)?元$")


def _with_unit(value: float, scale: str, unit: str) -> tuple[float, str]:
    """Multiply the scale out, but for money: 亿元 and 万元 stay."""
    total, factor = value * _scale(scale), _scale(scale)
    if _MONEY.search(unit) and factor >= 1e8:
        return _round(total / 1e8), "亿" + unit
    if _MONEY.search(unit) and factor >= 1e4:
        return _round(total / 1e4), "万" + unit
    return _round(total), unit


def _round(value: float) -> float:
    # 1.9 × 10,000 is 19000, not 18999.999999999996.
    return float(f"{value:.12g}")


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
            number = _read(match)
        except (ValueError, KeyError):
            continue
        if number is not None:
            yield number


def _read(match: re.Match[str]) -> Number | None:
    group = match.groupdict()
    start, end = match.span()

    def made(
        value: float, value_max: float | None, unit: str, more: bool = False, rank: bool = False
    ) -> Number:
        return Number(start, end, value, value_max, unit, more, rank)

    if group["p1"]:
        upper = parse_number(group["p2"]) if group["p2"] else None
        return made(parse_number(group["p1"]), upper, "%", bool(group["pmore"]))
    if group["den"]:
        share = 100 * parse_number(group["num"]) / parse_number(group["den"])
        return made(_round(share), None, "%")
    if match[0].endswith("番"):
        return made(
            parse_number(group["fold"] or "一"),
            parse_number(group["fold2"]) if group["fold2"] else None,
            "番",
        )
    if group["rank"]:
        return made(parse_number(group["rank"]), None, group["ru"], rank=True)
    if group["a1"]:
        return _read_range(group, made)
    if group["n"]:
        value = parse_number(group["n"])
        if group["npc"]:
            return made(value, None, _percent(group["npc"]))
        unit = group["u"]
        if unit == "年" and 1900 <= value <= 2100 and not group["scale"]:
            return None
        value, unit = _with_unit(value, (group["scale"] or "") + (group["tail"] or ""), unit)
        return made(value, None, unit, bool(group["more"]))
    if group["h1"]:
        if not (_is_quantity(group["h1"], group["hu2"]) or _is_quantity(group["h2"], group["hu2"])):
            return None
        low, unit = _han(group["h1"], group["hu2"], "")
        high, _ = _han(group["h2"], group["hu2"], "")
        return made(low, high, unit, bool(group["hmore2"]))
    if not _is_quantity(group["h"], group["hu"]):
        return None
    value, unit = _han(group["h"], group["hu"], group["htail"] or "")
    return made(value, None, unit, bool(group["hmore"]))


def _percent(sign: str) -> str:
    return "‰" if sign == "‰" else "%"


def _read_range(group: dict[str, str | None], made: object) -> Number | None:
    first, second = parse_number(group["a1"] or ""), parse_number(group["a2"] or "")
    assert callable(made)
    if group["pc"]:
        return made(first, second, _percent(group["pc"]))  # type: ignore[no-any-return]
    unit = group["u_r"] or ""
    if unit in ("年", "月", "日") and not group["scale_r"]:
        return None
    scale = group["scale_r"] or ""
    low, unit_low = _with_unit(first, group["asc"] or scale, unit)
    high, unit_high = _with_unit(second, scale, unit)
    if unit_low != unit_high:
        return None
    return made(low, high, unit_high, bool(group["more_r"]))  # type: ignore[no-any-return]


# Units that a single Han digit before them makes a figure (`三倍`, `两成`); with other units
# it is an article or an idiom (`一个`, `三个方面`).
_STRONG = re.compile(r"倍|成|亿|万|元|吨|斤|公里|公顷|亩|个百分点")


def _is_quantity(numeral: str, unit: str) -> bool:
    if len(numeral) == 1:
        return numeral not in "百千万亿" and bool(_STRONG.search(unit)) and unit != "元"
    return any(c in "十百千万亿点" for c in numeral) and numeral[0] not in "万亿"


def _han(numeral: str, unit: str, tail: str) -> tuple[float, str]:
    scale = numeral[len(numeral.rstrip("万亿")) :] + tail
    value = parse_number(numeral) * _scale(tail)
    return _with_unit(value / _scale(scale), scale, unit)
