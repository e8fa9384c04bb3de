"""Undo what copying, printing and paging did to a text."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from baogao.read.aligned import AlignedText
from baogao.read.lines import NUMBERED, SALUTATION, Line, split_lines
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
        and not _numbered_head(before)
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


_ANCHOR_LENGTH = 12
_LONG_LINE = 20


def join_links(aligned: AlignedText) -> AlignedText:
    """Join lines that a copied page broke before and after the words of a link.

    Such words stand on a line of their own again and again, at least once in mid-sentence.
    """
    lines = split_lines(aligned.text)
    often = Counter(line.text for line in lines if len(line.text) <= _ANCHOR_LENGTH)
    links = {
        line.text
        for before, line in zip(lines, lines[1:], strict=False)
        if often[line.text] > 1
        and _ONLY_HAN.fullmatch(line.text)
        and len(before.text) >= _LONG_LINE
        and not before.closed
        and any(mark in before.text for mark in "，。")
    }
    edits = []
    for before, line in zip(lines, lines[1:], strict=False):
        into = line.text in links and not before.closed and not _numbered_head(before)
        out_of = before.text in links and not line.opens
        if into or out_of:
            edits.append((before.end, line.start))
    return aligned.delete(edits)


_ONLY_HAN = re.compile(r"[\u4e00-\u9fff“”]{2,}")


def _numbered_head(line: Line) -> bool:
    return line.numbered and "。" not in line.text


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


def join_lines(aligned: AlignedText) -> AlignedText:
    """Join lines that one paragraph was broken into."""
    lines = split_lines(aligned.text)
    if not lines:
        return aligned
    width = _wrap_width(lines)
    tight = width is None and _blank_separated(lines)
    body = next((i + 1 for i, line in enumerate(lines) if SALUTATION.match(line.text)), 0)
    if body > 12:
        body = 0
    edits: list[tuple[int, int, str]] = []
    if lines[0].start:
        edits.append((0, lines[0].start, ""))
    tail = ""
    for i, (line, following) in enumerate(zip(lines, lines[1:], strict=False)):
        tail = (tail + line.text)[-200:]
        joined = (
            _goes_on_in_front(line, following)
            if i + 1 < body
            else _goes_on(line, following, tail, width, tight)
        )
        edits.append((line.end, following.start, "" if joined else "\n"))
        if not joined:
            tail = ""
    if lines[-1].end < len(aligned.text):
        edits.append((lines[-1].end, len(aligned.text), ""))
    return aligned.replace(edits)


def columns(text: str) -> int:
    """Return the width of a line as printed: two for what GBK writes in two bytes."""
    return len(text.encode("gbk", "replace"))


def _wrap_width(lines: list[Line]) -> int | None:
    """Return the columns of a full line where the text was wrapped by hand or by a printer."""
    if len(lines) < 20:
        return None
    widths = np.array([columns(line.text) for line in lines])
    full = int(np.percentile(widths, 90))
    if not 30 <= full <= 130 or widths.max() > full * 1.5:
        return None
    near = widths >= full - 6
    unfinished = np.array([not line.closed for line in lines])
    if near.mean() < 0.4 or (near & unfinished).sum() < 0.5 * near.sum():
        return None
    return full


def _blank_separated(lines: list[Line]) -> bool:
    return sum(line.gap > 0 for line in lines) >= 0.35 * len(lines)


def _goes_on_in_front(line: Line, following: Line) -> bool:
    return (
        "届" in line.text
        and "会议" not in line.text
        and "会议" in following.text
        and "届" not in following.text
    )


def _goes_on(line: Line, following: Line, so_far: str, width: int | None, tight: bool) -> bool:
    if following.overhangs:
        return True
    if line.inside:
        return True
    if SALUTATION.match(following.text):
        return False
    if width is not None:
        if following.opens and (line.closed or following.indent > line.indent):
            return False
        if following.indent > line.indent + 1:
            return False
        # A short line that ends in mid-sentence was broken by something else than the margin.
        unfinished = not line.closed and any(mark in so_far for mark in "。！？；")
        return unfinished or columns(line.text) >= width - 8
    if following.opens:
        return False
    # A paragraph of fragments is one even before its first full stop.
    pieced = so_far != line.text and "，" in so_far and not NUMBERED.match(so_far)
    prose = pieced or any(mark in so_far for mark in "。！？；")
    if tight and not following.gap:
        if following.indent >= 2:
            return False
        return not (_heading_like(so_far) and not line.closed)
    if line.closed:
        return False
    if prose:
        return not (following.indent >= 2 and following.gap)
    return False


def _heading_like(text: str) -> bool:
    return NUMBERED.match(text) is not None and not any(mark in text for mark in "。！？；")
