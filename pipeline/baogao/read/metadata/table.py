"""Metadata that the user knows: a table keyed by path."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from baogao import places
from baogao.errors import BaogaoError
from baogao.places.areas import NATION
from baogao.read.metadata.numerals import FIRST_YEAR, LAST_YEAR, year_of
from baogao.read.metadata.paths import place_in_name
from baogao.report import Metadata
from baogao.schema import LEVELS, Level

COLUMNS = ("title", "place", "place_code", "level", "year", "date", "speaker", "meeting")


def read_metadata_csv(path: Path | str) -> dict[str, dict[str, str]]:
    """Read a table of metadata that completes or overrides what is found.

    Parameters
    ----------
    path : path
        CSV in UTF-8 with a head line: `path` and any of title, place, place_code, level, year,
        date, speaker, meeting. Empty cells say nothing.

    Returns
    -------
    dict of path to (dict of column to value)
        Paths as written, `\\` as `/`.

    Raises
    ------
    BaogaoError
        With the line number: an unknown or missing column, a line too long, an unknown level or
        code, a bad year or date, a path that stands twice.
    """
    path = Path(path)
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BaogaoError(
            f"cannot be read: {error.strerror}", str(path), "check --metadata"
        ) from None
    except UnicodeDecodeError as error:
        raise BaogaoError(
            f"not UTF-8 at byte {error.start}", str(path), "save the table as UTF-8"
        ) from None
    reader = csv.reader(content.splitlines(keepends=True), strict=True)
    table: dict[str, dict[str, str]] = {}
    columns: list[str] = []
    try:
        for cells in reader:
            where = f"{path}:{reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _check_columns([cell.strip() for cell in cells], where)
                continue
            if len(cells) > len(columns):
                raise BaogaoError(
                    f"{len(cells)} cells under {len(columns)} columns",
                    where,
                    "quote cells with commas",
                )
            row = {
                name: cell.strip()
                for name, cell in zip(columns, cells, strict=False)
                if cell.strip()
            }
            key = row.pop("path", "").replace("\\", "/")
            if not key:
                raise BaogaoError("no path", where, "name the report's file")
            if key in table:
                raise BaogaoError(f"{key} stands twice", where, "keep one line a file")
            check_values(row, where)
            table[key] = row
    except csv.Error as error:
        raise BaogaoError(
            f"not a csv line ({error})", f"{path}:{reader.line_num}", "check its quotes"
        ) from None
    if not columns:
        raise BaogaoError("empty table", str(path), "begin with a line of column names")
    return table


def _check_columns(columns: list[str], where: str) -> list[str]:
    known = ("path", *COLUMNS)
    for name in columns:
        if name not in known:
            raise BaogaoError(f"unknown column {name!r}", where, f"use {', '.join(known)}")
        if columns.count(name) > 1:
            raise BaogaoError(f"column {name} stands twice", where, "keep one")
    if "path" not in columns:
        raise BaogaoError("no column path", where, "add the paths of the reports")
    return columns


def check_values(row: Mapping[str, str], where: str) -> None:
    """Check values by column: level, year, date and code.

    Raises
    ------
    BaogaoError
        A column is unknown or a value is none.
    """
    for name, value in row.items():
        if name not in COLUMNS:
            raise BaogaoError(f"unknown column {name!r}", where, f"use {', '.join(COLUMNS)}")
        if name == "level" and value and value not in LEVELS:
            raise BaogaoError(f"unknown level {value!r}", where, f"use {', '.join(LEVELS)}")
        if name == "year" and value and not (value.isascii() and year_of(value)):
            raise BaogaoError(f"bad year {value!r}", where, f"write {FIRST_YEAR} to {LAST_YEAR}")
        if (
            name == "date"
            and value
            and not re.fullmatch(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])", value)
        ):
            raise BaogaoError(f"bad date {value!r}", where, "write YYYY-MM-DD")
        if name == "place_code" and value and value != NATION and not places.area(value):
            raise BaogaoError(f"unknown place_code {value!r}", where, "use six digits of GB/T 2260")


def override(metadata: Metadata, overrides: Mapping[str, str]) -> None:
    """Put what is known from elsewhere in the place of what was found.

    Raises
    ------
    BaogaoError
        A column is unknown or a value is none.
    """
    check_values(overrides, "metadata")
    given = {name: value for name, value in overrides.items() if value}
    if "year" in given:
        metadata.year = int(given["year"])
    for name in ("title", "date", "speaker", "meeting"):
        if name in given:
            setattr(metadata, name, given[name])
    if "place" in given or "place_code" in given:
        level = cast("Level | None", given.get("level"))
        code = given.get("place_code") or place_in_name(
            given["place"], metadata.place_code, metadata.year, level
        )
        metadata.place_code = code
        metadata.place = given.get("place") or places.full_name(code, metadata.year)
        metadata.level = places.level_of(code) if code else metadata.level
    if "level" in given:
        metadata.level = cast(Level, given["level"])
