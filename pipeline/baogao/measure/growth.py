"""Warnings on the figure that the corpus is most asked for: the year's growth target."""

from __future__ import annotations

from collections.abc import Sequence

from baogao.measure.record import Measure

# State Council reports set one for each year from 1993 on (but for 2020).
_FIRST_YEAR = 1993


def growth_targets(measures: Sequence[Measure], year: int) -> list[Measure]:
    """Return the targets for growth of gross domestic (national) product in a year.

    Parameters
    ----------
    measures : sequence of Measure
        Of one report.
    year : int
        The year that the target is for.
    """
    return [
        m
        for m in measures
        if m.indicator_id in ("gdp", "gnp")
        and m.status == "target"
        and m.kind == "change"
        and m.unit == "%"
        and not m.place
        and (m.period_start[:4], m.period_end[:4]) == (str(year), str(year))
    ]


def growth_warnings(measures: Sequence[Measure], year: int | None) -> list[str]:
    """Say where the year's growth target is missing or not the only one.

    Parameters
    ----------
    measures : sequence of Measure
        Of one report.
    year : int or None
        The report's.
    """
    if year is None or year < _FIRST_YEAR:
        return []
    found = growth_targets(measures, year)
    if not found:
        return [f"no growth target (gdp) found for {year}"]
    values = {(m.value, m.value_max): m.text for m in found}
    if len(values) > 1:
        return [f"{len(values)} growth targets (gdp) for {year}: {', '.join(values.values())}"]
    return []
