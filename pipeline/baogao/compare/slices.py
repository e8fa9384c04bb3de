"""Slices: the parts of a corpus that are held against each other.

A slice is a condition on `year`, `place`, `place_code`, `level`, `doc_id`, `role` (of the
section) or `label` (of the sentence), written as a mapping: `{"year": 2020}`,
`{"year": (2016, 2020), "label": "plan"}`, `{"place": ["上海市", "北京市"]}`. A pair of numbers
is a span of years, both ends in it; a list is any of its values. A `place_code` that ends in
zeros is the area of that code alone, not what lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from baogao.errors import BaogaoError

Slice = Mapping[str, Any]

# What a slice or a grouping can name, and where it stands in the tables.
COLUMNS = {
    "year": "d.year",
    "place": "d.place",
    "place_code": "d.place_code",
    "level": "d.level",
    "doc_id": "d.doc_id",
    "role": "c.role",
    "label": "s.label",
}

# Sentences with what they can be sliced by. Headings have no label and are left out.
SENTENCES = """
    sentences s
    join documents d on d.doc_id = s.doc_id
    left join sections c on c.doc_id = s.doc_id and c.section_id = s.section_id
"""


def check_columns(names: Iterable[str]) -> list[str]:
    """Return the names, each of which must be one that a slice can use.

    Raises
    ------
    BaogaoError
        A name is unknown or stands twice.
    """
    checked = list(names)
    for name in checked:
        if name not in COLUMNS:
            raise BaogaoError(f"unknown column {name!r}", "", f"use {', '.join(COLUMNS)}")
        if checked.count(name) > 1:
            raise BaogaoError(f"column {name!r} stands twice", "", "name it once")
    return checked


def condition(chosen: Slice | None) -> tuple[str, list[Any]]:
    """Return a slice as an SQL condition with its parameters.

    >>> condition({"year": (2016, 2020), "label": "plan"})
    ('d.year between ? and ? and s.label = ?', [2016, 2020, 'plan'])
    """
    parts: list[str] = []
    parameters: list[Any] = []
    for name, value in (chosen or {}).items():
        (column,) = (COLUMNS[n] for n in check_columns([name]))
        if isinstance(value, tuple) and len(value) == 2:
            parts.append(f"{column} between ? and ?")
            parameters += value
        elif isinstance(value, list | set | frozenset):
            values = sorted(value)
            parts.append(f"{column} in ({', '.join('?' * len(values))})" if values else "false")
            parameters += values
        else:
            parts.append(f"{column} = ?")
            parameters.append(value)
    return " and ".join(parts) or "true", parameters


def matches(frame: pd.DataFrame, chosen: Slice | None) -> npt.NDArray[np.bool_]:
    """Say which rows of a frame with the columns of `COLUMNS` are in a slice."""
    fits = np.ones(len(frame), dtype=bool)
    for name, value in (chosen or {}).items():
        (column,) = (frame[n] for n in check_columns([name]))
        if isinstance(value, tuple) and len(value) == 2:
            fits &= column.between(*value).fillna(False).to_numpy(bool)
        elif isinstance(value, list | set | frozenset):
            fits &= column.isin(list(value)).to_numpy(bool)
        else:
            fits &= (column == value).fillna(False).to_numpy(bool)
    return fits


def parse_slice(terms: Iterable[str]) -> dict[str, Any]:
    """Read a slice from `column=value` terms, as the command line takes it.

    `year=2016-2020` is a span; several values are parted by commas.

    >>> parse_slice(["year=2016-2020", "level=city,county", "label=plan"])
    {'year': (2016, 2020), 'level': ['city', 'county'], 'label': 'plan'}

    Raises
    ------
    BaogaoError
        A term is not of that form, a column is unknown or stands twice, or a year is no number.
    """
    chosen: dict[str, Any] = {}
    for term in terms:
        name, sign, value = term.partition("=")
        if not sign or not value:
            raise BaogaoError(f"{term!r} is no slice", "", "write column=value, year=2016-2020")
        check_columns([*chosen, name])
        values: list[Any] = value.split(",")
        if name == "year":
            ends = value.split("-")
            try:
                if len(ends) == 2:
                    chosen[name] = (int(ends[0]), int(ends[1]))
                    continue
                values = [int(v) for v in values]
            except ValueError:
                raise BaogaoError(
                    f"{value!r} is no year", "", "write 2020, 2016-2020 or 2016,2018"
                ) from None
        chosen[name] = values if len(values) > 1 else values[0]
    return chosen
