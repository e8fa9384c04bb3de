"""The record of one figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Measure:
    """One figure that says something of an indicator (annotation guidelines, section 4).

    Attributes
    ----------
    start, end : int
        The figure with its unit, code points into the document's text, end exclusive.
    indicator : str
        Its name as written, resolved where it is shared or elided.
    indicator_id : str
        Id in the catalogue of indicators, or empty.
    value, value_max : float or None
        The number in `unit`; a range has both, `value` its lower end. A fall is negative.
    unit : str
        Normalised: `亿元`, `户`, `%`, `个百分点`; empty for an index.
    kind : str
        `level`, `change`, `rank` or `count`.
    direction : str
        `up`, `down`, `flat` or empty.
    bound : str
        `exact`, `about`, `min` or `max`.
    status : str
        `actual` or `target`.
    period_start, period_end : str
        ISO 8601 dates of the period's first and last day, or empty.
    place : str
        The place where it is not the report's own, or empty.
    text : str
        The figure as written.
    """

    start: int
    end: int
    indicator: str
    indicator_id: str
    value: float | None
    value_max: float | None
    unit: str
    kind: str
    direction: str
    bound: str
    status: str
    period_start: str
    period_end: str
    place: str
    text: str
