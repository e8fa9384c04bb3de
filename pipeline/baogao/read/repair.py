"""Undo what copying, printing and paging did to a text."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from baogao.read.aligned import AlignedText
from baogao.read.lines import SALUTATION, Line, split_lines
from baogao.report import Removed

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE = rf"{_HAN}\u2014\u2018-\u201d\u2026\u3001-\u303f\uff01-\uff65"

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
    edits = []
    for match in _UNWANTED.finditer(aligned.text):
        kind = match.lastgroup
        new = "\n" if kind == "newline" else "" if kind == "nothing" else " "
        edits.append((match.start(), match.end(), new))
    return aligned.replace(edits)


_LOST_LINES = 1500
_RUN = re.compile(r"[ \u3000\t]*\u3000[ \u3000\t]*|[ \t]{2,}")
_GLUED_HEAD = re.compile(
    r"(?<=[。！？])(?=(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）))"
)


def restore_lines(aligned: AlignedText) -> AlignedText:
    """Give a text that lost its line ends paragraphs again, at runs of wide spaces.

    A text counts as such when it has hardly a line end; single spaces at even distances are
    taken for the line ends of a printed page, which `join_lines` then joins.
    """
    text = aligned.text
    breaks = text.strip().count("\n")
    if len(text) < _LOST_LINES or breaks * _LOST_LINES > len(text):
        return aligned
    runs = [(m.start(), m.end(), "\n") for m in _RUN.finditer(text)]
    if len(runs) * _LOST_LINES < len(text):
        runs = _even_spaces(text)
    heads = [(m.start(), m.start(), "\n") for m in _GLUED_HEAD.finditer(text)]
    return aligned.replace(sorted({*runs, *heads}))


def _even_spaces(text: str) -> list[tuple[int, int, str]]:
    spaces = [m.start() for m in re.finditer(" ", text)]
    gaps = np.diff(spaces)
    if len(gaps) < 50 or not 10 <= np.median(gaps) <= 60:
        return []
    return [(at, at + 1, "\n") for at in spaces]


_MARKDOWN = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}(?=[ \t]|[^#\s])|(?:>[ \t]?)+|[-*+][ \t]+(?=\S))[ \t]*", re.M
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
    """Take page numbers, rules and running heads out."""
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
    spans += _running_heads(lines)
    return aligned.cut(sorted(set(spans)), "page_number")


def _running_heads(lines: list[Line]) -> list[tuple[int, int]]:
    return []


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


def _columns(text: str) -> int:
    return len(text) + sum(c > "\u2e7f" or c in "—“”‘’…" for c in text)


def _wrap_width(lines: list[Line]) -> int | None:
    """Return the columns of a full line where the text was wrapped by hand or by a printer."""
    if len(lines) < 20:
        return None
    widths = np.array([_columns(line.text) for line in lines])
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
        return _columns(line.text) >= width - 8 and following.indent <= line.indent + 1
    if following.opens:
        return False
    prose = any(mark in so_far for mark in "。！？；")
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
    from baogao.read.lines import NUMBERED

    return NUMBERED.match(text) is not None and not any(mark in text for mark in "。！？；")


_SPACES = re.compile(
    rf"(?<=[{_WIDE}])[ \t\u3000]+(?=[{_WIDE}0-9A-Za-z%％(])"
    rf"|(?<=[0-9A-Za-z%％)])[ \t\u3000]+(?=[{_WIDE}])"
    r"|(?<=[0-9])[ \t]+(?=[.%％])|(?<=[0-9]\.)[ \t]+(?=[0-9])"
)
_SPELLED = re.compile(r"(?<![0-9])[0-9](?: [0-9]){2,}(?![0-9])")
_NOTE = re.compile(
    r"(?<=[^\n])(?:［\s*\d{1,3}\s*］|\[\s*\d{1,3}\s*\]|【\s*\d{1,3}\s*】|〔\s*\d{1,2}\s*〕)"
)
_LETTERSPACED = re.compile(rf"[{_HAN}](?:[ \u3000]+[{_HAN}])+(?![{_HAN}])")


def tidy(aligned: AlignedText) -> tuple[AlignedText, list[Removed]]:
    """Take footnote marks out, and white space that means nothing."""
    aligned, removed = aligned.cut(
        [m.span() for m in _NOTE.finditer(aligned.text)], "footnote_mark"
    )
    front = _front_end(aligned.text)
    spans = _front_spaces(aligned.text[:front])
    spans += [m.span() for m in _SPACES.finditer(aligned.text, front)]
    for match in _SPELLED.finditer(aligned.text):
        spans += [(i, i + 1) for i in range(*match.span()) if aligned.text[i] == " "]
    return aligned.delete(_union(spans)), removed


def _union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _front_end(text: str) -> int:
    """Return where the salutation begins, or 0."""
    at = 0
    for line in text.split("\n", 12)[:12]:
        if SALUTATION.match(line):
            return at
        at += len(line) + 1
    return 0


_GAP = re.compile(r"[ \t\u3000]+")


def _front_spaces(front: str) -> list[tuple[int, int]]:
    """Return the spaces of title lines to take out: within spelled-out words and two-character
    names, and all but one between an office and a name."""
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", front):
        words = [m.span() for m in re.finditer(r"[^ \t\u3000]+", line[0])]
        for (_, a), (b, _) in zip(words, words[1:], strict=False):
            left, right = line[0][:a], line[0][b:]
            spelled = _single_ends(left) and _single_begins(right)
            at = line.start() + a
            digit = left[-1].isdigit() != right[0].isdigit()
            spans.append((at, line.start() + b) if spelled or digit else (at + 1, line.start() + b))
    return [span for span in spans if span[0] < span[1]]


def _single_ends(left: str) -> bool:
    return len(left) == 1 or left[-2] in " \t\u3000"


def _single_begins(right: str) -> bool:
    return len(right) == 1 or right[1] in " \t\u3000"


_COUNT = Counter
