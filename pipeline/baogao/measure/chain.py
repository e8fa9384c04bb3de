"""A sentence as a chain of clauses, and the figures of a clause with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baogao.measure import cues
from baogao.measure.clauses import After, Before, read_after, read_before
from baogao.measure.numbers import Number
from baogao.measure.periods import Period

RELATIVE = frozenset(("%", "‰", "个百分点", "倍", "番", "成", "个基点", "基点"))

# Of these, what says how much of something a figure is.
_SHARES = frozenset(("%", "‰", "倍", "成"))

_BREAK = re.compile(r"[，,；;。：:！!？?（(）)\n]")
# An aside that only explains a name: `细颗粒物（PM2.5）`.
_BRACKET = re.compile(r"[（(][^（()）]{1,24}[）)]")
_JOINED = re.compile(r"[、，,；;和与及（(）)]")


@dataclass(slots=True)
class Figure:
    """A number with what stands around it in its clause.

    Attributes
    ----------
    number : Number
        The number.
    before, after : Before, After
        What stands before and behind it.
    right : str
        The text behind, up to the next figure or the clause's end.
    joined : bool
        Nothing parts it from the next figure (`10家产值超1亿元企业`).
    """

    number: Number
    before: Before
    after: After
    right: str
    joined: bool

    @property
    def counts(self) -> bool:
        """Whether it can count or measure things: no rate, no rank, no money."""
        return _counts(self.number)


def says(
    text: str, number: Number, masked: Sequence[tuple[int, int]], periods: Sequence[Period]
) -> bool:
    """Whether a number can be a figure of something, by what stands around it.

    Parameters
    ----------
    text : str
        The sentence.
    number : Number
        One of its numbers.
    masked : sequence of (start, end)
        Names, in which no number is a figure; code points.
    periods : sequence of Period
        The sentence's time expressions.
    """
    start, end = number.start, number.end
    if any(left < end and start < right for left, right in masked):
        return False
    if any(p.start < end and start < p.end for p in periods):
        return False
    return not (
        _is_quoted(text, start, end)
        or cues.is_threshold(text, number.unit, number.value, end)
        or cues.is_span(text, number.unit, start, end)
    )


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a quoted formula: `“3个100”`, `“文创50条”`."""
    if text[start - 1 : start] in ("“", "‘", '"') and start:
        return text.find("”", end, end + 12) >= 0
    return text[end : end + 1] == "”" and text.find("“", max(0, start - 12), start) >= 0


def split_clauses(text: str, numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """Return the clauses of a sentence as (start, end), code points.

    Parameters
    ----------
    text : str
        The sentence.
    numbers : sequence of Number
        Its numbers; a mark inside one (`1,000`) ends no clause.
    """
    skipped = [(n.start, n.end) for n in numbers if _BREAK.search(text, n.start, n.end)]
    for match in _BRACKET.finditer(text):
        if not any(match.start() < n.start < match.end() for n in numbers):
            skipped.append(match.span())
    edges = [match.start() for match in _BREAK.finditer(text)]
    if skipped:
        edges = [at for at in edges if not any(start <= at < end for start, end in skipped)]
    starts = [0, *(edge + 1 for edge in edges)]
    return list(zip(starts, [*edges, len(text)], strict=True))


def without(text: str, start: int, end: int, periods: Sequence[Period]) -> str:
    """Return a part of the text with its time expressions taken out."""
    parts, done = [], start
    for period in periods:
        if period.start >= done and period.end <= end:
            parts.append(text[done : period.start])
            done = period.end
    parts.append(text[done:end])
    return "".join(parts)


def read_figures(
    text: str, start: int, end: int, numbers: Sequence[Number], periods: Sequence[Period]
) -> list[Figure]:
    """Read each figure of a clause, from the left.

    Parameters
    ----------
    text : str
        The sentence.
    start, end : int
        The clause, code points, end exclusive.
    numbers : sequence of Number
        Those in the clause, one or more.
    periods : sequence of Period
        The sentence's time expressions.
    """
    figures: list[Figure] = []
    left = start
    for k, number in enumerate(numbers):
        last = k + 1 == len(numbers)
        right = text[number.end : end if last else numbers[k + 1].start]
        part = without(text, left, number.start, periods)
        share = number.unit in _SHARES
        before = read_before(part, rank=number.rank, share=share)
        if k and "、" in part.strip("、"):
            # `…300亿元、居全省前列、增长5%`: the last part goes on with the figure before.
            tail = read_before(part.rpartition("、")[2], rank=number.rank, share=share)
            if not tail.subject and not tail.each and (tail.direction or tail.level):
                before = tail
        joined = not last and _JOINED.search(right) is None
        figure = Figure(number, before, read_after(right), right, joined)
        figures.append(figure)
        # What a count counts is behind it, unless another figure says more of that.
        takes = figure.counts and not (joined and not _counts(numbers[k + 1]))
        taken = figure.after.attributive or takes
        left = number.end + (figure.after.length if taken else figure.after.opening)
    return figures


def _counts(number: Number) -> bool:
    return not (number.rank or number.unit in RELATIVE or "元" in number.unit)
