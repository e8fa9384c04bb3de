"""A corpus from sources: plan, run, resume."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any

from baogao.errors import BaogaoError
from baogao.pipeline import MODEL
from baogao.schema import SCHEMA_VERSION, TABLES
from baogao.segment.segmenters import SEGMENTERS, Segmenter
from baogao.version import __version__
from baogao.write.shards import Entry, clear_partial, read_entries, remove_shards, write_whole
from baogao.write.sources import STDIN, Found, Source, find, printable_path, read_source, with_ids
from baogao.write.work import Job, Options, pipeline, run_shard

# Reports in a shard: what is in memory at once.
SHARD_SIZE = 32
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
        Sources annotated in this run; those that failed in it are not counted.
    unchanged : int
        Sources whose rows were there already.
    failed : list of dict
        `path`, `stage`, `error` of the sources of the corpus that failed, now or before.
    passed_over : dict
        Ending → number of files in folders that are no reports.
    absent : int
        Sources of the corpus that were not among the inputs; their rows stay.
    removed : int
        Sources of the corpus that are gone from a folder given as input; so are their rows.
    unmatched : list of str
        Paths in the table of metadata that name no source.
    """

    out: Path
    annotated: int = 0
    unchanged: int = 0
    failed: list[Entry] = field(default_factory=list)
    passed_over: dict[str, int] = field(default_factory=dict)
    absent: int = 0
    removed: int = 0
    unmatched: list[str] = field(default_factory=list)


def annotate(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    model: str | Path = MODEL,
    segmenter: Segmenter = "rjieba",
    user_dict: str | Path | None = None,
    indicators: str | Path | None = None,
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
    and versions are not done again. A source of the corpus that is gone from a folder given as
    input is taken out; one that the inputs do not cover keeps its rows, so that a corpus can
    grow folder by folder.

    With `workers` above 1, a script calls this under `if __name__ == "__main__":`, as for any
    use of several processes.

    Parameters
    ----------
    inputs : sequence of path
        Files, folders, or `-` for standard input.
    out : path
        The corpus: a new or empty folder, or one that this function made.
    model, segmenter, user_dict, indicators
        As for `baogao.load`.
    encoding : str, optional
        Forces the encoding of text files.
    metadata : path, optional
        CSV that completes or overrides the metadata, keyed by `path`: as the inputs give it, or
        its last parts where only one source ends in them.
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
    options = _options(model, segmenter, user_dict, encoding, name_pattern, indicators)
    table = _metadata(metadata)
    if workers < 1:
        raise BaogaoError("workers must be at least 1", "", "give a positive number")
    found = find(inputs, folder)
    overrides, unmatched = _match(table, found.paths, str(metadata))
    # Before the folder is made, so that a wrong option leaves nothing behind.
    versions = _versions(options)
    digest = hashlib.sha256(json.dumps(versions, sort_keys=True).encode()).hexdigest()
    _check_folder(folder)
    try:
        with _locked(folder):
            clear_partial(folder)
            planned, result = _assign(folder, found)
            result.unmatched = unmatched
            jobs: list[Job] = []
            finished: list[list[Entry]] = []
            for shard, sources in sorted(planned.items()):
                job = Job(str(folder), shard, digest, options, sources, overrides, stdin=stdin)
                job, entries = _unchanged(folder, job, force)
                if entries is None:
                    jobs.append(job)
                else:
                    finished.append(entries)
            done = [entry for entries in finished for entry in entries if entry["state"] == "done"]
            result.unchanged = len(done) + sum(len(job.kept) for job in jobs)
            if on_start is not None:
                on_start(sum(len(job.sources) - len(job.kept) for job in jobs))
            if jobs:
                _write_manifest(folder, versions, finished, jobs)
            remove_shards(folder, planned)
            for job, entries in _run(jobs, workers, scheduler, on_progress):
                finished.append(entries)
                result.annotated += sum(e["state"] == "done" for e in entries) - len(job.kept)
            _write_manifest(folder, versions, finished, [])
            result.failed = [
                {name: entry[name] for name in ("path", "stage", "error")}
                for entry in _sorted(finished)
                if entry["state"] == "failed"
            ]
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in result.failed]
            write_whole(folder / ERRORS, "".join(lines).encode())
    except OSError as error:
        raise BaogaoError(
            f"cannot write: {error.strerror or error}", str(folder), "see to it and call this again"
        ) from error
    return result


def _sorted(groups: Iterable[list[Entry]]) -> list[Entry]:
    every = [entry for group in groups for entry in group]
    return sorted(every, key=lambda entry: (entry["shard"], entry["path"]))


def _options(
    model: str | Path,
    segmenter: Segmenter,
    user_dict: str | Path | None,
    encoding: str | None,
    name_pattern: str | None,
    indicators: str | Path | None,
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
        str(model),
        segmenter,
        str(user_dict) if user_dict else None,
        encoding,
        name_pattern,
        str(indicators) if indicators else None,
    )


def _metadata(path: str | Path | None) -> Mapping[str, Mapping[str, str]]:
    if path is None:
        return {}
    from baogao.read.metadata import read_metadata_csv

    return read_metadata_csv(Path(path))


