"""Several processes give what one gives."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from distributed import KilledWorker

from baogao.errors import BaogaoError
from baogao.write import batch
from baogao.write.cluster import _without_the_dead
from baogao.write.sources import Source, with_ids
from baogao.write.work import Job, Options

TEXT = "{n}年甲县人民政府工作报告\n各位代表：\n一、工作回顾\n全县生产总值增长{n}%。\n"


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Future:
    def __init__(self, call: Callable[[], object]) -> None:
        try:
            self.value, self.error = call(), None
        except BaseException as error:
            self.value, self.error = None, error

    def exception(self) -> BaseException | None:
        return self.error

    def result(self) -> object:
        return self.value


class Client:
    """Runs at once; a process that would work on the report of 2011 dies."""

    def submit(self, call: Callable[..., object], job: Job, *rest: Source, pure: bool) -> Future:
        sources = rest or job.sources
        if any(s.doc_id.endswith("2011") and s.path not in job.dead for s in sources):

            def killed() -> object:
                raise KilledWorker("x", None, 0)

            return Future(killed)
        return Future(lambda: call(job, *rest))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(2010, 2016):
        (folder / f"甲县_{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    (folder / "empty.txt").write_text("")
    return folder


def test_workers_give_the_same_bytes(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SHARD_SIZE", 2)
    one = batch.annotate([reports], tmp_path / "one", model="none")
    two = batch.annotate([reports], tmp_path / "two", model="none", workers=2)
    assert (one.annotated, len(one.failed)) == (two.annotated, len(two.failed)) == (6, 1)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_scheduler_that_does_not_answer_is_told(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baogao.write.cluster.TIMEOUT", "1s")
    with pytest.raises(BaogaoError, match="no Dask scheduler"):
        batch.annotate([reports], tmp_path / "o", model="none", scheduler="tcp://127.0.0.1:9")


def test_report_that_ends_its_process_is_told_and_the_rest_done(
    reports: Path, tmp_path: Path
) -> None:
    found = with_ids(sorted(str(path) for path in reports.iterdir()))
    job = Job(str(tmp_path / "out"), 0, "", Options("none", "rjieba"), tuple(found))
    killed = KilledWorker("x", None, 0)
    entries = _without_the_dead(Client(), job, killed)
    states = {entry["doc_id"]: (entry["state"], entry.get("stage")) for entry in entries}
    assert states.pop("甲县_2011") == ("failed", "worker")
    assert states.pop("empty") == ("failed", "read")
    assert set(states.values()) == {("done", None)}
