"""A figure's clause read: the subject before it, the noun behind it, and what bounds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baogao.measure import cues
from baogao.measure.numbers import Number
from baogao.measure.tail import tail_word

_STRIP = ' 　“”"、\t'


@dataclass(slots=True)
class Before:
    """What the part of a clause before a figure says.

    Attributes
    ----------
    subject : str
        The name of what the figure is about, or empty.
    direction : str
        `up`, `down`, `flat` or empty.
    reaches : bool
        The figure is what was come to (`提高到`), not by how much.
    bound : str
        `exact`, `about`, `min` or `max`.
    level : bool
        A verb of state or total stands between subject and figure (`达到`, `占`).
    each : bool
        `分别`: the figures are shared out among the subjects.
    target : bool
        `力争`, `预期目标为` and the like stand directly before the figure.
    rate : str
        A noun of change that was taken off the subject (`增速`), or empty.
    moved : str
        The word that gave the direction.
    scope : str
        Among what a rank is (`全国百强市`), or empty.
    base : str
        What the figure is a share of, with its verb (`完成年度计划`, `占全国`), where that is
        said apart from the subject; or empty.
    text : str
        The whole part as written.
    """

    subject: str = ""
    direction: str = ""
    reaches: bool = False
    bound: str = "exact"
    level: bool = False
    each: bool = False
    target: bool = False
    rate: str = ""
    moved: str = ""
    scope: str = ""
    base: str = ""
    text: str = ""


# `粮食两年增长5%`.
_LASTING = re.compile(r"(?:连续)?(?<![上前去])[一二两三四五六七八九十]+年$")
_BOUNDS = frozenset(("about", "min", "max"))


def read_before(part: str, *, rank: bool = False, share: bool = False) -> Before:
    """Read the text before a figure, time expressions taken out.

    Parameters
    ----------
    part : str
        From the clause's start, or the end of the figure before.
    rank : bool
        The figure is a rank.
    share : bool
        The figure can be a share: `%`, `倍`.

    Examples
    --------
    >>> before = read_before("全市工业增加值力争增长")
    >>> before.subject, before.direction, before.target
    ('工业增加值', 'up', True)
    """
    found = Before(text=part)
    if rank and (placing := cues.PLACING.search(part)):
        found.scope = cues.PLACED.sub("", placing[0]).strip("、")
        part = part[: placing.start()]
    if share and (fulfilled := cues.FULFILLED.search(part.rstrip(_STRIP))):
        found.base = fulfilled["base"].replace("的的", "的")
        if fulfilled["above"]:
            found.direction = "up"
        else:
            found.level = True
        part = part[: fulfilled.start()]
    rest = _read_tail(part.rstrip(_STRIP), found)
    if rest.endswith("年"):
        rest = _read_tail(_LASTING.sub("", rest), found)
    if proviso := cues.PROVISO.search(rest):
        rest = _read_tail(rest[: proviso.start()], found)
    if compared := cues.COMPARED.search(rest):
        if not found.direction or found.reaches:
            found.direction = "down" if compared["below"] else "up" if compared["above"] else ""
            found.reaches = False
        rest = _read_tail(rest[: compared.start()].rstrip(_STRIP), found)
    found.subject = "" if cues.LOCATIVE.match(rest) else strip_head(rest)
    if found.subject.startswith("分别"):
        found.each, found.subject = True, found.subject[2:]
    return found


def _read_tail(part: str, found: Before) -> str:
    backwards = part[::-1]
    at, length = 0, len(part)
    first = True
    while at < length:
        if backwards[at] in _STRIP:
            at += 1
            continue
        word = tail_word(backwards, at)
        if word is None or word[1] == "noun":
            break
        text, kind = word
        if kind == "reach":
            if first:
                found.reaches = found.level = True
            if not found.direction:
                found.direction = _moves(text)
        elif kind in ("up", "down"):
            if not found.direction:
                found.direction, found.moved = kind, text
            if text in ("高于", "快于") and first:
                found.bound = "min"
            elif text == "低于" and first:
                found.bound, found.direction = "max", ""
        elif kind.startswith("rate"):
            found.rate = text
            # `增速达到8%` is a change by 8 %; `增速提高2个百分点` is one of the rate.
            if found.reaches or not found.direction:
                found.direction, found.reaches = kind[5:], False
        elif kind == "flat":
            found.direction = found.direction or kind
        elif kind == "level":
            found.level = True
        elif kind in _BOUNDS:
            found.level = found.level or text == "控制在"
            if found.bound == "exact":
                found.bound = kind
        elif kind == "each":
            found.each = found.each or text == "分别"
        elif kind == "target":
            found.target = True
        first = first and kind in ("filler", "about", "min", "max")
        at += len(text)
    return part[: length - at]


def _moves(word: str) -> str:
    if word[0] in "增升提扩跃攀延" or word[:2] in ("上升", "回升", "发展", "拓展"):
        return "up"
    return "down" if word[0] in "降减缩压精" or word[:2] == "下降" else ""


def strip_head(subject: str) -> str:
    """Take off what opens a clause (`其中`, `力争`) and the report's own area (`全市`)."""
    at = 0
    while match := cues.HEAD.match(subject, at) or cues.OWNER.match(subject, at):
        at = match.end()
    return subject[at:].strip(_STRIP)


