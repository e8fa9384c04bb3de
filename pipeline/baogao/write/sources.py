"""What to annotate: files, folders and standard input → an ordered list of sources."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from baogao.errors import BaogaoError

STDIN = "-"
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"})
# Formats whose own error tells the user what to do.
_TOLD = frozenset({".doc", ".rtf", ".wps"})


@dataclass(frozen=True, slots=True)
class Source:
    """One report to annotate.

    Attributes
    ----------
    path : str
        As found from the command line; `-` for standard input.
    doc_id : str
        Unique in the corpus.
    """

    path: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """What some inputs hold.

    Attributes
    ----------
    paths : list of str
        The files, in order.
    folders : list of str
        The inputs that are folders.
    passed_over : dict
        Ending → number of files in folders that are no reports.
    """

    paths: list[str]
    folders: list[str]
    passed_over: dict[str, int]

    def covers(self, path: str) -> bool:
        """Return whether a path lies in one of the folders, so that it would have been found."""
        parts = PurePath(path).parts
        for folder in self.folders if path != STDIN else ():
            above = PurePath(folder).parts
            if (
                parts[: len(above)] == above
                and ".." not in parts[len(above) :]
                and PurePath(path).is_absolute() == PurePath(folder).is_absolute()
            ):
                return True
        return False


def find(inputs: Sequence[str | Path], out: Path | None = None) -> Found:
    """List the files of some inputs: a file is taken as it is, a folder is gone through.

    In a folder, files of other kinds than `SUFFIXES` are passed over and counted; hidden ones
    are not looked at, nor is the corpus `out`. Links to folders are not followed, so that a loop
    cannot catch it.

    Raises
    ------
    BaogaoError
        An input does not exist, or nothing is found.
    """
    paths: dict[str, None] = {}
    folders: list[str] = []
    passed_over: Counter[str] = Counter()
    for given in map(str, inputs):
        if given == STDIN:
            paths[STDIN] = None
        elif "\0" in given:
            raise BaogaoError("no such file or folder", given, "check the path")
        elif Path(given).is_dir():
            folders.append(given)
            for path in _walk(given, out):
                suffix = PurePath(path).suffix.lower()
                if suffix in SUFFIXES or suffix in _TOLD or Path(path).is_dir():
                    paths[path] = None
                else:
                    passed_over[suffix or "no ending"] += 1
        elif os.path.lexists(given):
            # As a walk spells it: one file is one source.
            paths[str(PurePath(given))] = None
        else:
            raise BaogaoError("no such file or folder", given, "check the path")
    if not paths:
        raise BaogaoError(
            "no reports found",
            ", ".join(map(str, inputs)),
            f"reports end in {', '.join(sorted(SUFFIXES))}",
        )
    return Found(sorted(paths), folders, dict(sorted(passed_over.items())))


def _walk(folder: str, out: Path | None) -> Iterator[str]:
    # A folder that cannot be read is a source that cannot: it is listed, and the rest goes on.
    unreadable: list[str] = []

    def remember(error: OSError) -> None:
        unreadable.append(str(PurePath(str(error.filename))))

    inside = out is not None and out.resolve().is_relative_to(Path(folder).resolve())
    for root, folders, files in os.walk(folder, onerror=remember):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not (inside and out is not None and Path(root, name).resolve() == out.resolve())
        )
        for name in sorted(files):
            if not name.startswith("."):
                yield str(PurePath(root, name))
    yield from unreadable


# A report has about 100 kB; with pictures in a PDF some MB.
MAX_BYTES = 256 * 2**20


def read_source(path: str, stdin: bytes = b"") -> bytes:
    """Return the bytes of a source.

    Raises
    ------
    BaogaoError
        It cannot be read, or is no regular file (a pipe would never end).
    """
    if path == STDIN:
        return stdin
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            raise BaogaoError("folder cannot be read", path, "check its permissions")
        if not stat.S_ISREG(status.st_mode):
            raise BaogaoError("not a regular file", path, "give a file")
        if status.st_size > MAX_BYTES:
            raise BaogaoError("larger than 256 MB, which no report is", path, "split it")
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BaogaoError(
            f"cannot be read: {reason}", path, "check the file and its permissions"
        ) from error


def with_ids(paths: Iterable[str]) -> list[Source]:
    """Give each path a document id: the file's name without its ending, made unique.

    Where two collide, as much of the folder as tells them apart goes before it, and then the
    ending behind it.

    >>> [s.doc_id for s in with_ids(["a/2020.txt", "b/2020.txt", "b/2021.txt"])]
    ['a/2020', 'b/2020', '2021']
    """
    ordered = list(paths)
    ids = {path: _plain(PurePath(path).stem) if path != STDIN else "stdin" for path in ordered}
    depth = 1
    while clashes := _clashes(ids):
        deepest = max(len(PurePath(path).parts) for path in clashes)
        for path in clashes:
            parts = PurePath(path).parts
            if depth < deepest:
                name = PurePath(*parts[-depth - 1 : -1], PurePath(path).stem)
            else:
                name = PurePath(path)
            ids[path] = _plain(str(name))
        if depth > deepest:
            # Names that differ only in what cannot be printed.
            for number, path in enumerate(clashes, 1):
                ids[path] += f"#{number}"
        depth += 1
    return [Source(path, ids[path]) for path in ordered]


def _clashes(ids: dict[str, str]) -> list[str]:
    count = Counter(ids.values())
    return [path for path, doc_id in ids.items() if count[doc_id] > 1]


def _plain(name: str) -> str:
    """Return a name that any table can hold: no control characters, no broken encoding."""
    whole = os.fsencode(name).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in whole).lstrip("/")


def printable_path(path: str) -> str:
    """Return a path as it is written into tables: bytes that are no UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
