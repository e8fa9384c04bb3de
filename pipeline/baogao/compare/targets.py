"""Each target beside the outcome that the next report gives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from baogao.corpus import Corpus

# How a target is worded, from the hardest to the softest; the first that stands before the
# figure in its clause counts. Hardness is a variable in the literature on growth targets.
HARDNESS = {
    "firm": "确保|必须|保证|务必|坚决",
    "aspired": "力争|争取|努力|奋力",
    "planned": "预期|计划|目标|安排|拟",
}

_QUERY = """
    select coalesce(nullif(d.place_code, ''), d.place) as key, d.place, d.place_code, d.level,
           d.year as report_year, m.doc_id, m.sent_id, m.measure_id, m.indicator_id,
           m.indicator, m.kind, m.unit, m.value, m.value_max, m.bound,
           left(m.period_start, 4)::int as first, left(m.period_end, 4)::int as last,
           s.text as sentence, m.start - s.start as "at"
    from measures m
    join documents d using (doc_id)
    join sentences s on s.doc_id = m.doc_id and s.sent_id = m.sent_id
    where m.indicator_id <> '' and m.place = '' and m.status = ? and d.year is not null
          and m.period_start <> '' and m.period_end <> '' and m.kind in ('level', 'change', 'count')
    order by key, report_year, m.doc_id, m.sent_id, m.measure_id
"""

_KEYS = ["key", "year", "indicator_id", "kind", "unit"]


def targets(corpus: Corpus) -> pd.DataFrame:
    """Hold every target of a year against what the next year's report says came of it.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.

    Returns
    -------
    DataFrame
        A panel, a row for each place, year, indicator, kind and unit, ready for Stata or R:
        `place`, `place_code`, `level`, `year`, `indicator_id`, `indicator` (as written),
        `kind`, `unit`, `target`, `target_max`, `bound`, `hardness` (`firm`, `aspired`,
        `planned`, `plain`), `outcome`, `gap` (outcome less target, in the unit; for a range,
        less its lower end), `met` (whether the bound was kept; `about` allows half a unit of
        the last digit written; empty without an outcome), `note`, and
        `target_doc`, `target_sent`, `outcome_doc`, `outcome_sent`, the way back to the text.
        Where a report gives an indicator twice the first counts, and `note` says so; a
        missing next report is told in `note`.
    """
    wanted = corpus.sql(_QUERY, ["target"])
    # A target is for the report's year, or was set for a plan period: those go elsewhere.
    wanted = wanted[
        (wanted["first"] == wanted["report_year"]) & (wanted["last"] == wanted["first"])
    ]
    wanted = wanted.assign(year=wanted["report_year"])
    reached = corpus.sql(_QUERY, ["actual"])
    # The outcome of a year stands in the report of the year after.
    reached = reached[
        (reached["last"] == reached["report_year"] - 1) & (reached["first"] == reached["last"])
    ]
    reached = reached.assign(year=reached["last"])
    several = wanted.groupby(_KEYS)["value"].nunique().rename("different").reset_index()
    first_target = wanted.drop_duplicates(_KEYS)
    first_outcome = reached.drop_duplicates(_KEYS)[[*_KEYS, "value", "doc_id", "sent_id"]].rename(
        columns={"value": "outcome", "doc_id": "outcome_doc", "sent_id": "outcome_sent"}
    )
    panel = first_target.merge(first_outcome, on=_KEYS, how="left").merge(several, on=_KEYS)
    reports = corpus.sql(
        "select distinct coalesce(nullif(place_code, ''), place) as key, year from documents "
        "where year is not null"
    )
    following = set(zip(reports["key"], reports["year"] - 1, strict=True))
    panel["hardness"] = [
        _hardness(text, at) for text, at in zip(panel["sentence"], panel["at"], strict=True)
    ]
    panel["gap"] = panel["outcome"] - panel["value"]
    panel["met"] = _met(panel)
    panel["note"] = [
        _note(different, (key, year) in following, outcome)
        for different, key, year, outcome in zip(
            panel["different"], panel["key"], panel["year"], panel["outcome"], strict=True
        )
    ]
    panel = panel.rename(
        columns={
            "value": "target",
            "value_max": "target_max",
            "doc_id": "target_doc",
            "sent_id": "target_sent",
        }
    )
    columns = [
        "place",
        "place_code",
        "level",
        "year",
        "indicator_id",
        "indicator",
        "kind",
        "unit",
        "target",
        "target_max",
        "bound",
        "hardness",
        "outcome",
        "gap",
        "met",
        "note",
        "target_doc",
        "target_sent",
        "outcome_doc",
        "outcome_sent",
    ]
    return (
        panel[columns]
        .sort_values(
            ["place_code", "place", "indicator_id", "kind", "unit", "year"], ignore_index=True
        )
        .astype({"outcome_sent": "Int64"})
    )


def _hardness(sentence: str, at: int) -> str:
    clause = max(sentence.rfind(mark, 0, at) for mark in "；。;")
    before = sentence[clause + 1 : at]
    for name, words in HARDNESS.items():
        if any(word in before for word in words.split("|")):
            return name
    return "plain"


def _met(panel: pd.DataFrame) -> pd.Series[bool]:
    low, outcome = panel["value"], panel["outcome"]
    high = panel["value_max"].fillna(low)
    # Reports round: `5%左右` is met by 4.9%, which is within half a point of the last digit.
    slack = np.where(panel["bound"] == "about", 0.5, 0.0)
    # A fall is negative, so for falls the lower end of a range is the larger fall.
    falls = (panel["kind"] == "change") & (low < 0)
    at_least = outcome >= low - slack
    at_most = outcome <= high + slack
    met = np.where((panel["bound"] == "max") | falls, at_most, at_least)
    return pd.Series(met, index=panel.index, dtype="boolean").mask(outcome.isna())


def _note(different: int, followed: bool, outcome: float) -> str:
    notes = []
    if different > 1:
        notes.append(f"{different} different targets in the report, the first is taken")
    if not followed:
        notes.append("no report of the next year")
    elif pd.isna(outcome):
        notes.append("the next report gives no outcome")
    return "; ".join(notes)
