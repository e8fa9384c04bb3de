"""What one process does: a shard of sources → tables on disk."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from baogao.errors import BaogaoError
from baogao.schema import TABLES
from baogao.segment.segmenters import Segmenter
from baogao.write.shards import Entry, read_rows, write_shard
from baogao.write.sources import Source, printable_path, read_source

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Options:
    """How to annotate; a change of any of them does a corpus again."""

    model: str
    segmenter: Segmenter
    user_dict: str | None = None
    encoding: str | None = None
    name_pattern: str | None = None
    indicators: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A shard to make.

    Attributes
    ----------
    out : str
        The corpus.
    shard : int
        Its number.
    digest : str
        Of the options and versions.
    options : Options
        How to annotate.
    sources : tuple of Source
        In the order of their rows.
    overrides : mapping
        Path → metadata that the user gave.
    kept : mapping
        `doc_id` → entry of a source that has not changed, whose rows are taken over.
    stdin : bytes
        What came from standard input, where that is a source.
    dead : frozenset of str
        Paths of sources that ended their process.
    """

    out: str
    shard: int
    digest: str
    options: Options
    sources: tuple[Source, ...]
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept: Mapping[str, Entry] = field(default_factory=dict)
    stdin: bytes = b""
    dead: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Annotated:
    """The tables of one source, and how many characters its clean text has."""

    tables: dict[str, pa.Table]
    characters: int


class StageError(Exception):
    """A source failed in a stage."""

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(stage, message)
        self.stage, self.message = stage, message


@lru_cache(maxsize=1)
def pipeline(options: Options) -> Language:
    """Return the pipeline of some options, loaded once a process."""
    from baogao.pipeline import load

    return load(
        options.model,
        segmenter=options.segmenter,
        user_dict=options.user_dict,
        indicators=options.indicators,
    )


def annotated_doc(
    data: bytes, source: Source, options: Options, overrides: Mapping[str, str] | None = None
) -> Doc:
    """Take one source through all stages but writing.

    Raises
    ------
    StageError
        A stage failed on it; whatever was raised there, it is told in one line.
    """
    from baogao.read import read_bytes
    from baogao.segment import make_doc

    nlp = pipeline(options)
    with _stage("read"):
        report = read_bytes(
            data,
            source.path,
            encoding=options.encoding,
            overrides=overrides,
            name_pattern=options.name_pattern,
            doc_id=source.doc_id,
        )
        report.source_path = printable_path(source.path)
    with _stage("segment"):
        doc = make_doc(nlp, report)
    for name, component in nlp.pipeline:
        with _stage(name):
            doc = component(doc)
    return doc


def annotate_source(
    data: bytes, source: Source, options: Options, overrides: Mapping[str, str] | None
) -> Annotated:
    """Take one source through all stages.

    Raises
    ------
    StageError
        A stage failed on it; whatever was raised there, it is told in one line.
    """
    from baogao.write.tables import tables_of

    doc = annotated_doc(data, source, options, overrides)
    with _stage("write"):
        return Annotated(tables_of([doc]), len(doc._.report.text))


@contextlib.contextmanager
def _stage(name: str) -> Iterator[None]:
    try:
        yield
    except BaogaoError as error:
        # The path has its own column.
        raise StageError(name, str(BaogaoError(error.what, "", error.todo))) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        detail = " ".join(str(error).split())[:300]
        raise StageError(name, f"{type(error).__name__}: {detail}") from error


def run_shard(job: Job, progress: Callable[[int, int], None] | None = None) -> list[Entry]:
    """Annotate the sources of a job and write its shard.

    Parameters
    ----------
    job : Job
        What to do.
    progress : callable, optional
        Called after each source with the number of sources and characters done.

    Returns
    -------
    list of dict
        An entry for each source, as the manifest keeps it.
    """
    # Without the zone every new word would stay in memory for good; with one for each report
    # the common words would be made anew each time.
    with pipeline(job.options).memory_zone():
        return _run_shard(job, progress)


def _run_shard(job: Job, progress: Callable[[int, int], None] | None) -> list[Entry]:
    out = Path(job.out)
    kept: dict[str, pa.Table] = {}
    if job.kept:
        try:
            kept = read_rows(out, job.shard, list(job.kept))
        except BaogaoError:
            # Damaged on the disk: made anew.
            job = dataclasses.replace(job, kept={})
    parts: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
    entries: list[Entry] = []
    for source in job.sources:
        if source.doc_id in job.kept:
            entries.append(dict(job.kept[source.doc_id]))
            for name, table in kept.items():
                parts[name].append(table.filter(pa.compute.equal(table["doc_id"], source.doc_id)))
            continue
        entry, annotated = _attempt(source, job)
        entries.append(entry)
        if annotated is not None:
            for name, table in annotated.tables.items():
                parts[name].append(table)
        if progress is not None:
            progress(1, annotated.characters if annotated else 0)
    tables = {
        name: pa.concat_tables([schema.empty_table(), *parts[name]]).combine_chunks()
        for name, schema in TABLES.items()
    }
    write_shard(out, job.shard, tables, job.digest, entries)
    return entries


def _attempt(source: Source, job: Job) -> tuple[Entry, Annotated | None]:
    entry: Entry = {
        "path": printable_path(source.path),
        "doc_id": source.doc_id,
        "sha256": None,
        "state": "failed",
        "shard": job.shard,
    }
    overrides = job.overrides.get(source.path)
    if overrides:
        entry["metadata"] = dict(sorted(overrides.items()))
    try:
        if source.path in job.dead:
            raise StageError("worker", "the process that worked on it died (out of memory?)")
        data = read_source(source.path, job.stdin)
        entry["sha256"] = hashlib.sha256(data).hexdigest()
        annotated = annotate_source(data, source, job.options, overrides)
    except BaogaoError as error:
        return entry | {
            "stage": "read",
            "error": str(BaogaoError(error.what, "", error.todo)),
        }, None
    except StageError as error:
        return entry | {"stage": error.stage, "error": error.message}, None
    return entry | {"state": "done", "characters": annotated.characters}, annotated
