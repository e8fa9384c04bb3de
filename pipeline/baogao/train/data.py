"""Gold sentences found again in the reports that they come from, and what the tagger learns of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc

from baogao.gold import GoldSentence, comparable
from baogao.schema import ENTITY_TYPES
from baogao.segment.sentences import Sentence, sentences, text_of
from baogao.tag.spans import Candidate

LABELS = ["O", *(f"{part}-{kind}" for kind in ENTITY_TYPES for part in "BI")]


@dataclass(slots=True)
class Example:
    """A gold sentence in its document.

    Attributes
    ----------
    gold : GoldSentence
        As annotated.
    sentence : Sentence
        The pipeline's sentence that it begins in.
    start, end : int
        Code points into the document's text, end exclusive.
    entities : list of (start, end, type)
        Code points into the document's text.
    """

    gold: GoldSentence
    sentence: Sentence
    start: int
    end: int
    entities: list[tuple[int, int, str]]


@dataclass(slots=True)
class AnnotatedDoc:
    """A document with the gold sentences found in it, and those that were not."""

    doc: Doc
    examples: list[Example] = field(default_factory=list)
    missing: list[GoldSentence] = field(default_factory=list)


def align(doc: Doc, gold: Iterable[GoldSentence]) -> AnnotatedDoc:
    """Find the gold sentences of a document in it.

    Parameters
    ----------
    doc : Doc
        With sentences.
    gold : iterable of GoldSentence
        Of this document, in its order.
    """
    found = AnnotatedDoc(doc)
    folded, offsets = comparable(text_of(doc))
    starts = [(s.start, s) for s in sentences(doc)]
    cursor = at = 0
    for sentence in gold:
        wanted, inner = comparable(sentence.text)
        place = folded.find(wanted, cursor)
        if place < 0:
            place = folded.find(wanted)
        if place < 0 or not wanted:
            found.missing.append(sentence)
            continue
        cursor = place + len(wanted)
        where = {offset: place + k for k, offset in enumerate(inner)}
        entities = []
        for start, end, kind in sentence.entities:
            inside = [where[i] for i in range(start, end) if i in where]
            if inside:
                entities.append((offsets[inside[0]], offsets[inside[-1]] + 1, kind))
        start = offsets[place]
        if starts[at][0] > start:
            at = 0
        while at + 1 < len(starts) and starts[at + 1][0] <= start:
            at += 1
        found.examples.append(
            Example(sentence, starts[at][1], start, offsets[cursor - 1] + 1, entities)
        )
    return found


def by_document(gold: Iterable[GoldSentence]) -> dict[str, list[GoldSentence]]:
    """Group gold sentences by document."""
    groups: dict[str, list[GoldSentence]] = defaultdict(list)
    for sentence in gold:
        groups[sentence.doc_id].append(sentence)
    return dict(groups)


@dataclass(slots=True)
class TaggedText:
    """What the tagger learns from: a document, what the rules propose, and the right entities.

    Attributes
    ----------
    text : str
        The document.
    tokens : list of (start, word, tag)
        Its words.
    candidates : list of Candidate
        Of the rules, the uncertain included.
    spans : list of (start, end)
        The sentences that are annotated.
    entities : list of list of (start, end, type)
        For each of them; code points into the document.
    """

    text: str
    tokens: list[tuple[int, str, str]]
    candidates: list[Candidate]
    spans: list[tuple[int, int]]
    entities: list[list[tuple[int, int, str]]]


def labels_of(text: TaggedText) -> list[list[int]]:
    """Return the label of each character of each sentence, as its place in `LABELS`."""
    found = []
    for (start, end), entities in zip(text.spans, text.entities, strict=True):
        labels = [0] * (end - start)
        for first, last, kind in entities:
            begins = LABELS.index(f"B-{kind}")
            labels[first - start : last - start] = [begins, *[begins + 1] * (last - first - 1)]
        found.append(labels)
    return found
