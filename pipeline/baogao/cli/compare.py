"""`baogao compare`: years and places against each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baogao.errors import BaogaoError

if TYPE_CHECKING:
    import pandas as pd

    from baogao.compare.slices import Slice
    from baogao.corpus import Corpus

app = typer.Typer(
    help="Compare years and places: terms, keyness, attention, programmes, targets, promises, labels.",
    no_args_is_help=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path, typer.Argument(help="Folder of the corpus.")]
By = Annotated[
    str,
    typer.Option(
        help="Columns to slice by, with commas: year, place, place_code, level, doc_id, role, label."
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(help="Only this slice: year=2016-2020, level=city,county, label=plan; repeat it."),
]
Out = Annotated[
    Path | None, typer.Option(help="Write the whole table to FILE.csv or FILE.parquet.")
]
Picture = Annotated[
    Path | None,
    typer.Option(help="Draw it to FILE.html (interactive, works offline) or FILE.png."),
]
Rows = Annotated[int, typer.Option(min=0, help="How many rows to print.")]


@app.command()
def terms(
    corpus: Folder,
    by: By = "year",
    term: Annotated[
        list[str] | None, typer.Option(help="Count this word; repeat it. All words if left out.")
    ] = None,
    where: Where = None,
    min_count: Annotated[
        int, typer.Option(min=1, help="Leave out words that are rarer in a slice.")
    ] = 1,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Count words by year, place, section role or label, in all and per 10,000 words."""
    from baogao.compare import frequencies

    if picture is not None and not term:
        raise BaogaoError("a picture of all words shows none", "", "name some with --term")
    _check(out, picture)
    opened, chosen = _open_slice(corpus, where)
    table = frequencies(
        opened,
        _columns(by),
        terms=term or None,
        where=chosen,
        min_count=min_count,
    )
    _show("terms", table, opened, chosen, out, picture, rows)


