"""`baogao show`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from baogao.errors import BaogaoError

LABEL_STYLES = {"achievement": "green", "plan": "cyan", "problem": "red", "other": "dim"}
ENTITY_STYLES = {
    "PLACE": "on dark_green",
    "PROGRAM": "on dark_blue",
    "COMPANY": "on dark_red",
    "ORG": "on purple4",
    "FACILITY": "on orange4",
    "DOCUMENT": "on grey37",
    "EVENT": "on dark_magenta",
    "PERSON": "on navy_blue",
    "TIFA": "on deep_pink4",
}


def show(
    report: Annotated[Path, typer.Argument(help="A report, or - for standard input.")],
    encoding: Annotated[
        str | None, typer.Option(help="Force the encoding (gb18030, big5, …).")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model package or folder; none for rules alone.")
    ] = "zh_baogao",
    width: Annotated[
        int | None,
        typer.Option(min=20, help="Columns to wrap at; as wide as the terminal if left out."),
    ] = None,
) -> None:
    """Print a report with its outline, sentence labels and entities."""
    from rich.console import Console
    from rich.text import Text

    from baogao.segment import sentences
    from baogao.write.sources import Source, read_source
    from baogao.write.work import Options, StageError, annotated_doc

    if report.is_dir():
        raise BaogaoError("a folder", str(report), "give one report; annotate takes folders")
    data = read_source(str(report), sys.stdin.buffer.read() if str(report) == "-" else b"")
    options = Options(model, "rjieba", encoding=encoding)
    try:
        doc = annotated_doc(data, Source(str(report), report.stem), options)
    except StageError as error:
        raise BaogaoError(error.message, str(report)) from error
    document = doc._.report
    # Into a pipe a sentence is a line, so that it can be searched.
    plain = width is None and not sys.stdout.isatty()
    console = Console(width=width, soft_wrap=plain, highlight=False)
    meta = document.metadata
    facts = (
        ("title", meta.title),
        ("place", f"{meta.place} {meta.place_code}".strip()),
        ("level", meta.level),
        ("year", meta.year),
        ("date", meta.date),
        ("speaker", meta.speaker),
        ("meeting", meta.meeting),
    )
    for name, value in facts:
        if value:
            console.print(Text(f"{name:8} ", "dim") + Text(_printable(str(value)), "bold"))
    for warning in document.warnings:
        console.print(Text("warning  ", "yellow") + Text(_printable(warning)))
    key = Text("key      ", "dim")
    for label, style in ENTITY_STYLES.items():
        key += Text(label, style) + Text(" ")
    console.print(key)
    entities = list(doc.ents)
    paragraph = -1
    for sentence in sentences(doc):
        section = document.sections[sentence.section_id]
        body = _printable(document.text[sentence.start : sentence.end])
        if sentence.paragraph != paragraph:
            console.print()
            paragraph = sentence.paragraph
        if sentence.heading:
            console.print(
                Text(f"{section.role:11} " + "  " * section.level, "dim") + Text(body, "bold")
            )
            continue
        label = sentence.span._.label or ""
        line = Text(body)
        tags = []
        for entity in entities:
            if sentence.start <= entity.start_char < sentence.end:
                start, end = entity.start_char - sentence.start, entity.end_char - sentence.start
                line.stylize(ENTITY_STYLES.get(entity.label_, ""), start, end)
                tags.append(f"{entity.label_}:{_printable(entity.text)}")
        console.print(Text(f"{label:11} ", LABEL_STYLES.get(label, "")) + line)
        if tags and not console.is_terminal:
            console.print(Text(" " * 12 + "  ".join(tags)))


def _printable(text: str) -> str:
    """Return a text that cannot steer the terminal, of the same length."""
    return "".join(c if c.isprintable() else " " for c in text)
