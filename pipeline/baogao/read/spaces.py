"""Take out white space that means nothing, and footnote marks."""

from __future__ import annotations

import re

from baogao.read.aligned import AlignedText
from baogao.read.lines import SALUTATION
from baogao.read.notes import note_marks
from baogao.report import Removed

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE = rf"{_HAN}\u2014\u2018-\u201d\u2026\u3001-\u303f\uff01-\uff65"

_SPACES = re.compile(
    rf"(?<=[{_WIDE}])[ \t\u3000]+(?=[{_WIDE}0-9A-Za-z%％(])"
    rf"|(?<=[0-9A-Za-z%％)])[ \t\u3000]+(?=[{_WIDE}])"
    r"|(?<=[0-9０-９])[ \t]+(?=[.．%％])|(?:(?<=[0-9０-９][.．])|(?<=[0-9０-９] [.．]))[ \t]+(?=[0-9０-９])"
)
_SPELLED = re.compile(r"(?<![0-9])[0-9](?: [0-9]){2,}(?![0-9])")
# 增长1 1％: what has one unit is one number; what is listed (“1 9”战略) has none.
_SPLIT_NUMBER = re.compile(r" (?<=[0-9] )(?=[0-9]{1,2} ?(?:[.．] ?[0-9]+)? ?[%％万亿个人件])")
# 3 000万: groups of three with a unit behind.
_GROUPED = re.compile(
    rf"(?<=[{_HAN}])[0-9]{{1,3}}(?: [0-9]{{3}})+(?= ?(?:[.．] ?[0-9]+)?[多余]?(?:[万亿元吨亩户]|公里|平方|千瓦))"
)
_NUMBER_BEFORE = re.compile(rf"[{_HAN}] ?[0-9]{{1,3}}(?:[.．][0-9])?$")


def tidy(aligned: AlignedText) -> tuple[AlignedText, list[Removed]]:
    """Take footnote marks out, and white space that means nothing."""
    aligned, removed = aligned.cut(note_marks(aligned.text), "footnote_mark")
    front = _front_end(aligned.text)
    spans = _front_spaces(aligned.text[:front])
    spans += [m.span() for m in _SPACES.finditer(aligned.text, front)]
    spans += [
        m.span()
        for m in _SPLIT_NUMBER.finditer(aligned.text)
        if _NUMBER_BEFORE.search(aligned.text[max(0, m.start() - 8) : m.start()])
    ]
    for match in [*_SPELLED.finditer(aligned.text), *_GROUPED.finditer(aligned.text)]:
        spans += [(i, i + 1) for i in range(*match.span()) if aligned.text[i] == " "]
    return aligned.delete(_union(spans)), removed


def _union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _front_end(text: str) -> int:
    """Return where the salutation begins, or 0."""
    at = 0
    for line in text.split("\n", 12)[:12]:
        if SALUTATION.match(line):
            return at
        at += len(line) + 1
    return 0


def _front_spaces(front: str) -> list[tuple[int, int]]:
    """Return the spaces of title lines to take out: within spelled-out words and two-character
    names, and all but one between an office and a name."""
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", front):
        words = [m.span() for m in re.finditer(r"[^ \t\u3000]+", line[0])]
        for (_, a), (b, _) in zip(words, words[1:], strict=False):
            left, right = line[0][:a], line[0][b:]
            spelled = _single_ends(left) and _single_begins(right)
            at = line.start() + a
            digit = left[-1].isdigit() != right[0].isdigit()
            spans.append((at, line.start() + b) if spelled or digit else (at + 1, line.start() + b))
    return [span for span in spans if span[0] < span[1]]


def _single_ends(left: str) -> bool:
    return len(left) == 1 or left[-2] in " \t\u3000"


def _single_begins(right: str) -> bool:
    return len(right) == 1 or right[1] in " \t\u3000"
