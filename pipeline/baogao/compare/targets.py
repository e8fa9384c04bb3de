"""Each target beside the outcome that the next report gives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from baogao.compare.reports import reports
from baogao.compare.slices import SENTENCES, Slice, condition
from baogao.corpus import Corpus

# How a target is worded, from the hardest to the softest; the hardest that stands before the
# figure in its clause counts. Hardness is a variable in the literature on growth targets.
HARDNESS = {
    "firm": "确保|必须|保证|务必|坚决",
    "aspired": "力争|争取|努力|奋力",
    "planned": "预期|计划|目标|安排|拟",
}

# Less of these is better, so that a target is a ceiling however it is bounded.
CEILINGS = (
    "cpi",
    "unemployment_surveyed",
    "unemployment_registered",
    "pm25",
    "deficit_ratio",
    "energy_intensity",
)

_QUERY = f"""
    select r.key, r.place, r.place_code, r.level, r.year as report_year, m.doc_id, m.sent_id,
           m.indicator_id, m.indicator, m.kind, m.unit, m.value, m.value_max, m.bound,
           s.label, s.text as sentence, m.start - s.start as "at"
    from {SENTENCES}
    join measures m on m.doc_id = s.doc_id and m.sent_id = s.sent_id
    join reports r on r.doc_id = m.doc_id
    where m.indicator_id <> '' and coalesce(m.place, '') = '' and m.status = ?
          and m.value is not null and m.kind in ('level', 'change', 'count')
          and m.period_start <> '' and m.period_end <> ''
          and left(m.period_start, 4)::int = r.year + ?
          and left(m.period_end, 4)::int = r.year + ?
          and {{test}}
    order by r.key, r.year, m.doc_id, m.sent_id, m.measure_id
"""

_KEYS = ["key", "year", "indicator_id", "kind", "unit"]
_COLUMNS = [
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


def targets(corpus: Corpus, *, where: Slice | None = None) -> pd.DataFrame:
    """Hold every target of a year against what the next year's report says came of it.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    where : Slice, optional
        Only targets within this slice; outcomes are looked up in the whole corpus.

    Returns
    -------
    DataFrame
        A panel, a row for each place, year, indicator, kind and unit, ready for Stata or R:
        `place`, `place_code`, `level`, `year`, `indicator_id`, `indicator` (as written),
        `kind` (`change` is growth), `unit`, `target`, `target_max` (of a range), `bound`,
        `hardness` (`firm`, `aspired`, `planned`, `plain`), `outcome`, `gap` (outcome less
        target, in the unit; for a range, less its nearer end and 0 within it), `met` (empty
        without an outcome), `note`, and `target_doc`, `target_sent`, `outcome_doc`,
        `outcome_sent`, the way back to the text.

        A target is met where the outcome is at least as good as its lower end; for bound
        `max`, falls and the indicators of `CEILINGS`, at most its upper end; `about` allows
        half a unit. Targets for several years (a plan's) are not in the panel. Where a report
        gives a target several times, one in a plan sentence and with a word of `HARDNESS`
        goes first, then the first; an outcome in an achievement sentence goes first. `note`
        says where the others differ, where there is no report of the next year, and where it
        gives no outcome. Two reports of a place and year are taken as one; a place that was
        renamed goes on (see `baogao.compare.reports`).
    """
    known = reports(corpus)
    test, parameters = condition(where)
    wanted = corpus.sql(
        _QUERY.format(test=test), ["target", 0, 0, *parameters], frames={"reports": known}
    )
    reached = corpus.sql(_QUERY.format(test="true"), ["actual", -1, -1], frames={"reports": known})
    wanted["hardness"] = [
        _hardness(text, at) for text, at in zip(wanted["sentence"], wanted["at"], strict=True)
    ]
    wanted["weak"] = (wanted["label"] != "plan") * 2 + (wanted["hardness"] == "plain")
    reached["weak"] = reached["label"] != "achievement"
    wanted["year"], reached["year"] = wanted["report_year"], reached["report_year"] - 1
    target, outcome = _first(wanted, "target"), _first(reached, "outcome")
    given = ["outcome", "outcome_doc", "outcome_sent", "different_outcomes"]
    panel = target.merge(outcome[[*_KEYS, *given]], on=_KEYS, how="left")
    followed = pd.MultiIndex.from_arrays([known["key"], known["year"] - 1])
    panel["followed"] = pd.MultiIndex.from_frame(panel[["key", "year"]]).isin(followed)
    panel["gap"] = _gap(panel)
    panel["met"] = _met(panel)
    panel["note"] = [
        _note(*row)
        for row in panel[
            ["different_targets", "different_outcomes", "followed", "outcome"]
        ].itertuples(index=False)
    ]
    order = ["place_code", "place", "indicator_id", "kind", "unit", "year"]
    panel = panel[_COLUMNS].sort_values(order, ignore_index=True)
    return panel.astype({"target_sent": "Int64", "outcome_sent": "Int64", "year": int})


def _first(found: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the first of the best of each key, and how many different values there are.

    Its value and where it stands go under the name given.
    """
    found = found.assign(different=found.groupby(_KEYS)["value"].transform("nunique"))
    first = found.sort_values("weak", kind="stable").drop_duplicates(_KEYS)
    return first.rename(
        columns={
            "value": name,
            "value_max": f"{name}_max",
            "doc_id": f"{name}_doc",
            "sent_id": f"{name}_sent",
            "different": f"different_{name}s",
        }
    )


def _hardness(sentence: str, at: int) -> str:
    clause = max(sentence.rfind(mark, 0, at) for mark in "；。;")
    before = sentence[clause + 1 : at]
    for name, words in HARDNESS.items():
        if any(word in before for word in words.split("|")):
            return name
    return "plain"


def _gap(panel: pd.DataFrame) -> pd.Series[float]:
    other = panel["target_max"].fillna(panel["target"])
    low, high = np.minimum(panel["target"], other), np.maximum(panel["target"], other)
    nearest = panel["outcome"].clip(low, high)
    # What is written with a decimal or two has no more of them.
    return (panel["outcome"] - nearest).round(6)


def _met(panel: pd.DataFrame) -> pd.Series[bool]:
    other = panel["target_max"].fillna(panel["target"])
    low, high = np.minimum(panel["target"], other), np.maximum(panel["target"], other)
    # `8%左右` is kept by 7.7%: half a unit of the last digit that is written.
    slack = np.where((panel["bound"] == "about") & (panel["unit"] == "%"), 0.5, 0.0)
    # A fall is negative, so that the larger fall is the lower number.
    falls = (panel["kind"] == "change") & (high < 0)
    ceiling = (panel["bound"] == "max") | falls | panel["indicator_id"].isin(CEILINGS)
    met = np.where(ceiling, panel["outcome"] <= high + slack, panel["outcome"] >= low - slack)
    return pd.Series(met, index=panel.index, dtype="boolean").mask(panel["outcome"].isna())


def _note(different_targets: int, different_outcomes: float, followed: bool, outcome: float) -> str:
    notes = []
    if different_targets > 1:
        notes.append(f"{different_targets} different targets in the report")
    if not followed:
        notes.append("no report of the next year")
    elif pd.isna(outcome):
        notes.append("the next report gives no outcome")
    elif different_outcomes > 1:
        notes.append(f"{int(different_outcomes)} different outcomes in the next report")
    return "; ".join(notes)
