"""Headings of a report: numbered ones, titles without a number, the report's own title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baogao.read.roles import HEADING_ROLES, role_of
from baogao.report import Paragraph
from baogao.schema import Role

CN = "一二三四五六七八九十百"
_SPACE = " \t\u00a0\u3000"
# The styles of numbering, outermost first. Their order is the order of the levels.
_STYLES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("part", rf"第[{CN}]{{1,4}}(?:部分|章|篇)[{_SPACE}：:、，]{{0,2}}"),
        ("cn", rf"[{CN}]{{1,4}}[{_SPACE}]?(?:[、﹑]|[．.](?!\d))"),
        ("cn_bracket", rf"[（(][{_SPACE}]?[{CN}]{{1,4}}[{_SPACE}]?[）)][{_SPACE}]?[、．.]?"),
        ("arabic", r"[0-9０-９]{1,2}(?:、|[．.](?![0-9０-９]))"),
        ("arabic_bracket", r"(?:[（(][0-9０-９]{1,2}[）)]|[①-⑳]|[0-9０-９]{1,2}[）)])"),
    )
)
_ORDINAL = re.compile(rf"第[{CN}]{{1,3}}[{_SPACE}]?[，、：,]")
OUTLINE_STYLES = ("title", *(name for name, _ in _STYLES))
_TERMINAL = "。！？!?；;：:，,、…"
SENTENCE_END = re.compile(r"[。！？!?]")
_HEADING_LENGTH = 90
_RUN_IN_LENGTH = 70
_TITLE_LENGTH = 30
_REPORT_TITLE = re.compile(r"工作报告")
_SALUTATION = re.compile(r"(?:各?位代表|各位|同志们|主席|尊敬的|代表们)")
_NOT_TITLE = re.compile(
    r"[—–\-－(（《》【〔\[“”\"'·•*，。；、：）」』！？,.;:)!?]|[\d０-９年月日\s:：./-]{6,}|.{0,12}(?:来源|发布时间|作者|责任编辑)|(?:各位|同志们)"
    r"|.{2}(?:单位|目标|内容)[：:]|(?:过去的一年|[这今]后?五年|今年)，"
)
# A title may begin with the name of a plan (“十四五”时期发展成就).
_PLAN_NAME = re.compile(r"“十[一二三四五六]五”")
_ANNEX = re.compile(
    r"附\s?件\s?[一二三四五\d]{0,2}[：:]?"
    r"|.{0,16}(?:名词|术语|用语|词语|词汇).{0,4}(?:解释|注释|释义|说明).{0,2}"
)
_GLUED_TITLE = re.compile(
    r".{0,24}?(?:工作回顾|工作总结|主要工作|工作安排|工作部署|主要任务|目标任务|总体要求|主要目标|重点工作|自身建设)"
)


@dataclass(slots=True)
class Opening:
    """A place where a section begins, before levels and roles are known."""

    paragraph: int
    start: int
    style: str  # one of OUTLINE_STYLES, or "" for an opening without a heading
    number: str
    order: int
    heading: str
    alone: bool
    role: Role | None = None
    level: int = 0


def mark_title(paragraphs: list[Paragraph], lines: list[str]) -> int:
    """Mark the title line as a heading and return the first paragraph after the front matter."""
    titled, front = False, -1
    for i, line in enumerate(lines[:60]):
        if salutes(line):
            return i
        numbering = _numbering(line)
        if numbering and numbering[0] in ("part", "cn") and role_of(line, HEADING_ROLES):
            return front if front >= 0 else i
        if front >= 0:
            continue
        if numbering or SENTENCE_END.search(line) or len(line) > 120:
            front = i
        elif (
            not titled
            and len(line) <= 50
            and _REPORT_TITLE.search(line)
            and not _NOT_TITLE.match(line)
            and line[-1] not in _TERMINAL
        ):
            paragraphs[i].heading = titled = True
        elif _is_title(line) and role_of(line, HEADING_ROLES) == "review":
            front = i
    return max(front, 0)


def salutes(line: str) -> bool:
    """Tell whether a line is a salutation."""
    return bool(_SALUTATION.match(line)) and line[-1] in "：:！!，,"


def _numbering(line: str) -> tuple[str, str] | None:
    """Return style and number of a line that is numbered."""
    for style, pattern in _STYLES:
        match = pattern.match(line)
        if match:
            return style, match[0]
    return None


def _is_title(line: str) -> bool:
    return (
        (4 <= len(line) <= _TITLE_LENGTH or line in ("结束语", "结语", "注释"))
        and not SENTENCE_END.search(line)
        and line[-1] not in _TERMINAL
        and (not _NOT_TITLE.match(line) or _PLAN_NAME.match(line) is not None)
        and line.count("《") == line.count("》")
    )


def find_headings(
    paragraphs: list[Paragraph], lines: list[str], front: int, marked: set[int]
) -> list[Opening]:
    """Return what opens a section, and mark the paragraphs that are headings by themselves."""
    openings: list[Opening] = []
    for i, (paragraph, line) in enumerate(zip(paragraphs, lines, strict=True)):
        if i < front or paragraph.heading:
            continue
        numbering = _numbering(line)
        if numbering:
            style, number = numbering
            opening = _numbered(i, paragraph, line, style, number)
        else:
            opening = _unnumbered(i, paragraph, lines, paragraph.start in marked)
        if opening is not None and opening.style == "title" and not openings:
            # Lines before the first heading are front matter, unless they say what follows.
            opening = opening if role_of(opening.heading, HEADING_ROLES) else None
        if opening is not None:
            paragraph.heading = opening.alone
            openings.append(opening)
    return openings


def _numbered(i: int, paragraph: Paragraph, line: str, style: str, number: str) -> Opening | None:
    body = line[len(number) :].strip()
    if not body:
        return None
    ends = SENTENCE_END.search(body)
    alone = ends is None and body[-1] not in "；;，,、" and len(body) <= _HEADING_LENGTH
    heading = body.rstrip("：:") if alone else ""
    if not alone:
        glued = _GLUED_TITLE.match(body)
        first = body[: ends.start()] if ends else body
        if glued and style in ("part", "cn"):
            heading = glued[0]
        elif ends and len(first) <= _RUN_IN_LENGTH and "；" not in first:
            heading = first
        else:
            # A long first sentence is text; its first clause stands for the heading.
            if style not in ("part", "cn", "cn_bracket"):
                return None
            heading = re.split("[，,；;：:]", first, maxsplit=1)[0][:_RUN_IN_LENGTH]
    order = _order(number)
    return Opening(i, paragraph.start, style, number.strip(), order, heading, alone)


_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def _order(number: str) -> int:
    """Return the value of a number as written, 0 where it has none.

    >>> [_order(n) for n in ("一、", "（十二）", "二十.", "３．", "②")]
    [1, 12, 20, 3, 2]
    """
    circled = re.search("[①-⑳]", number)
    if circled:
        return ord(circled[0]) - ord("①") + 1
    digits = re.search(r"\d+", number)
    if digits:
        return int(digits[0])
    written = "".join(c for c in number if c in CN)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(written, 0)


def _unnumbered(i: int, paragraph: Paragraph, lines: list[str], marked: bool) -> Opening | None:
    line = lines[i]
    ordinal = _ORDINAL.match(line)
    if ordinal:
        alone = len(line) <= _HEADING_LENGTH and not SENTENCE_END.search(line)
        if not alone or line[-1] in _TERMINAL:
            return None
    elif _ANNEX.fullmatch(line):
        return Opening(i, paragraph.start, "title", "", 0, line.strip("：:*※【】 "), True)
    elif not _is_title(line):
        return None
    # A line in mid-sentence is a broken one, not a title.
    before = lines[i - 1][-1] if i else "。"
    after = lines[i + 1][0] if i + 1 < len(lines) else ""
    if not after or after in "，。；、：）》”」！？":
        return None
    if (
        not marked
        and before not in "。！？!?：:；;”）)"
        and (before in "，、,《（(" or not _short(lines[i - 1]))
    ):
        return None
    number = ordinal[0] if ordinal else ""
    heading = line[len(number) :].strip()
    return Opening(i, paragraph.start, "title", number, _order(number), heading, True)


def _short(line: str) -> bool:
    return len(line) <= _TITLE_LENGTH and not SENTENCE_END.search(line)
