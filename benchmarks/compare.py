"""Time the comparisons on a corpus of many reports, made of copies of a small one.

    python benchmarks/compare.py CORPUS [--reports 10000] [--only promises]

Each copy of a report has a `doc_id` and a place of its own, so that pairs of years stay pairs.
Each comparison runs in a process of its own; its seconds (with starting Python), seconds of
processor and peak of memory are printed. The targets are 60 s and 2 GB, the aim 10 s.

Measured on 10,080 copies of reports (91 million tokens) on two cores that were shared with
other busy processes, so that seconds of processor tell more than seconds:

    terms           22.5 s,   21.2 s of processor,    796 MB
    keyness         31.1 s,   19.5 s of processor,    653 MB
    attention       32.9 s,   30.9 s of processor,    413 MB
    programmes      17.9 s,   16.8 s of processor,  1,623 MB
    targets         14.7 s,   14.4 s of processor,    817 MB
    promises        39.7 s,   46.6 s of processor,  1,564 MB
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from baogao import compare
from baogao.corpus import Corpus
from baogao.schema import TABLES
from baogao.write.shards import read_entries, read_table, write_shard

COMPARISONS: dict[str, Callable[[Corpus], Any]] = {
    "terms": lambda corpus: compare.frequencies(corpus, ["year"]),
    "keyness": lambda corpus: compare.keyness(
        corpus, {"year": (2020, 2030)}, {"year": (1990, 2010)}
    ),
    "attention": lambda corpus: compare.attention(
        corpus, compare.read_concepts(compare.example_concepts()["environment"]), ["level", "year"]
    ),
    "programmes": compare.families,
    "targets": compare.targets,
    "promises": compare.promises,
}


def main() -> None:
    """Build the corpus and print a line a comparison."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="an annotated corpus")
    parser.add_argument("--reports", type=int, default=10_000, help="at least how many")
    parser.add_argument("--only", choices=COMPARISONS, action="append", help="this comparison")
    parser.add_argument("--run", choices=COMPARISONS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        COMPARISONS[arguments.run](Corpus(arguments.corpus))
        return
    with tempfile.TemporaryDirectory() as scratch:
        reports = multiply(Corpus(arguments.corpus), arguments.reports, Path(scratch))
        print(f"{reports:,} reports")
        for name in arguments.only or COMPARISONS:
            start = time.monotonic()
            command = [sys.executable, __file__, scratch, "--run", name]
            process = subprocess.Popen(command)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                raise SystemExit(f"{name} failed")
            seconds, cpu = time.monotonic() - start, usage.ru_utime + usage.ru_stime
            print(f"{name:12} {seconds:6.1f} s, {cpu:6.1f} s of processor, {peak(usage):6,.0f} MB")


def peak(usage: resource.struct_rusage) -> float:
    """Return the peak of memory in MB; macOS counts bytes, Linux kilobytes."""
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def multiply(corpus: Corpus, reports: int, out: Path) -> int:
    """Write copies of a corpus as one, and return how many reports it has."""
    sources = [s for s in corpus.manifest["sources"] if s["state"] == "done"]
    shards = sorted({source["shard"] for source in sources})
    copies = -(-reports // len(sources))
    made = []
    for number in shards:
        tables = {name: read_table(corpus.folder, name, number) for name in TABLES}
        options, _ = read_entries(corpus.folder, number) or ("", [])
        for copy in range(copies):
            shard = copy * len(shards) + number
            entries = [
                source | {"doc_id": f"{copy}_{source['doc_id']}", "shard": shard}
                for source in sources
                if source["shard"] == number
            ]
            copied = {name: _copied(table, copy) for name, table in tables.items()}
            write_shard(out, shard, copied, options, entries)
            made += entries
    manifest = dict(corpus.manifest) | {"sources": made}
    (out / "corpus.json").write_text(json.dumps(manifest), encoding="utf-8")
    return len(made)


def _copied(table: pa.Table, copy: int) -> pa.Table:
    for name in {"doc_id", "place", "place_code"} & set(table.column_names):
        old = table[name]
        new = pc.binary_join_element_wise(str(copy), old, "_")
        at = table.schema.get_field_index(name)
        # What is unknown stays unknown.
        known = pc.fill_null(pc.not_equal(old, ""), False)
        table = table.set_column(at, table.schema.field(at), pc.if_else(known, new, old))
    return table


if __name__ == "__main__":
    main()