def _match(
    table: Mapping[str, Mapping[str, str]], paths: Sequence[str], where: str
) -> tuple[dict[str, Mapping[str, str]], list[str]]:
    """Return source path → its metadata, and the paths of the table that name no source."""
    ending: dict[tuple[str, ...], list[str]] = {}
    for path in paths if table else ():
        parts = PurePath(path).parts
        for n in range(len(parts)):
            ending.setdefault(parts[n:], []).append(path)
    matched: dict[str, Mapping[str, str]] = {}
    unmatched = []
    # Longer keys later: the one that says more of the path wins.
    for key in sorted(table, key=lambda k: len(PurePath(k).parts)):
        sources = ending.get(PurePath(key).parts, [])
        if str(PurePath(key)) in sources:
            sources = [str(PurePath(key))]
        if len(sources) > 1:
            raise BaogaoError(
                f"{key} may be any of {len(sources)} reports", where, "write more of its path"
            )
        for source in sources:
            matched[source] = table[key]
        if not sources:
            unmatched.append(key)
    if table and not matched:
        raise BaogaoError(
            f"none of its paths is among the inputs ({unmatched[0]}, …)",
            where,
            "write the paths as they are given to the command",
        )
    return matched, unmatched


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


def _file_hash(path: str | None) -> str | None:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else None


def _versions(options: Options) -> dict[str, Any]:
    """Return what, besides the sources, the tables depend on."""
    nlp = pipeline(options)
    package = Path(__file__).parent.parent
    return {
        "schema": SCHEMA_VERSION,
        # The files too: a rule that was edited is another version, whatever its number.
        "program": {"version": __version__, "sha256": _folder_hash(package, _STAGES)},
        "libraries": {
            name: version(name) for name in ("pyarrow", "spacy", _DISTRIBUTION[options.segmenter])
        },
        "model": {"name": options.model, "sha256": _folder_hash(nlp.path)},
        "segmenter": options.segmenter,
        "user_dict_sha256": _file_hash(options.user_dict),
        "indicators_sha256": _file_hash(options.indicators),
        "encoding": options.encoding,
        "name_pattern": options.name_pattern,
    }


_DISTRIBUTION = {"rjieba": "rjieba", "jieba": "jieba", "pkuseg": "spacy-pkuseg"}
_STAGES = ("read", "places", "segment", "tag", "classify", "measure", "write")


def _folder_hash(folder: Path | None, parts: Sequence[str] = (".",)) -> str | None:
    """Return a digest of all files of a model: its version may say less than its weights."""
    if folder is None:
        return None
    digest = hashlib.sha256()
    for part in parts:
        for path in sorted(p for p in (folder / part).rglob("*") if p.is_file()):
            if path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _assign(folder: Path, found: Found) -> tuple[dict[int, tuple[Source, ...]], Result]:
    """Give each source a shard: the one it has, or, in order, a new one."""
    known: dict[str, int] = {}
    if (folder / MANIFEST).exists():
        manifest = read_manifest(folder)
        known = {entry["path"]: entry["shard"] for entry in manifest["sources"]}
    first = max(known.values(), default=-1) + 1
    given = {printable_path(path): path for path in found.paths}
    gone = [path for path in known if path not in given and found.covers(path)]
    for path in gone:
        del known[path]
    every = {path: given.get(path, path) for path in sorted({*known, *given})}
    sources = {s.path: s for s in with_ids(every.values())}
    fresh = [path for path in every if path not in known]
    shard_of = known | {path: first + n // SHARD_SIZE for n, path in enumerate(fresh)}
    planned: dict[int, list[Source]] = {}
    for path, raw in every.items():
        planned.setdefault(shard_of[path], []).append(sources[raw])
    result = Result(
        folder,
        passed_over=found.passed_over,
        absent=len(set(known) - set(given)),
        removed=len(gone),
    )
    return {shard: tuple(group) for shard, group in planned.items()}, result


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
        same: bool = hashlib.sha256(read_source(path, job.stdin)).hexdigest() == entry["sha256"]
    except BaogaoError:
        # The rows of a source that is gone are the best there is.
        return True
    return same


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
    pending: list[Entry] = [
        {
            "path": printable_path(source.path),
            "doc_id": source.doc_id,
            "sha256": None,
            "state": "pending",
            "shard": job.shard,
        }
        for job in jobs
        for source in job.sources
    ]
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "made_with": versions,
        "sources": _sorted([*finished, pending]),
    }
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


def source_entries(folder: Path) -> list[Entry]:
    """Return what became of each source of a corpus, also while a run is not at its end.

    Raises
    ------
    BaogaoError
        The folder is no corpus.
    """
    entries: list[Entry] = read_manifest(folder)["sources"]
    unfinished = {entry["shard"] for entry in entries if entry["state"] == "pending"}
    found: dict[str, Entry] = {}
    for shard in sorted(unfinished):
        noted = read_entries(folder, shard)
        if noted is not None:
            found |= {entry["path"]: entry for entry in noted[1]}
    return [found.get(entry["path"], entry) for entry in entries]
