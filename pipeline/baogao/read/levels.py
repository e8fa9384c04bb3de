"""Level and role of each heading, from what it stands within."""

from __future__ import annotations

import re

from baogao.read.headings import OUTLINE_STYLES, Opening
from baogao.read.roles import HEADING_ROLES, SUBHEADING_ROLES, role_of, tense
from baogao.report import Paragraph
from baogao.schema import Role

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
# `一年来，我们坚持……` stands within a review, not beside it.
_YEARS_SINCE = re.compile(r"(?:过去)?[一二三四五六七八九十两几]年来[，,]")


def set_levels(openings: list[Opening]) -> None:
    """Give each heading its level: a style's rank among the styles that it is used within.

    Titles without a number rank first where they say what the section does
    (`2023年工作回顾`), and below their surroundings where they do not. A numbering that
    starts over within itself is one level deeper.
    """
    stack: list[tuple[str, int, bool]] = []  # style, order, heading alone, of the open sections
    chief = _titles_are_chief(openings)
    for opening in openings:
        style = opening.style
        if style == "title":
            _place_title(stack, opening, chief)
            stack.append((style, opening.order, True))
            opening.level = len(stack)
            continue
        same = [k for k, (open_style, _, _) in enumerate(stack) if open_style == style]
        follows = [k for k in same if stack[k][1] + 1 == opening.order]
        if follows:
            # Where inner and outer numbering both fit, the one of its kind goes on.
            alike = [k for k in follows if stack[k][2] == opening.alone]
            del stack[(alike or follows)[-1] :]
        elif same and (opening.order != 1 or stack[same[-1]][1] == 1):
            del stack[same[-1] :]
        elif same and style in ("arabic", "arabic_bracket", "cn_bracket"):
            del stack[same[0] :]
        elif not same:
            rank = OUTLINE_STYLES.index(style)
            while stack and OUTLINE_STYLES.index(stack[-1][0]) > rank:
                stack.pop()
        stack.append((style, opening.order, opening.alone))
        # 一、 is the first level, （一） the second, also where the level above was lost.
        base = {"part": 1, "cn": 1, "cn_bracket": 2, "arabic": 3, "arabic_bracket": 4}[style]
        depth = len(stack)
        opening.level = max(depth, base) if not _within_title(stack) else max(depth, base + 1)


def _place_title(stack: list[tuple[str, int, bool]], opening: Opening, chief: bool) -> None:
    """Close the sections that a title without a number ends."""
    earlier = [k for k, (style, n, _) in enumerate(stack) if style == "title" and n]
    if opening.order:
        # 第二， goes on after 第一，, and 第一， stands within what is open.
        follows = [k for k in earlier if stack[k][1] + 1 == opening.order]
        del stack[follows[-1] if follows else len(stack) :]
    elif chief and role_of(opening.heading, HEADING_ROLES):
        within = stack and stack[0][0] == "title" and _YEARS_SINCE.match(opening.heading)
        del stack[1 if within else 0 :]
    else:
        while stack and stack[-1][0] == "title":
            stack.pop()
        if not chief and role_of(opening.heading, (HEADING_ROLES[0], HEADING_ROLES[1])):
            stack.clear()


def _within_title(stack: list[tuple[str, int, bool]]) -> bool:
    return stack[0][0] in ("title", "part") and stack[-1][0] not in ("title", "part")


def _titles_are_chief(openings: list[Opening]) -> bool:
    """Tell whether titles without a number are the first level, and 一、 stands below them."""
    titles = {role_of(o.heading, HEADING_ROLES) for o in openings if o.style == "title"}
    numbered = {
        role_of(o.heading, HEADING_ROLES) for o in openings if o.style in ("part", "cn") and o.alone
    }
    return "review" not in numbered and bool(
        "review" in titles or ("plan" in titles and "plan" not in numbered)
    )


def set_roles(openings: list[Opening], paragraphs: list[Paragraph], lines: list[str]) -> None:
    """Give each heading its role: its own words', its neighbours', or that of the tense below.

    Roles of the first level come first; what lies below has them too, unless it says otherwise.
    """
    top = min((o.level for o in openings), default=1)
    chief = [o for o in openings if o.level == top]
    years = [int(y) for o in chief for y in _YEAR.findall(o.heading)]
    last_year = max(years, default=0)
    previous: Role | None = None
    for k, opening in enumerate(chief):
        role = role_of(opening.heading, HEADING_ROLES)
        found = [int(y) for y in _YEAR.findall(opening.heading)]
        if role == "plan" and found and max(found) < last_year and previous in (None, "review"):
            role = "review"
        if role is None:
            if previous in ("plan", "closing") and not (top > 1 and opening.order == 1):
                role = "plan"
            elif previous is not None and top > 1 and opening.order > 1:
                # The level above was lost: what it numbers in one row does one thing.
                role = previous
            else:
                stop = chief[k + 1].paragraph if k + 1 < len(chief) else len(lines)
                past, future = tense("".join(lines[opening.paragraph : stop]))
                role = "plan" if future > past else "review"
        opening.role = previous = role
    above: list[tuple[int, Role]] = []
    for opening in openings:
        while above and above[-1][0] >= opening.level:
            above.pop()
        if opening.role is None and above:
            opening.role = role_of(opening.heading, SUBHEADING_ROLES) or above[-1][1]
        elif opening.role is None:
            # Before the first heading of the first level.
            opening.role = role_of(opening.heading, HEADING_ROLES) or "review"
        above.append((opening.level, opening.role))
