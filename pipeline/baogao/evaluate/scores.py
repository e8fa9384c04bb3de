"""Precision, recall and F1 of sentences, labels, entities and token edges.

Predicted and gold sentences are laid over each other by their characters, white space,
footnote marks and full-width forms aside, so that a reader that splits or repairs differently
is scored too. A gold sentence whose text is not found counts as missed, with all that is in it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from baogao.errors import BaogaoError
from baogao.gold import GoldSentence, comparable
from baogao.schema import ENTITY_TYPES, LABELS

CORE = ("PLACE", "PROGRAM", "COMPANY")
MISSING = "(missing)"

Row = Mapping[str, Any]


@dataclass(slots=True)
class Counts:
    """What was counted; counts of documents add up."""

    sentences: int = 0
    missing: int = 0
    exact: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    spurious: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    overlap: Counter[str] = field(default_factory=Counter)
    edges: int = 0
    crossed: int = 0
    errors: list[str] = field(default_factory=list)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__slots__}
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores, 0 to 1.

    Attributes
    ----------
    found : float
        Share of gold sentences whose text is there.
    exact_split : float
        Share of gold sentences that are one predicted sentence.
    accuracy, macro_f1 : float
        Of the labels; macro F1 over those that gold has.
    micro, core, overlap : tuple of float
        Precision, recall, F1 of exact entity spans of all types; of PLACE, PROGRAM and
        COMPANY; of spans of the right type that touch.
    crossed : float
        Share of the edges of gold entities that a token crosses.
    """

    found: float
    exact_split: float
    accuracy: float
    macro_f1: float
    micro: tuple[float, float, float]
    core: tuple[float, float, float]
    overlap: tuple[float, float, float]
    crossed: float


def prf(right: float, spurious: float, missed: float) -> tuple[float, float, float]:
    """Return precision, recall and F1; 0 where there is nothing to divide by."""
    p = right / (right + spurious) if right + spurious else 0.0
    r = right / (right + missed) if right + missed else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def label_scores(counts: Counts) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of each label that gold has."""
    table = {}
    for label in sorted({gold for gold, _ in counts.confusion}):
        right = counts.confusion[label, label]
        predicted = sum(n for (_, got), n in counts.confusion.items() if got == label)
        wanted = sum(n for (gold, _), n in counts.confusion.items() if gold == label)
        table[label] = prf(right, predicted - right, wanted - right)
    return table


def type_scores(counts: Counts) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of each entity type."""
    return {
        kind: prf(counts.right[kind], counts.spurious[kind], counts.missed[kind])
        for kind in ENTITY_TYPES
        if counts.right[kind] + counts.spurious[kind] + counts.missed[kind]
    }


def scores_of(counts: Counts) -> Scores:
    """Return the scores that some counts make."""
    total = max(counts.sentences, 1)
    labels = label_scores(counts)

    def micro(kinds: Iterable[str]) -> tuple[float, float, float]:
        chosen = list(kinds)
        return prf(
            *(
                sum(part[k] for k in chosen)
                for part in (counts.right, counts.spurious, counts.missed)
            )
        )

    return Scores(
        found=1 - counts.missing / total,
        exact_split=counts.exact / total,
        accuracy=sum(n for (gold, got), n in counts.confusion.items() if gold == got) / total,
        macro_f1=sum(f for _, _, f in labels.values()) / max(len(labels), 1),
        micro=micro(ENTITY_TYPES),
        core=micro(CORE),
        overlap=prf(*(counts.overlap[part] for part in ("right", "spurious", "missed"))),
        crossed=counts.crossed / max(counts.edges, 1),
    )