@dataclass(slots=True)
class After:
    """What the part behind a figure says.

    Attributes
    ----------
    bound : str
        As for `Before`, or empty.
    noun : str
        What is counted (`12家企业`), or what the figure is an attribute of (`8%的增长`).
    attributive : bool
        `的` links figure and noun.
    opening, length : int
        Code points taken up by the bound, and by bound and noun.
    """

    bound: str = ""
    noun: str = ""
    attributive: bool = False
    opening: int = 0
    length: int = 0


_AGED = re.compile(r"[0-9０-９]+(?:[-—~至][0-9]+)?(?:周岁|岁)(?:及?以[上下])?的?")
_MATERIALS = frozenset("钢铁煤粮糖盐路桥井树油棉布纱猪牛羊县市区镇乡村国")


def read_after(part: str) -> After:
    """Read the text behind a figure, up to the next figure or the clause's end.

    Parameters
    ----------
    part : str
        The text behind.
    """
    at = len(part) - len(part.lstrip(" 　"))
    found = After()
    if match := cues.AFTER.match(part, at):
        found.bound, at = match.lastgroup or "", match.end()
    if step := cues.STEP.match(part, at):
        at = step.end()
    found.opening = at
    if part[at : at + 1] == "的":
        found.attributive, at = True, at + 1
    opening = part[at : at + 1]
    if opening in "“‘《" and opening:
        at += 1
    # `3万名70岁以上老人`
    if aged := _AGED.match(part, at):
        at = aged.end()
    found.length = at
    if not found.attributive and cues.NO_NOUN.match(part, at):
        return found
    match = cues.NOUN.match(part, at)
    if match is None:
        return found
    noun = match[0]
    if end := cues.NOUN_END.search(noun, 1):
        noun = noun[: end.start()]
    found.length = at + len(noun)
    noun = noun.strip(" 　")
    found.noun = noun if len(noun) > 1 or noun in _MATERIALS else ""
    return found


def is_idle(number: Number, before: Before, after: After) -> bool:
    """Whether a figure says nothing of an indicator: a span of time gone by, `三个方面`."""
    unit = number.unit
    if number.rank or unit in ("%", "‰", "个百分点"):
        return False
    if cues.TIME_UNIT.fullmatch(unit):
        if before.direction or cues.TIME_NOUN.search(before.subject):
            return False
        return not (before.level and before.subject)
    if unit in ("个", "项", "条", "大", "次", "位", "种", "点") and after.noun:
        return bool(cues.IDLE.match(after.noun))
    return False
