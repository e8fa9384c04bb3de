"""What each figure of a clause is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baogao.measure import cues
from baogao.measure.chain import Figure
from baogao.measure.clauses import Before, is_idle
from baogao.measure.names import Topic, counted, resolved, tidy, with_base

# `8%左右的经济增长速度`: what follows says how it moves, and may say what.
_MOVE = re.compile(
    r"(?:左右|上下|以上|以内|以下)?的(?P<what>[^，。；、的]{0,8}?)(?:较快|高速|平稳|适度|年均|平均)*"
    r"(?:(?P<up>增长速度|增长率|发展速度|增长|增速|速度|递增|增幅|涨幅)|(?P<down>降幅|下降|递减|减幅))"
)
_TRADED = re.compile(r"(?:出口|贸易|投资)(?:总[额值])?$")
_SHARE_OF = re.compile(r"占(?!比)")
# What can be done to a number of things, rather than to the things.
_COUNTED = frozenset(
    ("增加", "减少", "净增", "净增加", "压减", "精简", "削减", "新增加", "增", "减", "多增")
)
# Two in one word: `城乡居民收入分别增长3.8%、5.5%`.
_PAIRS = {"城乡": ("城镇", "农村"), "存贷款": ("存款", "贷款"), "进出口": ("进口", "出口")}
# `达到五百万吨的指标`: what follows says what kind of figure it is, not of what.
_AIMS = ("目标", "任务", "计划", "要求", "水平", "指标", "标准")


def names_of(figures: Sequence[Figure], topic: Topic) -> list[str]:
    """Return the name of what each figure of a clause is about; empty where that is nothing.

    Parameters
    ----------
    figures : sequence of Figure
        Those of a clause, from the left. What one leaves to another (`分别增长7%和8%`: both grow)
        is filled in.
    topic : Topic
        What the clauses before spoke of; goes on to what this one speaks of.
    """
    names = []
    place = 0
    for k, figure in enumerate(figures):
        if is_idle(figure.number, figure.before, figure.after):
            names.append("")
            continue
        noun = _noun_behind(figures, k)
        name = _named(figure, noun, topic)
        if name:
            topic.take(name)
            place = 0
        else:
            place = _go_on(figures, k, place, topic)
        if name != noun or not noun:
            name = _picked(figures, k, place, topic)
        name = tidy(_with_rate(name, figure))
        if name and figure.before.base:
            topic.share = figure.before.base
            name = with_base(name, topic.share)
        elif name and topic.share and not figure.before.subject and _moves_share(figure):
            name = with_base(name, topic.share)
        names.append(name or figure.before.scope or _behind(figures, k))
    return names


def _moves_share(figure: Figure) -> bool:
    """`产值100亿元，占全国的5%，提高2个百分点` is of the share, `增长9%` of what has it."""
    unit = figure.number.unit
    return unit == "个百分点" or (unit == "%" and figure.before.reaches)


def _behind(figures: Sequence[Figure], k: int) -> str:
    """Return what is said of a number of people that nothing else names: `300人稳定脱贫`."""
    if not figures[k].counts:
        return ""
    right = figures[k].right.strip() or (figures[k + 1].right if k + 1 < len(figures) else "")
    match = cues.NOUN.match(right.strip())
    return match[0] if match else ""


def _noun_behind(figures: Sequence[Figure], k: int) -> str:
    """Return what stands behind a figure as counted by it, or as what has it."""
    figure = figures[k]
    after, noun = figure.after, figure.after.noun
    following = figures[k + 1] if k + 1 < len(figures) else None
    if figure.counts and following is not None:
        attribute = following.after.attributive or following.after.bound
        if figure.joined and not figure.right.strip():
            # `300户800人`
            noun = following.after.noun
        elif figure.joined and not following.counts and following.after.noun and attribute:
            # `10家产值1亿元以上企业`
            noun = following.after.noun
        elif (
            not (noun or figure.before.subject or following.before.text.strip("段、和"))
            and following.counts
        ):
            # `12条、30公里河道`
            noun = following.after.noun
    return "" if after.attributive and noun.endswith(_AIMS) else noun


def _named(figure: Figure, noun: str, topic: Topic) -> str:
    """Return the name that the clause itself gives a figure, or an empty text."""
    before, after = figure.before, figure.after
    if _SHARE_OF.match(before.subject) and topic.name and not figure.counts:
        before.base, before.subject, before.level = before.subject, "", True
    own = _own(figure, topic) if before.subject else ""
    # `产能120万吨以上煤矿`: behind is what has that, not what is counted.
    said = own and (after.attributive or after.bound)
    if figure.counts and noun and not said:
        if before.moved not in _COUNTED:
            before.direction, before.reaches = "", False
        return noun
    if "元" in figure.number.unit and not before.direction:
        money = cues.MONEY_NOUN.match(figure.right)
        if money and not topic.catalogue.known(before.subject):
            return money[0]
    if after.attributive and not figure.counts and (move := _MOVE.match(figure.right)):
        if not before.direction:
            before.direction, before.reaches = "up" if move["up"] else "down", False
        return own or move["what"]
    return own or (noun if after.attributive else "")


def _own(figure: Figure, topic: Topic) -> str:
    """Return the name before a figure without the verbs that open it."""
    subject, catalogue = figure.before.subject, topic.catalogue
    if figure.counts:
        subject = counted(subject, catalogue)
        if not subject:
            # `完工150个` goes on with what was begun; `扶助500人自主创业` says it behind.
            if figure.after.noun or topic.name or topic.aside:
                return ""
            behind = cues.NOUN.match(figure.right.lstrip())
            return behind[0] if behind else figure.before.subject
        return resolved(subject, topic)
    if catalogue.known(subject) or cues.SPENT.fullmatch(subject):
        return resolved(subject, topic)
    if f"对{subject}" in figure.before.text and _TRADED.search(topic.name):
        # `进出口增长6%，其中对东盟增长8%`
        return f"对{subject}{topic.name}"
    if "元" in figure.number.unit:
        if verb := cues.MONEY_VERB.match(subject):
            subject = subject[verb.end() :]
    elif (verb := cues.VERB_HEAD.match(subject)) and catalogue.known(subject[verb.end() :]):
        subject = subject[verb.end() :]
    if (led := cues.LED_IN.match(subject)) and catalogue.known(subject[led.end() :]):
        subject = subject[led.end() :]
    return resolved(subject, topic)


def _go_on(figures: Sequence[Figure], k: int, place: int, topic: Topic) -> int:
    """Take the subject from what came before; return the figure's place among those sharing it."""
    before = figures[k].before
    if k == 0 or not topic.name:
        topic.fall_back(before, only_known=figures[k].number.rank)
    if k == 0:
        return 0
    first = figures[k - 1]
    alike = first.number.unit == figures[k].number.unit and not first.before.reaches
    if alike and before.target and not before.direction:
        # `增长4%以上、力争达到5%`
        before.direction, before.reaches = first.before.direction, False
    if before.direction or before.level or before.each:
        return 0
    if not figures[k].number.rank:
        _share(first.before, before)
    return place + 1


