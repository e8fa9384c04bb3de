"""Target or actual, and for when."""

from __future__ import annotations

import re

from baogao.measure import cues
from baogao.measure.numbers import Number
from baogao.measure.periods import Period, base_year, earliest_year

# Parts of a year, in the figure's own clause.
_PARTS = {
    "一季度": ("-01-01", "-03-31"),
    "二季度": ("-04-01", "-06-30"),
    "三季度": ("-07-01", "-09-30"),
    "四季度": ("-10-01", "-12-31"),
    "上半年": ("-01-01", "-06-30"),
    "下半年": ("-07-01", "-12-31"),
    "前三季度": ("-01-01", "-09-30"),
}
_PART = re.compile(r"(?P<part>前三季度|第?[一二三四]季度|[上下]半年)[^，；。]*$")
_YEARLY = re.compile(r"全年|预计|[比较](?:上年|去年)|同比")
_AVERAGE = re.compile(r"年均(?!值|浓度)|平均每年|年平均(?=增长|递增|提高|下降)|每年平均|每年递增")


def is_target(
    label: str | None,
    role: str | None,
    clause: str,
    following: str,
    last_day: str,
    year: int | None,
) -> bool:
    """Whether a figure is aimed at, rather than reached.

    The sentence's label decides, but for what the clause itself says.

    Parameters
    ----------
    label, role : str or None
        The sentence's label and its section's role.
    clause : str
        The clause up to the figure.
    following : str
        The clause behind it.
    last_day : str
        Of the period that the sentence, its paragraph or section states, or empty.
    year : int or None
        The report's.
    """
    if cues.RECALLED.match(following):
        return True
    ahead = bool(year and last_day and int(last_day[:4]) >= year)
    past = bool(year and last_day and not ahead)
    aimed = bool(cues.TARGET.search(clause))
    if label == "plan":
        if role == "review" and not ahead:
            return aimed and not past
        return not (past or (cues.DONE.search(clause) and not aimed))
    if label in ("achievement", "problem"):
        return ahead and aimed
    if past:
        return False
    return aimed or (ahead and role == "plan")


def period_of(
    number: Number,
    before: str,
    periods: list[Period],
    default: tuple[str, str] | None,
    target: bool,
    change: bool,
    year: int | None,
) -> tuple[str, str]:
    """Return the first and last day of what a figure is about, ISO 8601, or empty texts.

    Parameters
    ----------
    number : Number
        The figure.
    before : str
        The sentence up to the figure.
    periods : list of Period
        The sentence's, in order.
    default : tuple or None
        The period of the paragraph or section, where it states one.
    target : bool
        A target without a period is for the report's year, an outcome for the year before.
    change : bool
        The figure is a change: one against an earlier year (`比2002年增长`) and a yearly average
        (`年均`) are over the years since.
    year : int or None
        The report's.
    """
    if default and default[0][:4] != default[1][:4] and _YEARLY.search(before[-40:]):
        # `预计全年增长5%` under `过去五年` is of the last of them.
        default = None
    first, last = _stated(number, periods, default, target, change, year)
    if first[:4] == last[:4] and (part := _PART.search(before)):
        opens, closes = _PARTS[part["part"].removeprefix("第")]
        return first[:4] + opens, last[:4] + closes
    if not change or not last:
        return first, last
    end = int(last[:4])
    since = base_year(before)
    if since is not None and since < end - 1:
        return f"{since + 1}-01-01", last
    if first[:4] == last[:4] and _AVERAGE.search(before[-24:]):
        earliest = earliest_year(before)
        if earliest is not None and earliest < end:
            return f"{earliest + 1}-01-01", last
        # Reports give averages over the five years that a plan or a government lasts.
        if target and year is not None:
            return f"{year}-01-01", last if end > year else f"{end + 4}-12-31"
        return f"{end - 4}-01-01", last
    return first, last


def _stated(
    number: Number,
    periods: list[Period],
    default: tuple[str, str] | None,
    target: bool,
    change: bool,
    year: int | None,
) -> tuple[str, str]:
    before = [p for p in periods if p.end <= number.start and p.first_day]
    if before and before[-1].compared and number.start - before[-1].end < 12 and not change:
        return before[-1].first_day, before[-1].last_day
    before = [p for p in before if not p.compared]
    if before:
        return before[-1].first_day, before[-1].last_day
    if default is not None and default[0]:
        return default
    if year is None:
        return "", ""
    year = year if target else year - 1
    return f"{year}-01-01", f"{year}-12-31"
