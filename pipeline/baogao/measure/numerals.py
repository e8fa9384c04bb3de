"""Numerals as written → values: `２６０８.1`, `一点五亿`, `二千六百亿`."""

from __future__ import annotations

import re

import cn2an

HAN_DIGIT = "零〇○一二三四五六七八九两"
# Scanning reads a zero as a letter or a circle now and then (`1O％`).
_ZERO = "OoＯ〇○"
_DIGITS = rf"[0-9０-９](?:[0-9０-９]|[{_ZERO}]+(?=[0-9０-９.．%％‰万亿千百余多个家户人元吨亩]))*"
ARABIC = (
    rf"(?:{_DIGITS}(?:[,，][0-9０-９]{{3}}(?![0-9０-９]))*|[{_ZERO}](?=[.．][0-9０-９]))"
    rf"(?:[.．·](?:[0-9０-９]|[{_ZERO}]+(?=[0-9０-９%％‰]))+)?"
)
HAN = rf"[{HAN_DIGIT}十百千万亿]+(?:点[{HAN_DIGIT}]+)?[十百千万亿]*"
SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "十": 1e1}

# NFKC is done by a table so that offsets stay.
_AS_ZERO = str.maketrans("OoＯ零", "0000")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．·，％〇○两", "0123456789..,%零零二")

# Money stays in the unit that reports give it in.
_MONEY = re.compile(r"(?:美|港|欧|日|英|人民币)?元$|美金$")


def parse_number(text: str) -> float:
    """Return the value of a numeral as written: `2608.1`, `１２，３４５`, `一点五亿`, `三十一`.

    Raises
    ------
    ValueError
        It is no numeral.

    Examples
    --------
    >>> parse_number("一点五亿"), parse_number("７．３"), parse_number("1O")
    (150000000.0, 7.3, 10.0)
    """
    plain = text.translate(_FULL_WIDTH).replace(",", "")
    digits = plain.translate(_AS_ZERO)
    if digits[:1].isdigit() and digits.isascii():
        return float(digits)
    # cn2an has no scale behind a decimal (一点五亿), so the scale is multiplied out.
    factor = 1.0
    if "点" in plain:
        while plain[-1] in SCALES:
            factor *= SCALES[plain[-1]]
            plain = plain[:-1]
    elif plain[0] in "百千万亿":
        plain = "一" + plain
    return float(cn2an.cn2an(plain, "smart")) * factor


def scale(text: str | None) -> float:
    """Return the factor of a run of scales: `千万` is 10,000,000."""
    factor = 1.0
    for character in text or "":
        factor *= SCALES[character]
    return factor


def with_unit(value: float, scales: str, unit: str) -> tuple[float, str]:
    """Multiply the scales out, but for money: `亿元` and `万元` stay.

    Parameters
    ----------
    value : float
        The number before the scales.
    scales : str
        What stands between number and unit: `万`, `万亿`, or nothing.
    unit : str
        Without scales.

    Returns
    -------
    tuple
        Value and unit.

    Examples
    --------
    >>> with_unit(1.9, "万", "户"), with_unit(1.5, "万亿", "元")
    ((19000.0, '户'), (15000.0, '亿元'))
    """
    factor = scale(scales)
    total = value * factor
    if _MONEY.search(unit):
        if factor >= 1e8:
            return rounded(total / 1e8), "亿" + unit
        if factor >= 1e4:
            return rounded(total / 1e4), "万" + unit
    return rounded(total), unit


def rounded(value: float) -> float:
    """Return a value without the noise of binary fractions: 1.9 × 10,000 is 19000."""
    return float(f"{value:.12g}")
