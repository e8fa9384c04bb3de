"""Pictures of the comparisons: trends, keyness, targets and outcomes, timelines, labels."""

from __future__ import annotations

from typing import Any

import pandas as pd

from baogao.compare.picture import Picture
from baogao.errors import BaogaoError

# Colours that people of any colour sight tell apart (Okabe and Ito 2008).
_COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999"]
_LABELS = {
    "achievement": "#009E73",
    "plan": "#0072B2",
    "problem": "#D55E00",
    "other": "#BBBBBB",
}
_LINE: dict[str, Any] = {"point": True, "strokeJoin": "round"}
_MANY = 40  # rows of a timeline, and bars, that are still legible
_PLACES = 12  # small pictures side by side


def draw(name: str, table: pd.DataFrame) -> Picture:
    """Draw the table of a comparison.

    Parameters
    ----------
    name : str
        `terms`, `keyness`, `attention`, `programmes`, `targets`, `promises` or `labels`.
    table : DataFrame
        What the function of that name gave; a part of its rows will do.

    Raises
    ------
    BaogaoError
        There is nothing to draw, or no picture of this name.
    """
    drawings = {
        "terms": lambda t: trend(t, "per_10k", "term", "per 10,000 words"),
        "keyness": keyness,
        "attention": lambda t: trend(t, "share", "concept", "share of the words"),
        "programmes": programmes,
        "targets": targets,
        "promises": promises,
        "labels": labels,
    }
    if name not in drawings:
        raise BaogaoError(f"no picture {name!r}", "", f"there are {', '.join(drawings)}")
    if table.empty:
        raise BaogaoError("there is nothing to draw", "", "widen the slice")
    picture: Picture = drawings[name](table)
    return picture


def trend(table: pd.DataFrame, value: str, colour: str, axis: str) -> Picture:
    """Draw a value over the first column of the table, a line a year or a bar otherwise.

    What was sliced by besides stands in small pictures side by side, the most frequent first.
    """
    import altair as alt

    of_table = {colour, value, "count", "documents", "tokens", "matched_tokens", "share"}
    groups = [c for c in table.columns if c not in {*of_table, "per_10k", "sentences"}]
    over = "year" if "year" in groups else groups[0] if groups else colour
    rest = [c for c in groups if c != over]
    shown = table.assign(**{c: table[c].astype(object) for c in groups})
    if rest:
        shown["slice"] = shown[rest].astype(str).agg(" ".join, axis=1)
        sizes = shown.groupby("slice")["tokens"].sum().nlargest(_PLACES)
        shown = shown[shown["slice"].isin(sizes.index)]
    if over == "year":
        shown = _runs(shown, [colour, "slice"] if rest else [colour])
    title = f"{axis} by {', '.join(groups) or colour}"
    base = alt.Chart(shown).encode(
        x=_years() if over == "year" else alt.X(f"{over}:N", axis=alt.Axis(labelAngle=0)),
        y=alt.Y(f"{value}:Q", title=axis),
        color=_colour(colour),
        tooltip=[*groups, colour, *(c for c in table.columns if c not in groups + [colour])],
    )
    # A year without a report breaks the line.
    chart = base.mark_line(**_LINE).encode(detail="run:N") if over == "year" else base.mark_bar()
    if not rest:
        return Picture(chart.properties(width=560, height=320, title=title), title)
    small = chart.properties(width=230, height=150)
    return Picture(small.facet(_side("slice"), columns=3, title=title), title)


def _runs(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Number the runs of years that follow on each other, for each of the keys' values."""
    ordered = table.sort_values("year", kind="stable")
    years = pd.to_numeric(ordered["year"], errors="coerce")
    return ordered.assign(run=years - ordered.groupby(keys, observed=True).cumcount())


def keyness(table: pd.DataFrame) -> Picture:
    """Draw the words with the highest log-likelihood, by log ratio."""
    import altair as alt

    shown = table.nlargest(_MANY, "log_likelihood")
    title = f"the {len(shown)} words that tell the two slices apart most"
    chart = (
        alt.Chart(shown, title=title, width=420)
        .mark_bar()
        .encode(
            x=alt.X("log_ratio:Q", title="log ratio (1 is twice as frequent in the study slice)"),
            y=alt.Y("term:N", sort="-x", title=None),
            color=_colour("change"),
            tooltip=list(table.columns),
        )
    )
    return Picture(chart, title)


def programmes(table: pd.DataFrame) -> Picture:
    """Draw from when to when families stand in the reports, a dot a year that names them."""
    import altair as alt

    shown = table.nlargest(_MANY, "mentions").copy()
    several = shown["place"].nunique() > 1
    shown["name"] = shown["place"] + " " + shown["family"] if several else shown["family"]
    # Two types can have a family of one name.
    shown["name"] = shown["name"].where(
        ~shown["name"].duplicated(keep=False), shown["name"] + " (" + shown["type"] + ")"
    )
    shown["also"] = shown["names"].map("、".join)
    order = shown.sort_values(["first", "last", "name"])["name"].tolist()
    dots = shown.explode("years")[["name", "years", "type", "status", "also", "mentions"]]
    title = f"the {len(shown)} families that are named most, of {len(table)}"
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=260))
    span = alt.Scale(domain=[int(shown["first"].min()) - 0.5, int(shown["last"].max()) + 0.5])
    axis = alt.Axis(format="d", tickMinStep=1)
    lines = (
        alt.Chart(shown.drop(columns=["years", "gaps", "names"]))
        .mark_rule(color="#cccccc", strokeWidth=2)
        .encode(x=alt.X("first:Q", scale=span, axis=axis, title="year"), x2="last:Q", y=y)
    )
    points = (
        alt.Chart(dots.astype({"years": int}))
        .mark_circle(size=60, opacity=1)
        .encode(
            x=alt.X("years:Q", scale=span, axis=axis, title="year"),
            y=y,
            color=_colour("status"),
            tooltip=["name", "years", "type", "status", "also", "mentions"],
        )
    )
    return Picture((lines + points).properties(width=460, title=title), title)


