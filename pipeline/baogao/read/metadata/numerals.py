"""Years and small numbers in Arabic and Chinese numerals."""

from __future__ import annotations

import re

FIRST_YEAR, LAST_YEAR = 1949, 2099
# 二○○三 is written with many circles; １９９３ and "1 9 9 3" are found in old transcripts.
_DIGITS = str.maketrans(
    "〇○零OoΟО◯０１２３４５６７８９一二三四五六七八九", "00000000" + "0123456789" + "123456789"
)
_D = r"[0-9０-９〇○零OoΟО◯一二三四五六七八九]"
YEAR_PATTERN = rf"(?<!{_D})({_D}\s?{_D}\s?{_D}\s?{_D})\s?年"
NUMBER_PATTERN = r"[0-9０-９一二三四五六七八九十]"
YEAR = re.compile(YEAR_PATTERN)


def year_of(text: str) -> int | None:
    """Return the number of a year in Arabic or Chinese numerals; None where it is none.

    >>> year_of("二○○三"), year_of("二00五"), year_of("１９９３"), year_of("1 9 9 3"), year_of("三千")
    (2003, 2005, 1993, 1993, None)
    """
    digits = re.sub(r"\s", "", text).translate(_DIGITS)
    if not re.fullmatch(r"[0-9]{4}", digits):
        return None
    year = int(digits)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def small_number(text: str) -> int:
    """Return a number up to 99 in Arabic or Chinese numerals; 0 where it is none.

    >>> small_number("十二"), small_number("二十"), small_number("７"), small_number("31")
    (12, 20, 7, 31)
    """
    tens, ten, ones = text.partition("十")
    parts = [part.translate(_DIGITS) for part in (tens, ones)]
    if any(part and not part.isascii() for part in parts) or not all(
        part.isdigit() for part in parts if part
    ):
        return 0
    if not ten:
        return int(parts[0]) if parts[0] and len(parts[0]) < 3 else 0
    return (int(parts[0]) if parts[0] else 1) * 10 + (int(parts[1]) if parts[1] else 0)
