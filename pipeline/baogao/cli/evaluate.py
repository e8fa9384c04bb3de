"""`baogao evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baogao.errors import BaogaoError

if TYPE_CHECKING:
    from baogao.evaluate import Counts


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (ID, label, tagged text).")],
    reports: Annotated[
        Path | None, typer.Option(help="Folder of the reports; they are annotated now.")
    ] = None,
    predicted: Annotated[
        Path | None, typer.Option(help="Exported annotation (JSON lines) in place of reports.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model package or folder; none for rules alone.")
    ] = "zh_baogao",
    errors: Annotated[int, typer.Option(min=0, help="List so many errors.")] = 0,
) -> None:
    """Score annotation against gold: by type, label and report, with 95 % intervals."""
    from baogao.evaluate.scores import predict, predicted_from_jsonl, score
    from baogao.gold import read_gold

    sentences = list(read_gold(gold))
    if not sentences:
        raise BaogaoError("no gold sentences", str(gold[0]), "give gold files with text")
    if (reports is None) == (predicted is None):
        raise BaogaoError("nothing to score", "", "give --reports DIR or --predicted FILE")
    if predicted is not None:
        try:
            with predicted.open(encoding="utf-8") as lines:
                rows = predicted_from_jsonl(lines, str(predicted))
        except OSError as error:
            raise BaogaoError(
                f"cannot be read: {error.strerror}", str(predicted), "check the path"
            ) from error
    else:
        assert reports is not None
        wanted = {sentence.doc_id for sentence in sentences}
        paths = {p.stem: p for p in sorted(reports.rglob("*")) if p.is_file() and p.stem in wanted}
        lacking = sorted(wanted - set(paths))
        if lacking:
            raise BaogaoError(
                f"no report for {', '.join(lacking[:5])}",
                str(reports),
                "name files as the gold does",
            )
        rows = predict(paths, model)
    _print(score(rows, sentences), errors)


def _print(by_document: dict[str, Counts], errors: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from baogao.evaluate.scores import (
        confusion_rows,
        intervals,
        label_scores,
        scores_of,
        total,
        type_scores,
    )
    from baogao.schema import LABELS

    console = Console(width=None)
    counts = total(by_document)
    made, ranges = scores_of(counts), intervals(by_document)

    def show(title: str, columns: list[str], rows: list[list[str]]) -> None:
        table = Table(title=title, title_justify="left")
        for i, column in enumerate(columns):
            table.add_column(column, justify="right" if i else "left")
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)

    def interval(name: str) -> str:
        return f"{ranges[name][0]:.3f}–{ranges[name][1]:.3f}"

    show(
        f"{counts.sentences} gold sentences of {len(by_document)} reports",
        ["score", "value", "95 % interval"],
        [
            ["sentences found", f"{made.found:.4f}", ""],
            ["sentences split as gold", f"{made.exact_split:.4f}", ""],
            ["label accuracy", f"{made.accuracy:.4f}", interval("accuracy")],
            ["label macro F1", f"{made.macro_f1:.4f}", interval("macro_f1")],
            ["entity micro F1", f"{made.micro[2]:.4f}", interval("micro")],
            ["PLACE, PROGRAM, COMPANY micro F1", f"{made.core[2]:.4f}", interval("core")],
            ["entities that touch, F1", f"{made.overlap[2]:.4f}", ""],
            ["entity edges crossed by a token", f"{made.crossed:.4f}", ""],
        ],
    )
    parts = ["P", "R", "F1", "gold"]
    show(
        "entities by type",
        ["type", *parts],
        [
            [kind, *(f"{v:.3f}" for v in values), str(counts.right[kind] + counts.missed[kind])]
            for kind, values in type_scores(counts).items()
        ],
    )
    show(
        "sentence labels",
        ["label", *parts],
        [
            [
                label,
                *(f"{v:.3f}" for v in values),
                str(sum(n for (gold, _), n in counts.confusion.items() if gold == label)),
            ]
            for label, values in label_scores(counts).items()
        ],
    )
    show(
        "confusion: gold by row",
        ["gold", *LABELS, "heading or missing"],
        [[gold, *map(str, cells)] for gold, cells in confusion_rows(counts)],
    )
    show(
        "by report",
        ["report", "sentences", "accuracy", "entity F1"],
        [
            [doc, str(c.sentences), f"{s.accuracy:.3f}", f"{s.micro[2]:.3f}"]
            for doc, c in sorted(by_document.items())
            for s in [scores_of(c)]
        ],
    )
    for line in counts.errors[:errors]:
        console.print(Text(line), soft_wrap=True)
