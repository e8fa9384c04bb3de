"""Paragraphs and sections of a report's clean text, from the numbering of its headings."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from baogao.report import Paragraph, Section
from baogao.schema import Role

_CN = "一二三四五六七八九十百"
_SPACE = " \t\u00a0\u3000"

# The styles of numbering, outermost first. Their order is the order of the levels.
_STYLES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("part", rf"第[{_CN}]{{1,4}}(?:部分|章|篇)[{_SPACE}：:、，]{{0,2}}"),
        ("cn", rf"[{_CN}]{{1,4}}[{_SPACE}]?(?:[、﹑]|[．.](?!\d))"),
        ("cn_bracket", rf"[（(][{_SPACE}]?[{_CN}]{{1,4}}[{_SPACE}]?[）)][{_SPACE}]?[、．.]?"),
        ("arabic", r"[0-9０-９]{1,2}(?:、|[．.](?![0-9０-９]))"),
        ("arabic_bracket", r"(?:[（(][0-9０-９]{1,2}[）)]|[①-⑳]|[0-9０-９]{1,2}[）)])"),
    )
)
_ORDINAL = re.compile(rf"第[{_CN}]{{1,3}}[{_SPACE}]?[，、：,]")
_OUTLINE_STYLES = ("title", *(name for name, _ in _STYLES))

_TERMINAL = "。！？!?；;：:，,、…"
_SENTENCE_END = re.compile(r"[。！？!?]")
_HEADING_LENGTH = 90
_RUN_IN_LENGTH = 70
_TITLE_LENGTH = 30
_REVIEW_LENGTH = 800
_BODY_SHARE = 0.3  # of the lines: an annex comes later

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

# What a heading says of its section; the first that is found decides.
_HEADING_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "glossary",
        re.compile(
            r"(?:名词|名词术语|用语|词语|词汇|术语).{0,4}(?:解释|注释|释义|说明)|^注释$|^附\s?[件录注：:]"
        ),
    ),
    ("closing", re.compile(r"^结束语|^结语")),
    (
        "review",
        re.compile(
            r"回顾|工作总结$|^(?:过去)?[一二三四五六七八九十两几]年来"
            r"|^(?!.{0,6}(?:推动|确保|努力|力争|争取)).*(?:(?:全面|胜利|圆满|顺利)完成|取得.{0,6}(?:成效|进展|成就|成绩))$"
        ),
    ),
    (
        "problems",
        re.compile(
            r"(?:存在|面临|主要|突出)的?.{0,6}(?:困难|问题|不足|差距)|^(?:困难|问题|差距|不足)|[和与、](?:问题|困难|不足)$"
        ),
    ),
    (
        "plan",
        re.compile(
            r"安排|部署|任务|总体要求|总体思路|总体考虑|主要考虑|目标|打算|建议|意见|举措|措施|今年|今后|未来|下一?步|下半年"
            r"|重点工作|主要工作|自身建设|展望|政府建设|政府$|民生实事|新一年|新的一年|规划|纲要|奋斗"
        ),
    ),
    (
        "review",
        re.compile(
            r"过去|上一?年|去年|[一二三四五六七八九十两几]年来|以来|上届|本届政府|成[就绩效]|工作情况|执行情况|历程|基本情况"
        ),
    ),
)
# Below the first level a word may stand in any heading; only these settle it.
_SUBHEADING_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("review", re.compile(r"工作回顾$|^回顾")),
    ("problems", re.compile(r"(?:存在|面临)的?(?:主要|突出)?的?(?:困难|问题|不足|差距)")),
    (
        "plan",
        re.compile(
            r"(?:总体要求|总体思路|指导思想|主要目标|预期目标|目标任务|工作安排|工作部署|主要任务|重点工作|工作重点)$"
        ),
    ),
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
# `一年来，我们坚持……` stands within a review, not beside it.
_YEARS_SINCE = re.compile(r"(?:过去)?[一二三四五六七八九十两几]年来[，,]")

# Openings of stretches that have no heading, in a paragraph's first sentence.
_PROBLEM_OPENING = re.compile(
    r"清醒[地的]?(?:认识|看|意识|知道)|(?:矛盾|问题)(?:依然|仍然|还)(?:比较|十分)?突出|(?:问题|困难|不足|差距)[也更]?(?:不容忽视|须正视)"
    r"|(?:看到|认识到|意识到|承认|正视|指出).{0,80}(?:问题|困难|不足|差距|矛盾|短板|挑战|缺点|制约|隐患)"
    r"|(?:还|仍|也|依然|尚|仍然|同时)(?:.{0,12})(?:存在|面临).{0,24}(?:问题|困难|不足|差距|挑战|短板|缺点).{0,16}(?:[：:。]|主要|表现)"
)
_PROBLEM_GOES_ON = re.compile(
    rf"[{_CN}]是|[——]{{1,2}}|[（(]?[{_CN}]{{1,2}}[）)、]|第[{_CN}]|[其另]|此外|同时|对此|对这些|这些"
)
_PLAN_OPENING = re.compile(
    r"(?:总体要求|总体思路|总的要求|指导思想|预期目标|主要目标|奋斗目标|主要任务|总体部署|基本思路).{0,12}(?:是|为|：|:)"
)
_THIS_YEAR_OPENING = re.compile(
    r"(?:今年|明年|新的一年|今后[一五十]年).{0,24}(?:总体要求|总体思路|总的要求|指导思想|预期目标|主要目标|主要任务)(?:[^。]{0,10})(?:是|为|：|:)"
)
# A look back inside a part that plans, as explanations of five-year plans begin.
_REVIEW_OPENING = re.compile(
    r"(?:各位代表[，！])?(?:“?十[一二三四五]五”?(?:时期|以来|期间|规划实施)|过去的?五年|五年来|刚刚过去的五年|这五年)[，：]?"
)
_PAST_PARAGRAPH = re.compile(r"(?:[—–]{1,2}|这五年|五年来|过去)")
_YEAR_AHEAD = re.compile(r"必须|是我国|是我[省市区县]|具有|关键|要(?!求)|将")
_CLOSING_ADDRESS = re.compile(
    r"(?:各位(?:代表|委员|主任)|同志们)(?:、(?:各位)?(?:代表|委员|同志们?))*[！!，,：:]"
)
_CLOSING_CUE = re.compile(
    r"让我们|号召|团结奋斗|奋勇前进|努力奋斗|而奋斗|谢谢|紧密团结|新篇章|新的胜利|同心同德|不负|光荣|使命|蓝图|征程"
)

_PAST = re.compile(r"了|已经?|去年|年来|完成|达到|分别|以来|取得|获|年均|累计|成功|显著")
_FUTURE = re.compile(r"要|必须|将|应当?|继续|进一步|努力|争取|力争|今年|今后|加快|确保|推进")


@dataclass(slots=True)
class Outline:
    """Paragraphs and sections of a text, as `baogao.report` describes them."""

    paragraphs: list[Paragraph]
    sections: list[Section]
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Opening:
    """A place where a section begins, before levels and roles are known."""

    paragraph: int
    start: int
    style: str  # one of _OUTLINE_STYLES, or "" for an opening without a heading
    number: str
    order: int
    heading: str
    alone: bool
    role: Role | None = None
    level: int = 0


def outline(text: str, marked: Collection[int] = ()) -> Outline:
    """Find the paragraphs and sections of a report.

    Parameters
    ----------
    text : str
        Clean text, paragraphs separated by line feeds.
    marked : collection of int
        Starts (code points into `text`) of lines that the source marks up as headings.
        A hint for headings without a number; how deep the mark-up is says nothing.

    Returns
    -------
    Outline
        Section 0 is the front; every paragraph lies in a section.

    Examples
    --------
    >>> text = "一、2023年工作回顾\\n建成学校3所。\\n二、2024年主要任务\\n（一）办好教育。新建学校2所。"
    >>> found = outline(text)
    >>> [(s.level, s.number, s.heading, s.role) for s in found.sections[1:]]
    [(1, '一、', '2023年工作回顾', 'review'), (1, '二、', '2024年主要任务', 'plan'), (2, '（一）', '办好教育', 'plan')]
    >>> [p.heading for p in found.paragraphs]
    [True, False, True, False]
    """
    paragraphs = _paragraphs(text)
    lines = [text[p.start : p.end] for p in paragraphs]
    front = _mark_title(paragraphs, lines)
    openings = _headings(paragraphs, lines, front, set(marked))
    _set_levels(openings)
    _set_roles(openings, paragraphs, lines)
    openings = _add_unheaded(openings, paragraphs, lines)
    sections = _sections(openings, len(text))
    _assign(paragraphs, sections)
    return Outline(paragraphs, sections, _warnings(sections, len(text)))


def _paragraphs(text: str) -> list[Paragraph]:
    found, at = [], 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = at + len(line) - len(line.lstrip())
            found.append(Paragraph(start, start + len(body), 0))
        at += len(line) + 1
    return found


def _mark_title(paragraphs: list[Paragraph], lines: list[str]) -> int:
    """Mark the title line as a heading and return the first paragraph after the front matter."""
    titled, front = False, -1
    for i, line in enumerate(lines[:60]):
        if _salutes(line):
            return i
        numbering = _numbering(line)
        if numbering and numbering[0] in ("part", "cn") and _role_of(line, _HEADING_ROLES):
            return front if front >= 0 else i
        if front >= 0:
            continue
        if numbering or _SENTENCE_END.search(line) or len(line) > 120:
            front = i
        elif (
            not titled
            and len(line) <= 50
            and _REPORT_TITLE.search(line)
            and not _NOT_TITLE.match(line)
            and line[-1] not in _TERMINAL
        ):
            paragraphs[i].heading = titled = True
        elif _is_title(line) and _role_of(line, _HEADING_ROLES) == "review":
            front = i
    return max(front, 0)


def _salutes(line: str) -> bool:
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
        and not _SENTENCE_END.search(line)
        and line[-1] not in _TERMINAL
        and (not _NOT_TITLE.match(line) or _PLAN_NAME.match(line) is not None)
        and line.count("《") == line.count("》")
    )


def _headings(
    paragraphs: list[Paragraph], lines: list[str], front: int, marked: set[int]
) -> list[_Opening]:
    openings: list[_Opening] = []
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
            opening = opening if _role_of(opening.heading, _HEADING_ROLES) else None
        if opening is not None:
            paragraph.heading = opening.alone
            openings.append(opening)
    return openings


def _numbered(i: int, paragraph: Paragraph, line: str, style: str, number: str) -> _Opening | None:
    body = line[len(number) :].strip()
    if not body:
        return None
    ends = _SENTENCE_END.search(body)
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
    return _Opening(i, paragraph.start, style, number.strip(), order, heading, alone)


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
    written = "".join(c for c in number if c in _CN)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(written, 0)


def _unnumbered(i: int, paragraph: Paragraph, lines: list[str], marked: bool) -> _Opening | None:
    line = lines[i]
    ordinal = _ORDINAL.match(line)
    if ordinal:
        alone = len(line) <= _HEADING_LENGTH and not _SENTENCE_END.search(line)
        if not alone or line[-1] in _TERMINAL:
            return None
    elif _ANNEX.fullmatch(line):
        return _Opening(i, paragraph.start, "title", "", 0, line.strip("：:*※【】 "), True)
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
    return _Opening(i, paragraph.start, "title", number, _order(number), heading, True)


def _short(line: str) -> bool:
    return len(line) <= _TITLE_LENGTH and not _SENTENCE_END.search(line)


def _set_levels(openings: list[_Opening]) -> None:
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
            rank = _OUTLINE_STYLES.index(style)
            while stack and _OUTLINE_STYLES.index(stack[-1][0]) > rank:
                stack.pop()
        stack.append((style, opening.order, opening.alone))
        # 一、 is the first level, （一） the second, also where the level above was lost.
        base = {"part": 1, "cn": 1, "cn_bracket": 2, "arabic": 3, "arabic_bracket": 4}[style]
        depth = len(stack)
        opening.level = max(depth, base) if not _within_title(stack) else max(depth, base + 1)


def _place_title(stack: list[tuple[str, int, bool]], opening: _Opening, chief: bool) -> None:
    """Close the sections that a title without a number ends."""
    earlier = [k for k, (style, n, _) in enumerate(stack) if style == "title" and n]
    if opening.order:
        # 第二， goes on after 第一，, and 第一， stands within what is open.
        follows = [k for k in earlier if stack[k][1] + 1 == opening.order]
        del stack[follows[-1] if follows else len(stack) :]
    elif chief and _role_of(opening.heading, _HEADING_ROLES):
        within = stack and stack[0][0] == "title" and _YEARS_SINCE.match(opening.heading)
        del stack[1 if within else 0 :]
    else:
        while stack and stack[-1][0] == "title":
            stack.pop()
        if not chief and _role_of(opening.heading, (_HEADING_ROLES[0], _HEADING_ROLES[1])):
            stack.clear()


def _within_title(stack: list[tuple[str, int, bool]]) -> bool:
    return stack[0][0] in ("title", "part") and stack[-1][0] not in ("title", "part")


def _titles_are_chief(openings: list[_Opening]) -> bool:
    """Tell whether titles without a number are the first level, and 一、 stands below them."""
    titles = {_role_of(o.heading, _HEADING_ROLES) for o in openings if o.style == "title"}
    numbered = {
        _role_of(o.heading, _HEADING_ROLES)
        for o in openings
        if o.style in ("part", "cn") and o.alone
    }
    return "review" not in numbered and bool(
        "review" in titles or ("plan" in titles and "plan" not in numbered)
    )


def _role_of(heading: str, cues: tuple[tuple[Role, re.Pattern[str]], ...]) -> Role | None:
    for role, pattern in cues:
        if pattern.search(heading):
            return role
    return None


def role_of_heading(heading: str) -> Role | None:
    """Return what a heading says that its section does, or None where it does not say.

    >>> role_of_heading("2019年工作回顾"), role_of_heading("打好三大攻坚战")
    ('review', None)
    """
    return _role_of(heading, _HEADING_ROLES)


def _set_roles(openings: list[_Opening], paragraphs: list[Paragraph], lines: list[str]) -> None:
    top = min((o.level for o in openings), default=1)
    chief = [o for o in openings if o.level == top]
    years = [int(y) for o in chief for y in _YEAR.findall(o.heading)]
    last_year = max(years, default=0)
    previous: Role | None = None
    for k, opening in enumerate(chief):
        role = _role_of(opening.heading, _HEADING_ROLES)
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
                past, future = _tense("".join(lines[opening.paragraph : stop]))
                role = "plan" if future > past else "review"
        opening.role = previous = role
    above: list[tuple[int, Role]] = []
    for opening in openings:
        while above and above[-1][0] >= opening.level:
            above.pop()
        if opening.role is None and above:
            opening.role = _role_of(opening.heading, _SUBHEADING_ROLES) or above[-1][1]
        elif opening.role is None:
            # Before the first heading of the first level.
            opening.role = _role_of(opening.heading, _HEADING_ROLES) or "review"
        above.append((opening.level, opening.role))


def _tense(text: str) -> tuple[int, int]:
    return len(_PAST.findall(text)), len(_FUTURE.findall(text))


def _add_unheaded(
    openings: list[_Opening], paragraphs: list[Paragraph], lines: list[str]
) -> list[_Opening]:
    """Open sections at paragraphs whose text shows that they do something else."""
    result: list[_Opening] = []
    by_paragraph = {o.paragraph: o for o in openings}
    top = min((o.level for o in openings), default=1)
    annexes = [o.paragraph for o in openings if o.role == "glossary"]
    end = next((i for i in annexes if i > len(lines) * _BODY_SHARE), len(lines))
    last = max((o.paragraph for o in openings if o.paragraph < end), default=-1)
    closing = _closing_start(lines[:end], last)
    lead = _review_start(openings, lines)
    headless = not any(o.alone for o in openings)
    change = _change(lines) if headless and not openings else None
    role: Role = "front"
    outer: Role = "front"  # what the surrounding section does, while a problems stretch is open
    in_problems = looking_back = False
    turned: Role | None = None  # to what an opening without a heading turned the part
    for i, (paragraph, line) in enumerate(zip(paragraphs, lines, strict=True)):
        if i in by_paragraph:
            opening = by_paragraph[i]
            if opening.level <= top:
                turned = None
            elif turned is not None and opening.role == "review":
                opening.role = turned
            result.append(opening)
            role = outer = opening.role or role
            in_problems = looking_back = False
            continue

        def add(new: Role, level: int, i: int = i, start: int = paragraph.start) -> None:
            result.append(_Opening(i, start, "", "", 0, "", False, new, level))

        if i == closing:
            add("closing", top)
            role = outer = "closing"
            in_problems = False
            continue
        if role in ("closing", "glossary"):
            continue
        if i == lead:
            add("review", top)
            role = outer = "review"
            continue
        first = _first_sentence(line)
        admits = role == "review" and _admits(line)
        if admits:
            add("problems", top + 1)
            in_problems, role = True, "problems"
        elif in_problems:
            goes_on = _PROBLEM_GOES_ON.match(line) or _PROBLEM_OPENING.search(first)
            if not goes_on and lines[i - 1][-1] not in "：:；;":
                plan = bool(_THIS_YEAR_OPENING.search(line[:300]))
                role = outer = "plan" if plan else outer
                turned = "plan" if plan else turned
                add(role, top if plan else top + 1)
                in_problems = False
        elif (
            role == "review"
            and _PLAN_OPENING.search(first if headless else line[:300])
            and (headless or _THIS_YEAR_OPENING.search(line[:300]))
        ):
            add("plan", top)
            role = outer = turned = "plan"
        elif role == "plan" and outer == "plan" and _looks_back(line):
            add("review", top + 1)
            role, looking_back = "review", True
        elif looking_back and role == "review" and not _PAST_PARAGRAPH.match(line):
            past, future = _tense(line)
            if future >= past:
                add("plan", top + 1)
                role, looking_back = "plan", False
        elif change is not None and role == "front" and len(line) > 60 and not _salutes(line):
            add("review", top)
            role = outer = "review"
        if change is not None and i == change and role in ("review", "problems"):
            if result and result[-1].paragraph == i:
                result.pop()
            add("plan", top)
            role = outer = "plan"
            in_problems = False
    return result


def _review_start(openings: list[_Opening], lines: list[str]) -> int | None:
    """Return the paragraph at which a look back begins that stands before the first heading.

    Reports that have headings for the plan alone begin so.
    """
    if not openings or any(o.role == "review" for o in openings):
        return None
    before = range(openings[0].paragraph)
    salutation = next((i for i in before if _salutes(lines[i])), -1)
    prose = [i for i in before if i > salutation and len(lines[i]) > 60]
    past, future = _tense("".join(lines[i] for i in prose[:5]))
    enough = sum(len(lines[i]) for i in prose) > _REVIEW_LENGTH
    return prose[0] if enough and past > future else None


def _looks_back(line: str) -> bool:
    if not _REVIEW_OPENING.match(line):
        return False
    past, future = _tense(line)
    return past > future and not _YEAR_AHEAD.search(line[:60])


def _admits(line: str) -> bool:
    """Tell whether a paragraph admits problems: one of its first three sentences begins to."""
    address = _CLOSING_ADDRESS.match(line)
    at = address.end() if address else 0
    for _ in range(3):
        end = _SENTENCE_END.search(line, at)
        if at and at > len(line) / 2:
            return False
        if _PROBLEM_OPENING.search(line[at : end.end() if end else len(line)][:200]):
            return True
        if not end:
            return False
        at = end.end()
    return False


def _first_sentence(line: str) -> str:
    """Return the first sentence after an address (`各位代表！`), of at most 200 characters."""
    address = _CLOSING_ADDRESS.match(line)
    start = address.end() if address else 0
    match = _SENTENCE_END.search(line, start, start + 200)
    return line[start : match.end()] if match else line[start : start + 200]


def _closing_start(lines: list[str], after: int) -> int | None:
    """Return the paragraph at which the closing address begins."""
    total = sum(map(len, lines))
    left, found = 0, None
    for i in range(len(lines) - 1, after, -1):
        left += len(lines[i])
        if left > max(0.12 * total, 300):
            break
        if _CLOSING_ADDRESS.match(lines[i]):
            found = i
            if any(_CLOSING_CUE.search(line) for line in lines[i : i + 2]):
                break
    return found


def _change(lines: list[str]) -> int | None:
    """Return the paragraph at which a text without headings turns from past to future."""
    scores = []
    for line in lines:
        past, future = _tense(line)
        scores.append(past - future)
    if sum(map(len, lines)) < 1000:
        return None
    best, at, running, total = 0, None, 0, sum(scores)
    for i, score in enumerate(scores):
        gain = running - (total - running)
        if gain > best:
            best, at = gain, i
        running += score
    if at is None or total - sum(scores[:at]) >= 0:
        return len(lines)
    return at


def _sections(openings: list[_Opening], length: int) -> list[Section]:
    first = openings[0].start if openings else length
    sections = [Section(0, None, 0, "", "", "front", 0, first)]
    stack: list[Section] = []
    for opening in openings:
        while stack and stack[-1].level >= opening.level:
            stack.pop().end = opening.start
        section = Section(
            len(sections),
            stack[-1].section_id if stack else None,
            opening.level,
            opening.number,
            opening.heading,
            opening.role or "front",
            opening.start,
            length,
        )
        sections.append(section)
        stack.append(section)
    return sections


def _assign(paragraphs: list[Paragraph], sections: list[Section]) -> None:
    at = 0
    for paragraph in paragraphs:
        while at + 1 < len(sections) and sections[at + 1].start <= paragraph.start:
            at += 1
        paragraph.section_id = at


def _warnings(sections: list[Section], length: int) -> list[str]:
    if length < 2000:
        return []
    roles = {section.role for section in sections}
    if len(sections) == 1:
        return ["no headings found"]
    return [
        f"no section found that is a {role}" for role in ("review", "plan") if role not in roles
    ]
