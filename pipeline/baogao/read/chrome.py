"""What a web page, a data set or a photo desk put around a report: found and taken out.

The report's body is found by its shape (salutation, prose, headings); cues are needed only for
what lies within it and for where the page's own matter begins after it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from baogao.read.aligned import AlignedText
from baogao.read.lines import NUMBERED, SALUTATION, Line, split_lines
from baogao.report import Removed

_TITLE = re.compile(r".{0,60}(?:报\s*告|报告[（(《].{1,24}|報告|说明)[\s。]*(?:[（(].{1,12}[）)])?")
_MEETING = re.compile(
    r".{0,90}(?:会议上?|大会上?|會議上?)(?:的?.{0,12}(?:报告|讲话))?[。）)]?.{0,40}"
)
_DATE = r"(?:\d{4}|[〇○Ｏ零一二三四五六七八九０-９]{4})\s*年.{1,4}月.{1,4}日"
_DATED = re.compile(rf"[（(—–－\-―]*\s*{_DATE}.{{0,60}}[）)]?")
_OFFICE = re.compile(
    r".{0,40}(?:省长|市长|州长|县长|区长|盟长|旗长|镇长|乡长|主席|总理|主任|专员|委员)"
    r"[\s：:·]*(?:[（(].{1,10}[）)])?[\s\u4e00-\u9fff·•．]{0,16}"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{1,4}(?:[\s·•][\u4e00-\u9fff]{1,8}){0,3}")
_PARENTHESIS = re.compile(r"[（(].{2,60}[）)]")
_DASH = re.compile(r"[—–－―\-]{1,4}[^—]{4,80}")
_HEADING = re.compile(r".{0,8}(?:\d{4}|[一二三四五过去]{2,4})\s*年.{0,16}(?:回顾|工作|情况|成就)")
_FRONT = (_MEETING, _DATED, _OFFICE, _PARENTHESIS, _DASH)
_PAGE_LABELS = re.compile(r"[:：]|来源|时间|日期|打印|分享|浏览|朗读|字体|字号|首页|\{")
# The title by itself, as pages and print runs repeat it within the text.
_RUNNING_TITLE = re.compile(
    r"(?:\d{4}年)?(?:[\u4e00-\u9fff]{1,14}[省市县区州盟旗])?(?:\d{4}年)?(?:人民)?政府工作报告"
)

# Lines looked at above the salutation, and characters of prose that a page may have before it.
_FRONT_LINES = 14
_PROSE_BEFORE = 600
# The share of the text at whose end a licence may stand, and the length of a tag.
_FOOTER_SHARE = 0.2
_TAG_LENGTH = 20


@cache
def _cues(name: str) -> re.Pattern[str]:
    data: dict[str, list[str]] = json.loads(
        files("baogao.read").joinpath("chrome.json").read_text(encoding="utf-8")
    )
    return re.compile("|".join(f"(?:{cue})" for cue in data[name]))


def strip_chrome(aligned: AlignedText) -> tuple[AlignedText, list[Removed]]:
    """Return the report without the page around it, and what was taken out.

    Parameters
    ----------
    aligned : AlignedText
        With line ends where the source has them.

    Returns
    -------
    text : AlignedText
        Begins with the title or the salutation and ends with the report; lines are kept whole.
    removed : list of Removed
        Of kind `chrome` or `repeated_title`.
    """
    lines = split_lines(aligned.text)
    if not lines:
        return aligned, []
    chrome = [_is_chrome(line) for line in lines]
    first = _body_start(lines, chrome)
    if first is None:
        first, front = 0, []
    else:
        front = _front(lines, chrome, first)
    last = _body_end(lines, chrome, first)
    running = _running_titles(lines, first, last)
    kept = {*front, *(i for i in range(first, last + 1) if not chrome[i])} - running
    title = _plain(next((lines[i].text for i in front if _is_title(lines[i].text)), ""))
    spans: list[tuple[int, int, str]] = []
    for i, line in enumerate(lines):
        if i not in kept:
            again = title and i < first and not chrome[i] and _is_title(line.text)
            repeated = i in running or again
            spans.append((line.start, line.end, "repeated_title" if repeated else "chrome"))
        else:
            spans += [
                (line.start + m.start(), line.start + m.end(), "chrome")
                for m in _cues("inline").finditer(line.text)
            ]
    spans = _merge(spans, aligned.text)
    removed = [
        Removed(*aligned.source_span(start, end), kind, aligned.text[start:end])
        for start, end, kind in spans
    ]
    return aligned.delete((start, end) for start, end, _ in spans), removed


def _merge(spans: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if merged and merged[-1][2] == kind and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end, kind)
        else:
            merged.append((start, end, kind))
    return merged


def _is_chrome(line: Line) -> bool:
    text = line.text
    if _cues("line").fullmatch(text):
        return True
    # A page's head glued into one line: labels, and no sentence.
    return len(text) > 30 and "。" not in text and len(set(_PAGE_LABELS.findall(text))) >= 4


def _body_start(lines: list[Line], chrome: list[bool]) -> int | None:
    """Return the salutation or, where there is none, the first heading or prose."""
    prose = 0
    first: int | None = None
    for i, line in enumerate(lines):
        if chrome[i]:
            continue
        if SALUTATION.match(line.text) and (len(line.text) < 30 or first is None):
            return i
        if line.prose or (NUMBERED.match(line.text) and len(line.text) > 4):
            if first is None and not _TITLE.fullmatch(line.text) and not _front_line(line.text):
                first = i
            if line.prose:
                prose += len(line.text)
            if prose > _PROSE_BEFORE:
                break
    if first is not None and first > 0:
        above = lines[first - 1].text
        if not chrome[first - 1] and _HEADING.fullmatch(above) and not _is_title(above):
            return first - 1
    return first


def _is_title(text: str) -> bool:
    return len(text) <= 70 and _TITLE.fullmatch(text) is not None


def _front_line(text: str) -> bool:
    return len(text) <= 100 and any(pattern.fullmatch(text) for pattern in _FRONT)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _front(lines: list[Line], chrome: list[bool], first: int) -> list[int]:
    """Return the title, subtitle and speaker's lines above the body."""
    found: list[int] = []
    pending: list[int] = []
    titles: list[str] = []
    for i in range(first - 1, max(-1, first - 1 - _FRONT_LINES), -1):
        text = lines[i].text
        if chrome[i]:
            if titles:
                break
            continue
        if _is_title(text) and not _front_line(text):
            plain = _plain(text)
            if titles and (
                plain in titles or plain.endswith("工作报告") and titles[-1].endswith("工作报告")
            ):
                break
            titles.append(plain)
            found += [*pending, i]
            pending = []
        elif _front_line(text) and not titles:
            found += [*pending, i]
            pending = []
        elif titles:
            break
        elif i == first - 1 and _NAME.fullmatch(text):
            found.append(i)
        elif 6 <= len(text) <= 50 and len(pending) < 2:
            pending.append(i)
        else:
            break
    return sorted(found)


