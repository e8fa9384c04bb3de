"""Promises: what a report plans, and where the next report comes back to it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from baogao.corpus import Corpus

# Weights of the three kinds of evidence. Entities weigh by how rare they are in the pair of
# reports, so that a project's name counts and the province's does not.
WORDING, ENTITIES, FIGURES = 0.6, 0.3, 0.1

Matrix = npt.NDArray[np.float32]


def promises(corpus: Corpus, *, threshold: float = 0.25, top: int = 1) -> pd.DataFrame:
    """Match each plan sentence with the achievement sentences of the next year's report.

    The score is a weighted sum of the cosine of tf-idf vectors over words (Salton and
    Buckley 1988), the shared entities (canonical forms) weighted by rarity, and shared
    indicators of figures; 0 to 1.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus. Two reports of one place and year are taken as one.
    threshold : float
        The least score of an answer.
    top : int
        How many answers to give for a promise, best first.

    Returns
    -------
    DataFrame
        `place`, `year` (of the plan), `plan_doc`, `plan_sent`, `plan`, `rank` (1 the best,
        0 where nobody came back to it), `score`, `answer_doc`, `answer_sent`, `answer`,
        `shared` (words and entities that speak for it). A place without a report of the
        next year has no rows for the year; `coverage` tells which are missing.
    """
    reports = corpus.sql(
        "select coalesce(nullif(place_code, ''), place) as key, place, year, doc_id "
        "from documents where year is not null order by key, year, doc_id"
    )
    by_year: dict[tuple[str, int], list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for key, place, year, doc_id in reports.itertuples(index=False):
        by_year[key, int(year)].append(doc_id)
        names[key] = place
    rows: list[dict[str, Any]] = []
    for (key, year), docs in by_year.items():
        following = by_year.get((key, year + 1))
        if not following:
            continue
        about = {"place": names[key], "year": year}
        rows += [
            about | row
            for row in _pair(
                _Sentences(corpus, docs, "plan"),
                _Sentences(corpus, following, "achievement"),
                threshold,
                top,
            )
        ]
    columns = [
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
    return pd.DataFrame(rows, columns=columns).astype({"answer_sent": "Int64"})


class _Sentences:
    """The sentences of a label in some documents, with their words, entities and indicators."""

    def __init__(self, corpus: Corpus, docs: list[str], label: str) -> None:
        marks = ", ".join("?" * len(docs))
        frame = corpus.sql(
            "select doc_id, sent_id, text from sentences "
            f"where label = ? and doc_id in ({marks}) order by doc_id, sent_id",
            [label, *docs],
        )
        self.keys = list(zip(frame["doc_id"], frame["sent_id"], strict=True))
        self.texts = list(frame["text"])
        self.words = self._gather(
            corpus.sql(
                f"""
                select doc_id, sent_id, text as item from tokens where doc_id in ({marks})
                and length(text) > 1 and regexp_matches(text, '[\\p{{L}}]')
                """,
                docs,
            )
        )
        self.entities = self._gather(
            corpus.sql(
                "select doc_id, sent_id, coalesce(nullif(canonical, ''), text) as item "
                f"from entities where doc_id in ({marks})",
                docs,
            )
        )
        self.indicators = self._gather(
            corpus.sql(
                "select doc_id, sent_id, indicator_id as item from measures "
                f"where indicator_id <> '' and doc_id in ({marks})",
                docs,
            )
        )

    def _gather(self, frame: pd.DataFrame) -> list[list[str]]:
        items: dict[tuple[str, int], list[str]] = defaultdict(list)
        for doc_id, sent_id, item in frame.itertuples(index=False):
            items[doc_id, sent_id].append(item)
        return [sorted(items.get(key, ())) for key in self.keys]


def _pair(
    plans: _Sentences, answers: _Sentences, threshold: float, top: int
) -> list[dict[str, Any]]:
    if not plans.keys:
        return []
    if answers.keys:
        score = (
            WORDING * _cosine(plans.words, answers.words)
            + ENTITIES * _cosine(plans.entities, answers.entities)
            + FIGURES * _cosine(plans.indicators, answers.indicators)
        )
    else:
        score = np.zeros((len(plans.keys), 1), dtype=np.float32)
    rows = []
    best = np.argsort(-score, axis=1, kind="stable")[:, :top]
    for i, (doc_id, sent_id) in enumerate(plans.keys):
        plan = {"plan_doc": doc_id, "plan_sent": sent_id, "plan": plans.texts[i]}
        good = [int(j) for j in best[i] if score[i, j] >= threshold]
        for rank, j in enumerate(good, 1):
            shared = [
                *sorted(set(plans.entities[i]) & set(answers.entities[j])),
                *sorted(set(plans.words[i]) & set(answers.words[j])),
            ]
            rows.append(
                plan
                | {
                    "rank": rank,
                    "score": float(score[i, j]),
                    "answer_doc": answers.keys[j][0],
                    "answer_sent": answers.keys[j][1],
                    "answer": answers.texts[j],
                    "shared": list(dict.fromkeys(shared)),
                }
            )
        if not good:
            rows.append(
                plan
                | {
                    "rank": 0,
                    "score": float(score[i].max()),
                    "answer_doc": None,
                    "answer_sent": None,
                    "answer": None,
                    "shared": [],
                }
            )
    return rows


def _cosine(left: list[list[str]], right: list[list[str]]) -> Matrix:
    """Return the cosines of tf-idf vectors, rows `left`, columns `right`."""
    index: dict[str, int] = {}
    for items in (*left, *right):
        for item in items:
            index.setdefault(item, len(index))
    n = len(left) + len(right)
    counts = np.zeros((n, max(len(index), 1)), dtype=np.float32)
    for row, items in enumerate((*left, *right)):
        for item in items:
            counts[row, index[item]] += 1
    present = (counts > 0).sum(axis=0)
    weighted = np.log1p(counts) * np.log((1 + n) / (1 + present)).astype(np.float32)
    norms = np.linalg.norm(weighted, axis=1, keepdims=True)
    weighted /= np.maximum(norms, 1e-9)
    product: Matrix = weighted[: len(left)] @ weighted[len(left) :].T
    return product