@app.command()
def keyness(
    corpus: Folder,
    study: Annotated[
        list[str],
        typer.Option(help="The slice to look at: year=2018-2022; repeat it to narrow it."),
    ],
    reference: Annotated[list[str], typer.Option(help="The slice to hold it against, likewise.")],
    min_count: Annotated[
        int, typer.Option(min=1, help="Leave out words that are rarer in both together.")
    ] = 5,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Find the words that mark one slice against another: new, vanished, more, less."""
    from baogao.compare import keyness as compute
    from baogao.compare import parse_slice

    _check(out, picture)
    opened = _open(corpus)
    table = compute(opened, parse_slice(study), parse_slice(reference), min_count=min_count)
    _show("keyness", table, opened, None, out, picture, rows)


@app.command()
def attention(
    corpus: Folder,
    concepts: Annotated[
        str,
        typer.Option(
            help="YAML file, concept: [word, word]; or environment, digital_economy, livelihood."
        ),
    ] = "environment",
    by: By = "year",
    where: Where = None,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Measure how much of each slice a list of concepts has."""
    from baogao.compare import attention as compute
    from baogao.compare import example_concepts, read_concepts

    _check(out, picture)
    opened, chosen = _open_slice(corpus, where)
    examples = example_concepts()
    lists = read_concepts(examples.get(concepts, Path(concepts)))
    table = compute(opened, lists, _columns(by), where=chosen)
    _show("attention", table, opened, chosen, out, picture, rows)


@app.command()
def programmes(
    corpus: Folder,
    type: Annotated[
        list[str] | None, typer.Option(help="PROGRAM, DOCUMENT, TIFA or another; repeat it.")
    ] = None,
    where: Where = None,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Follow programmes, documents and formulations: first, last, continued, dropped, renamed."""
    from baogao.compare import families
    from baogao.compare.programmes import TYPES

    _check(out, picture)
    opened, chosen = _open_slice(corpus, where)
    table = families(opened, types=type or TYPES, where=chosen)
    _show("programmes", table, opened, chosen, out, picture, rows, by_size="mentions")


@app.command()
def targets(
    corpus: Folder,
    indicator: Annotated[
        list[str] | None, typer.Option(help="Only this indicator, as gdp or cpi; repeat it.")
    ] = None,
    where: Where = None,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Hold each target of a year against what the next year's report says came of it."""
    from baogao.compare import targets as compute

    if picture is not None and len(indicator or []) != 1:
        raise BaogaoError("a picture shows one indicator", "", "name it with --indicator")
    _check(out, picture)
    opened, chosen = _open_slice(corpus, where)
    table = compute(opened, where=chosen)
    if indicator:
        known = sorted(table["indicator_id"].unique())
        for name in indicator:
            if name not in known:
                raise BaogaoError(
                    f"no target for {name!r}",
                    str(corpus),
                    f"there are {', '.join(known) or 'none'}",
                )
        table = table[table["indicator_id"].isin(indicator)].reset_index(drop=True)
    _show("targets", table, opened, chosen, out, picture, rows)


@app.command()
def promises(
    corpus: Folder,
    where: Where = None,
    threshold: Annotated[
        float, typer.Option(min=0, max=1, help="The least score of an answer.")
    ] = 0.22,
    top: Annotated[int, typer.Option(min=1, help="How many answers to give.")] = 1,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Match what a report plans with what the next year's report says was done."""
    from baogao.compare import promises as compute

    _check(out, picture)
    opened, chosen = _open_slice(corpus, where)
    table = compute(opened, where=chosen, threshold=threshold, top=top)
    _show("promises", table, opened, chosen, out, picture, rows, by_size="score")


@app.command()
def labels(
    corpus: Folder,
    doc_id: Annotated[str, typer.Argument(help="The report, as named in documents.doc_id.")],
    parts: Annotated[int, typer.Option(min=1, help="How many equal parts.")] = 20,
    out: Out = None,
    picture: Picture = None,
    rows: Rows = 30,
) -> None:
    """Show the share of achievements, plans, problems and the rest along a report."""
    from baogao.compare import labels_along

    _check(out, picture)
    opened = _open(corpus)
    _show("labels", labels_along(opened, doc_id, parts), opened, None, out, picture, rows)


def _open(folder: Path) -> Corpus:
    from baogao.corpus import Corpus

    return Corpus(folder)


def _open_slice(folder: Path, where: list[str] | None) -> tuple[Corpus, Slice]:
    """Open a corpus and read a slice of it, in which there must be something."""
    from baogao.compare import parse_slice
    from baogao.compare.slices import SENTENCES, condition

    opened, chosen = _open(folder), parse_slice(where or [])
    if chosen:
        test, parameters = condition(chosen)
        query = f"select 1 from {SENTENCES} where s.label is not null and {test} limit 1"
        if opened.sql(query, parameters).empty:
            raise BaogaoError(
                f"no labelled sentence in the slice {' '.join(where or [])}",
                str(folder),
                "baogao info shows the places and years there are",
            )
    return opened, chosen


def _columns(text: str) -> list[str]:
    from baogao.compare.slices import check_columns

    return check_columns(name.strip() for name in text.split(",") if name.strip())


def _check(out: Path | None, picture: Path | None) -> None:
    from baogao.compare.write import PICTURES, check_target

    if out is not None:
        check_target(out)
    if picture is not None:
        check_target(picture, PICTURES)


def _show(
    name: str,
    table: pd.DataFrame,
    corpus: Corpus,
    chosen: Slice | None,
    out: Path | None,
    picture: Path | None,
    rows: int,
    by_size: str = "",
) -> None:
    """Print the first rows, or the largest by a column, and write what was asked for."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from baogao.compare.reports import notes
    from baogao.compare.write import write_frame

    shown = table
    if by_size:
        shown = table.sort_values(by_size, ascending=False, kind="stable")
    shown = shown.head(rows)
    # Into a pipe nothing is cut.
    console = Console(width=None if sys.stdout.isatty() else 250)
    printed = Table(
        title=f"{name}: {len(table):,} rows, {len(shown):,} shown", title_justify="left"
    )
    for column in shown.columns:
        numeric = shown[column].dtype.kind in "iuf"
        printed.add_column(str(column), justify="right" if numeric else "left", overflow="fold")
    for row in shown.itertuples(index=False):
        printed.add_row(*(Text(_cell(value)) for value in row))
    if rows:
        console.print(printed)
    if out is not None:
        write_frame(table, out)
    if picture is not None:
        from baogao.compare.pictures import draw

        draw(name, table).save(picture)
    # What stands in the way of comparing is told, not mended.
    for line in notes(corpus, chosen) if chosen is not None else ():
        print(f"baogao: {BaogaoError(line)}", file=sys.stderr)


def _cell(value: Any) -> str:
    import pandas as pd

    from baogao.compare.write import joined

    value = joined(value)
    if isinstance(value, float):
        text = "" if pd.isna(value) else f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    else:
        text = "" if value is None or value is pd.NA else str(value)
    return "".join(c if c.isprintable() else " " for c in text)