def _body_end(lines: list[Line], chrome: list[bool], first: int) -> int:
    """Return the last line before the page's own matter."""
    tail = _cues("tail")
    stop = _licence_start(lines, first)
    is_tail = [tail.match(line.text) is not None for line in lines]
    last_prose = first
    for i in range(stop - 1, first, -1):
        if lines[i].prose and not chrome[i] and not is_tail[i]:
            last_prose = i
            break
    for i in range(last_prose + 1, stop):
        # A rule or a page number ends no report.
        if is_tail[i] or (chrome[i] and re.search(r"[^\W\d_]", lines[i].text)):
            return _before_tags(lines, last_prose, i - 1)
    return stop - 1


def _running_titles(lines: list[Line], first: int, last: int) -> set[int]:
    """Return the lines below text of the report that are its title again."""
    found, text = set(), False
    for i in range(first, last + 1):
        if text and _RUNNING_TITLE.fullmatch(_plain(lines[i].text)):
            found.add(i)
        text = text or lines[i].closed
    return found


def _licence_start(lines: list[Line], first: int) -> int:
    """Return the first line of a licence, which may be prose, or the number of lines."""
    left = sum(len(line.text) for line in lines[first:]) * _FOOTER_SHARE
    stop = len(lines)
    for i in range(len(lines) - 1, first, -1):
        left -= len(lines[i].text)
        if left < 0:
            break
        if _cues("end").match(lines[i].text):
            stop = i
    return stop


def _before_tags(lines: list[Line], last_prose: int, last: int) -> int:
    """Return the last line before a page's tags: two or more short lines without a mark."""
    i = last
    while (
        i > last_prose
        and len(lines[i].text) <= _TAG_LENGTH
        and not re.search(r"[，。、：；！？:]", lines[i].text)
    ):
        i -= 1
    return i if last - i >= 2 else last
