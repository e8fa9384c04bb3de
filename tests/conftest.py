"""Corpora made by hand, for tests of what reads the tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from baogao import cli
from baogao.corpus import Corpus
from baogao.schema import SCHEMA_VERSION, TABLES
from baogao.write.shards import write_shard

# A report: columns of `documents`, and sentences as (label, words parted by blanks, more), where
# more may have a role, entities as (text, type, canonical) and measures as dicts.
Report = dict[str, Any]
MakeCorpus = Callable[..., Corpus]
Run = Callable[..., int]

MEASURE = {
    "kind": "change",
    "unit": "%",
    "bound": "exact",
    "status": "target",
    "place": "",
    "direction": "up",
}


def _tables(reports: list[Report]) -> dict[str, pa.Table]:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for report in reports:
        doc_id = report["doc_id"]
        text = ""
        for sent_id, (label, words, *rest) in enumerate(report["sentences"]):
            more = rest[0] if rest else {}
            # What parts the tokens is not in the text; _ is a blank, which is no token.
            start, body = len(text), words.replace(" ", "").replace("_", " ")
            key = {"doc_id": doc_id, "sent_id": sent_id}
            about = {"section_id": sent_id, "start": start, "end": start + len(body)}
            rows["sections"].append(
                {"doc_id": doc_id, "section_id": sent_id, "role": more.get("role", "plan")}
            )
            rows["sentences"].append({**key, **about, "text": body, "label": label})
            at = start
            for marked in words.split():
                word = marked.lstrip("_")
                at += len(marked) - len(word)
                pos = "x" if word in "，。；、" else "n"
                token = {"start": at, "end": at + len(word), "text": word, "pos": pos}
                rows["tokens"].append({**key, "token_id": len(rows["tokens"]), **token})
                at += len(word)
            for name, kind, canonical in more.get("entities", ()):
                entity = {"text": name, "label": kind, "canonical": canonical}
                rows["entities"].append({**key, "entity_id": len(rows["entities"]), **entity})
            for measure in more.get("measures", ()):
                begin = start + body.find(measure["text"])
                found = {"start": begin, "end": begin + len(measure["text"]), **measure}
                rows["measures"].append(
                    {**MEASURE, **key, "measure_id": len(rows["measures"]), **found}
                )
            text += body
        about = {k: v for k, v in report.items() if k != "sentences"}
        filled = {"place": "", "place_code": "", "level": "county", "warnings": []}
        rows["documents"].append({**filled, **about, "text": text})
    return {n: pa.Table.from_pylist(rows[n], schema=schema) for n, schema in TABLES.items()}


@pytest.fixture
def make_corpus(tmp_path: Path) -> MakeCorpus:
    """Return a function that makes a corpus, each list of reports a shard."""

    def make(*shards: list[Report]) -> Corpus:
        folder = tmp_path / "corpus"
        sources = []
        for number, reports in enumerate(shards):
            entries = [
                {"path": r["doc_id"], "doc_id": r["doc_id"], "state": "done", "shard": number}
                for r in reports
            ]
            write_shard(folder, number, _tables(reports), "options", entries)
            sources += entries
        manifest = {"schema_version": SCHEMA_VERSION, "sources": sources}
        (folder / "corpus.json").write_text(json.dumps(manifest), encoding="utf-8")
        return Corpus(folder)

    return make


@pytest.fixture(scope="session")
def run() -> Run:
    """Return a function that calls the command line with arguments and gives the exit code."""

    def call(*arguments: str) -> int:
        with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as stop:
            patch.setattr(sys, "argv", ["baogao", *arguments])
            cli.main()
        code = stop.value.code
        assert isinstance(code, int)
        return code

    return call
