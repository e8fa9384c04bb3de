"""Other formats from the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from baogao.errors import BaogaoError
from baogao.schema import TABLES
from baogao.write.batch import read_manifest
from baogao.write.shards import read_entries, read_table


def whole_shards(folder: Path) -> list[int]:
    """Return the numbers of the shards of a corpus that are there.

    Raises
    ------
    BaogaoError
        The folder is no corpus.
    """
    numbers = sorted({entry["shard"] for entry in read_manifest(folder)["sources"]})
    return [number for number in numbers if read_entries(folder, number) is not None]


def jsonl_lines(folder: str | Path) -> Iterator[str]:
    """Yield one JSON object a sentence, in the order of the corpus, without a line end.

    The fields are `doc_id, sent_id, section, text, label, start, end, source_start,
    source_end, entities, tokens, measures`; the offsets of the last three are code points into
    `text`. Headings are lines too, with a null label. One shard is in memory at a time.

    Raises
    ------
    BaogaoError
        The folder is no corpus.
    """
    out = Path(folder)
    for shard in whole_shards(out):
        tables = {name: read_table(out, name, shard) for name in _IN_LINES}
        places = {name: _places(table) for name, table in tables.items()}
        for doc_id in places["sentences"]:
            # Rows as Python objects take much room: those of one document at a time.
            parts = {
                name: tables[name].slice(*places[name].get(doc_id, (0, 0))) for name in _IN_LINES
            }
            yield from _lines(doc_id, parts)


_IN_LINES = ("sentences", "sections", "entities", "tokens", "measures")
_ENTITY = ("start", "end", "label", "text", "canonical", "code")
_TOKEN = ("start", "end", "text", "pos")
_MEASURE = tuple(TABLES["measures"].names[3:])
_SENTENCE = ("start", "end", "source_start", "source_end")


def _lines(doc_id: str, parts: dict[str, pa.Table]) -> Iterator[str]:
    sections = parts["sections"]
    headings = dict(
        zip(sections["section_id"].to_pylist(), sections["heading"].to_pylist(), strict=True)
    )
    columns = {
        name: parts["sentences"][name].to_pylist() for name in parts["sentences"].schema.names
    }
    starts = dict(zip(columns["sent_id"], columns["start"], strict=True))
    entities = _within(parts["entities"], _ENTITY, starts)
    tokens = _within(parts["tokens"], _TOKEN, starts)
    measures = _within(parts["measures"], _MEASURE, starts)
    for i, sent_id in enumerate(columns["sent_id"]):
        line = {
            "doc_id": doc_id,
            "sent_id": sent_id,
            "section": headings.get(columns["section_id"][i], ""),
            "text": columns["text"][i],
            "label": columns["label"][i],
            **{name: columns[name][i] for name in _SENTENCE},
            "entities": entities.get(sent_id, []),
            "tokens": tokens.get(sent_id, []),
            "measures": measures.get(sent_id, []),
        }
        yield json.dumps(line, ensure_ascii=False)


def _places(table: pa.Table) -> dict[str, tuple[int, int]]:
    """Return doc_id → first row and number of rows; a document's rows stand together."""
    runs = pc.run_end_encode(table["doc_id"].combine_chunks())
    places, done = {}, 0
    for doc_id, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        places[doc_id] = done, end - done
        done = end
    return places


def _within(
    table: pa.Table, names: tuple[str, ...], starts: dict[int, int]
) -> dict[int, list[dict[str, Any]]]:
    """Return sent_id → rows, with offsets into the sentence's text."""
    columns = [table[name].to_pylist() for name in names]
    rows: dict[int, list[dict[str, Any]]] = {}
    for sent_id, *values in zip(table["sent_id"].to_pylist(), *columns, strict=True):
        row = dict(zip(names, values, strict=True))
        row["start"] -= starts[sent_id]
        row["end"] -= starts[sent_id]
        rows.setdefault(sent_id, []).append(row)
    return rows


def write_lines(lines: Iterable[str], path: str | Path) -> None:
    """Write lines into a file, whole or not at all.

    Raises
    ------
    BaogaoError
        It cannot be written.
    """
    target = Path(path)
    partial = target.with_name(target.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(line + "\n" for line in lines)
        partial.replace(target)
    except OSError as error:
        raise _cannot_write(error, target) from error


def _cannot_write(error: OSError, path: Path) -> BaogaoError:
    return BaogaoError(f"cannot write: {error.strerror or error}", str(path), "check the path")


def export_csv(folder: str | Path, target: str | Path) -> list[Path]:
    """Write each table as a CSV file: UTF-8 with a mark that Excel knows it by.

    Texts stand as they are. A cell that begins with `=`, `+`, `-` or `@` is text for R, Stata
    and pandas; a spreadsheet may take it for a formula, so import it as text there.

    Returns
    -------
    list of Path
        The files, `documents.csv` and so on. `warnings` are joined by ` | `.

    Raises
    ------
    BaogaoError
        The folder is no corpus, or the target cannot be written.
    """
    out, folder_out = Path(folder), Path(target)
    shards = whole_shards(out)
    try:
        folder_out.mkdir(parents=True, exist_ok=True)
        return [_write_csv(out, shards, name, folder_out) for name in TABLES]
    except OSError as error:
        raise _cannot_write(error, folder_out) from error


def _write_csv(out: Path, shards: list[int], name: str, target: Path) -> Path:
    schema = TABLES[name]
    flat = pa.schema([f.with_type(pa.string()) if pa.types.is_list(f.type) else f for f in schema])
    path = target / f"{name}.csv"
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write("\ufeff".encode())
        with pacsv.CSVWriter(file, flat) as writer:
            for shard in shards:
                table = read_table(out, name, shard)
                if name == "documents":
                    joined = pc.binary_join(table["warnings"], " | ")
                    at = table.schema.get_field_index("warnings")
                    table = table.set_column(at, "warnings", joined)
                writer.write_table(table.cast(flat))
    partial.replace(path)
    return path
