"""Which reports a corpus has of which place and year, and what stands in the way of comparing."""

from __future__ import annotations

import pandas as pd

from baogao import places
from baogao.compare.slices import Slice, condition
from baogao.corpus import Corpus

# A year after every year that the table of areas knows of: its areas are today's.
_TODAY = 9999


def reports(corpus: Corpus, where: Slice | None = None) -> pd.DataFrame:
    """Return the reports whose place and year are known, places followed through the years.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    where : Slice, optional
        Only the reports of this slice; what it says of roles and labels goes for sentences.

    Returns
    -------
    DataFrame
        `doc_id`, `key`, `place`, `place_code`, `level`, `year`, in the order of key, year and
        `doc_id`. `key` is one for a place over all years: the code that it has today, so that
        清苑县 (130622, until 2014) goes on as 清苑区 (130608); the name where there is no code.
        `place`, `place_code` and `level` are those of the place's newest report.
    """
    found = corpus.sql(
        "select doc_id, place_code as code, place, place_code, level, year from documents "
        "where year is not null and place <> '' order by doc_id"
    )
    codes = {code: places.as_of(code, _TODAY) for code in found["code"].unique() if code}
    found["key"] = found["code"].map(lambda code: codes.get(code, ""))
    found["key"] = found["key"].where(found["key"] != "", found["place"])
    found = found.sort_values(["key", "year", "doc_id"], ignore_index=True)
    for column in ("place", "place_code", "level"):
        found[column] = found.groupby("key")[column].transform("last")
    found = found[["doc_id", "key", "place", "place_code", "level", "year"]]
    if where:
        found = found[found["doc_id"].isin(_inside(corpus, where))].reset_index(drop=True)
    return found


def _inside(corpus: Corpus, where: Slice) -> set[str]:
    about = {name: value for name, value in where.items() if name not in ("role", "label")}
    test, parameters = condition(about)
    return set(corpus.sql(f"select doc_id from documents d where {test}", parameters)["doc_id"])


def coverage(corpus: Corpus) -> pd.DataFrame:
    """Return what stands in the way of comparing: gaps, doubles, new names, no year, no place.

    Returns
    -------
    DataFrame
        `place`, `place_code`, `year`, `problem`, `doc_ids`. The problems:

        - `missing year`: no report, between two years of the place that have one.
        - `several reports`: of one place and year; comparisons take them as one.
        - `renamed`: from this year on another name or code; it is taken as the same place.
        - `abolished`: an area that was dissolved or merged, and has no successor of its name;
          it ends there, and what it became begins anew.
        - `no year`, `no place`: the report is in no comparison over years, or over places.
    """
    labels = corpus.sql("select doc_id, place, place_code, year from documents order by doc_id")
    known = reports(corpus)
    about = ["place", "place_code"]
    nameless = labels["place"] == ""
    parts = [
        _problem(labels[nameless], "no place"),
        _problem(labels[~nameless & labels["year"].isna()], "no year"),
    ]
    years = known.groupby(["key", "year"], as_index=False).agg(
        place=("place", "last"), place_code=("place_code", "last"), doc_ids=("doc_id", list)
    )
    several = years[years["doc_ids"].map(len) > 1]
    parts.append(several[[*about, "year", "doc_ids"]].assign(problem="several reports"))
    # The years between one with a report and the next that has one.
    after = years["year"].shift(-1).where(years["key"] == years["key"].shift(-1))
    missing = [
        {"place": place, "place_code": code, "year": year, "doc_ids": []}
        for place, code, first, end in zip(
            years["place"], years["place_code"], years["year"], after, strict=True
        )
        if pd.notna(end)
        for year in range(int(first) + 1, int(end))
    ]
    parts.append(pd.DataFrame(missing).assign(problem="missing year"))
    names = known[["doc_id", "key", "year", *about]].merge(
        labels[["doc_id", *about]], on="doc_id", suffixes=("", "_then")
    )
    then = names["place_then"] + " " + names["place_code_then"]
    changed = (names["key"] == names["key"].shift()) & (then != then.shift())
    parts.append(_problem(names[changed], "renamed"))
    last = years.drop_duplicates("key", keep="last")
    last = last.assign(year=last["place_code"].map(_abolished), problem="abolished")
    parts.append(last[last["year"].notna()])
    columns = [*about, "year", "problem", "doc_ids"]
    whole = [part.astype({"year": "Int64"})[columns] for part in parts if len(part)]
    if not whole:
        return pd.DataFrame(columns=columns).astype({"year": "Int64"})
    table = pd.concat(whole, ignore_index=True)
    return table.sort_values(["place_code", "place", "year", "problem"], ignore_index=True)


def _problem(found: pd.DataFrame, problem: str) -> pd.DataFrame:
    """Return a row of `coverage` for each report."""
    ids = pd.Series([[doc_id] for doc_id in found["doc_id"]], index=found.index, dtype=object)
    return found.assign(problem=problem, doc_ids=ids)


def notes(corpus: Corpus, where: Slice | None = None) -> list[str]:
    """Return what `coverage` finds as lines for a reader, a line a kind of problem.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    where : Slice, optional
        Only of the places of these reports, between their first and last year.
    """
    found = coverage(corpus)
    if where:
        inside = _inside(corpus, where)
        spans = (
            reports(corpus, where)
            .groupby(["place", "place_code"], as_index=False)
            .agg(first=("year", "min"), last=("year", "max"))
        )
        found = found.merge(spans, on=["place", "place_code"], how="left")
        within = found["year"].between(found["first"], found["last"]).fillna(False)
        named = found["doc_ids"].map(lambda ids: not inside.isdisjoint(ids))
        found = found[within | named]
    lines = []
    for problem, text in _TOLD.items():
        rows = found[found["problem"] == problem].head(3)
        number = int((found["problem"] == problem).sum())
        examples = [
            f"{place} {year}" if place and pd.notna(year) else str(ids[0])
            for place, year, ids in zip(rows["place"], rows["year"], rows["doc_ids"], strict=True)
        ]
        if number:
            more = ", …" if number > len(examples) else ""
            lines.append(f"{text}: {number} ({', '.join(examples)}{more})")
    return lines


_TOLD = {
    "missing year": "years without a report between two that have one, not filled in",
    "several reports": "years with several reports of a place, taken as one",
    "renamed": "changes of a place's name or code, followed",
    "abolished": "places dissolved or merged, which end there",
    "no year": "reports without a year, left out of what is by year",
    "no place": "reports without a place, left out of what is by place",
}


def _abolished(code: str) -> int | None:
    """Return the last year of an area that is no more and has no successor of its name."""
    entry = places.area(code) if code else None
    if entry is None or not entry.last or places.as_of(code, _TODAY) != code:
        return None
    return entry.last
