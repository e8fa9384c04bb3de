"""Bytes → `Report`: decode, extract, repair, outline, metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePath

from baogao.errors import BaogaoError
from baogao.read.aligned import AlignedText
from baogao.read.chrome import strip_chrome
from baogao.read.decode import decode
from baogao.read.metadata import extract_metadata
from baogao.read.outline import outline
from baogao.read.repair import (
    drop_page_furniture,
    join_lines,
    normalise,
    restore_lines,
    tidy,
    unmark,
)
from baogao.report import Removed, Report


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    overrides: Mapping[str, str] | None = None,
    name_pattern: str | None = None,
    doc_id: str | None = None,
) -> Report:
    """Read a report from a file."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise BaogaoError(f"cannot be read: {error.strerror}", str(path), "check the path") from error
    return read_bytes(
        data,
        str(path),
        encoding=encoding,
        overrides=overrides,
        name_pattern=name_pattern,
        doc_id=doc_id,
    )


def read_bytes(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    overrides: Mapping[str, str] | None = None,
    name_pattern: str | None = None,
    doc_id: str | None = None,
) -> Report:
    """Read a report from bytes; the name tells the format."""
    text, used = decode(data, encoding, name)
    if not text.strip():
        raise BaogaoError("empty", name, "give a report with text")
    aligned = normalise(AlignedText.identity(text))
    removed: list[Removed] = []
    if PurePath(name).suffix.lower() in (".md", ".markdown"):
        aligned, gone = unmark(aligned)
        removed += gone
    aligned = restore_lines(aligned)
    aligned, gone = strip_chrome(aligned)
    removed += gone
    aligned, gone = drop_page_furniture(aligned)
    removed += gone
    aligned = join_lines(aligned)
    aligned, gone = tidy(aligned)
    removed += gone
    found = outline(aligned.text)
    metadata, warnings = extract_metadata(
        aligned.text, found.paragraphs, found.sections, removed, name, overrides, name_pattern
    )
    return Report(
        doc_id=doc_id or PurePath(name).stem,
        text=aligned.text,
        offsets=aligned.offsets,
        paragraphs=found.paragraphs,
        sections=found.sections,
        metadata=metadata,
        source_path=name,
        source_sha256=hashlib.sha256(data).hexdigest(),
        encoding=used,
        format=PurePath(name).suffix.lstrip(".").lower() or "txt",
        removed=removed,
        warnings=[*found.warnings, *warnings],
    )


def read_text(text: str, doc_id: str = "text") -> Report:
    """Read a text that is clean already, such as a lone sentence."""
    aligned = AlignedText.identity(text)
    found = outline(text)
    metadata, warnings = extract_metadata(
        text, found.paragraphs, found.sections, [], doc_id, None, None
    )
    return Report(
        doc_id=doc_id,
        text=text,
        offsets=aligned.offsets,
        paragraphs=found.paragraphs,
        sections=found.sections,
        metadata=metadata,
        format="text",
        warnings=[*found.warnings, *warnings],
    )
