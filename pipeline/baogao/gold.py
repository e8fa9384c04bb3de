"""Gold annotation on disk: `ID<TAB>LABEL<TAB>TEXT with [[TYPE span]] tags`, ID is `report:line`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from baogao.errors import BaogaoError
from baogao.schema import ENTITY_TYPES, LABELS

_NOTE = re.compile(r"［\d+］|\[\d+\]")
_TAG = re.compile(r"\[\[([A-Z]+) (.+?)\]\]")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with its label and entities `(start, end, type)`, code points into `text`."""

    doc_id: str
    line: str
    label: str
    text: str
    entities: tuple[tuple[int, int, str], ...]


def parse_tagged(tagged: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Split `[[TYPE span]]` text into plain text and entities.

    >>> parse_tagged("对标[[ORG 世行]]测评")
    ('对标世行测评', ((2, 4, 'ORG'),))
    """
    parts: list[str] = []
    entities: list[tuple[int, int, str]] = []
    done = length = 0
    for match in _TAG.finditer(tagged):
        before, span = tagged[done : match.start()], match[2]
        start = length + len(before)
        length = start + len(span)
        entities.append((start, length, match[1]))
        parts += before, span
        done = match.end()
    parts.append(tagged[done:])
    return "".join(parts), tuple(entities)


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file of annotation, in UTF-8.

    Raises
    ------
    BaogaoError
        The file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8"
        raise BaogaoError(f"cannot be read: {reason}", str(path), "give a gold file") from error


def comparable(text: str) -> tuple[str, list[int]]:
    """Return the characters by which texts are laid over each other, and the offset of each.

    White space and footnote marks go; full-width forms become plain ones where that keeps the
    length.

    >>> comparable("增长 ４％[1]")
    ('增长4%', [0, 1, 3, 4])
    """
    skipped = {i for match in _NOTE.finditer(text) for i in range(*match.span())}
    characters, offsets = [], []
    for i, character in enumerate(text):
        if i in skipped or character.isspace():
            continue
        plain = unicodedata.normalize("NFKC", character)
        characters.append(plain if len(plain) == 1 else character)
        offsets.append(i)
    return "".join(characters), offsets


def read_gold(paths: Iterable[Path]) -> Iterator[GoldSentence]:
    """Yield the sentences of gold files.

    Raises
    ------
    BaogaoError
        A file cannot be read; a line is not of the format, or names an unknown label or entity type.
    """
    for path in paths:
        for number, line in enumerate(read_lines(path), 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            fields = line.split("\t")
            if len(fields) != 3 or ":" not in fields[0]:
                raise BaogaoError(
                    "not a gold line", where, "write ID<TAB>LABEL<TAB>TEXT, ID as report:line"
                )
            ident, label, tagged = fields
            if label not in LABELS:
                raise BaogaoError(f"unknown label {label!r}", where, f"use {', '.join(LABELS)}")
            plain, entities = parse_tagged(tagged)
            for _, _, kind in entities:
                if kind not in ENTITY_TYPES:
                    raise BaogaoError(
                        f"unknown entity type {kind!r}", where, f"use {', '.join(ENTITY_TYPES)}"
                    )
            doc_id, number_in_report = ident.rsplit(":", 1)
            yield GoldSentence(doc_id, number_in_report, label, plain, entities)