def _share(first: Before, before: Before) -> None:
    """Give a figure that follows another without a word of its own what is said of that."""
    before.direction, before.reaches, before.level = first.direction, first.reaches, first.level
    before.target, before.rate = first.target, first.rate
    before.base = before.base or first.base
    if before.bound == "exact":
        before.bound = first.bound


def _picked(figures: Sequence[Figure], k: int, place: int, topic: Topic) -> str:
    """Return the one of several subjects that a figure goes with, or all of them."""
    head = figures[k - place].before
    each = head.each or "分别" in topic.name
    run = place + _run(figures, k)
    if run == 1 and not each:
        return topic.name
    parts = topic.split(run)
    if len(parts) == 1 and run > 1:
        pair = next((p for p in _PAIRS if p in parts[0]), "") if each and run == 2 else ""
        if pair:
            parts = topic.parts = [parts[0].replace(pair, one) for one in _PAIRS[pair]]
        elif (each or not head.subject) and len(set(recent := topic.last(run))) == run:
            # `收入90亿元，支出80亿元，分别增长5%和4%`
            parts = topic.parts = recent
    if len(parts) > 1 and (place or each or run == len(parts)):
        return parts[min(place, len(parts) - 1)]
    return topic.name


def _run(figures: Sequence[Figure], k: int) -> int:
    """Return how many figures follow each other with no word of their own, from the k-th on."""
    run = 1
    for figure in figures[k + 1 :]:
        before = figure.before
        if before.subject or before.direction or before.level:
            break
        if figure.number.unit != figures[k].number.unit:
            break
        run += 1
    return run


def _with_rate(name: str, figure: Figure) -> str:
    """`增速提高2个百分点` and `增速居第2位` are about the rate itself."""
    rate, number = figure.before.rate, figure.number
    if name and rate and (number.rank or number.unit == "个百分点") and not name.endswith(rate):
        return name + rate
    return name
