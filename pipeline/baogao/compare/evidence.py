"""What sentences have in common that says that they speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baogao.compare.words import Ints, Vocabulary, Words, codes, rows_of, words
from baogao.corpus import Corpus

# Kinds of evidence, with their weights. What names a thing counts in full, a verb little:
# every sentence of these reports strengthens or promotes something. Two neighbouring words
# count beside each alone, so that phrases tell. Names that were resolved count most.
KINDS = {
    "noun": 1.0,
    "verb": 0.3,
    "phrase": 1.0,
    "verb phrase": 0.2,
    "entity": 1.5,
    "indicator": 1.0,
    "figure": 1.0,
}
_WEIGHTS = np.array(list(KINDS.values()))
_NOUN, _VERB, _PHRASE, _VERB_PHRASE, _ENTITY, _INDICATOR, _FIGURE = range(len(KINDS))

# Parts of speech in jieba's tags; adverbs, counts and function words are no evidence. Without
# tags (another segmenter) every word is taken for a noun.
_NOUNS = {"", "n", "ns", "nz", "nt", "nr", "nrt", "l", "j", "i", "eng", "b", "s", "an", "vn"}
_VERBS = {"v", "a"}
# Doctrine stands everywhere and promises nothing.
_NO_ENTITIES = {"TIFA", "PERSON"}

# An item of evidence is one number: its kind, and the number of a name or of two words. With
# the sentence before it, it is one number still, so that putting in order is sorting numbers.
_SHIFT, _TOP, _ROW = 21, 42, 45

# What a sentence must say for its likeness to be sure, in squared weights of a word that stands
# in one plan and one answer. Short sentences of common words agree by chance.
_DOUBT = 1.5

Floats = npt.NDArray[np.float32]


@dataclass
class Evidence:
    """The evidence in some sentences of a report, or of several.

    Attributes
    ----------
    doc_ids, sent_ids, labels : array
        The sentences.
    ends : array
        Where the items of each sentence end in `items`.
    items : array
        What stands in the sentences, each once in a sentence.
    """

    doc_ids: npt.NDArray[np.object_]
    sent_ids: Ints
    labels: npt.NDArray[np.object_]
    ends: Ints
    items: Ints

    def __len__(self) -> int:
        return len(self.sent_ids)

    @property
    def doc_id(self) -> str:
        """The report of the first sentence."""
        return str(self.doc_ids[0])

    def of(self, number: int) -> Ints:
        """Return the items of the sentence at a position."""
        return self.items[self.ends[number - 1] if number else 0 : self.ends[number]]

    def labelled(self, label: str) -> Evidence:
        """Return the sentences of a label."""
        wanted = self.labels == label
        sizes = np.diff(self.ends, prepend=0)
        return Evidence(
            self.doc_ids[wanted],
            self.sent_ids[wanted],
            self.labels[wanted],
            np.cumsum(sizes[wanted]),
            self.items[np.repeat(wanted, sizes)],
        )


def join(parts: list[Evidence]) -> Evidence:
    """Return the sentences of several reports as one."""
    shifts = np.cumsum([0, *(len(part.items) for part in parts)])
    ends = [part.ends + shift for part, shift in zip(parts, shifts, strict=False)]
    nothing = np.empty(0, np.int64)
    return Evidence(
        np.concatenate([np.empty(0, object), *(part.doc_ids for part in parts)]),
        np.concatenate([nothing, *(part.sent_ids for part in parts)]),
        np.concatenate([np.empty(0, object), *(part.labels for part in parts)]),
        np.concatenate([nothing, *ends]),
        np.concatenate([nothing, *(part.items for part in parts)]),
    )


def gather(corpus: Corpus, vocabulary: Vocabulary) -> Iterator[Evidence]:
    """Yield the evidence in the plans and achievements of each report that has any."""
    read = {
        "tokens": ["pos"],
        "entities": ["doc_id", "sent_id", "text", "label", "canonical", "code"],
        "measures": ["doc_id", "sent_id", "indicator_id", "kind", "value", "unit"],
    }
    where = {"label": ["plan", "achievement"]}
    own: dict[str, str] = dict(
        corpus.sql("select doc_id, place_code from documents").itertuples(index=False)
    )
    for part in words(corpus, vocabulary, where, ["label"], read=read):
        found = [*_words(part, vocabulary), _entities(part, vocabulary, own)]
        found += _measures(part, vocabulary)
        row = np.concatenate([row for row, _ in found])
        item = np.concatenate([item for _, item in found])
        # In the order of the sentences, each item once in a sentence.
        both = np.sort((row << _ROW) + item)
        both = both[np.diff(both, prepend=-1) > 0]
        row, item = both >> _ROW, both & (2**_ROW - 1)
        ends = np.searchsorted(row, np.arange(len(part.sentences)), side="right")
        doc_ids = part.sentences["doc_id"].astype(object).to_numpy()
        sent_ids = part.sentences["sent_id"].to_numpy(np.int64)
        labels = part.sentences["label"].astype(object).to_numpy()
        first = np.flatnonzero(doc_ids[1:] != doc_ids[:-1]) + 1
        for start, end in zip([0, *first], [*first, len(doc_ids)], strict=True):
            before = ends[start - 1] if start else 0
            rows = slice(start, end)
            yield Evidence(
                doc_ids[rows],
                sent_ids[rows],
                labels[rows],
                ends[rows] - before,
                item[before : ends[end - 1]],
            )


def likeness(plans: Evidence, answers: Evidence) -> Floats:
    """Return how alike sentences are, 0 to 1: rows `plans`, columns `answers`.

    The cosine of vectors of evidence, each weighted by kind and by how rare it is among the
    sentences compared (inverse document frequency; Salton and Buckley 1988), shrunk where the
    sentences say little.
    """
    total = len(plans) + len(answers)
    items = np.concatenate([plans.items, answers.items])
    ends = np.concatenate([plans.ends, answers.ends + len(plans.items)])
    rows = np.repeat(np.arange(total), np.diff(ends, prepend=0))
    known, column, n = np.unique(items, return_inverse=True, return_counts=True)
    weights = np.log((1 + total) / (1 + n)) * _WEIGHTS[known >> _TOP]
    doubt = _DOUBT * np.log((1 + total) / 3) ** 2
    norms = np.sqrt(np.bincount(rows, weights[column] ** 2, minlength=total) + doubt)
    # Only what stands on both sides adds to the product.
    ours = np.bincount(column[: len(plans.items)], minlength=len(known))
    shared = (ours > 0) & (n > ours)
    place = np.cumsum(shared) - 1
    matrix = np.zeros((total, max(int(shared.sum()), 1)), dtype=np.float32)
    keep = shared[column]
    matrix[rows[keep], place[column[keep]]] = weights[column[keep]] / norms[rows[keep]]
    product: Floats = matrix[: len(plans)] @ matrix[len(plans) :].T
    return product


def in_common(one: Ints, other: Ints, vocabulary: Vocabulary) -> list[str]:
    """Return the items of two sentences that are in both: the weightiest, longest first."""
    named = []
    for item in set(one.tolist()).intersection(other.tolist()):
        kind, number = item >> _TOP, item % 2**_TOP
        if kind in (_PHRASE, _VERB_PHRASE):
            name = f"{vocabulary[number >> _SHIFT]} {vocabulary[number % 2**_SHIFT]}"
        else:
            name = vocabulary[number]
        named.append((-_WEIGHTS[kind], -len(name), name))
    return list(dict.fromkeys(name for _, _, name in sorted(named)))


def _item(kind: int | Ints, number: Ints) -> Ints:
    item: Ints = np.asarray(kind, dtype=np.int64) * 2**_TOP + number
    return item


def _words(part: Words, vocabulary: Vocabulary) -> list[tuple[Ints, Ints]]:
    code, tags = codes(part.tables["tokens"]["pos"])
    # The last place is that of code -1: no tag.
    noun = np.array([tag in _NOUNS for tag in tags] + [True])[code[part.at]]
    verb = np.array([tag in _VERBS for tag in tags] + [False])[code[part.at]]
    text, distinct = codes(part.tables["tokens"]["text"])
    long = np.array([len(t) > 1 for t in distinct])[text[part.at]]
    keep = (noun | verb) & long
    row, term, noun = part.row[keep], part.term[keep], noun[keep]
    pair = np.flatnonzero(row[1:] == row[:-1])
    either = noun[pair] | noun[pair + 1]
    phrase = (term[pair] << _SHIFT) + term[pair + 1]
    return [
        (row, _item(np.where(noun, _NOUN, _VERB), term)),
        (row[pair], _item(np.where(either, _PHRASE, _VERB_PHRASE), phrase)),
    ]


def _entities(part: Words, vocabulary: Vocabulary, own: dict[str, str]) -> tuple[Ints, Ints]:
    table = part.tables["entities"]
    if not len(table):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    row = rows_of(table, part.sentences)
    frame = table.to_pandas().astype(object)
    name = frame["canonical"].where(frame["canonical"].fillna("") != "", frame["text"])
    # The report's own place stands everywhere.
    code = frame["code"].fillna("")
    other = (code == "") | (code != frame["doc_id"].map(own))
    keep = ((row >= 0) & other & ~frame["label"].isin(_NO_ENTITIES)).to_numpy(bool)
    number = vocabulary.number(name[keep].tolist())
    return row[keep][number >= 0], _item(_ENTITY, number[number >= 0])


def _measures(part: Words, vocabulary: Vocabulary) -> list[tuple[Ints, Ints]]:
    table = part.tables["measures"]
    if not len(table):
        return []
    row = rows_of(table, part.sentences)
    frame = table.to_pandas()
    known = (row >= 0) & (frame["indicator_id"].astype(object).fillna("") != "").to_numpy()
    # `8%` stands for too many things.
    figure = (row >= 0) & (
        frame["value"].notna() & (frame["unit"].astype(object) != "%")
    ).to_numpy()
    names = [
        f"{i} {k}" for i, k in frame.loc[known, ["indicator_id", "kind"]].itertuples(index=False)
    ]
    figures = [f"{v:g}{u}" for v, u in frame.loc[figure, ["value", "unit"]].itertuples(index=False)]
    return [
        (row[known], _item(_INDICATOR, vocabulary.number(names))),
        (row[figure], _item(_FIGURE, vocabulary.number(figures))),
    ]
