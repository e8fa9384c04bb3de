"""Lines of a text and what can be told from one alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A sentence is over: a mark, with the quotes and brackets after it.
_CLOSED = re.compile(r"[。！？!?；;：:…][”’」』）)》〉】\"']*$|\.{3,}$")
_INSIDE = re.compile(r"[，、,（(《〈“‘「『【〔—–-]$|[^目]的$")
_OVERHANG = re.compile(
    r"[，。、；：！？,;:!?》〉”’」』）)】〕％%]|的(?!士|确)|为[\d一二三四五六七八九十]+[%％.．]"
)
_MARK = re.compile(r"[。！？；]")
NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节部、，,：部]|[一二三四五六七八九十]{1,3}[、﹑．.]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[．.、](?!\d)|[①-⑳])"
)
SALUTATION = re.compile(
    r"(?:尊敬的)?各?位(?:代表|委员|同志|领导|来宾|嘉宾)"
    r"(?:(?:[、，,]?(?:各位|全体)?(?:代表|委员|同志们?|朋友们?|来宾|领导))*[：:！!，,]|\s*$)"
)
_OPENING = re.compile(r"——|--|—|各位(?:代表|委员)")


@dataclass(slots=True)
class Line:
    """A line without the white space around it.

    Attributes
    ----------
    start, end : int
        Code points into the text.
    text : str
    indent : int
        Columns of white space before it; a full-width space is two.
    gap : int
        Blank lines before it.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int

    @property
    def closed(self) -> bool:
        """It ends as a sentence or a lead-in does."""
        return _CLOSED.search(self.text) is not None

    @property
    def inside(self) -> bool:
        """It ends where no paragraph can end: at a comma, an opening bracket, a particle."""
        return _INSIDE.search(self.text) is not None

    @property
    def overhangs(self) -> bool:
        """It begins with what belongs to the line before: a mark or a particle."""
        return _OVERHANG.match(self.text) is not None

    @property
    def numbered(self) -> bool:
        """It begins as a numbered heading or item does."""
        return NUMBERED.match(self.text) is not None

    @property
    def bare_heading(self) -> bool:
        """It is numbered and no sentence ends in it."""
        return self.numbered and "。" not in self.text

    @property
    def opens(self) -> bool:
        """It can only begin a paragraph."""
        return self.numbered or _OPENING.match(self.text) is not None

    @property
    def has_mark(self) -> bool:
        """A sentence or clause ends in it."""
        return _MARK.search(self.text) is not None

    @property
    def prose(self) -> bool:
        """It is running text, by its length and marks."""
        return len(self.text) >= 25 and self.has_mark


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank."""
    lines = []
    start = gap = 0
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            before = len(raw) - len(raw.lstrip())
            indent = before + raw.count("\u3000", 0, before)
            begin = start + before
            lines.append(Line(begin, begin + len(body), body, indent, gap))
            gap = 0
        else:
            gap += 1
        start += len(raw) + 1
    return lines


def columns(text: str) -> int:
    """Return the width of a line as printed: two for what GBK writes in two bytes."""
    return len(text.encode("gbk", "replace"))
