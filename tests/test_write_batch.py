"""A corpus from sources: resumed runs, changes, failures."""

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.schema import TABLES
from baogao.write import batch, jsonl_lines, work
from baogao.write.sources import Source

REAL = work.annotate_source


class Nothing:
    """A pipeline that these tests do not call."""

    path = None
    pipeline = ()
    tokenizer = None

    def memory_zone(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


def annotate_lines(
    data: bytes, source: Source, options: work.Options, overrides: Mapping[str, str] | None
) -> work.Annotated:
    """Stand in for all stages: a sentence a line."""
    text = data.decode()
    if "bad" in text:
        raise work.StageError("tag", "ValueError: bad")
    tables = {name: schema.empty_table() for name, schema in TABLES.items()}
    rows = [
        {"doc_id": source.doc_id, "sent_id": i, "text": line}
        for i, line in enumerate(text.splitlines())
    ]
    tables["sentences"] = pa.Table.from_pylist(rows, schema=TABLES["sentences"])
    document = {
        "doc_id": source.doc_id,
        "text": text,
        "title": (overrides or {}).get("title"),
        "warnings": [],
    }
    tables["documents"] = pa.Table.from_pylist([document], schema=TABLES["documents"])
    return work.Annotated(tables, len(text))


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (batch, work):
        monkeypatch.setattr(module, "pipeline", lambda options: Nothing())
    monkeypatch.setattr(batch, "SHARD_SIZE", 3)
    monkeypatch.setattr(work, "annotate_source", annotate_lines)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(8):
        (folder / f"r{n}.txt").write_text(f"report {n}\nsecond line\n")
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def documents(folder: Path) -> dict[str, str]:
    rows = [
        row
        for path in sorted((folder / "documents").glob("*.parquet"))
        for row in pq.ParquetFile(path).read().to_pylist()
    ]
    return {row["doc_id"]: row["text"] for row in rows}


class Stop(BaseException):
    """A signal."""


def stopping(after: int) -> Iterator[None]:
    """Make the system calls that change files fail from the `after`th on."""
    real: dict[str, Callable[..., object]] = {"replace": os.replace, "fsync": os.fsync}
    left = [after]

    def wrap(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Stop
            return call(*args, **kwargs)

        return counted

    with pytest.MonkeyPatch.context() as patch:
        for name, call in real.items():
            patch.setattr(os, name, wrap(call))
        yield


def test_run_writes_every_table(reports: Path, tmp_path: Path) -> None:
    result = batch.annotate([reports], tmp_path / "out")
    assert (result.annotated, result.unchanged, result.failed) == (8, 0, [])
    shards = [f"{n:05d}.parquet" for n in range(3)]
    for name, schema in TABLES.items():
        files = sorted((tmp_path / "out" / name).iterdir())
        assert [path.name for path in files] == shards
        for path in files:
            read = pq.ParquetFile(path).schema_arrow
            assert read.remove_metadata() == schema
    assert len(documents(tmp_path / "out")) == 8


def test_second_run_does_nothing(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch.annotate([reports], out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != ".lock"}
    result = batch.annotate([reports], out)
    assert (result.annotated, result.unchanged) == (0, 8)
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != ".lock"}
    assert before == after


def test_same_sources_give_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    batch.annotate([reports], tmp_path / "a")
    batch.annotate([reports / f"r{n}.txt" for n in (7, 1, 0, 3, 2, 6, 5, 4)], tmp_path / "b")
    batch.annotate([reports], tmp_path / "b", force=True)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(stops=st.lists(st.integers(0, 60), max_size=4), change=st.booleans())
def test_resumed_run_gives_the_bytes_of_one_go(
    reports: Path, tmp_path_factory: pytest.TempPathFactory, stops: list[int], change: bool
) -> None:
    """Whatever the moments at which it is stopped."""
    out = tmp_path_factory.mktemp("out")
    whole, cut = out / "whole", out / "cut"
    changed = reports / "r3.txt"
    changed.write_text("report 3\nsecond line\n")
    for folder in (whole, cut):
        batch.annotate([reports / f"r{n}.txt" for n in range(5)], folder)
    if change:
        changed.write_text("another text\n")
    batch.annotate([reports], whole)
    for after in stops:
        try:
            for _ in stopping(after):
                batch.annotate([reports], cut)
        except Stop:
            pass
    batch.annotate([reports], cut)
    assert tree(whole) == tree(cut)


KILLED = """
import sys, time
sys.path.insert(0, {tests!r})
import test_write_batch as t
t.batch.pipeline = t.work.pipeline = lambda options: t.Nothing()
t.batch.SHARD_SIZE = 3
def slow(*args):
    time.sleep(0.02)
    return t.annotate_lines(*args)
t.work.annotate_source = slow
print("go", flush=True)
t.batch.annotate([sys.argv[1]], sys.argv[2])
"""


def test_killed_run_is_resumed(reports: Path, tmp_path: Path) -> None:
    batch.annotate([reports], tmp_path / "whole")
    script = textwrap.dedent(KILLED).format(tests=str(Path(__file__).parent))
    moment = random.Random(7)
    for number in range(2):
        command = [sys.executable, "-c", script, str(reports), str(tmp_path / "cut")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moment.uniform(0.01, 0.15))
            process.send_signal((signal.SIGKILL, signal.SIGTERM)[number])
    batch.annotate([reports], tmp_path / "cut")
    assert tree(tmp_path / "whole") == tree(tmp_path / "cut")


def test_changed_source_alone_is_done_again(reports: Path, tmp_path: Path) -> None:
    batch.annotate([reports], tmp_path / "out")
    (reports / "r4.txt").write_text("new text")
    result = batch.annotate([reports], tmp_path / "out")
    assert (result.annotated, result.unchanged) == (1, 7)
    assert documents(tmp_path / "out")["r4"] == "new text"
    batch.annotate([reports], tmp_path / "fresh")
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_other_options_do_it_again(reports: Path, tmp_path: Path) -> None:
    batch.annotate([reports], tmp_path / "out")
    result = batch.annotate([reports], tmp_path / "out", encoding="gb18030")
    assert (result.annotated, result.unchanged) == (8, 0)


def test_removed_source_goes_and_an_absent_one_stays(reports: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("elsewhere")
    batch.annotate([reports, other], tmp_path / "out")
    (reports / "r1.txt").unlink()
    result = batch.annotate([reports], tmp_path / "out")
    assert (result.annotated, result.absent, result.removed) == (0, 1, 1)
    assert sorted(documents(tmp_path / "out")) == [
        "other",
        *(f"r{n}" for n in (0, 2, 3, 4, 5, 6, 7)),
    ]


def test_emptied_shard_is_removed(reports: Path, tmp_path: Path) -> None:
    batch.annotate([reports], tmp_path / "out")
    for n in range(3):
        (reports / f"r{n}.txt").unlink()
    batch.annotate([reports], tmp_path / "out")
    assert not list((tmp_path / "out").rglob("00000.parquet"))
    assert len(documents(tmp_path / "out")) == 5


def test_bad_report_is_told_and_stops_no_other(reports: Path, tmp_path: Path) -> None:
    (reports / "r2.txt").write_text("bad")
    os.mkfifo(reports / "pipe.txt")
    result = batch.annotate([reports], tmp_path / "out")
    assert result.annotated == 7
    rows = [json.loads(line) for line in (tmp_path / "out/errors.jsonl").read_text().splitlines()]
    assert rows == result.failed
    assert [(Path(row["path"]).name, row["stage"]) for row in rows] == [
        ("pipe.txt", "read"),
        ("r2.txt", "tag"),
    ]
    assert "Traceback" not in (tmp_path / "out/errors.jsonl").read_text()
    (reports / "pipe.txt").unlink()
    batch.annotate([reports], tmp_path / "out")
    again = batch.annotate([reports], tmp_path / "out")
    assert (again.annotated, again.unchanged, len(again.failed)) == (0, 7, 1)
    (reports / "r2.txt").write_text("mended")
    assert batch.annotate([reports], tmp_path / "out").failed == []


def test_unexpected_exception_is_a_line(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise RecursionError("deep\nand deeper")

    monkeypatch.setattr(work, "annotate_source", REAL)
    monkeypatch.setattr(sys.modules["baogao.read"], "read_bytes", broken)
    result = batch.annotate([reports / "r1.txt"], tmp_path / "out")
    assert [(r["stage"], r["error"]) for r in result.failed] == [
        ("read", "RecursionError: deep and deeper")
    ]


def test_metadata_by_path_end(reports: Path, tmp_path: Path) -> None:
    table = tmp_path / "m.csv"
    table.write_text("path,title\nr1.txt,Second\nnone.txt,x\n")
    result = batch.annotate([reports], tmp_path / "out", metadata=table)
    assert result.unmatched == ["none.txt"]
    rows = pq.ParquetFile(tmp_path / "out/documents/00000.parquet").read().to_pylist()
    assert [row["title"] for row in rows] == [None, "Second", None]
    table.write_text("path,title\nr2.txt,Third\n")
    assert batch.annotate([reports], tmp_path / "out", metadata=table).annotated == 2


@pytest.mark.parametrize("content", ["path,title\nelse.txt,x\n", "path,title\na.txt,x\n"])
def test_metadata_that_fits_none_or_two(tmp_path: Path, content: str) -> None:
    for folder in ("p", "q"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("a")
    table = tmp_path / "m.csv"
    table.write_text(content)
    with pytest.raises(BaogaoError, match=r"none of its paths|may be any of 2"):
        batch.annotate([tmp_path / "p", tmp_path / "q"], tmp_path / "out", metadata=table)


def test_folder_of_something_else_is_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("")
    with pytest.raises(BaogaoError, match="something else"):
        batch.annotate([reports], tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(BaogaoError, match="cannot be a folder"):
        batch.annotate([reports], tmp_path / "file")


def test_manifest_of_something_else_is_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "corpus.json").write_text("[]")
    with pytest.raises(BaogaoError, match="not a manifest"):
        batch.annotate([reports], tmp_path / "out")


def test_second_run_at_once_is_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with batch._locked(tmp_path / "out"), pytest.raises(BaogaoError, match="another run"):
        batch.annotate([reports], tmp_path / "out")


def test_full_disk_is_a_clear_error(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BaogaoError, match="No space left"):
        batch.annotate([reports], tmp_path / "out")


def test_corpus_inside_its_input_is_not_read(reports: Path) -> None:
    batch.annotate([reports], reports / "out")
    (reports / "out" / "x.txt").write_text("not a report")
    assert batch.annotate([reports], reports / "out").annotated == 0


def test_broken_shard_is_made_again(reports: Path, tmp_path: Path) -> None:
    batch.annotate([reports], tmp_path / "out")
    before = tree(tmp_path / "out")
    for name in ("documents/00000.parquet", "tokens/00001.parquet"):
        (tmp_path / "out" / name).unlink()
    (tmp_path / "out/documents/00002.parquet").write_bytes(b"PAR1")
    assert batch.annotate([reports], tmp_path / "out").annotated == 8
    assert tree(tmp_path / "out") == before


def test_damaged_file_is_told_and_force_mends_it(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch.annotate([reports], out)
    before = tree(out)
    damaged = out / "sentences" / "00001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(BaogaoError, match="damaged"):
        list(jsonl_lines(out))
    batch.annotate([reports], out, force=True)
    assert tree(out) == before


def test_sources_of_a_run_that_was_cut_off(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with contextlib.suppress(Stop):
        for _ in stopping(30):
            batch.annotate([reports], out)
    states = [entry["state"] for entry in batch.source_entries(out)]
    assert states.count("done") == 3
    assert states.count("pending") == 5
