"""Sentence → measures: which indicator a figure is about, and what is said of it.

A sentence of figures is a chain of clauses. A clause is `[time] [owner] SUBJECT [verb]
[bound] NUMBER [bound] [noun]`; a clause without a subject goes on with the one before
(`完成2608.1亿元，增长1.1%`), and one with several subjects and `分别` shares its figures out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baogao.measure.chain import Figure, read_figures, says, split_clauses, without
from baogao.measure.indicators import Catalogue
from baogao.measure.names import Topic, is_nominal
from baogao.measure.naming import names_of
from baogao.measure.numbers import Number, find_numbers
from baogao.measure.periods import Period, find_periods
from baogao.measure.record import Measure
from baogao.measure.status import is_target, period_of

# `主要目标：…` says what all the figures behind it are.
_LEAD = re.compile(r"[^。；：:]{0,40}目标[^。；：:，]{0,6}[：:]")
# A flow is counted, also where it `达到` so much.
_NEW = re.compile(r"新增|净增|转移就业|再就业")
_PERSONS = re.compile(
    r"人口?$|人[数员口]|群众|农牧?民|学生|老人|居民|劳动力|职工|儿童|妇女|毕业生|游客|就业|失业|裁员|对象|中国人|人才"
)


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
    numbers = [n for n in numbers if says(text, n, context.masked, periods)]
    if not numbers:
        return []
    found: list[Measure] = []
    topic = Topic(catalogue)
    # `主要目标：…` says what all the figures behind it are.
    lead = opening[0] if (opening := _LEAD.match(text)) else ""
    k = 0
    for start, end in split_clauses(text, numbers):
        first = k
        while k < len(numbers) and numbers[k].start < end:
            k += 1
        if first == k:
            topic.turn_aside(without(text, start, end, periods).strip())
            continue
        figures = read_figures(text, start, end, numbers[first:k], periods)
        names = names_of(figures, topic)
        topic.aside = ""
        for figure, name in zip(figures, names, strict=True):
            if name:
                clause = lead + text[start : figure.number.start]
                found.append(_record(text, figure, name, clause, periods, catalogue, context))
    return found


def _record(
    text: str,
    figure: Figure,
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
    elif not figure.counts:
        kind = "level"
    else:
        total = before.level or before.reaches or is_nominal(name)
        kind = "level" if total and not _NEW.search(name) and name != after.noun else "count"
    bound = after.bound or before.bound
    if number.rank and text[number.start] == "前":
        bound = "max"
    if bound == "exact" and number.more:
        bound = "min"
    inner = [p for p in periods if p.end <= number.start]
    if inner and inner[-1].compared and (change or number.start - inner[-1].end >= 12):
        inner = [p for p in inner if not p.compared]
    stated = inner[-1].last_day if inner else context.period[1] if context.period else ""
    target = is_target(context.label, context.role, clause, figure.right, stated, context.year)
    first, last = period_of(
        number, text[: number.start], periods, context.period, target, change, context.year
    )
    return Measure(
        start=number.start,
        end=number.end,
        indicator=_as_written(name, text, context.written),
        indicator_id=catalogue.find(name, context.level, context.year),
        value=value,
        value_max=value_max,
        unit=number.unit or ("人" if number.value >= 1000 and _PERSONS.search(name) else ""),
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


def _place(figure: Figure, name: str, context: Context, catalogue: Catalogue) -> str:
    """Return the place before the indicator's name, where it is not the report's own."""
    for _, end, place in reversed(context.places):
        if end <= figure.number.start and name.startswith(place) and catalogue.known(name):
            return place
    return ""
