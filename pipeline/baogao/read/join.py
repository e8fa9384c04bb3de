"""Join lines that one paragraph was broken into."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from baogao.read.aligned import AlignedText
from baogao.read.lines import NUMBERED, SALUTATION, Line, columns, split_lines

_ANCHOR_LENGTH = 12
_LONG_LINE = 20
_MOST = 0.6


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
        into = line.text in links and not before.closed and not before.bare_heading
        out_of = before.text in links and not line.opens
        if into or out_of:
            edits.append((before.end, line.start))
    return aligned.delete(edits)


_ONLY_HAN = re.compile(r"[\u4e00-\u9fff“”]{2,}")


def join_lines(aligned: AlignedText) -> AlignedText:
    """Join lines that one paragraph was broken into."""
    lines = split_lines(aligned.text)
    if not lines:
        return aligned
    margin = _margin(lines)
    tight = margin is None and _blank_separated(lines)
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
            else _goes_on(line, following, tail, margin, tight)
        )
        edits.append((line.end, following.start, "" if joined else "\n"))
        if not joined:
            tail = ""
    if lines[-1].end < len(aligned.text):
        edits.append((lines[-1].end, len(aligned.text), ""))
    return aligned.replace(edits)


class _Margin(NamedTuple):
    """How a text was wrapped: columns of a full line, and whether paragraphs begin indented."""

    width: int
    indented: bool


def _width(line: Line) -> int:
    return columns(line.text) + line.indent


def _margin(lines: list[Line]) -> _Margin | None:
    """Return the margin at which a text was wrapped by hand or by a printer."""
    if len(lines) < 20:
        return None
    widths = np.array([_width(line) for line in lines])
    full = int(np.percentile(widths, 90))
    if not 30 <= full <= 130 or widths.max() > full * 1.5:
        return None
    near = widths >= full - 6
    unfinished = np.array([not line.closed for line in lines])
    if near.mean() < 0.4 or (near & unfinished).sum() < 0.5 * near.sum():
        return None
    numbered = [line.indent >= 2 for line in lines if line.numbered]
    return _Margin(full, bool(numbered) and sum(numbered) >= _MOST * len(numbered))


def _blank_separated(lines: list[Line]) -> bool:
    return sum(line.gap > 0 for line in lines) >= 0.35 * len(lines)


def _goes_on_in_front(line: Line, following: Line) -> bool:
    return (
        "届" in line.text
        and "会议" not in line.text
        and "会议" in following.text
        and "届" not in following.text
    )


def _goes_on(line: Line, following: Line, so_far: str, margin: _Margin | None, tight: bool) -> bool:
    if following.overhangs:
        return True
    if line.inside:
        return True
    if SALUTATION.match(following.text):
        return False
    if margin is not None:
        full = _width(line) >= margin.width - 8
        if full and margin.indented and following.indent < 2:
            return True
        if following.opens and (line.closed or following.indent > line.indent):
            return False
        if following.indent > line.indent + 1:
            return False
        # A short line that ends in mid-sentence was broken by something else than the margin.
        unfinished = not line.closed and any(mark in so_far for mark in "。！？；")
        return unfinished or full
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
