"""Bytes of any format → the decoded source: the text that source offsets count in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from baogao.errors import BaogaoError
from baogao.read.decode import decode

_SUFFIXES = {
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".pdf": "pdf",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# What a document may unpack to; the longest report is far below.
_MOST_BYTES = 256 * 1024 * 1024
_MOST_PAGES = 3000
_LEAST_ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a source.

    Attributes
    ----------
    text : str
        The decoded source. For .html, .docx and .pdf it is what was extracted from the file.
    encoding : str
        Of the file; empty where the format has its own.
    format : str
        `txt`, `md`, `html`, `docx` or `pdf`.
    """

    text: str
    encoding: str
    format: str


def extract(data: bytes, suffix: str, encoding: str | None, where: str) -> Extracted:
    """Return the text of a file.

    Parameters
    ----------
    data : bytes
        The file.
    suffix : str
        Its ending with the dot, in lower case; what the bytes are goes before it.
    encoding : str, optional
        Forces the encoding of a text format.
    where : str
        The file's name, for errors.

    Raises
    ------
    BaogaoError
        The file is empty, broken, encrypted, a scan, of an old format, or does not decode.
    """
    if not data.strip():
        raise BaogaoError("is empty", where, "give a file with text")
    kind = _kind(data, suffix, where)
    if kind == "docx":
        text, used = _docx(data, where), ""
    elif kind == "pdf":
        text, used = _pdf(data, where), ""
    else:
        text, used = decode(data, encoding, where)
        if kind == "html":
            text = _html(text, where)
    if not text.strip():
        raise BaogaoError("has no text", where, "give a file with text")
    return Extracted(text, used, kind)


def _kind(data: bytes, suffix: str, where: str) -> str:
    if data.startswith(_OLE):
        if suffix == ".docx":
            raise BaogaoError("is encrypted", where, "remove the password and save it again")
        raise BaogaoError("is an old Word file", where, "save it as .docx")
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"{\\rtf"):
        raise BaogaoError("is an RTF file", where, "save it as .docx")
    kind = _SUFFIXES.get(suffix, "txt")
    if kind in ("docx", "pdf", "doc"):
        raise BaogaoError(f"is not a {suffix} file inside", where, "save it again as .docx or .txt")
    if kind == "txt" and re.match(rb"\s*(?:<!doctype html|<html)", data[:200], re.IGNORECASE):
        return "html"
    return "txt" if kind == "rtf" else kind


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _docx(data: bytes, where: str) -> str:
    """Return the paragraphs of a Word file in order, those of tables and text boxes too."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise BaogaoError("unpacks to too much", where, "save its text as .txt")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise BaogaoError("is encrypted", where, "remove the password and save it again")
        import docx

        body = docx.Document(io.BytesIO(data)).element.body
        return "\n".join(_docx_paragraphs(body))
    except BaogaoError:
        raise
    except Exception as error:  # what a broken file raises is open-ended
        raise BaogaoError(
            f"is a broken .docx file ({type(error).__name__})", where, "open and save it again"
        ) from error


def _docx_paragraphs(body: Any) -> Iterator[str]:
    for paragraph in body.iter(f"{_WORD}p"):
        if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
            continue
        parts = []
        for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            # A text box inside a paragraph has paragraphs of its own.
            if next(node.iterancestors(f"{_WORD}p")) is not paragraph:
                continue
            if node.tag == f"{_WORD}t":
                parts.append(node.text or "")
            else:
                parts.append("\t" if node.tag == f"{_WORD}tab" else "\n")
        yield "".join(parts)


def _pdf(data: bytes, where: str) -> str:
    """Return the text layer of a PDF, a form feed between pages."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BaogaoError("is encrypted", where, "remove the password and save it again")
        if len(reader.pages) > _MOST_PAGES:
            raise BaogaoError(f"has more than {_MOST_PAGES} pages", where, "give the report alone")
        pages = [page.extract_text() or "" for page in reader.pages]
    except BaogaoError:
        raise
    except Exception as error:  # what a broken file raises is open-ended
        raise BaogaoError(
            f"is a broken PDF ({type(error).__name__})", where, "save it again, or as text"
        ) from error
    if sum(len("".join(page.split())) for page in pages) < _LEAST_ON_A_PAGE * max(len(pages), 1):
        raise BaogaoError(
            "is a PDF without a text layer (a scan)",
            where,
            "run text recognition (OCR) on it first",
        )
    return "\f".join(pages)


_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "button",
        "form",
        "nav",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tr",
        "ul",
    ]
)
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_WIDE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


def _html(text: str, where: str) -> str:
    """Return the text of a page, a line a block; what is no report is left to `strip_chrome`."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BaogaoError("is not an HTML page", where, "save it again, or as text") from error
    parts: list[str] = []
    # By events and not by recursion: a page may be nested as deep as it likes.
    skipping = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append("" if skipping else node.tail or "")
            continue
        tag = node.tag
        if event == "start":
            skipping += tag in _DROPPED
            if not skipping:
                parts.append("\x00" if tag in _BLOCKS else "")
                parts.append(node.text or "")
            continue
        if not skipping:
            parts.append("\x00" if tag in _BLOCKS else " " if tag in ("td", "th") else "")
        skipping -= tag in _DROPPED
        if not skipping:
            parts.append(node.tail or "")
    lines = (
        _WIDE.sub("", _BLANK.sub(" ", line)).strip(" ") for line in "".join(parts).split("\x00")
    )
    return "\n".join(line for line in lines if line)
