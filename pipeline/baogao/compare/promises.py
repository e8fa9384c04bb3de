"""Promises: what a report plans, and where the next report comes back to it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from baogao.compare.evidence import Evidence, gather, in_common, join, likeness
from baogao.compare.reports import reports
from baogao.compare.slices import Slice
from baogao.compare.words import Vocabulary
from baogao.corpus import Corpus

_COLUMNS = [
    "place",
    "year",
    "plan_doc",
    "plan_sent",
    "plan",
    "rank",
    "score",
    "answer_doc",
    "answer_sent",
    "answer",
    "shared",
]

Key = tuple[str, int]


def promises(
    corpus: Corpus, *, where: Slice | None = None, threshold: float = 0.22, top: int = 1
) -> pd.DataFrame:
    """Match each plan sentence with the achievement sentences of the next year's report.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    where : Slice, optional
        Only plans of these reports (`year`, `place`, `place_code`, `level`, `doc_id`).
    threshold : float
        The least score of an answer, 0 to 1 (see `baogao.compare.evidence.likeness`).
    top : int
        How many answers to give for a promise, best first.

    Returns
    -------
    DataFrame
        `place`, `year` (of the plan), `plan_doc`, `plan_sent`, `plan`, `rank` (1 the best,
        0 where nobody came back to it), `score` (that of the best, where nobody came back),
        `answer_doc`, `answer_sent`, `answer`, `shared` (the words, names and figures that
        speak for it, the weightiest first). A report without one of the next year has no
        rows: `coverage` tells which. Two reports of a place and year are taken as one; a place
        that was renamed goes on.
    """
    known = reports(corpus)
    chosen = set(reports(corpus, where)["doc_id"])
    years: dict[Key, set[str]] = defaultdict(set)
    keys: dict[str, Key] = {}
    for doc_id, key, year in known[["doc_id", "key", "year"]].itertuples(index=False):
        keys[doc_id] = key, int(year)
        years[keys[doc_id]].add(doc_id)
    pairs = [key for key in years if _next(key) in years and years[key] & chosen]
    waiting: dict[Key, _Pair] = {
        key: _Pair(missing=(years[key] & chosen) | years[_next(key)]) for key in pairs
    }
    vocabulary = Vocabulary()
    parts = []
    # A pair is matched as soon as it is whole, so that little is in memory at once.
    for evidence in gather(corpus, vocabulary):
        if evidence.doc_id not in keys:
            continue
        key = keys[evidence.doc_id]
        for of, label, pool in ((key, "plan", "plans"), (_before(key), "achievement", "answers")):
            pair = waiting.get(of)
            if pair is None or evidence.doc_id not in pair.missing:
                continue
            getattr(pair, pool).append(evidence.labelled(label))
            pair.missing.discard(evidence.doc_id)
            if not pair.missing:
                parts.append(_matched(waiting.pop(of), vocabulary, threshold, top))
    # Of a report without a labelled sentence there is no evidence, and none comes.
    parts += [_matched(pair, vocabulary, threshold, top) for pair in waiting.values()]
    return _told(corpus, known, parts)


class _Pair:
    """The plans of a report and the achievements of the next, as they are read."""

    def __init__(self, missing: set[str]) -> None:
        self.missing = missing
        self.plans: list[Evidence] = []
        self.answers: list[Evidence] = []


def _next(key: Key) -> Key:
    return key[0], key[1] + 1


def _before(key: Key) -> Key:
    return key[0], key[1] - 1


def _matched(pair: _Pair, vocabulary: Vocabulary, threshold: float, top: int) -> pd.DataFrame:
    plans, answers = join(pair.plans), join(pair.answers)
    score = np.zeros((len(plans), 1), dtype=np.float32)
    if len(answers):
        score = likeness(plans, answers)
    best = np.argsort(-score, axis=1, kind="stable")[:, :top]
    value = np.take_along_axis(score, best, axis=1)
    good = (value >= threshold) & (len(answers) > 0)
    # Where nobody came back a row tells so.
    row = good.copy()
    row[:, :1] = True
    i, j = np.nonzero(row)
    rank = np.where(good, np.arange(1, best.shape[1] + 1), 0)[i, j]
    found = best[i, j]
    told = rank > 0
    shared: list[list[str]] = [[] for _ in i]
    for n in np.flatnonzero(told):
        shared[n] = in_common(plans.of(i[n]), answers.of(found[n]), vocabulary)
    table = pd.DataFrame(
        {
            "plan_doc": plans.doc_ids[i],
            "plan_sent": plans.sent_ids[i],
            "rank": rank,
            "score": value[i, j].round(4),
            "answer_doc": pd.Series([None] * len(i), dtype=object),
            "answer_sent": pd.array([pd.NA] * len(i), dtype="Int64"),
            "shared": shared,
        }
    )
    table.loc[told, "answer_doc"] = answers.doc_ids[found[told]]
    table.loc[told, "answer_sent"] = answers.sent_ids[found[told]]
    return table


def _told(corpus: Corpus, known: pd.DataFrame, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the matches with the place, the year and the texts, in the order of the plans."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=_COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    about = known.set_index("doc_id")
    order = about.index.get_indexer(pd.Index(table["plan_doc"]))
    table = table.assign(
        order=order, place=about["place"].array[order], year=about["year"].array[order]
    )
    table = table.sort_values(["order", "plan_sent", "rank"], ignore_index=True)
    wanted = table[["plan_doc", "plan_sent", "answer_doc", "answer_sent"]].assign(n=table.index)
    texts = corpus.sql(
        """
        select p.text as plan, a.text as answer from wanted w
        left join sentences p on p.doc_id = w.plan_doc and p.sent_id = w.plan_sent
        left join sentences a on a.doc_id = w.answer_doc and a.sent_id = w.answer_sent
        order by w.n
        """,
        frames={"wanted": wanted},
    )
    return table.assign(plan=texts["plan"], answer=texts["answer"])[_COLUMNS]
