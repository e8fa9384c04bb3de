"""Stretches without a heading that do something else than the section around them."""

from __future__ import annotations

import re

from baogao.read.headings import CN, SENTENCE_END, Opening, salutes
from baogao.read.roles import tense
from baogao.report import Paragraph
from baogao.schema import Role

_REVIEW_LENGTH = 800
_BODY_SHARE = 0.3  # of the lines: an annex comes later
# Openings of stretches that have no heading, in a paragraph's first sentence.
_PROBLEM_OPENING = re.compile(
    r"清醒[地的]?(?:认识|看|意识|知道)|(?:矛盾|问题)(?:依然|仍然|还)(?:比较|十分)?突出|(?:问题|困难|不足|差距)[也更]?(?:不容忽视|须正视)"
    r"|(?:看到|认识到|意识到|承认|正视|指出).{0,80}(?:问题|困难|不足|差距|矛盾|短板|挑战|缺点|制约|隐患)"
    r"|(?:还|仍|也|依然|尚|仍然|同时)(?:.{0,12})(?:存在|面临).{0,24}(?:问题|困难|不足|差距|挑战|短板|缺点).{0,16}(?:[：:。]|主要|表现)"
)
_PROBLEM_GOES_ON = re.compile(
    rf"[{CN}]是|[——]{{1,2}}|[（(]?[{CN}]{{1,2}}[）)、]|第[{CN}]|[其另]|此外|同时|对此|对这些|这些"
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


def add_unheaded(
    openings: list[Opening], paragraphs: list[Paragraph], lines: list[str]
) -> list[Opening]:
    """Open sections at paragraphs whose text shows that they do something else."""
    result: list[Opening] = []
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
            result.append(Opening(i, start, "", "", 0, "", False, new, level))

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
            past, future = tense(line)
            if future >= past:
                add("plan", top + 1)
                role, looking_back = "plan", False
        elif change is not None and role == "front" and len(line) > 60 and not salutes(line):
            add("review", top)
            role = outer = "review"
        if change is not None and i == change and role in ("review", "problems"):
            if result and result[-1].paragraph == i:
                result.pop()
            add("plan", top)
            role = outer = "plan"
            in_problems = False
    return result


def _review_start(openings: list[Opening], lines: list[str]) -> int | None:
    """Return the paragraph at which a look back begins that stands before the first heading.

    Reports that have headings for the plan alone begin so.
    """
    if not openings or any(o.role == "review" for o in openings):
        return None
    before = range(openings[0].paragraph)
    salutation = next((i for i in before if salutes(lines[i])), -1)
    prose = [i for i in before if i > salutation and len(lines[i]) > 60]
    past, future = tense("".join(lines[i] for i in prose[:5]))
    enough = sum(len(lines[i]) for i in prose) > _REVIEW_LENGTH
    return prose[0] if enough and past > future else None


def _looks_back(line: str) -> bool:
    if not _REVIEW_OPENING.match(line):
        return False
    past, future = tense(line)
    return past > future and not _YEAR_AHEAD.search(line[:60])


def _admits(line: str) -> bool:
    """Tell whether a paragraph admits problems: one of its first three sentences begins to."""
    address = _CLOSING_ADDRESS.match(line)
    at = address.end() if address else 0
    for _ in range(3):
        end = SENTENCE_END.search(line, at)
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
    match = SENTENCE_END.search(line, start, start + 200)
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
        past, future = tense(line)
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
