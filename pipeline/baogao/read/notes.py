"""Find footnote marks, which point to notes that often are not there."""

from __future__ import annotations

import re
import unicodedata

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff"
_STOP = "，。；：、！？"
# Brackets that nothing else is written in, and carets, which print as raised numbers.
_CERTAIN = re.compile(
    r"(?<=[^\n])\^?(?:［\s*\d{1,3}\s*］|\[\s*\d{1,3}\s*\]|【\s*\d{1,3}\s*】|〔\s*\d{1,2}\s*〕)\^?"
    rf"|(?<=[{_HAN}”》%％])\^(?:\d{{1,3}}(?:\^|(?=[{_STOP}\n]))|(?!\d))"
)
# Round brackets and circles number lists too; what they number never follows another word.
_DOUBTFUL = re.compile(
    rf"(?<=[^\s{_STOP},;:!?.—（(])[ \t\u3000]*(?P<mark>（\s*(?P<wide>\d{{1,3}})\s*）|\(\s*(?P<narrow>\d{{1,3}})\s*\)"
    r"|(?P<circled>[①-⑳㉑-㉟㊱-㊿]))"
)
_FEWEST = 3
_QUOTED = 1 / 3


def note_marks(text: str) -> list[tuple[int, int]]:
    """Return the footnote marks of a text as (start, end), code points, in order.

    `［2］` and `^2^` are marks wherever they are no line's number. `（2）` and `②` are where they
    run upward from 1 through the whole text, inside sentences, and a third of them at least
    follow a quoted term; any other that follows one is a mark then too.

    Parameters
    ----------
    text : str
        A report with its lines joined.

    Examples
    --------
    >>> note_marks("推进“一网通办”[1]，做到（1）快、（2）好。")
    [(8, 11)]
    """
    spans = [match.span() for match in _CERTAIN.finditer(text)]
    run: set[tuple[int, int]] = set()
    quoted: set[tuple[int, int]] = set()
    last = 0
    for match in _DOUBTFUL.finditer(text):
        if text[match.start() - 1] in "”》":
            quoted.add(match.span("mark"))
        number = _number(match)
        # Copying loses a mark now and then.
        if number == last + 1 or (last and number == last + 2):
            run.add(match.span("mark"))
            last = number
    if len(run) >= _FEWEST and len(run & quoted) >= _QUOTED * len(run):
        spans += run | quoted
    return sorted(spans)


def _number(match: re.Match[str]) -> int:
    if match["circled"]:
        return int(unicodedata.numeric(match["circled"]))
    return int(match["wide"] or match["narrow"])
