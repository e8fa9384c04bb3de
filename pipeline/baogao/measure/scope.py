"""What a section or paragraph says it is about in time, for the sentences that do not."""

from __future__ import annotations

import re

from baogao.measure.periods import find_periods
from baogao.report import Report

Span = tuple[str, str]

# A time expression so near to a sentence's start governs what follows in the paragraph.
_OPENING = 12
# Without one of these there is none.
_TELLS = re.compile('年|期|五[”"]')


class Scope:
    """Follows the periods of sections and paragraphs through a report.

    A sentence without a time expression takes the one that opened a sentence before it in its
    paragraph, or else the one in its section's heading (`“十五五”时期主要目标`), or of the section
    that this is part of.

    Parameters
    ----------
    report : Report
        With metadata and sections.
    """

    def __init__(self, report: Report) -> None:
        self._year = report.metadata.year
        self._sections = report.sections
        self._by_section: dict[int, Span | None] = {}
        self._paragraph = -1
        self._opened: Span | None = None

    def enter(self, text: str, paragraph: int, section: int) -> Span | None:
        """Return the period that a sentence inherits, and note the one that it opens.

        Parameters
        ----------
        text : str
            The sentence.
        paragraph, section : int
            Where it lies.
        """
        if paragraph != self._paragraph:
            self._paragraph, self._opened = paragraph, None
        inherited = self._opened or self.of_section(section)
        if not _TELLS.search(text, 0, _OPENING):
            return inherited
        opening = find_periods(text, self._year, _OPENING)
        if opening and opening[0].first_day and text[opening[0].end : opening[0].end + 1] != "的":
            self._opened = opening[0].first_day, opening[0].last_day
        return inherited

    def of_section(self, section: int) -> Span | None:
        """Return the period of a section's heading or of the section that it is part of."""
        if section not in self._by_section:
            here = self._sections[section]
            periods = [p for p in find_periods(here.heading, self._year) if p.first_day]
            found: Span | None = None
            if len(periods) == 1:
                found = periods[0].first_day, periods[0].last_day
            elif here.parent_id is not None and not periods:
                found = self.of_section(here.parent_id)
            self._by_section[section] = found
        return self._by_section[section]
