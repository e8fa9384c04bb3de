"""`baogao info`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer


def info(corpus: Annotated[Path, typer.Argument(help="Folder of the corpus.")]) -> None:
    """Sum up a corpus: reports by place and year, counts by label and type, warnings."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from baogao.corpus import Corpus
    from baogao.write.batch import source_entries

    opened = Corpus(corpus)
    # Into a pipe nothing is cut.
    console = Console(width=None if sys.stdout.isatty() else 200)
    states: dict[str, int] = {}
    sources = source_entries(corpus)
    for entry in sources:
        states[entry["state"]] = states.get(entry["state"], 0) + 1
    console.print(Text("sources: " + ", ".join(f"{n} {s}" for s, n in sorted(states.items()))))

    def show(title: str, query: str) -> None:
        frame = opened.sql(query)
        table = Table(title=title, title_justify="left")
        for name in frame.columns:
            numeric = frame[name].dtype.kind in "iuf"
            table.add_column(str(name), justify="right" if numeric else "left")
        for row in frame.itertuples(index=False):
            table.add_row(*(Text(_cell(value)) for value in row))
        console.print(table)

    show(
        "reports by place",
        """
        select level, place, place_code as code, count(*) as reports, min(year) as first,
               max(year) as last, sum(n_sentences)::bigint as sentences,
               sum(n_tokens)::bigint as tokens
        from documents group by all
        order by place_code, place limit 60
        """,
    )
    show(
        "reports by year",
        "select year, count(*) as reports from documents group by year order by year",
    )
    show(
        "sentences by label",
        "select coalesce(label, '(heading)') as label, count(*) as sentences from sentences "
        "group by label order by sentences desc",
    )
    show(
        "entities by type",
        "select label as type, count(*) as entities, count(distinct coalesce(canonical, text)) "
        "as names from entities group by label order by entities desc",
    )
    show(
        "figures by status",
        "select status, kind, count(*) as figures from measures group by all order by figures desc",
    )
    # A kind is what warnings say apart from their figures and from what they list.
    show(
        "warnings",
        """
        select regexp_replace(regexp_replace(told, ': .*', ''), '[0-9]+', '…', 'g') as warning,
               count(distinct doc_id) as reports
        from (select doc_id, unnest(warnings) as told from documents)
        group by all order by reports desc, warning limit 30
        """,
    )
    if "pending" in states:
        console.print("The run was cut off: call baogao annotate again to go on.")
    failed = [entry for entry in sources if entry["state"] == "failed"]
    if failed:
        table = Table(title="failed", title_justify="left")
        for name in ("path", "stage", "error"):
            table.add_column(name, overflow="fold")
        for entry in failed:
            table.add_row(*(Text(_cell(entry[name])) for name in ("path", "stage", "error")))
        console.print(table)


def _cell(value: Any) -> str:
    import pandas as pd

    text = "" if pd.isna(value) else str(value)
    return "".join(c if c.isprintable() else " " for c in text)