def targets(table: pd.DataFrame) -> Picture:
    """Draw the targets and outcomes of an indicator, of the kind and unit it is mostly given in."""
    import altair as alt

    indicator = table["indicator_id"].mode()[0]
    shown = table[table["indicator_id"] == indicator]
    kind, unit = shown.groupby(["kind", "unit"]).size().idxmax()
    shown = shown[(shown["kind"] == kind) & (shown["unit"] == unit)].copy()
    places = shown.groupby("place").size().nlargest(_PLACES).index
    shown = shown[shown["place"].isin(places)]
    shown["target_max"] = shown["target_max"].fillna(shown["target"])
    shown["year"] = shown["year"].astype(int)
    title = f"{indicator} ({kind}, {unit}): target and outcome"
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=["target", "outcome"], range=[_COLOURS[1], _COLOURS[0]]),
    )
    tips = ["place", "year", "target", "target_max", "bound", "hardness", "outcome", "gap", "note"]
    years = list(range(int(shown["year"].min()), int(shown["year"].max()) + 1))
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    x = alt.X("year:O", scale=alt.Scale(domain=years), axis=axis)
    base = alt.Chart().encode(x=x, tooltip=[f"{tip}:N" for tip in tips])
    value = alt.Y("target:Q", title=unit, scale=alt.Scale(zero=False))
    ranges = base.mark_bar(size=10, opacity=0.4).encode(y=value, y2="target_max:Q", color=colour)
    goals = base.mark_tick(thickness=3, size=16).encode(y=value, color=colour)
    outcomes = base.mark_line(**_LINE).encode(
        y=alt.Y("outcome:Q", title=unit, scale=alt.Scale(zero=False)), color=colour
    )
    layers = alt.layer(
        ranges.transform_calculate(what="'target'"),
        goals.transform_calculate(what="'target'"),
        outcomes.transform_filter("isValid(datum.outcome)").transform_calculate(what="'outcome'"),
    )
    if len(places) == 1:
        return Picture(
            layers.properties(width=560, height=320, title=f"{places[0]} {title}"), title
        )
    small = layers.properties(width=230, height=150)
    side = small.facet(_side("place"), columns=3, data=shown, title=title)
    return Picture(side.resolve_scale(y="independent"), title)


def promises(table: pd.DataFrame) -> Picture:
    """Draw the share of plan sentences that the next report comes back to, by year."""
    import altair as alt

    first = table[table["rank"] <= 1].assign(answered=lambda t: t["rank"] == 1)
    by = first.groupby(["place", "year"])["answered"].agg(["mean", "size"]).reset_index()
    by.columns = pd.Index(["place", "year", "answered", "plans"])
    places = by.groupby("place")["plans"].sum().nlargest(len(_COLOURS)).index
    title = "share of plan sentences that the next report comes back to"
    shown = _runs(by[by["place"].isin(places)], ["place"])
    chart = (
        alt.Chart(shown, title=title, width=560, height=320)
        .mark_line(**_LINE)
        .encode(
            x=_years("year of the plan"),
            detail="run:N",
            y=alt.Y("answered:Q", title="share", axis=alt.Axis(format="%")),
            color=_colour("place"),
            tooltip=["place", "year", "plans", alt.Tooltip("answered", format=".1%")],
        )
    )
    return Picture(chart, title)


def labels(table: pd.DataFrame) -> Picture:
    """Draw the share of each label from a report's beginning to its end."""
    import altair as alt

    title = "labels from the beginning of the report to its end"
    scale = alt.Scale(domain=list(_LABELS), range=list(_LABELS.values()))
    chart = (
        alt.Chart(table, title=title, width=560, height=260)
        .mark_bar()
        .encode(
            x=alt.X("part:O", title="part of the report", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", stack="normalize", title="share", axis=alt.Axis(format="%")),
            color=alt.Color("label:N", scale=scale),
            tooltip=["part", "label", "characters", alt.Tooltip("share", format=".1%")],
        )
    )
    return Picture(chart, title)


def _years(title: str = "year") -> Any:
    import altair as alt

    # Whole years, as many of them as there is room for; a year without a report stays a gap.
    axis = alt.Axis(format="d", tickMinStep=1)
    return alt.X("year:Q", title=title, axis=axis, scale=alt.Scale(zero=False, nice=False))


def _side(column: str) -> Any:
    import altair as alt

    return alt.Facet(f"{column}:N", title=None)


def _colour(column: str) -> Any:
    import altair as alt

    return alt.Color(f"{column}:N", title=None, scale=alt.Scale(range=_COLOURS))
