"""`Report`: the only type between bytes and spaCy."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from baogao.schema import Level, Role

Offsets = npt.NDArray[np.int32]


@dataclass(slots=True)
class Paragraph:
    """A line of the clean text.

    Attributes
    ----------
    start, end : int
        Code points into `Report.text`, end exclusive, without the line end.
    section_id : int
        The section that it lies in; its own section for a heading.
    heading : bool
        A heading by itself. A run-in head (`（四）扎实推动……。` followed by text) is
        not one: it opens a section and is a sentence too.
    """

    start: int
    end: int
    section_id: int
    heading: bool = False


@dataclass(slots=True)
class Section:
    """A part of the outline.

    Section 0 is the front of the report, before the first heading. Sections come
    in the order of the text; `start` to `end` covers the heading, the text and all
    sections below it.

    Attributes
    ----------
    section_id : int
        Position in `Report.sections`.
    parent_id : int | None
        The section that this one is part of.
    level : int
        1 for `一、`, 2 for `（一）`, 3 for `1.`, 4 for `（1）`, as numbered; 0 for the front.
    number : str
        As written (`（一）`), or empty.
    heading : str
        The heading without its number.
    role : Role
        What the section does.
    start, end : int
        Code points into `Report.text`, end exclusive.
    """

    section_id: int
    parent_id: int | None
    level: int
    number: str
    heading: str
    role: Role
    start: int
    end: int


@dataclass(slots=True)
class Metadata:
    """What a report says of itself; empty where it says nothing.

    `place` is the full name (`上海市嘉定区`), `place_code` the six-digit code of
    GB/T 2260, `date` ISO 8601, `year` the year in which the report was given.
    """

    title: str = ""
    place: str = ""
    place_code: str = ""
    level: Level | None = None
    year: int | None = None
    date: str = ""
    speaker: str = ""
    meeting: str = ""


@dataclass(slots=True)
class Removed:
    """A stretch of the decoded source that is not in the clean text.

    `kind` says why: `chrome`, `page_number`, `footnote_mark`, `repeated_title`, ….
    """

    source_start: int
    source_end: int
    kind: str
    text: str


@dataclass(slots=True)
class Report:
    """A report after reading: clean text, outline, metadata, and the way back.

    Attributes
    ----------
    doc_id : str
        The source's file name without its ending.
    text : str
        The clean text; paragraphs are separated by one line feed.
    offsets : numpy.ndarray of int32, shape (len(text),)
        For each code point of `text` its code point in the decoded source. An inserted
        line feed has the offset of the source's character that follows it.
    paragraphs, sections : list
        In the order of the text.
    """

    doc_id: str
    text: str
    offsets: Offsets
    paragraphs: list[Paragraph]
    sections: list[Section]
    metadata: Metadata = field(default_factory=Metadata)
    source_path: str = ""
    source_sha256: str = ""
    encoding: str = ""
    format: str = ""
    removed: list[Removed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the decoded source that `text[start:end]` came from.

        Parameters
        ----------
        start, end : int
            Code points into `text`, end exclusive, `start < end`.
        """
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1
