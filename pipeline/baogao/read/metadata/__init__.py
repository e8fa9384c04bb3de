"""What a report is: title, place, level, year, date, speaker, meeting.

Evidence comes from the title, the subtitle (`——2020年1月7日在…会议上`), the lines that a page put
around the report (`发文单位：…`), the text (`我代表嘉定区人民政府`, `2023年工作回顾`), the file's name and
folders, and, where nothing names the place, from the areas that the text speaks of; it is trusted
in this order. What contradicts is told in a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from baogao import places
from baogao.read.metadata.front import (
    KEYED,
    find_meeting,
    find_speaker,
    find_title,
    front_lines,
    keyed_lines,
    note_line,
)
from baogao.read.metadata.numerals import small_number, year_of
from baogao.read.metadata.paths import PathFacts, compile_name_pattern, read_path
from baogao.read.metadata.place import find_place, level_in
from baogao.read.metadata.table import check_values, override, read_metadata_csv
from baogao.read.metadata.years import find_year
from baogao.report import Metadata, Paragraph, Removed, Section

__all__ = [
    "extract_metadata",
    "compile_name_pattern",
    "read_metadata_csv",
    "read_path",
    "small_number",
    "year_of",
    "check_values",
    "PathFacts",
]


def extract_metadata(
    text: str,
    paragraphs: Sequence[Paragraph] = (),
    sections: Sequence[Section] = (),
    removed: Iterable[Removed] = (),
    source_path: str = "",
    overrides: Mapping[str, str] | None = None,
    name_pattern: str | None = None,
) -> tuple[Metadata, list[str]]:
    """Find out what a report is.

    Parameters
    ----------
    text : str
        The clean text, paragraphs separated by line feeds.
    paragraphs, sections : sequences
        The outline of `text`; both may be empty.
    removed : iterable of Removed
        What was taken out of the source.
    source_path : str
        Path of the source; its last part and its folders are evidence.
    overrides : mapping of column to value, optional
        What is known from elsewhere (a line of a metadata table); empty values say nothing.
    name_pattern : str, optional
        How file names are built, as for `compile_name_pattern`.

    Returns
    -------
    metadata : Metadata
    warnings : list of str
        One for each field of which sources say different things.

    Raises
    ------
    BaogaoError
        `name_pattern` or a value in `overrides` is none.

    Examples
    --------
    >>> metadata, _ = extract_metadata(
    ...     "政府工作报告\\n——2020年1月7日在上海市嘉定区第六届人民代表大会第六次会议上\\n区长 张三\\n各位代表："
    ... )
    >>> metadata.place, metadata.place_code, metadata.level, metadata.year, metadata.date
    ('上海市嘉定区', '310114', 'county', 2020, '2020-01-07')
    """
    path = read_path(source_path, name_pattern)
    front = front_lines(text)
    around = keyed_lines(removed)
    for line in [line for line in front if KEYED.match(line)]:
        front.remove(line)
        note_line(line, around)
    headings = [s.number + s.heading for s in sections if s.heading] or [
        line for line in text.split("\n") if len(line) <= 40
    ]
    title = find_title(front, around)
    meeting = find_meeting(front)
    year, date, warnings = find_year(text, front, title, headings, around, path)
    code, place_warnings = find_place(text, front, title, meeting, around, path, year)
    code = places.as_of(code, year)
    # Whoever names the place knows it, and the warnings say to do so.
    if not {"place", "place_code"} & (overrides or {}).keys():
        warnings += place_warnings
    metadata = Metadata(
        title=title,
        place=places.full_name(code, year) if code else "",
        place_code=code,
        level=places.level_of(code) if code else path.level or level_in(text),
        year=year,
        date=date,
        speaker=find_speaker(front, around),
        meeting=meeting,
    )
    if overrides:
        override(metadata, overrides)
    return metadata, warnings
