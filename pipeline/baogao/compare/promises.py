"""Promises: what a report plans, and where the next report comes back to it."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
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
_Columns = dict[str, npt.NDArray[Any]]


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

    Notes
    -----
    An answer is a sentence about what was promised; whether the promise was kept is for the
    reader. Precision of the first answer: of 60 drawn at random from the 887 that consecutive
    State Council reports from 1978 to 2022 gave (34 pairs, annotated by rules alone), one reader
    judged 54 right (90 %); five of the six others answer a sentence that was wrongly labelled a
    plan. It is precise at the price of recall: 8 % of the plan sentences had an answer. Many are
    too general to come back to, and reviews are much shorter than plans; a lower threshold gives
    more, less surely.
    """
    known = reports(corpus)
    chosen = set((reports(corpus, where) if where else known)["doc_id"])
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
    matched: list[Future[_Columns]] = []
    # A pair is matched as soon as it is whole, beside the reading; little is in memory at once.
    with ThreadPoolExecutor(max_workers=1) as pool:
        for evidence in gather(corpus, vocabulary):
            if evidence.doc_id not in keys:
                continue
            key = keys[evidence.doc_id]
            for of, label, side in ((key, "plan", 0), (_before(key), "achievement", 1)):
                pair = waiting.get(of)
                if pair is None or evidence.doc_id not in pair.missing:
                    continue
                pair.sides[side].append(evidence.labelled(label))
                pair.missing.discard(evidence.doc_id)
                if not pair.missing:
                    whole = waiting.pop(of)
                    matched.append(pool.submit(_matched, whole, vocabulary, threshold, top))
        # Of a report without a labelled sentence there is no evidence, and none comes.
        matched += [
            pool.submit(_matched, pair, vocabulary, threshold, top) for pair in waiting.values()
        ]
    return _told(known, [future.result() for future in matched])


class _Pair:
    """The plans of a report and the achievements of the next, as they are read."""

    def __init__(self, missing: set[str]) -> None:
        self.missing = missing
        self.sides: tuple[list[Evidence], list[Evidence]] = [], []


def _next(key: Key) -> Key:
    return key[0], key[1] + 1


def _before(key: Key) -> Key:
    return key[0], key[1] - 1


def _matched(pair: _Pair, vocabulary: Vocabulary, threshold: float, top: int) -> _Columns:
    """Return the columns of a pair's rows: plan, rank, score, answer, what they share."""
    plans, answers = join(pair.sides[0]), join(pair.sides[1])
    score = np.zeros((len(plans), 1))
    if len(answers):
        score = likeness(plans, answers)
    best = score.argmax(axis=1)[:, None]
    if top > 1:
        best = np.argsort(-score, axis=1, kind="stable")[:, :top]
    value = np.take_along_axis(score, best, axis=1)
    told = (value >= threshold) & (len(answers) > 0)
    # Where nobody came back a row tells so.
    plan, place = np.nonzero(told | (~told & (np.arange(value.shape[1]) == 0)))
    answer, told = best[plan, place], told[plan, place]
    shared = [
        in_common(plans.of(i), answers.of(j), vocabulary) if is_told else []
        for i, j, is_told in zip(plan.tolist(), answer.tolist(), told.tolist(), strict=True)
    ]
    columns: _Columns = {
        "plan_doc": plans.doc_ids[plan],
        "plan_sent": plans.sent_ids[plan],
        "plan": plans.texts[plan],
        "rank": np.where(told, place + 1, 0),
        "score": value[plan, place],
        "answer_doc": np.full(len(plan), None, dtype=object),
        "answer_sent": np.full(len(plan), -1),
        "answer": np.full(len(plan), None, dtype=object),
        "shared": np.fromiter(shared, dtype=object, count=len(plan)),
    }
    columns["answer_doc"][told] = answers.doc_ids[answer[told]]
    columns["answer_sent"][told] = answers.sent_ids[answer[told]]
    columns["answer"][told] = answers.texts[answer[told]]
    return columns


def _told(known: pd.DataFrame, parts: list[_Columns]) -> pd.DataFrame:
    """Return the matches with the place and the year, in the order of the plans."""
    table = pd.DataFrame()
    for name in _COLUMNS:
        if name not in ("place", "year"):
            # A million texts as Python's own objects are hundreds of megabytes: each column is
            # let go as soon as the frame has it.
            table[name] = np.concatenate([[], *(part.pop(name) for part in parts)])
    table = table.astype({"plan_sent": int, "rank": int, "score": float, "answer_sent": "Int64"})
    table["answer_sent"] = table["answer_sent"].where(table["answer_sent"] >= 0)
    table["score"] = table["score"].round(4)
    about = known.set_index("doc_id")
    order = about.index.get_indexer(pd.Index(table["plan_doc"]))
    table = table.assign(
        order=order, place=about["place"].array[order], year=about["year"].array[order]
    )
    return table.sort_values(["order", "plan_sent", "rank"], ignore_index=True)[_COLUMNS]
