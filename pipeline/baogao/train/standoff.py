"""Annotation apart from the texts that it annotates.

The reports are not the project's to pass on; where their sentences lie and what they are is.
A file has one JSON object a report: `doc_id`, the `sha256` of the source, and `sentences`, each
`[start, end, label, [[start, end, type], …]]` with offsets in code points of the decoded source,
end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from baogao.errors import BaogaoError
from baogao.gold import GoldSentence, read_lines
from baogao.report import Report
from baogao.schema import ENTITY_TYPES, LABELS
from baogao.train.data import AnnotatedDoc

Row = tuple[int, int, str, list[tuple[int, int, str]]]


@dataclass(frozen=True, slots=True)
class Standoff:
    """The annotation of one report; offsets are code points of its decoded source."""

    doc_id: str
    sha256: str
    sentences: list[Row]


def standoff_of(annotated: AnnotatedDoc) -> Standoff:
    """Return the annotation of a document without its text.

    Parameters
    ----------
    annotated : AnnotatedDoc
        Gold sentences that were found in a report.
    """
    report: Report = annotated.doc._.report
    rows = [
        (
            *report.source_span(example.start, example.end),
            example.gold.label,
            [(*report.source_span(start, end), kind) for start, end, kind in example.entities],
        )
        for example in annotated.examples
    ]
    return Standoff(report.doc_id, report.source_sha256, rows)


def write_standoff(path: Path, documents: Iterable[Standoff]) -> None:
    """Write annotation, one line a report."""
    lines = (
        json.dumps(
            {"doc_id": d.doc_id, "sha256": d.sha256, "sentences": d.sentences},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for d in documents
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_standoff(path: Path) -> Iterator[Standoff]:
    """Yield the annotation of each report in a file.

    Raises
    ------
    BaogaoError
        The file cannot be read, or a line is not of the format.
    """
    for number, line in enumerate(read_lines(path), 1):
        try:
            row = json.loads(line)
            sentences = [
                (int(start), int(end), str(label), [(int(s), int(e), str(k)) for s, e, k in names])
                for start, end, label, names in row["sentences"]
            ]
            for _, _, label, names in sentences:
                if label not in LABELS or any(kind not in ENTITY_TYPES for _, _, kind in names):
                    raise ValueError("unknown label or type")
            yield Standoff(str(row["doc_id"]), str(row["sha256"]), sentences)
        except (ValueError, KeyError, TypeError) as error:
            raise BaogaoError(
                f"not a line of annotation: {error}",
                f"{path}:{number}",
                "write doc_id, sha256 and sentences as baogao.train.standoff says",
            ) from error


def gold_of(standoff: Standoff, report: Report) -> list[GoldSentence]:
    """Return the annotated sentences of a report.

    Parameters
    ----------
    standoff : Standoff
        Annotation.
    report : Report
        Its report. What its reader took out of a sentence (a page number, say) is not in the
        sentence.

    Raises
    ------
    BaogaoError
        The report's source is another one than was annotated.
    """
    if report.source_sha256 != standoff.sha256:
        raise BaogaoError(
            f"not the file that was annotated as {standoff.doc_id}",
            report.source_path,
            "give the one with the SHA-256 that the annotation names",
        )
    found = []
    for start, end, label, names in standoff.sentences:
        first, last = _clean(report, start, end)
        inside = []
        for name_start, name_end, kind in names:
            a, b = _clean(report, name_start, name_end)
            if first <= a < b <= last:
                inside.append((a - first, b - first, kind))
        if first < last:
            text = report.text[first:last]
            found.append(GoldSentence(report.doc_id, str(start), label, text, tuple(inside)))
    return found


def _clean(report: Report, start: int, end: int) -> tuple[int, int]:
    a, b = np.searchsorted(report.offsets, [start, end]).tolist()
    return a, b
