"""What a classifier is told of each sentence of a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baogao.read.roles import role_of_heading
from baogao.report import Report

# Shorter texts are lone sentences or excerpts: that they have no heading says nothing.
_WHOLE_REPORT = 1500


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence in its place.

    Attributes
    ----------
    text : str
        The sentence.
    role : str
        Role of its section, or `none` where the text has no outline.
    heading : str
        Headings of its section and the ones above, innermost first, joined by a line feed.
    stated : bool
        The report's headings say which parts look back and which ahead; where they do
        not, the role is a guess from the parts' tense.
    level : int
        Level of its section.
    opens : bool
        It is a run-in head: its section begins with it.
    first, last : bool
        First or last of its paragraph.
    paragraph : int
        Number of the paragraph.
    position : float
        Where it starts in the text, 0 to 1.
    """

    text: str
    role: str
    heading: str
    stated: bool
    level: int
    opens: bool
    first: bool
    last: bool
    paragraph: int
    position: float


def items(report: Report, spans: Iterable[tuple[int, int, int, int]]) -> list[Item]:
    """Return the context of each sentence.

    Parameters
    ----------
    report : Report
        The whole report.
    spans : iterable of (start, end, paragraph, section_id)
        Its sentences in order, headings left out; code points into `report.text`.
    """
    text, sections = report.text, report.sections
    known = len(sections) > 1 or len(text) >= _WHOLE_REPORT
    said = {role_of_heading(section.heading) for section in sections}
    stated = {"review", "plan"} <= said
    headings: list[str] = []
    for section in sections:
        above = headings[section.parent_id] if section.parent_id is not None else ""
        own = section.heading
        headings.append(f"{own}\n{above}" if own and above else own or above)
    rows = list(spans)
    length = max(len(text), 1)
    result = []
    for k, (start, end, paragraph, section_id) in enumerate(rows):
        section = sections[section_id]
        result.append(
            Item(
                text=text[start:end],
                role=section.role if known else "none",
                heading=headings[section_id] if known else "",
                stated=stated,
                level=section.level,
                opens=section.start == start and section_id > 0,
                first=k == 0 or rows[k - 1][2] != paragraph,
                last=k + 1 == len(rows) or rows[k + 1][2] != paragraph,
                paragraph=paragraph,
                position=start / length,
            )
        )
    return result
