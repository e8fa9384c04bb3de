"""Candidate entities, and choosing between those that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A candidate below this is for a learned model to weigh; rules alone leave it out.
CERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may be an entity.

    Attributes
    ----------
    start, end : int
        Code points into the text, end exclusive.
    label : str
        One of `baogao.schema.ENTITY_TYPES`.
    rule : str
        Id of the rule or name of the model that made it.
    score : float
        Confidence, 0 to 1. Below `CERTAIN` only a learned model may take it up.
    canonical : str
        The form that holds across years, where the rule knows it.
    code : str
        Six-digit code of GB/T 2260 of a place.
    """

    start: int
    end: int
    label: str
    rule: str
    score: float = 1.0
    canonical: str = ""
    code: str = ""


def resolve(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose candidates that do not overlap, in the order of the text.

    Of two that overlap the one with the greater product of length and score stays, so
    the longer one unless it is much less certain; then the first by position, label and
    rule.

    Parameters
    ----------
    candidates : iterable of Candidate
        In any order; empty ones are left out.

    Returns
    -------
    list of Candidate
        Flat, sorted by `start`.

    Examples
    --------
    >>> inner, outer = Candidate(2, 4, "PLACE", "a"), Candidate(0, 6, "ORG", "b")
    >>> resolve([inner, outer]) == [outer]
    True
    """
    ranked = sorted(
        (c for c in candidates if c.start < c.end),
        key=lambda c: (c.score * (c.start - c.end), c.start, c.label, c.rule),
    )
    kept: list[Candidate] = []
    taken: set[int] = set()
    for candidate in ranked:
        covers = range(candidate.start, candidate.end)
        if taken.isdisjoint(covers):
            taken.update(covers)
            kept.append(candidate)
    kept.sort(key=lambda c: c.start)
    return kept


_CLOSING_OF = {"“": "”", "《": "》", "（": "）", "(": ")"}
_OPENING_OF = {closing: opening for opening, closing in _CLOSING_OF.items()}
_MARKS = frozenset("、，。；：")


_SESSIONS = re.compile(r"(?<=[中次])、(?=[一二三四五六七八九十]+[中次])")


def parts(text: str, start: int, end: int, label: str) -> list[tuple[int, int]]:
    """Return the edges of the names that a span runs together: sessions that share a head.

    >>> text = "二十届二中、三中全会"
    >>> [text[slice(*edges)] for edges in parts(text, 0, 10, "EVENT")]
    ['二十届二中', '三中全会']
    """
    if label != "EVENT":
        return [(start, end)]
    cuts = [match.start() for match in _SESSIONS.finditer(text, start, end)]
    return list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))


def balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a name's edges with every quotation mark and bracket in it beside its partner.

    A mark at the edge whose partner is outside is left out, or taken in where it is the next
    character; of a name with a lone mark in it the part with the partner's side is left. A
    pair around the whole name stays outside, as the guidelines have it.

    Parameters
    ----------
    text : str
        The document.
    start, end : int
        Code points, end exclusive.

    Returns
    -------
    tuple of int
        Empty (`start >= end`) where nothing is left.

    Examples
    --------
    >>> text = "落实“八清零一提升”，推进“双高”人才计划"
    >>> [text[slice(*balance(text, *edges))] for edges in ((2, 9), (2, 10), (13, 21), (14, 21))]
    ['八清零一提升', '八清零一提升', '“双高”人才计划', '人才计划']
    """
    while start < end:
        first, last = text[start], text[end - 1]
        if first in _OPENING_OF or first in _MARKS:
            start += 1
        elif last in _CLOSING_OF or last in _MARKS:
            end -= 1
        elif (lone := _lone(text, start, end)) is not None:
            opening = text[lone] in _CLOSING_OF
            if opening and lone > start and text[end : end + 1] == _CLOSING_OF[text[lone]]:
                end += 1
            elif opening and lone > start:
                end = lone
            else:
                start = lone + 1 if lone < end - 1 else start
                end = end if lone < end - 1 else end - 1
        elif first in "“《" and text.find(_CLOSING_OF[first], start, end) == end - 1:
            start, end = start + 1, end - 1
        else:
            break
    return start, end


def _lone(text: str, start: int, end: int) -> int | None:
    """Return the first mark without a partner."""
    open_marks: list[int] = []
    for i in range(start, end):
        if text[i] in _CLOSING_OF:
            open_marks.append(i)
        elif text[i] in _OPENING_OF:
            if not open_marks or text[open_marks[-1]] != _OPENING_OF[text[i]]:
                return i
            open_marks.pop()
    return open_marks[0] if open_marks else None
