"""Other formats from the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from baogao.schema import TABLES
from baogao.write.batch import read_manifest
from baogao.write.shards import read_entries, shard_path


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
        rows = {name: _rows(out, name, shard) for name in ("sentences", "sections")}
        headings = {(r["doc_id"], r["section_id"]): r["heading"] for r in rows["sections"]}
        parts = {
            name: _by_sentence(_rows(out, name, shard))
            for name in ("entities", "tokens", "measures")
        }
        for row in rows["sentences"]:
            key = row["doc_id"], row["sent_id"]
            line = {
                "doc_id": row["doc_id"],
                "sent_id": row["sent_id"],
                "section": headings.get((row["doc_id"], row["section_id"]), ""),
                "text": row["text"],
                "label": row["label"],
                **{k: row[k] for k in ("start", "end", "source_start", "source_end")},
                "entities": _within(
                    parts["entities"].get(key, ()),
                    row["start"],
                    ("start", "end", "label", "text", "canonical", "code"),
                ),
                "tokens": _within(
                    parts["tokens"].get(key, ()), row["start"], ("start", "end", "text", "pos")
                ),
                "measures": _within(
                    parts["measures"].get(key, ()), row["start"], TABLES["measures"].names[3:]
                ),
            }
            yield json.dumps(line, ensure_ascii=False)


def _rows(out: Path, table: str, shard: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.ParquetFile(shard_path(out, table, shard)).read().to_pylist()
    return rows


def _by_sentence(rows: list[dict[str, Any]]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    groups: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["doc_id"], row["sent_id"]), []).append(row)
    return groups


def _within(rows: Any, start: int, names: tuple[str, ...] | list[str]) -> list[dict[str, Any]]:
    return [{n: row[n] - start if n in ("start", "end") else row[n] for n in names} for row in rows]


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
        The folder is no corpus.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    out, folder_out = Path(folder), Path(target)
    shards = whole_shards(out)
    folder_out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in TABLES.items():
        path = folder_out / f"{name}.csv"
        partial = path.with_name(path.name + ".partial")
        flat = pa.schema(
            [f.with_type(pa.string()) if pa.types.is_list(f.type) else f for f in schema]
        )
        with partial.open("wb") as file:
            file.write("\ufeff".encode())
            with pacsv.CSVWriter(file, flat) as writer:
                for shard in shards:
                    table = pq.ParquetFile(shard_path(out, name, shard)).read()
                    if name == "documents":
                        joined = pc.binary_join(table["warnings"], " | ")
                        at = table.schema.get_field_index("warnings")
                        table = table.set_column(at, "warnings", joined)
                    writer.write_table(table.replace_schema_metadata(None).cast(flat))
        partial.replace(path)
        paths.append(path)
    return paths
