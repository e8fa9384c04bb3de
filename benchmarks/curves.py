"""Turn the figures of `crossvalidate.py` into tables and pictures.

    python benchmarks/curves.py FIGURES.jsonl [--out FOLDER]

Prints Markdown tables, each figure the mean over the folds, the first with the lowest and the highest,
and draws the learning curve and the calibration curve into the folder.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from baogao.compare.picture import Picture
from baogao.schema import ENTITY_TYPES, LABELS

_COLOURS = alt.Scale(range=["#0072B2", "#D55E00"])


def main() -> None:
    """Print the tables and draw the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("figures", type=Path, help="JSON lines that crossvalidate.py wrote")
    parser.add_argument("--out", type=Path, help="folder for the pictures")
    given = parser.parse_args()
    lines = given.figures.read_text(encoding="utf-8").splitlines()
    rows = pd.DataFrame([json.loads(line) for line in lines])
    # A run with a part of the reports belongs to the learning curve alone.
    most = rows.groupby("fold")["trained_on"].transform("max")
    whole = rows[rows["trained_on"] == most]
    table(whole[whole["part"] == "tagger"], ["micro", "core", *ENTITY_TYPES])
    labels = ["accuracy", "macro", *LABELS, "error", "sure_plans_right", "plans_sure"]
    table(whole[whole["part"] == "classifier"], labels)
    if given.out:
        learning(rows).save(given.out / "learning_curve.png")
        calibration(whole).save(given.out / "calibration.png")


def table(rows: pd.DataFrame, columns: list[str]) -> None:
    """Print the mean of each figure over the folds, and the range of the first."""
    print("| way | scored on | folds |", " | ".join(columns), "|")
    print("| --- | --- | --- |", " | ".join("---" for _ in columns), "|")
    for (way, kind), part in rows.groupby(["way", "kind"], sort=False):
        first = part[columns[0]]
        cells = [f"{part[column].mean():.3f}" for column in columns]
        if len(part) > 1:
            cells[0] += f" ({first.min():.3f}–{first.max():.3f})"
        print("|", way, "|", kind, "|", len(part), "|", " | ".join(cells), "|")
    print()


def learning(rows: pd.DataFrame) -> Picture:
    """Draw F1 over the number of sentences that a tagger was trained on."""
    runs = rows[rows["part"] == "tagger"]
    ways = runs.groupby("way")["trained_on"].nunique()
    runs = runs[runs["way"] == ways.idxmax()]
    points = runs.groupby(["kind", "trained_on"], as_index=False)["micro"].mean()
    chart = (
        alt.Chart(points, width=380, height=240, title="Entities: F1 on reports of other places")
        .mark_line(point=True)
        .encode(
            x=alt.X("trained_on:Q", title="annotated sentences trained on"),
            y=alt.Y("micro:Q", title="micro F1", scale=alt.Scale(zero=False)),
            color=alt.Color("kind:N", title="scored on", scale=_COLOURS),
        )
    )
    return Picture(chart, "Learning curve")


def calibration(rows: pd.DataFrame) -> Picture:
    """Draw how often a label is right over the probability that it is given."""
    bins: dict[int, list[float]] = {}
    for row in rows[(rows["part"] == "classifier") & (rows["way"] == "model")]["bins"]:
        for number, (count, mean, right) in enumerate(row):
            total = bins.setdefault(number, [0.0, 0.0, 0.0])
            total[0] += count
            total[1] += count * mean
            total[2] += count * right
    points: list[dict[str, Any]] = [
        {"probability": said / count, "right": right / count, "sentences": count}
        for count, said, right in bins.values()
        if count
    ]
    edges = pd.DataFrame({"probability": [0.3, 1.0], "right": [0.3, 1.0]})
    scale = alt.Scale(domain=[0.3, 1.0])
    line = alt.Chart(edges).mark_line(strokeDash=[4, 4], color="#999999")
    dots = alt.Chart(pd.DataFrame(points)).mark_line(
        point=alt.OverlayMarkDef(size=60), color="#0072B2"
    )
    counts = dots.mark_text(dy=14, dx=16, fontSize=9).encode(
        text=alt.Text("sentences:Q", format=",.0f")
    )
    chart = alt.layer(
        *(
            layer.encode(
                x=alt.X("probability:Q", title="probability of the label", scale=scale),
                y=alt.Y("right:Q", title="share that is right", scale=scale),
            )
            for layer in (line, dots, counts)
        )
    ).properties(width=300, height=300, title="Labels: calibration on reports of other places")
    return Picture(chart, "Calibration")


if __name__ == "__main__":
    main()
