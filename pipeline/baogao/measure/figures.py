"""Sentence → measures: which indicator a figure is about, and what is said of it.

A sentence of figures is a chain of clauses. A clause is `[time] [owner] SUBJECT [verb]
[bound] NUMBER [bound] [noun]`; a clause without a subject goes on with the one before
(`完成2608.1亿元，增长1.1%`), and one with several subjects and `分别` shares its figures out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baogao.measure import cues
from baogao.measure.clauses import After, Before, is_idle, read_after, read_before
from baogao.measure.indicators import Catalogue
from baogao.measure.names import Topic, counted, is_nominal, resolved, tidy
from baogao.measure.numbers import Number, find_numbers
from baogao.measure.periods import Period, find_periods
from baogao.measure.record import Measure
from baogao.measure.status import is_target, period_of

_BREAK = re.compile(r"[，,；;。：:！!？?（(）)\n]")
# An aside that only explains a name: `细颗粒物（PM2.5）`.
_BRACKET = re.compile(r"[（(][^（()）]{1,24}[）)]")
_JOINED = re.compile(r"[、，,；;和与及（(）)]")
_RELATIVE = frozenset(("%", "‰", "个百分点", "倍", "番", "成", "个基点", "基点"))
_MOVE = re.compile(
    r"(?:较快|高速|平稳|适度|年均|平均)*(?P<up>增长|增速|速度|递增|增幅|发展速度|涨幅|增长率)|(?P<down>降幅|下降|递减|减幅)"
)
# What can be done to a number of things, rather than to the things.
_COUNTS = frozenset(["增加", "减少", "净增", "净增加", "压减", "精简", "削减", "新增加", "增", "减", "多增"])
_LEAD = re.compile(r"[^。；：:]{0,40}目标[^。；：:，]{0,6}[：:]")
# A flow is counted, also where it `达到` so much.
_NEW = re.compile(r"新增|净增|转移就业|再就业")
_PERSONS = re.compile(
    r"人口?$|人[数员口]|群众|农民|学生|老人|居民|劳动力|职工|儿童|妇女|毕业生|游客|就业|失业|裁员|中国人"
)
_AVERAGE = re.compile(r"年均|平均每年|年平均|每年平均")


@dataclass(slots=True)
class Context:
    """What a sentence's figures are read against.

    Attributes
    ----------
    label : str or None
        The sentence's label: a plan's figures are targets.
    year : int or None
        The report's.
    level : str or None
        The report's.
    masked : sequence of (start, end)
        Names, in which no number is a figure; code points into the sentence.
    places : sequence of (start, end, name)
        Places that are not the report's own.
    role : str or None
        The section's role.
    period : tuple of str, optional
        First and last day that the paragraph or section is about, where it states them.
    written : str
        The sentence in traditional characters, where it is read through `simplified`.
    """

    label: str | None = None
    year: int | None = None
    level: str | None = None
    masked: Sequence[tuple[int, int]] = ()
    places: Sequence[tuple[int, int, str]] = ()
    role: str | None = None
    period: tuple[str, str] | None = None
    written: str = ""


@dataclass(slots=True)
class _Figure:
    """A number with what stands around it in its clause."""

    number: Number
    before: Before
    after: After
    left: str
    right: str
    joined: bool


def measure(
    text: str, catalogue: Catalogue, context: Context, numbers: Sequence[Number] | None = None
) -> list[Measure]:
    """Return the measures of a sentence, offsets into it.

    Parameters
    ----------
    text : str
        One sentence.
    catalogue : Catalogue
        Names of indicators.
    context : Context
        Label, year, level, names.
    numbers : sequence of Number, optional
        The sentence's figures, where they were found before.

    Examples
    --------
    >>> from baogao.measure.indicators import default_catalogue
    >>> context = Context(label="achievement", year=2020, level="county")
    >>> found = measure("全区增加值完成100.5亿元，下降1.1%。", default_catalogue(), context)
    >>> [(m.indicator_id, m.value, m.unit, m.kind) for m in found]
    [('gdp', 100.5, '亿元', 'level'), ('gdp', -1.1, '%', 'change')]
    """
    if "改为“" in text or "修改为" in text:
        # An erratum quotes what it mends.
        return []
    if numbers is None:
        numbers = list(find_numbers(text))
    periods = find_periods(text, context.year)
    numbers = [n for n in numbers if _says(text, n, context.masked, periods)]
    if not numbers:
        return []
    found: list[Measure] = []
    topic = Topic(catalogue)
    # `主要目标：…` says what all the figures behind it are.
    lead = opening[0] if (opening := _LEAD.match(text)) else ""
    k = 0
    for start, end in _clauses(text, numbers):
        first = k
        while k < len(numbers) and numbers[k].start < end:
            k += 1
        if first == k:
            aside = _without(text, start, end, periods).strip()
            if aside:
                topic.aside = aside
            continue
        figures = _figures(text, start, end, numbers[first:k], periods)
        names = _names(figures, topic, catalogue)
        topic.aside = ""
        for figure, name in zip(figures, names, strict=True):
            if name is not None:
                clause = lead + text[start : figure.number.start]
                found.append(_record(text, figure, name, clause, periods, catalogue, context))
    return found


def _says(
    text: str, number: Number, masked: Sequence[tuple[int, int]], periods: Sequence[Period]
) -> bool:
    """Whether a number can be a figure of something, by what stands around it."""
    start, end = number.start, number.end
    if any(left < end and start < right for left, right in masked):
        return False
    if any(p.start < end and start < p.end for p in periods):
        return False
    return not (
        _is_quoted(text, start, end)
        or cues.is_threshold(text, number.unit, number.value, end)
        or cues.is_span(text, number.unit, start, end)
    )


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a quoted formula: `“3个100”`, `“文创50条”`."""
    if text[start - 1 : start] in ("“", "‘", '"') and start:
        return text.find("”", end, end + 12) >= 0
    return text[end : end + 1] == "”" and text.find("“", max(0, start - 12), start) >= 0