class _Stream:
    """The sentences of a predicted document, end to end."""

    def __init__(self, rows: Iterable[Row]) -> None:
        parts: list[str] = []
        length = 0
        self.cuts: set[tuple[int, int]] = set()
        self.edges: set[int] = set()
        self.labels: list[str | None] = []
        entities: set[tuple[int, int, str]] = set()
        for row in rows:
            characters, offsets = comparable(row["text"])
            where = {offset: length + k for k, offset in enumerate(offsets)}

            def span(part: Row, where: Mapping[int, int] = where) -> tuple[int, int] | None:
                inside = [where[i] for i in range(part["start"], part["end"]) if i in where]
                return (inside[0], inside[-1] + 1) if inside else None

            self.cuts.add((length, length + len(characters)))
            self.labels += [row.get("label")] * len(characters)
            for entity in row.get("entities") or ():
                if found := span(entity):
                    entities.add((*found, entity["label"]))
            for token in row.get("tokens") or ():
                if found := span(token):
                    self.edges.update(found)
            parts.append(characters)
            length += len(characters)
        self.text = "".join(parts)
        self.entities = sorted(entities)


def score_document(rows: Iterable[Row], gold: Sequence[GoldSentence]) -> Counts:
    """Count what is right and wrong in one document.

    Parameters
    ----------
    rows : iterable of mapping
        Its predicted sentences in order, as `baogao export --format jsonl` writes them.
    gold : sequence of GoldSentence
        Of the same document, in order.
    """
    stream = _Stream(rows)
    counts = Counts()
    cursor = 0
    for sentence in gold:
        counts.sentences += 1
        folded, offsets = comparable(sentence.text)
        at = stream.text.find(folded, cursor)
        if at < 0:
            at = stream.text.find(folded)
        where = f"{sentence.doc_id}:{sentence.line}"
        if at < 0:
            counts.missing += 1
            counts.confusion[sentence.label, MISSING] += 1
            counts.missed.update(kind for _, _, kind in sentence.entities)
            counts.overlap["missed"] += len(sentence.entities)
            counts.errors.append(f"{where}\tnot found\t{sentence.text[:40]}")
            continue
        stop = cursor = at + len(folded)
        counts.exact += (at, stop) in stream.cuts
        got_label = str(Counter(stream.labels[at:stop]).most_common(1)[0][0])
        counts.confusion[sentence.label, got_label] += 1
        position = {offset: at + k for k, offset in enumerate(offsets)}
        wanted = set()
        for start, end, kind in sentence.entities:
            inside = [position[i] for i in range(start, end) if i in position]
            wanted.add((inside[0], inside[-1] + 1, kind))
        got = {e for e in stream.entities if e[0] < stop and e[1] > at}
        _count_entities(counts, wanted, got)
        for start, end, _ in wanted:
            counts.edges += 2
            counts.crossed += (start not in stream.edges) + (end not in stream.edges)
        for name, different in (("spurious", got - wanted), ("missed", wanted - got)):
            for start, end, kind in sorted(different):
                counts.errors.append(f"{where}\t{name} {kind}\t{stream.text[start:end]}")
        if got_label != sentence.label:
            counts.errors.append(
                f"{where}\tlabel {got_label}, gold {sentence.label}\t{sentence.text[:60]}"
            )
    return counts


def _count_entities(
    counts: Counts, wanted: set[tuple[int, int, str]], got: set[tuple[int, int, str]]
) -> None:
    counts.right.update(kind for _, _, kind in wanted & got)
    counts.spurious.update(kind for _, _, kind in got - wanted)
    counts.missed.update(kind for _, _, kind in wanted - got)

    def touches(span: tuple[int, int, str], others: set[tuple[int, int, str]]) -> bool:
        return any(o[2] == span[2] and o[0] < span[1] and o[1] > span[0] for o in others)

    hit = sum(touches(span, got) for span in wanted)
    counts.overlap["right"] += hit
    counts.overlap["missed"] += len(wanted) - hit
    counts.overlap["spurious"] += sum(not touches(span, wanted) for span in got)


