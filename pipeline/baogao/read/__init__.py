"""Bytes → `Report`: decode, extract, repair, outline, metadata."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePath

from baogao.errors import BaogaoError
from baogao.read.aligned import AlignedText
from baogao.read.chrome import strip_chrome
from baogao.read.extract import extract
from baogao.read.join import join_lines, join_links
from baogao.read.metadata import extract_metadata
from baogao.read.outline import outline
from baogao.read.repair import drop_page_furniture, normalise, restore_lines, unmark
from baogao.read.spaces import tidy
from baogao.report import Removed, Report

__all__ = ["read", "read_bytes", "read_text"]

_HAN = re.compile(r"[\u3400-\u9fff]")


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    overrides: Mapping[str, str] | None = None,
    name_pattern: str | None = None,
    doc_id: str | None = None,
) -> Report:
    """Read a report from a file.

    Parameters
    ----------
    path : path
        `.txt`, `.md`, `.html`, `.docx` or `.pdf`; anything else is taken for text.
    encoding : str, optional
        Forces the encoding of a text file; UTF-8, UTF-16 and GB18030 are found by themselves.
    overrides : mapping, optional
        Metadata that goes before what the report says: `title`, `place`, `year`, ….
    name_pattern : str, optional
        How to read the file's name: `{level}_{place}_{year}`.
    doc_id : str, optional
        Instead of the file's name without its ending.

    Returns
    -------
    Report
        Clean text with the way back to the source, outline and metadata.

    Raises
    ------
    BaogaoError
        The file cannot be read: one line says why, and what to do.

    Examples
    --------
    >>> report = read("seeds/jiading_2020.md")
    >>> report.metadata.title
    '2020年上海市嘉定区人民政府工作报告'
    """
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BaogaoError(f"cannot be read: {reason}", str(path), "check the path") from error
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
    """Read a report from bytes.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name: the ending tells the format, and names often tell place and year.
    encoding, overrides, name_pattern, doc_id
        As for `read`.

    Raises
    ------
    BaogaoError
        As for `read`; also where what is left is no Chinese text.
    """
    source = extract(data, PurePath(name).suffix.lower(), encoding, name)
    removed: list[Removed] = []
    aligned = normalise(AlignedText.identity(source.text))
    steps = [strip_chrome, drop_page_furniture]
    if source.format == "md":
        aligned, gone = unmark(aligned)
        removed += gone
    aligned = join_links(restore_lines(aligned))
    for step in steps:
        aligned, gone = step(aligned)
        removed += gone
    aligned, gone = tidy(join_lines(aligned))
    removed += gone
    if not _HAN.search(aligned.text):
        raise BaogaoError("has no Chinese text", name, "give a report, or name its --encoding")
    return _report(
        aligned,
        name,
        removed,
        overrides,
        name_pattern,
        doc_id=doc_id or PurePath(name).stem,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=source.encoding,
        kind=source.format,
    )


def read_text(text: str, doc_id: str = "text") -> Report:
    """Read a text that is clean already, such as a lone sentence.

    Parameters
    ----------
    text : str
        Stays as it is, code point for code point.
    doc_id : str
        The report's id.
    """
    return _report(AlignedText.identity(text), "", [], None, None, doc_id=doc_id, kind="text")


def _report(
    aligned: AlignedText,
    name: str,
    removed: list[Removed],
    overrides: Mapping[str, str] | None,
    name_pattern: str | None,
    *,
    doc_id: str,
    sha256: str = "",
    encoding: str = "",
    kind: str,
) -> Report:
    found = outline(aligned.text)
    metadata, warnings = extract_metadata(
        aligned.text, found.paragraphs, found.sections, removed, name, overrides, name_pattern
    )
    return Report(
        doc_id=doc_id,
        text=aligned.text,
        offsets=aligned.offsets,
        paragraphs=found.paragraphs,
        sections=found.sections,
        metadata=metadata,
        source_path=name,
        source_sha256=sha256,
        encoding=encoding,
        format=kind,
        removed=removed,
        warnings=[*found.warnings, *warnings],
    )
