"""Paragraphs and sections of a report's clean text, from the numbering of its headings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from baogao.read.headings import Opening, find_headings, mark_title
from baogao.read.levels import set_levels, set_roles
from baogao.read.stretches import add_unheaded
from baogao.report import Paragraph, Section


@dataclass(slots=True)
class Outline:
    """Paragraphs and sections of a text, as `baogao.report` describes them."""

    paragraphs: list[Paragraph]
    sections: list[Section]
    warnings: list[str] = field(default_factory=list)


def outline(text: str, marked: Collection[int] = ()) -> Outline:
    """Find the paragraphs and sections of a report.

    Parameters
    ----------
    text : str
        Clean text, paragraphs separated by line feeds.
    marked : collection of int
        Starts (code points into `text`) of lines that the source marks up as headings.
        A hint for headings without a number; how deep the mark-up is says nothing.

    Returns
    -------
    Outline
        Section 0 is the front; every paragraph lies in a section.

    Examples
    --------
    >>> text = "一、2023年工作回顾\\n建成学校3所。\\n二、2024年主要任务\\n（一）办好教育。新建学校2所。"
    >>> found = outline(text)
    >>> [(s.level, s.number, s.heading, s.role) for s in found.sections[1:]]
    [(1, '一、', '2023年工作回顾', 'review'), (1, '二、', '2024年主要任务', 'plan'), (2, '（一）', '办好教育', 'plan')]
    >>> [p.heading for p in found.paragraphs]
    [True, False, True, False]
    """
    paragraphs = _paragraphs(text)
    lines = [text[p.start : p.end] for p in paragraphs]
    front = mark_title(paragraphs, lines)
    openings = find_headings(paragraphs, lines, front, set(marked))
    set_levels(openings)
    set_roles(openings, paragraphs, lines)
    openings = add_unheaded(openings, paragraphs, lines)
    sections = _sections(openings, len(text))
    _assign(paragraphs, sections)
    return Outline(paragraphs, sections, _warnings(sections, len(text)))


def _paragraphs(text: str) -> list[Paragraph]:
    found, at = [], 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = at + len(line) - len(line.lstrip())
            found.append(Paragraph(start, start + len(body), 0))
        at += len(line) + 1
    return found


def _sections(openings: list[Opening], length: int) -> list[Section]:
    first = openings[0].start if openings else length
    sections = [Section(0, None, 0, "", "", "front", 0, first)]
    stack: list[Section] = []
    for opening in openings:
        while stack and stack[-1].level >= opening.level:
            stack.pop().end = opening.start
        section = Section(
            len(sections),
            stack[-1].section_id if stack else None,
            opening.level,
            opening.number,
            opening.heading,
            opening.role or "front",
            opening.start,
            length,
        )
        sections.append(section)
        stack.append(section)
    return sections


def _assign(paragraphs: list[Paragraph], sections: list[Section]) -> None:
    at = 0
    for paragraph in paragraphs:
        while at + 1 < len(sections) and sections[at + 1].start <= paragraph.start:
            at += 1
        paragraph.section_id = at


def _warnings(sections: list[Section], length: int) -> list[str]:
    if length < 2000:
        return []
    roles = {section.role for section in sections}
    if len(sections) == 1:
        return ["no headings found"]
    return [
        f"no section found that is a {role}" for role in ("review", "plan") if role not in roles
    ]
