"""Shards on disk: the tables of some documents, whole or not there."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baogao.errors import BaogaoError
from baogao.schema import TABLES

# The documents table is written last and unlinked first: a shard is there when it is.
_ORDER = [name for name in TABLES if name != "documents"] + ["documents"]
_KEY = b"baogao"
_PARTIAL = ".partial"

Entry = dict[str, Any]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a crash.

    One that has these bytes already is left alone.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    partial = path.with_name(path.name + _PARTIAL)
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    if os.name != "posix":
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def shard_path(out: Path, table: str, shard: int) -> Path:
    """Return where a table of a shard lies."""
    return out / table / f"{shard:05d}.parquet"


def write_shard(
    out: Path, shard: int, tables: Mapping[str, pa.Table], options: str, entries: list[Entry]
) -> None:
    """Write the tables of a shard.

    Parameters
    ----------
    out : Path
        The corpus.
    shard : int
        Its number.
    tables : mapping
        Table name → rows.
    options : str
        Digest of versions and options, kept in the file.
    entries : list of dict
        What became of each source, kept in the file.
    """
    note = json.dumps({"options": options, "entries": entries}, ensure_ascii=False).encode()
    shard_path(out, "documents", shard).unlink(missing_ok=True)
    for name in _ORDER:
        sink = pa.BufferOutputStream()
        table = tables[name].replace_schema_metadata({_KEY: note} if name == "documents" else None)
        # Said in full, so that another default of another version does not change the bytes.
        pq.write_table(
            table,
            sink,
            version="2.6",
            data_page_version="1.0",
            compression="zstd",
            compression_level=3,
            use_dictionary=True,
            write_statistics=True,
            row_group_size=2**20,
            store_schema=True,
        )
        write_whole(shard_path(out, name, shard), sink.getvalue().to_pybytes())


def read_entries(out: Path, shard: int) -> tuple[str, list[Entry]] | None:
    """Return the options and entries of a shard, or None where there is no whole one."""
    try:
        note = json.loads(pq.read_schema(shard_path(out, "documents", shard)).metadata[_KEY])
        if all(shard_path(out, name, shard).is_file() for name in _ORDER):
            return note["options"], note["entries"]
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        pass
    return None


def read_columns(out: Path, table: str, shard: int, names: Sequence[str]) -> pa.Table:
    """Return columns of a table of a shard, text as dictionaries.

    Raises
    ------
    BaogaoError
        Its file is damaged.
    """
    path = shard_path(out, table, shard)
    # The texts of sentences are all different, a dictionary of them would be all of them.
    texts = [
        name
        for name in names
        if TABLES[table].field(name).type == pa.string() and (table, name) != ("sentences", "text")
    ]
    try:
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            return file.read(list(names)).combine_chunks()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise BaogaoError("damaged", str(path), "annotate again with --force") from error


def read_table(out: Path, table: str, shard: int) -> pa.Table:
    """Return a table of a shard.

    Raises
    ------
    BaogaoError
        Its file is damaged.
    """
    path = shard_path(out, table, shard)
    try:
        # Not pq.read_table, which takes part of the path for a column.
        with pq.ParquetFile(path) as file:
            return file.read().replace_schema_metadata(None).cast(TABLES[table])
    except (OSError, ValueError, pa.ArrowException) as error:
        raise BaogaoError("damaged", str(path), "annotate again with --force") from error


def read_rows(out: Path, shard: int, doc_ids: list[str]) -> dict[str, pa.Table]:
    """Return the rows that some documents have in a shard.

    Raises
    ------
    BaogaoError
        A file is damaged.
    """
    wanted = pa.array(doc_ids, type=pa.string())
    rows = {}
    for name in TABLES:
        table = read_table(out, name, shard)
        rows[name] = table.filter(pc.is_in(table["doc_id"], value_set=wanted))
    return rows


def remove_shards(out: Path, kept: Container[int]) -> None:
    """Remove the shards of a corpus that no source is in any more."""
    for name in reversed(_ORDER):
        for path in sorted((out / name).glob("*.parquet")):
            if not (path.stem.isdecimal() and int(path.stem) in kept):
                path.unlink(missing_ok=True)


def clear_partial(out: Path) -> None:
    """Remove what an interrupted run left half written."""
    for name in (*TABLES, "."):
        for path in sorted((out / name).glob(f"*{_PARTIAL}")):
            path.unlink(missing_ok=True)
