"""Slices: the parts of a corpus that are held against each other.

A slice is a condition on `year`, `place`, `place_code`, `level`, `role` (of the section)
or `label` (of the sentence), written as a mapping: `{"year": 2020}`, `{"year": (2016, 2020),
"label": "plan"}`, `{"place": ["上海市", "北京市"]}`. A pair of numbers is a span of years,
both ends in it; a list is any of its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from baogao.corpus import Corpus
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
# A token counts as a word if it has a letter, a digit or a Han character in it.
WORD = r"regexp_matches(t.text, '[\p{L}\p{N}]')"


def check_columns(names: Iterable[str]) -> list[str]:
    """Return the names, each of which must be one that a slice can use.

    Raises
    ------
    BaogaoError
        A name is unknown.
    """
    checked = list(names)
    for name in checked:
        if name not in COLUMNS:
            raise BaogaoError(f"unknown column {name!r}", "", f"use {', '.join(COLUMNS)}")
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


def coverage(corpus: Corpus) -> pd.DataFrame:
    """Return what stands in the way of comparing: gaps, doubles and places without a year.

    Returns
    -------
    DataFrame
        `place`, `place_code`, `year`, `problem` (`missing year`, `several reports`,
        `no year`, `no place`), `doc_ids`. A gap is a year without a report between two
        years of the same place that have one. Places are told apart by code where there
        is one, so that a place that was renamed goes on as one.
    """
    reports = corpus.sql(
        "select coalesce(nullif(place_code, ''), place) as key, place, place_code, year, doc_id "
        "from documents order by key, year, doc_id"
    )
    rows: list[dict[str, Any]] = []
    for key, of_place in reports.groupby("key", sort=True, dropna=False):
        last = of_place.iloc[-1]
        known = of_place.dropna(subset=["year"])
        years = known.groupby("year")["doc_id"].agg(list)
        about = {"place": last["place"], "place_code": last["place_code"]}
        if not key:
            rows.append(about | {"problem": "no place", "doc_ids": [*of_place["doc_id"]]})
            continue
        undated = [*of_place[of_place["year"].isna()]["doc_id"]]
        if undated:
            rows.append(about | {"problem": "no year", "doc_ids": undated})
        for year, ids in years.items():
            if len(ids) > 1:
                rows.append(about | {"year": year, "problem": "several reports", "doc_ids": ids})
        present = {int(y) for y in years.index}
        for year in range(min(present, default=0), max(present, default=-1)):
            if year not in present:
                rows.append(about | {"year": year, "problem": "missing year", "doc_ids": []})
    frame = pd.DataFrame(rows, columns=["place", "place_code", "year", "problem", "doc_ids"])
    return frame.astype({"year": "Int64"})
