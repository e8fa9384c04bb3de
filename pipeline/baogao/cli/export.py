"""`baogao export`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from baogao.errors import BaogaoError


class Format(StrEnum):
    """What a corpus can be exported as."""

    jsonl = "jsonl"
    csv = "csv"


def export(
    corpus: Annotated[Path, typer.Argument(help="Folder of the corpus.")],
    format: Annotated[
        Format, typer.Option(help="jsonl: an object a sentence; csv: a file a table.")
    ] = Format.jsonl,
    out: Annotated[
        Path | None,
        typer.Option(help="File (jsonl; standard output if left out) or folder (csv)."),
    ] = None,
) -> None:
    """Write a corpus in another format."""
    from baogao.write.batch import source_entries
    from baogao.write.export import export_csv, jsonl_lines, write_lines

    pending = sum(entry["state"] == "pending" for entry in source_entries(corpus))
    if pending:
        told = f"{pending} reports are not annotated yet; call baogao annotate again to go on"
        print(f"baogao: {told}", file=sys.stderr)
    if format is Format.csv:
        if out is None:
            raise BaogaoError("CSV needs a folder", "", "give --out DIR")
        for path in export_csv(corpus, out):
            print(BaogaoError(str(path)))
        return
    lines = jsonl_lines(corpus)
    if out is None:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
        return
    write_lines(lines, out)
