"""Undo what copying, printing and paging did to a text."""

from __future__ import annotations

import re

import numpy as np

from baogao.read.aligned import AlignedText
from baogao.read.lines import NUMBERED, columns, split_lines
from baogao.report import Removed

_UNWANTED = re.compile(
    r"(?P<newline>\r\n?|[\f\v\x1c-\x1e\x85\u2028\u2029])"
    r"|(?P<entity>&(?:nbsp|emsp|ensp|thinsp);?)"
    r"|(?P<space>\?{2,}[?\t ]*|[\xa0\u2000-\u200a\u202f\u205f])"
    r"|(?P<nothing>[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2064\ufeff\ufffc\ufffe\uffff\ud800-\udfff])"
)


def normalise(aligned: AlignedText) -> AlignedText:
    """Return the text with `\\n` for every line end, plain spaces, and no invisible characters.

    A run of `?` stands where a conversion found no space in its character set.
    """
    aligned = _join_at_page_marks(aligned)
    edits = []
    for match in _UNWANTED.finditer(aligned.text):
        kind = match.lastgroup
        new = "\n" if kind == "newline" else "" if kind == "nothing" else " "
        edits.append((match.start(), match.end(), new))
    return aligned.replace(edits)


_PAGE_MARK = re.compile(r"[\u200b\ufeff]+")


def _join_at_page_marks(aligned: AlignedText) -> AlignedText:
    """Join what Wikisource breaks where the print's page ended, by a line that shows nothing."""
    if not _PAGE_MARK.search(aligned.text):
        return aligned
    lines = split_lines(aligned.text)
    return aligned.delete(
        (before.end, after.start)
        for before, mark, after in zip(lines, lines[1:], lines[2:], strict=False)
        if _PAGE_MARK.fullmatch(mark.text)
        and not before.closed
        and any(mark in before.text for mark in "，。")
        and not before.bare_heading
    )


_LOST_LINES = 1500
_RUN = re.compile(r"[ \u3000\t]*\u3000[ \u3000\t]*|[ \t]{2,}")
_GLUED_HEAD = re.compile(
    r"(?<=[。！？])(?=(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）))"
)


def restore_lines(aligned: AlignedText) -> AlignedText:
    """Give a text that lost its line ends paragraphs again, at runs of wide spaces.

    A text counts as such when it has hardly a line end. Single spaces at even distances are
    taken for the line ends of a printed page, which `join_lines` then joins.
    """
    text = aligned.text
    breaks = text.strip().count("\n")
    if len(text) < _LOST_LINES or breaks * _LOST_LINES > len(text):
        return aligned
    runs = [(m.start(), m.end(), "\n") for m in _RUN.finditer(text)]
    if len(runs) * _LOST_LINES < len(text):
        runs = _printed_lines(text)
    heads = [(m.start(), m.start(), "\n") for m in _GLUED_HEAD.finditer(text)]
    return aligned.replace(sorted({*runs, *heads}))


_PRINTED_NUMBER = re.compile(r"(?:[—–-]{1,4} )?[—–-]{1,4} ?\d{1,3} ?[—–-]{1,4}")


def _printed_lines(text: str) -> list[tuple[int, int, str]]:
    """Return the spaces that stand for line ends: after a full line, a paragraph or a heading.

    Others stand between a number and what it counts (`2023 年`).
    """
    spaces = [m.start() for m in re.finditer(" ", text)]
    gaps = np.diff(spaces)
    if len(gaps) < 50 or not 10 <= np.median(gaps) <= 60:
        return []
    numbers = [m.span() for m in _PRINTED_NUMBER.finditer(text)]
    edges = {edge for start, end in numbers for edge in (start - 1, end)}
    within = {i for start, end in numbers for i in range(start, end)}
    starts = [0, *(at + 1 for at in spaces)]
    pieces = [text[a : b - 1] for a, b in zip(starts, starts[1:], strict=False)]
    full = float(np.percentile([columns(piece) for piece in pieces], 75)) - 8
    edits: list[tuple[int, int, str]] = []
    begin = 0
    for at in spaces:
        line, after = text[begin:at], text[at + 1 : at + 12]
        if at in within:
            continue
        if (
            at in edges
            or columns(line) >= full
            or line[-1:] in "。！？；："
            or (NUMBERED.match(line) and len(line) > 4)
            or NUMBERED.match(after)
        ):
            edits.append((at, at + 1, "\n"))
            begin = at + 1
    return edits


_MARKDOWN = re.compile(
    r"^[ \t]{0,3}(?:(?:#{1,6}(?=[ \t]|[^#\s])|>|[-*+][ \t]+(?=\S))[ \t]*)+", re.M
)
_EMPHASIS = re.compile(
    r"\*\*|__|(?<!\*)\*(?=[^\s*])|(?<=[^\s*])\*(?!\*)|`|\\(?=[\\`*_{}\[\]()#+.!>|~-])"
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\s]{0,500}\)")


def unmark(aligned: AlignedText) -> tuple[AlignedText, list[Removed]]:
    """Take Markdown's marks out."""
    removed: list[Removed] = []
    for pattern in (_LINK, _MARKDOWN, _EMPHASIS):
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(aligned.text):
            if pattern is _LINK:
                spans += [(match.start(), match.start(1)), (match.end(1), match.end())]
            elif match.end() > match.start():
                spans.append(match.span())
        aligned, gone = aligned.cut(spans, "markup")
        removed += gone
    return aligned, removed


_NUMERAL = r"[\d０-９一二三四五六七八九十百]{1,4}"
_PAGE_NUMBER = re.compile(
    rf"[—–－\-―·•~～_]+\s*{_NUMERAL}\s*(?:[—–－\-―·•~～_]+)?"
    rf"|第\s*{_NUMERAL}\s*页(?:\s*[,，/]?\s*[共总]\s*{_NUMERAL}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}|Page\s*\d+(?:\s*of\s*\d+)?"
)
_RULE = re.compile(r"[-—–－=＝*＊_~]{3,}")
_BARE_NUMBER = re.compile(r"\d{1,3}")


def drop_page_furniture(aligned: AlignedText) -> tuple[AlignedText, list[Removed]]:
    """Take page numbers and rules out."""
    lines = split_lines(aligned.text)
    spans = [
        (line.start, line.end)
        for line in lines
        if _PAGE_NUMBER.fullmatch(line.text) or _RULE.fullmatch(line.text)
    ]
    bare = [line for line in lines if _BARE_NUMBER.fullmatch(line.text)]
    numbers = [int(line.text) for line in bare]
    if len(numbers) >= 3 and all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False)):
        spans += [(line.start, line.end) for line in bare]
    return aligned.cut(sorted(set(spans)), "page_number")
