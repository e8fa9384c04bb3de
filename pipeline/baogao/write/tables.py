"""Annotated documents → the tables of `baogao.schema`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from spacy.tokens import Doc

from baogao.report import Report
from baogao.schema import LABELS, TABLES
from baogao.segment import tagged_words
from baogao.segment.sentences import Sentence, report_of, sentences

Columns = dict[str, Any]


def tables_of(docs: Sequence[Doc]) -> dict[str, pa.Table]:
    """Return the tables of some documents, one after the other.

    Parameters
    ----------
    docs : sequence of Doc
        Passed through the pipeline; a component that was left out leaves its table empty.

    Returns
    -------
    dict
        Table name → `pyarrow.Table` with the schema of `baogao.schema.TABLES`.
    """
    parts: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
    for doc in docs:
        for name, columns in _columns(doc).items():
            schema = TABLES[name]
            arrays = [pa.array(columns[f.name], type=f.type) for f in schema]
            parts[name].append(pa.Table.from_arrays(arrays, schema=schema))
    return {
        name: pa.concat_tables(tables) if tables else TABLES[name].empty_table()
        for name, tables in parts.items()
    }


def _columns(doc: Doc) -> dict[str, Columns]:
    report = report_of(doc)
    spans = list(sentences(doc))
    starts = np.asarray([s.start for s in spans], dtype=np.int64)

    def sentence_of(offsets: Any) -> Any:
        return np.maximum(np.searchsorted(starts, offsets, side="right") - 1, 0)

    tokens = _tokens(doc, report, sentence_of)
    return {
        "documents": _documents(report, len(spans), len(tokens["token_id"])),
        "sections": _sections(report),
        "sentences": _sentences(report, spans),
        "tokens": tokens,
        "entities": _entities(doc, report, sentence_of),
        "measures": _measures(doc, report, sentence_of),
    }


def _documents(report: Report, n_sentences: int, n_tokens: int) -> Columns:
    removed = Counter(part.kind for part in report.removed)
    length = Counter[str]()
    for part in report.removed:
        length[part.kind] += part.source_end - part.source_start
    told = [
        f"removed {kind}: {removed[kind]} ({length[kind]} characters)" for kind in sorted(removed)
    ]
    meta = report.metadata
    row = {
        "doc_id": report.doc_id,
        "title": meta.title,
        "place": meta.place,
        "place_code": meta.place_code,
        "level": meta.level,
        "year": meta.year,
        "date": meta.date,
        "speaker": meta.speaker,
        "meeting": meta.meeting,
        "text": report.text,
        "source_path": report.source_path,
        "source_sha256": report.source_sha256,
        "encoding": report.encoding,
        "format": report.format,
        "n_sentences": n_sentences,
        "n_tokens": n_tokens,
        "warnings": [*report.warnings, *told],
    }
    return {name: [value] for name, value in row.items()}


def _sections(report: Report) -> Columns:
    rows = report.sections
    return {
        "doc_id": [report.doc_id] * len(rows),
        **{
            name: [getattr(row, name) for row in rows]
            for name in TABLES["sections"].names
            if name != "doc_id"
        },
    }


def _sentences(report: Report, spans: Sequence[Sentence]) -> Columns:
    text, offsets = report.text, report.offsets
    labels = [None if s.heading else s.span._.label for s in spans]
    shares = [None if s.heading else s.span._.probabilities for s in spans]
    return {
        "doc_id": [report.doc_id] * len(spans),
        "sent_id": np.arange(len(spans)),
        "section_id": [s.section_id for s in spans],
        "paragraph": [s.paragraph for s in spans],
        "start": [s.start for s in spans],
        "end": [s.end for s in spans],
        "source_start": [int(offsets[s.start]) for s in spans],
        "source_end": [int(offsets[s.end - 1]) + 1 for s in spans],
        "text": [text[s.start : s.end] for s in spans],
        "label": labels,
        **{f"p_{label}": [p[label] if p else None for p in shares] for label in LABELS},
    }


def _tokens(doc: Doc, report: Report, sentence_of: Any) -> Columns:
    # White space is no row.
    words = [word for word in tagged_words(doc) if not word[1].isspace()]
    starts, texts, tags = zip(*words, strict=True) if words else ((), (), ())
    start = np.asarray(starts, dtype=np.int64)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return {
        "doc_id": pa.repeat(report.doc_id, len(words)),
        "sent_id": sentence_of(start),
        "token_id": np.arange(len(words)),
        "start": start,
        "end": start + lengths,
        "text": texts,
        "pos": tags,
    }


def _entities(doc: Doc, report: Report, sentence_of: Any) -> Columns:
    spans = list(doc.ents)
    start = [e.start_char for e in spans]
    return {
        "doc_id": [report.doc_id] * len(spans),
        "sent_id": sentence_of(start) if spans else [],
        "entity_id": np.arange(len(spans)),
        "start": start,
        "end": [e.end_char for e in spans],
        "text": [e.text for e in spans],
        "label": [e.label_ for e in spans],
        "canonical": [e._.canonical for e in spans],
        "code": [e.kb_id_ for e in spans],
        "by": [e._.by for e in spans],
        "score": [e._.score for e in spans],
    }


def _measures(doc: Doc, report: Report, sentence_of: Any) -> Columns:
    rows = doc._.measures
    start = [m.start for m in rows]
    own = {"doc_id", "sent_id", "measure_id"}
    return {
        "doc_id": [report.doc_id] * len(rows),
        "sent_id": sentence_of(start) if rows else [],
        "measure_id": np.arange(len(rows)),
        **{
            name: [getattr(m, name) for m in rows]
            for name in TABLES["measures"].names
            if name not in own
        },
    }