def score(
    predicted: Mapping[str, Sequence[Row]], gold: Iterable[GoldSentence]
) -> dict[str, Counts]:
    """Count by document.

    Parameters
    ----------
    predicted : mapping
        `doc_id` → sentences.
    gold : iterable of GoldSentence
        Of any documents.
    """
    groups: dict[str, list[GoldSentence]] = defaultdict(list)
    for sentence in gold:
        groups[sentence.doc_id].append(sentence)
    return {doc: score_document(predicted.get(doc, ()), group) for doc, group in groups.items()}


def total(by_document: Mapping[str, Counts]) -> Counts:
    """Add the counts of documents up."""
    return sum(by_document.values(), start=Counts())


def intervals(
    by_document: Mapping[str, Counts], *, rounds: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Return 95 % intervals of the main scores by bootstrap over documents (Efron 1979).

    Parameters
    ----------
    by_document : mapping
        Counts of each document; they are drawn with replacement.
    rounds : int
        How often.
    seed : int
        The same seed gives the same intervals.
    """
    documents = list(by_document.values())
    draw = np.random.default_rng(seed)
    values: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        chosen = [documents[i] for i in draw.integers(len(documents), size=len(documents))]
        lean = Counts()
        for counts in chosen:
            lean.sentences += counts.sentences
            for name in ("confusion", "right", "spurious", "missed"):
                getattr(lean, name).update(getattr(counts, name))
        made = scores_of(lean)
        values["micro"].append(made.micro[2])
        values["core"].append(made.core[2])
        values["accuracy"].append(made.accuracy)
        values["macro_f1"].append(made.macro_f1)
    return {
        name: (float(np.percentile(v, 2.5)), float(np.percentile(v, 97.5)))
        for name, v in values.items()
    }


def predicted_from_jsonl(lines: Iterable[str], where: str) -> dict[str, list[Row]]:
    """Group exported sentences by document.

    Raises
    ------
    BaogaoError
        A line is no JSON object with `doc_id` and `text`.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            groups[row["doc_id"]].append(row)
            row["text"]  # noqa: B018
        except (ValueError, KeyError, TypeError) as error:
            raise BaogaoError(
                "not a sentence as exported",
                f"{where}:{number}",
                "use baogao export --format jsonl",
            ) from error
    return dict(groups)


def predict(paths: Mapping[str, Path], model: str) -> dict[str, list[Row]]:
    """Annotate reports in memory.

    Parameters
    ----------
    paths : mapping
        `doc_id` → file.
    model : str
        As for `baogao.load`.
    """
    from baogao.pipeline import load
    from baogao.read import read
    from baogao.segment import make_doc, sentences

    nlp = load(model)
    predicted: dict[str, list[Row]] = {}
    for doc_id, path in paths.items():
        doc = nlp(make_doc(nlp, read(path, doc_id=doc_id)))
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        text = doc._.report.text
        rows: list[Row] = []
        for s in sentences(doc):
            rows.append(
                {
                    "text": text[s.start : s.end],
                    "label": None if s.heading else s.span._.label,
                    "entities": [
                        {"start": a - s.start, "end": b - s.start, "label": kind}
                        for a, b, kind in entities
                        if s.start <= a < s.end
                    ],
                    "tokens": [
                        {"start": t.idx - s.start, "end": t.idx + len(t) - s.start}
                        for t in s.span
                        if not t.is_space
                    ],
                }
            )
        predicted[doc_id] = rows
    return predicted


def confusion_rows(counts: Counts) -> list[tuple[str, list[int]]]:
    """Return the confusion of labels: a row for each gold label, a column for each of
    `LABELS`, then one for headings and missing sentences."""
    rows: list[tuple[str, list[int]]] = []
    for gold in LABELS:
        cells = [counts.confusion[gold, got] for got in LABELS]
        others = sum(n for (g, _), n in counts.confusion.items() if g == gold) - sum(cells)
        rows.append((gold, [*cells, others]))
    return rows
