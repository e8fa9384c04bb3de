"""A corpus from sources: plan, run, resume."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baogao.errors import BaogaoError
from baogao.pipeline import MODEL
from baogao.schema import SCHEMA_VERSION, TABLES
from baogao.segment.segmenters import SEGMENTERS, Segmenter
from baogao.version import __version__
from baogao.write.shards import Entry, clear_partial, read_entries, write_whole
from baogao.write.sources import STDIN, find, printable_path, read_source, with_ids
from baogao.write.work import Job, Options, pipeline, run_shard

SHARD_SIZE = 64
MANIFEST = "corpus.json"
ERRORS = "errors.jsonl"

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Result:
    """What a run did.

    Attributes
    ----------
    out : Path
        The corpus.
    annotated : int
        Sources annotated in this run.
    unchanged : int
        Sources whose rows were there already.
    failed : list of dict
        `path`, `stage`, `error` of the sources of the corpus that failed, now or before.
    passed_over : dict
        Ending → number of files in folders that are no reports.
    absent : int
        Sources of the corpus that were not among the inputs; their rows stay.
    """

    out: Path
    annotated: int = 0
    unchanged: int = 0
    failed: list[Entry] = field(default_factory=list)
    passed_over: dict[str, int] = field(default_factory=dict)
    absent: int = 0


def annotate(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    model: str | Path = MODEL,
    segmenter: Segmenter = "rjieba",
    user_dict: str | Path | None = None,
    encoding: str | None = None,
    metadata: str | Path | None = None,
    name_pattern: str | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    force: bool = False,
    stdin: bytes = b"",
    on_start: Callable[[int], None] | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """Annotate reports into a corpus on disk.

    A run that is cut off goes on where it stopped when it is called again, and the corpus is
    the same, byte for byte, as in one go. Sources that have not changed under the same options
    and versions are not done again. Sources of the corpus that are not among the inputs keep
    their rows.

    Parameters
    ----------
    inputs : sequence of path
        Files, folders, or `-` for standard input.
    out : path
        The corpus: a new or empty folder, or one that this function made.
    model, segmenter, user_dict
        As for `baogao.load`.
    encoding : str, optional
        Forces the encoding of text files.
    metadata : path, optional
        CSV that completes or overrides the metadata, keyed by `path`.
    name_pattern : str, optional
        How to read file names: `{level}_{place}_{year}`.
    workers : int
        Processes on this machine.
    scheduler : str, optional
        Address of a Dask scheduler whose workers see the same files.
    force : bool
        Do everything again.
    stdin : bytes
        What `-` stands for.
    on_start : callable, optional
        Called with the number of sources to do.
    on_progress : callable, optional
        Called with the number of sources and characters done since the last call.

    Returns
    -------
    Result
        What was done, and what failed. A report that fails does not stop the others.

    Raises
    ------
    BaogaoError
        The inputs, the options or the folder are no good, or another run is at work there.
    """
    folder = Path(out)
    options = _options(model, segmenter, user_dict, encoding, name_pattern)
    overrides = _overrides(metadata)
    if workers < 1:
        raise BaogaoError("workers must be at least 1", "", "give a positive number")
    found = find(inputs)
    _check_folder(folder)
    with _locked(folder):
        clear_partial(folder)
        versions = _versions(options, user_dict)
        digest = hashlib.sha256(json.dumps(versions, sort_keys=True).encode()).hexdigest()
        planned, absent = _assign(folder, found.paths)
        _check_overrides(overrides, found.paths, metadata)
        jobs, finished = [], []
        for shard, paths in sorted(planned.items()):
            job = Job(str(folder), shard, digest, options, paths, overrides, stdin=stdin)
            job, entries = _unchanged(folder, job, force)
            if entries is None:
                jobs.append(job)
            else:
                finished.append(entries)
        result = Result(folder, passed_over=found.passed_over, absent=absent)
        result.unchanged = sum(map(len, finished)) + sum(len(job.kept) for job in jobs)
        if on_start is not None:
            on_start(sum(len(job.sources) - len(job.kept) for job in jobs))
        _write_manifest(folder, versions, finished, jobs)
        for job, entries in _run(jobs, workers, scheduler, on_progress):
            finished.append(entries)
            result.annotated += len(entries) - len(job.kept)
        _write_manifest(folder, versions, finished, [])
        result.failed = [
            {name: entry[name] for name in ("path", "stage", "error")}
            for entries in sorted(finished, key=lambda e: e[0]["shard"])
            for entry in entries
            if entry["state"] == "failed"
        ]
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in result.failed]
        write_whole(folder / ERRORS, "".join(lines).encode())
    return result


def _options(
    model: str | Path,
    segmenter: Segmenter,
    user_dict: str | Path | None,
    encoding: str | None,
    name_pattern: str | None,
) -> Options:
    if segmenter not in SEGMENTERS:
        raise BaogaoError(f"unknown segmenter {segmenter!r}", "", f"use {', '.join(SEGMENTERS)}")
    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError as error:
            raise BaogaoError(
                f"unknown encoding {encoding!r}", "", "use utf-8, gb18030, big5, utf-16, …"
            ) from error
    if name_pattern is not None:
        from baogao.read.metadata import compile_name_pattern

        compile_name_pattern(name_pattern)
    return Options(
        str(model), segmenter, str(user_dict) if user_dict else None, encoding, name_pattern
    )


def _overrides(metadata: str | Path | None) -> Mapping[str, Mapping[str, str]]:
    if metadata is None:
        return {}
    from baogao.read.metadata import read_metadata_csv

    return read_metadata_csv(Path(metadata))


def _check_overrides(
    overrides: Mapping[str, Any], paths: Sequence[str], metadata: str | Path | None
) -> None:
    unknown = sorted(set(overrides) - set(paths))
    if unknown and not set(overrides) & set(paths):
        raise BaogaoError(
            f"none of its paths is among the inputs ({unknown[0]!r}, …)",
            str(metadata),
            "write the paths as the command finds them",
        )


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        inside = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise BaogaoError(
            f"cannot be a folder for a corpus: {error.strerror}",
            str(folder),
            "choose another --out",
        ) from error
    ours = {MANIFEST, ERRORS, ".lock", MANIFEST + ".partial", *TABLES}
    if MANIFEST not in inside and inside - ours:
        raise BaogaoError(
            "holds something else than a corpus", str(folder), "choose a new or empty folder"
        )


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second run out; the system frees the lock when the process ends, however it does."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock.
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BaogaoError("another run is at work", str(folder), "wait for it") from error
        yield


def _versions(options: Options, user_dict: str | Path | None) -> dict[str, Any]:
    """Return what, besides the sources, the tables depend on."""
    nlp = pipeline(options)
    dictionary = None
    if user_dict is not None:
        dictionary = hashlib.sha256(Path(user_dict).read_bytes()).hexdigest()
    return {
        "schema": SCHEMA_VERSION,
        "program": __version__,
        "model": {"name": options.model, "sha256": _folder_hash(nlp.path)},
        "segmenter": options.segmenter,
        "user_dict_sha256": dictionary,
        "encoding": options.encoding,
        "name_pattern": options.name_pattern,
    }


def _folder_hash(folder: Path | None) -> str | None:
    """Return a digest of all files of a model: its version may say less than its weights."""
    if folder is None:
        return None
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _assign(folder: Path, paths: Sequence[str]) -> tuple[dict[int, Any], int]:
    """Give each source a shard: the one it has, or, in order, a new one."""
    known: dict[str, int] = {}
    if (folder / MANIFEST).exists():
        manifest = read_manifest(folder)
        known = {entry["path"]: entry["shard"] for entry in manifest["sources"]}
    given = {printable_path(path): path for path in paths}
    every = {path: given.get(path, path) for path in sorted({*known, *given})}
    sources = {s.path: s for s in with_ids(every.values())}
    fresh = [path for path in every if path not in known]
    first = max(known.values(), default=-1) + 1
    shard_of = known | {path: first + n // SHARD_SIZE for n, path in enumerate(fresh)}
    planned: dict[int, list[Any]] = {}
    for path, raw in every.items():
        planned.setdefault(shard_of[path], []).append(sources[raw])
    return {shard: tuple(group) for shard, group in planned.items()}, len(set(known) - set(given))


def _unchanged(folder: Path, job: Job, force: bool) -> tuple[Job, list[Entry] | None]:
    """Return the job with the sources that need not be done, and its entries if none does."""
    before = None if force else read_entries(folder, job.shard)
    if before is None or before[0] != job.digest:
        return job, None
    old = {entry["path"]: entry for entry in before[1]}
    kept: dict[str, Entry] = {}
    done: list[Entry] = []
    for source in job.sources:
        entry = old.get(printable_path(source.path))
        if entry and _same(entry, source.doc_id, source.path, job):
            done.append(entry)
            if entry["state"] == "done":
                kept[source.doc_id] = entry
    if len(done) == len(job.sources) == len(old):
        return job, done
    return dataclasses.replace(job, kept=kept), None


def _same(entry: Entry, doc_id: str, path: str, job: Job) -> bool:
    # What could not be read, or ended its process, may be better now.
    if entry["sha256"] is None or entry.get("stage") == "worker" or entry["doc_id"] != doc_id:
        return False
    if entry.get("metadata", {}) != dict(job.overrides.get(path, {})):
        return False
    if path == STDIN and not job.stdin:
        return True
    try:
        return hashlib.sha256(read_source(path, job.stdin)).hexdigest() == entry["sha256"]
    except BaogaoError:
        # The rows of a source that is gone are the best there is.
        return True


def _run(
    jobs: Sequence[Job], workers: int, scheduler: str | None, progress: Progress | None
) -> Iterator[tuple[Job, list[Entry]]]:
    if scheduler is None and workers == 1:
        for job in jobs:
            yield job, run_shard(job, progress)
    elif jobs:
        from baogao.write.cluster import run_on_dask

        yield from run_on_dask(jobs, workers, scheduler, progress)


def _write_manifest(
    folder: Path, versions: dict[str, Any], finished: Sequence[list[Entry]], jobs: Sequence[Job]
) -> None:
    entries = [entry for group in finished for entry in group]
    for job in jobs:
        for source in job.sources:
            entries.append(
                {
                    "path": printable_path(source.path),
                    "doc_id": source.doc_id,
                    "sha256": None,
                    "state": "pending",
                    "shard": job.shard,
                }
            )
    entries.sort(key=lambda entry: (entry["shard"], entry["path"]))
    manifest = {"schema_version": SCHEMA_VERSION, "made_with": versions, "sources": entries}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / MANIFEST, text.encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a corpus.

    Raises
    ------
    BaogaoError
        The folder is no corpus, or one of another schema version.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["schema_version"]
        manifest["sources"]  # noqa: B018
    except OSError as error:
        raise BaogaoError(
            "no corpus", str(folder), "make one with baogao annotate … --out DIR"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BaogaoError(
            "not a manifest of baogao", str(path), "annotate into a new folder"
        ) from error
    if version != SCHEMA_VERSION:
        raise BaogaoError(
            f"schema version {version}, this program writes {SCHEMA_VERSION}",
            str(folder),
            "annotate into a new folder",
        )
    return manifest  # type: ignore[no-any-return]
