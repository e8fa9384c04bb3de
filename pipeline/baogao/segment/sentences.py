"""Sentence boundaries by the annotation guidelines, section 1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from baogao.report import Report

# A sentence ends at 。！？ with the closing quotes and brackets after it, or at the line end.
# A mark inside a quotation that the sentence goes on after (`“为了谁？”的问题`, `“干！”，`)
# ends nothing.
_CLOSERS = '”’』」）)》〉】］"'
_SENTENCE = re.compile(
    rf"[^。！？!?\n]*(?:[。！？!?]+(?:[{_CLOSERS}]+(?:[，、；：,;:]|的(?!确))|[，、；：])[^。！？!?\n]*)*"
    rf"(?:[。！？!?]+[{_CLOSERS}]*|(?=\n)|\Z)"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as `(start, end)` code points, without white space around.

    >>> text = "建成“一网通办”。下一步，加快建设；力争完工！"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['建成“一网通办”。', '下一步，加快建设；力争完工！']
    """
    spans = []
    for match in _SENTENCE.finditer(text):
        found = match[0]
        body = found.strip()
        if body:
            start = match.start() + len(found) - len(found.lstrip())
            spans.append((start, start + len(body)))
    return spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading of a document.

    Attributes
    ----------
    span : spacy.tokens.Span
        spaCy's span, which may end in a line feed.
    start, end : int
        Code points into the document's text, end exclusive, without white space around.
    paragraph : int
        Position in `Report.paragraphs`.
    section_id : int
        The innermost section that it lies in.
    heading : bool
        A heading has no label.
    """

    span: Span
    start: int
    end: int
    paragraph: int
    section_id: int
    heading: bool


def report_of(doc: Doc) -> Report:
    """Return the report of a document; a bare text is read as one first."""
    if doc._.report is None:
        from baogao.read import read_text

        doc._.report = read_text(doc.text)
    report: Report = doc._.report
    return report


def text_of(doc: Doc) -> str:
    """Return `doc.text`, without putting it together again where the report has it."""
    return doc.text if doc._.report is None else doc._.report.text


def sentences(doc: Doc) -> Iterator[Sentence]:
    """Yield the sentences and headings of a document in order; blank ones are left out.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With sentence boundaries (`baogao_sentencizer`).
    """
    report = report_of(doc)
    # Not doc.text, which is put together from the tokens at each call.
    text = report.text
    paragraphs = report.paragraphs
    # A run-in head opens its section in mid-paragraph, so a sentence's section is the
    # innermost one that has begun by its start.
    openings = [section.start for section in report.sections]
    at = section = 0
    for span in doc.sents:
        start, end = span.start_char, span.end_char
        found = text[start:end]
        body = found.strip()
        if not body:
            continue
        start += len(found) - len(found.lstrip())
        while at + 1 < len(paragraphs) and start >= paragraphs[at + 1].start:
            at += 1
        while section + 1 < len(openings) and start >= openings[section + 1]:
            section += 1
        yield Sentence(span, start, start + len(body), at, section, paragraphs[at].heading)


@Language.factory("baogao_sentencizer", assigns=["token.is_sent_start", "doc.sents"])
class Sentencizer:
    """Set `doc.sents` by `sentence_spans`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts of a document whose tokens cross no sentence's edge."""
        starts = [start for start, _ in sentence_spans(text_of(doc))]
        offsets = doc.to_array([IDX]).ravel()
        values = np.full(len(doc), -1, dtype=np.int64)
        values[np.searchsorted(offsets, np.asarray(starts, dtype=offsets.dtype))] = 1
        if len(doc):
            values[0] = 1
        return doc.from_array([SENT_START], values.reshape(-1, 1).astype(np.uint64))  # type: ignore[arg-type]
