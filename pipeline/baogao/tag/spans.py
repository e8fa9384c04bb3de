"""Candidate entities, and choosing between those that overlap."""

from __future__ import annotations

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
