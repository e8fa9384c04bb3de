"""Target or actual, and for when."""

from __future__ import annotations

from baogao.measure import cues
from baogao.measure.numbers import Number
from baogao.measure.periods import Period


def is_target(
    label: str | None,
    role: str | None,
    clause: str,
    following: str,
    period: Period | None,
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
    period : Period or None
        The time expression that the figure is under, if there is one.
    year : int or None
        The report's.
    """
    if cues.RECALLED.match(following):
        return True
    ahead = bool(period and year and period.last_day and int(period.last_day[:4]) >= year)
    past = bool(period and year and period.last_day and not ahead)
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
    periods: list[Period],
    default: tuple[str, str] | None,
    target: bool,
    yearly: bool,
    change: bool,
    year: int | None,
) -> tuple[str, str]:
    """Return the first and last day of what a figure is about, ISO 8601, or empty texts.

    Parameters
    ----------
    number : Number
        The figure.
    periods : list of Period
        The sentence's, in order.
    default : tuple or None
        The period of the paragraph or section, where it states one.
    target : bool
        A target without a period is for the report's year, an outcome for the year before.
    yearly : bool
        An average over years (`年均`): between two years named in the sentence, over both.
    change : bool
        The figure is a change, not a level.
    year : int or None
        The report's.
    """
    before = [p for p in periods if p.end <= number.start and p.first_day]
    if before and before[-1].compared:
        if number.start - before[-1].end < 12 and not change:
            return before[-1].first_day, before[-1].last_day
        before = [p for p in before if not p.compared]
    if before:
        last = before[-1]
        if yearly and len(before) > 1 and last.first_day[:4] == last.last_day[:4]:
            return min(p.first_day for p in before), last.last_day
        return last.first_day, last.last_day
    if default is not None and default[0]:
        return default
    if year is None:
        return "", ""
    if target:
        last_year = year + 4 if yearly else year
        return f"{year}-01-01", f"{last_year}-12-31"
    return f"{year - 1}-01-01", f"{year - 1}-12-31"