def _clauses(text: str, numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """Return the clauses of a sentence, code points."""
    skipped = [(n.start, n.end) for n in numbers]
    for match in _BRACKET.finditer(text):
        if not any(match.start() < n.start < match.end() for n in numbers):
            skipped.append(match.span())
    edges = [
        match.start()
        for match in _BREAK.finditer(text)
        if not any(start <= match.start() < end for start, end in skipped)
    ]
    starts = [0, *(edge + 1 for edge in edges)]
    return list(zip(starts, [*edges, len(text)], strict=True))


def _without(text: str, start: int, end: int, periods: Sequence[Period]) -> str:
    """Return a part of the text with its time expressions taken out."""
    parts, done = [], start
    for period in periods:
        if period.start >= done and period.end <= end:
            parts.append(text[done : period.start])
            done = period.end
    parts.append(text[done:end])
    return "".join(parts)


def _is_count(number: Number) -> bool:
    return not (number.rank or number.unit in _RELATIVE or "元" in number.unit)


def _figures(
    text: str, start: int, end: int, numbers: Sequence[Number], periods: Sequence[Period]
) -> list[_Figure]:
    """Read each figure of a clause, from the left."""
    figures = []
    left = start
    for k, number in enumerate(numbers):
        last = k + 1 == len(numbers)
        stop = end if last else numbers[k + 1].start
        right = text[number.end : stop]
        joined = not last and _JOINED.search(right) is None
        after = read_after(right)
        before = read_before(_without(text, left, number.start, periods), rank=number.rank)
        figures.append(_Figure(number, before, after, text[left : number.start], right, joined))
        left = number.end
        # What a count counts is behind it, unless another figure says more of that.
        takes = after.attributive or (
            _is_count(number) and not (joined and not _is_count(numbers[k + 1]))
        )
        left += after.length if takes else after.opening
    return figures


def _names(figures: Sequence[_Figure], topic: Topic, catalogue: Catalogue) -> list[str | None]:
    """Return what each figure of a clause is about; None for one that is about nothing."""
    names: list[str | None] = []
    place = 0
    for k, figure in enumerate(figures):
        number, before, after = figure.number, figure.before, figure.after
        if is_idle(number, before, after):
            names.append(None)
            continue
        noun = after.noun
        if _is_count(number) and figure.joined:
            following = figures[k + 1]
            if not figure.right.strip():
                # `464户1408人`
                noun = following.after.noun
            if (
                not _is_count(following.number)
                and following.after.noun
                and (following.after.attributive or following.after.bound)
            ):
                noun = following.after.noun
        if not noun and not before.subject and _is_count(number) and k + 1 < len(figures):
            # `12条、30公里河道`
            following = figures[k + 1]
            if _is_count(following.number) and not following.before.text.strip("段、和"):
                noun = following.after.noun
        name = ""
        money = cues.MONEY_NOUN.match(figure.right) if "元" in number.unit else None
        # `产能120万吨以上煤矿`: behind is what has that, not what is counted.
        said = before.subject and (after.attributive or after.bound)
        own = _own(number, before, figure, topic, catalogue) if before.subject else ""
        if _is_count(number) and noun and not (said and own):
            name = noun
            if before.moved not in _COUNTS:
                before.direction, before.reaches = "", False
        elif money and not catalogue.known(before.subject) and not before.direction:
            name = money[0]
        elif own:
            name = own
        if not name and _is_count(number) and noun:
            name = noun
        if noun.endswith(("目标", "任务", "计划", "要求", "水平", "指标", "标准")):
            noun = ""
        if (
            not name
            and after.attributive
            and noun
            and not (
                (move := _MOVE.match(noun)) and not before.direction and _set_move(before, move)
            )
        ):
            name = noun
        if name:
            topic.take(name)
            # Several subjects before the first of several figures are shared out.
            place = 0
        else:
            if k == 0 or not topic.name:
                topic.fall_back(before)
            alone = before.direction or before.level or before.each
            place = 0 if k == 0 or alone else place + 1
            if k and before.target and not before.direction and _same(figures[k - 1], figure):
                # `增长7%以上、力争达到8%`
                before.direction, before.reaches = figures[k - 1].before.direction, False
            if place and not number.rank:
                _share(figures[k - 1].before, before)
        names.append(_pick(figures, k, place, topic) if not noun or name != noun else name)
        names[-1] = tidy(_with_rate(names[-1] or "", figure)) or None
    return names


def _same(first: _Figure, second: _Figure) -> bool:
    return first.number.unit == second.number.unit and not first.before.reaches


def _share(first: Before, before: Before) -> None:
    """Give a figure that follows another without a word of its own what is said of that."""
    before.direction, before.reaches, before.level = first.direction, first.reaches, first.level
    before.target, before.rate = first.target, first.rate
    if before.bound == "exact":
        before.bound = first.bound


def _set_move(before: Before, move: re.Match[str]) -> bool:
    before.direction, before.reaches = ("up" if move["up"] else "down"), False
    return True


def _own(
    number: Number, before: Before, figure: _Figure, topic: Topic, catalogue: Catalogue
) -> str:
    """Return the name that the clause itself gives a figure."""
    subject = before.subject
    if _is_count(number):
        subject = counted(subject, catalogue)
        if not subject:
            # `完工150个` goes on with what was begun; `帮助1万人成功创业` says it behind.
            if figure.after.noun:
                return ""
            if not topic.name and (behind := cues.NOUN.match(figure.right.lstrip())):
                return behind[0]
            return "" if topic.name else before.subject
    elif not catalogue.known(subject) and not cues.SPENT.fullmatch(subject):
        if "元" in number.unit:
            subject = subject[verb.end() :] if (verb := cues.MONEY_VERB.match(subject)) else subject
        elif (verb := cues.VERB_HEAD.match(subject)) and catalogue.known(subject[verb.end() :]):
            subject = subject[verb.end() :]
        if not catalogue.known(subject) and (led := cues.LED_IN.match(subject)):
            if catalogue.known(subject[led.end() :]):
                subject = subject[led.end() :]
    return resolved(subject, topic, catalogue)


def _pick(figures: Sequence[_Figure], k: int, place: int, topic: Topic) -> str:
    parts = topic.parts
    if len(parts) == 1 and place == 0 and not figures[k].before.subject:
        run = _run(figures, k)
        # `城镇…17175元，农村…5153元，实际增长9.8%和8.5%`
        if run > 1 and len(set(recent := topic.last(run))) == run:
            parts = topic.parts = recent
    if len(parts) == 1 and figures[k].before.each and parts[0].startswith("城乡"):
        # `城乡居民人均可支配收入分别增长3.8%、5.5%`
        if _run(figures, k) == 2:
            parts = topic.parts = [head + parts[0][2:] for head in ("城镇", "农村")]
    if len(parts) > 1:
        run = _run(figures, k)
        if place or run == len(parts) or figures[k].before.each:
            return parts[min(place, len(parts) - 1)]
    return topic.name


def _run(figures: Sequence[_Figure], k: int) -> int:
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


def _with_rate(name: str, figure: _Figure) -> str:
    """`增速提高2个百分点` and `增速居第2位` are about the rate itself."""
    rate, number = figure.before.rate, figure.number
    if rate and (number.rank or number.unit == "个百分点") and not name.endswith(rate):
        return name + rate
    return name


def _record(
    text: str,
    figure: _Figure,
    name: str,
    clause: str,
    periods: list[Period],
    catalogue: Catalogue,
    context: Context,
) -> Measure:
    number, before, after = figure.number, figure.before, figure.after
    change = bool(before.direction) and not before.reaches and not number.rank
    direction = before.direction
    if number.unit in ("个百分点", "番") and not before.reaches and not number.rank:
        change = True
        direction = direction or ("up" if number.unit == "番" else "")
    value, value_max = number.value, number.value_max
    if change and direction == "down":
        value, value_max = (-value, None) if value_max is None else (-value_max, -value)
    elif change and value < 0:
        direction = "down"
    if number.rank:
        kind = "rank"
    elif change:
        kind = "change"
    elif not _is_count(number):
        kind = "level"
    else:
        total = before.level or before.reaches or is_nominal(name)
        kind = "level" if total and not _NEW.search(name) and name != after.noun else "count"
    bound = after.bound or before.bound
    if number.rank and text[number.start] == "前":
        bound = "max"
    if bound == "exact" and number.more:
        bound = "min"
    inner = [p for p in periods if p.end <= number.start and not p.compared]
    explicit = inner[-1] if inner else None
    target = is_target(context.label, context.role, clause, figure.right, explicit, context.year)
    yearly = bool(_AVERAGE.search(clause[-24:]))
    first, last = period_of(number, periods, context.period, target, yearly, change, context.year)
    return Measure(
        start=number.start,
        end=number.end,
        indicator=_as_written(name, text, context.written),
        indicator_id=catalogue.find(name, context.level, context.year),
        value=value,
        value_max=value_max,
        unit=number.unit or ("人" if _PERSONS.search(name) else ""),
        kind=kind,
        direction=direction,
        bound=bound,
        status="target" if target else "actual",
        period_start=first,
        period_end=last,
        place=_place(figure, name, context, catalogue),
        text=(context.written or text)[number.start : number.end],
    )


def _as_written(name: str, text: str, written: str) -> str:
    at = text.find(name) if written else -1
    return name if at < 0 else written[at : at + len(name)]


def _place(figure: _Figure, name: str, context: Context, catalogue: Catalogue) -> str:
    """Return the place before the indicator's name, where it is not the report's own."""
    for _, end, place in reversed(context.places):
        if end <= figure.number.start and name.startswith(place) and catalogue.known(name):
            return place
    return ""
