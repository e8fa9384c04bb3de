"""What sentences have in common that says that they speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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

Floats = npt.NDArray[np.float64]


@dataclass
class Evidence:
    """The evidence in some sentences of a report, or of several.

    Attributes
    ----------
    doc_ids, sent_ids, labels, texts : array
        The sentences.
    ends : array
        Where the items of each sentence end in `items`.
    items : array
        What stands in the sentences, each once in a sentence.
    """

    doc_ids: npt.NDArray[np.object_]
    sent_ids: Ints
    labels: npt.NDArray[np.object_]
    texts: npt.NDArray[np.object_]
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
            self.texts[wanted],
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
        np.concatenate([np.empty(0, object), *(part.texts for part in parts)]),
        np.concatenate([nothing, *ends]),
        np.concatenate([nothing, *(part.items for part in parts)]),
    )


def gather(corpus: Corpus, vocabulary: Vocabulary) -> Iterator[Evidence]:
    """Yield the evidence in the plans and achievements of each report that has any."""
    read = {
        "sentences": ["text"],
        "tokens": ["pos"],
        "entities": ["doc_id", "sent_id", "text", "label", "canonical", "code"],
        "measures": ["doc_id", "sent_id", "indicator_id", "kind", "value", "unit"],
    }
    where = {"label": ["plan", "achievement"]}
    documents = corpus.sql("select doc_id, place_code from documents")
    own = pa.table({name: pa.array(documents[name], pa.string()) for name in documents})
    for part in words(corpus, vocabulary, where, ["label"], read=read):
        found = [*_words(part), _entities(part, vocabulary, own)]
        found += _measures(part, vocabulary)
        row = np.concatenate([row for row, _ in found])
        item = np.concatenate([item for _, item in found])
        # In the order of the sentences, each item once in a sentence.
        both = np.sort((row << _ROW) + item)
        both = both[np.diff(both, prepend=-1) > 0]
        row, item = both >> _ROW, both & (2**_ROW - 1)
        ends = np.searchsorted(row, np.arange(len(part.sentences)), side="right")
        sent_ids = part.sentences["sent_id"].to_numpy(np.int64)
        doc_ids, labels, texts = (
            part.sentences[name].astype(object).to_numpy() for name in ("doc_id", "label", "text")
        )
        first = np.flatnonzero(doc_ids[1:] != doc_ids[:-1]) + 1
        for start, end in zip([0, *first], [*first, len(doc_ids)], strict=True):
            before = ends[start - 1] if start else 0
            rows = slice(start, end)
            yield Evidence(
                doc_ids[rows],
                sent_ids[rows],
                labels[rows],
                texts[rows],
                ends[rows] - before,
                item[before : ends[end - 1]],
            )


def likeness(plans: Evidence, answers: Evidence) -> Floats:
    """Return how alike sentences are, 0 to 1: rows `plans`, columns `answers`.

    The cosine of vectors of evidence, each weighted by kind and by how rare it is among the
    sentences compared (inverse document frequency; Salton and Buckley 1988), shrunk where the
    sentences say little.
    """
    ours, total = len(plans.items), len(plans) + len(answers)
    items = np.concatenate([plans.items, answers.items])
    ends = np.concatenate([plans.ends, answers.ends + ours])
    rows = np.repeat(np.arange(total), np.diff(ends, prepend=0))
    known, column, n = np.unique(items, return_inverse=True, return_counts=True)
    weights = np.log((1 + total) / (1 + n)) * _WEIGHTS[known >> _TOP]
    doubt = _DOUBT * np.log((1 + total) / 3) ** 2
    norms = np.sqrt(np.bincount(rows, weights[column] ** 2, minlength=total) + doubt)
    values = weights[column] / norms[rows]
    # Most sentences share nothing: each item of a plan is held against the answers that have
    # it, which stand together when the answers' items are in order.
    in_order = ours + np.argsort(column[ours:])
    having = np.bincount(column[ours:], minlength=len(known))
    first = (np.cumsum(having) - having)[column[:ours]]
    sizes = having[column[:ours]]
    one = np.repeat(np.arange(ours), sizes)
    nth = np.arange(len(one)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    other = in_order[first[one] + nth]
    product: Floats = np.bincount(
        rows[one] * len(answers) + rows[other] - len(plans),
        values[one] * values[other],
        minlength=len(plans) * len(answers),
    ).astype(float)
    return product.reshape(len(plans), len(answers))


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


def _words(part: Words) -> list[tuple[Ints, Ints]]:
    code, tags = codes(part.tables["tokens"]["pos"])
    # The last place is that of code -1: no tag.
    is_noun = np.array([tag in _NOUNS for tag in tags] + [True])
    is_verb = np.array([tag in _VERBS for tag in tags] + [False])
    is_long = np.array([len(text) > 1 for text in part.texts], dtype=bool)
    code = code[part.at]
    keep = np.flatnonzero((is_noun | is_verb)[code] & is_long[part.text[part.at]])
    row, term, noun = part.row[keep], part.term[keep], is_noun[code[keep]]
    pair = np.flatnonzero(row[1:] == row[:-1])
    either = noun[pair] | noun[pair + 1]
    phrase = (term[pair] << _SHIFT) + term[pair + 1]
    return [
        (row, _item(np.where(noun, _NOUN, _VERB), term)),
        (row[pair], _item(np.where(either, _PHRASE, _VERB_PHRASE), phrase)),
    ]


def _entities(part: Words, vocabulary: Vocabulary, own: pa.Table) -> tuple[Ints, Ints]:
    table, row = _with_rows(part, "entities")
    canonical = table["canonical"]
    name = pc.if_else(pc.not_equal(canonical, ""), canonical, table["text"])
    # The report's own place stands everywhere.
    place = own["place_code"].take(pc.index_in(table["doc_id"], own["doc_id"].combine_chunks()))
    other = pc.or_(pc.equal(table["code"], ""), pc.not_equal(table["code"], place))
    keep = pc.and_(other, pc.invert(pc.is_in(table["label"], pa.array(_NO_ENTITIES))))
    number = vocabulary.number(name.filter(keep).to_pylist())
    return row[keep.to_numpy()][number >= 0], _item(_ENTITY, number[number >= 0])


def _measures(part: Words, vocabulary: Vocabulary) -> list[tuple[Ints, Ints]]:
    table, row = _with_rows(part, "measures")
    known = pc.not_equal(table["indicator_id"], "").to_numpy()
    names = pc.binary_join_element_wise(table["indicator_id"], table["kind"], " ")
    # `8%` stands for too many things.
    figure = pc.and_(pc.is_valid(table["value"]), pc.not_equal(table["unit"], "%")).to_numpy()
    values, units = (table[name].filter(figure).to_pylist() for name in ("value", "unit"))
    figures = [f"{value:g}{unit}" for value, unit in zip(values, units, strict=True)]
    return [
        (row[known], _item(_INDICATOR, vocabulary.number(names.filter(known).to_pylist()))),
        (row[figure], _item(_FIGURE, vocabulary.number(figures))),
    ]


def _with_rows(part: Words, name: str) -> tuple[pa.Table, Ints]:
    """Return what a table has on the sentences, missing text as "", and the sentence of each row."""
    table = part.tables[name]
    row = rows_of(table, part.sentences)
    table = table.filter(row >= 0)
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            text = pc.fill_null(table[at].cast(pa.string()), "")
            table = table.set_column(at, field.name, text)
    return table, row[row >= 0]
