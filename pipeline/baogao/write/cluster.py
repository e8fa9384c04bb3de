"""The same work on several processes, through Dask."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from baogao.errors import BaogaoError
from baogao.write.shards import Entry
from baogao.write.sources import Source, read_source
from baogao.write.work import Job, StageError, annotate_source, run_shard

if TYPE_CHECKING:
    from baogao.write.batch import Progress

# How long to wait for a scheduler.
TIMEOUT = "20s"


def run_on_dask(
    jobs: Sequence[Job], workers: int, scheduler: str | None, progress: Progress | None
) -> Iterator[tuple[Job, list[Entry]]]:
    """Run jobs on a local cluster or a scheduler, and yield them as they are done.

    A process that dies takes its job with it: the job's sources are then tried one by one,
    and the job is done without those that end their process.

    Parameters
    ----------
    jobs : sequence of Job
        What to do.
    workers : int
        Processes, where there is no scheduler.
    scheduler : str or None
        Its address (`tcp://HOST:PORT`).
    progress : callable or None
        Called after each job with the number of sources and characters done.

    Raises
    ------
    BaogaoError
        There is no scheduler at the address, or all its workers are gone.
    """
    import dask
    import distributed

    # A job whose process dies is looked into at once, not tried again and again.
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    quiet = {"distributed.logging.distributed": "critical"}
    dask.config.set(quiet)
    local: Any = None
    if scheduler is None:
        local = distributed.LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=min(workers, len(jobs)),
            threads_per_worker=1,
            dashboard_address=None,
            memory_limit=0,
            silence_logs=50,
        )
    try:
        client: Any = distributed.Client(local or scheduler, timeout=TIMEOUT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise BaogaoError(
            "no Dask scheduler answers", str(scheduler), "check the address"
        ) from error
    try:
        waiting = list(reversed(jobs))
        running: Any = distributed.as_completed()  # type: ignore[no-untyped-call]
        futures: dict[str, Job] = {}
        while waiting or futures:
            # As many jobs as keep every worker busy, also those that join later.
            most = 2 * max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
            while waiting and len(futures) < most:
                job = waiting.pop()
                future = client.submit(run_shard, job, pure=False)
                futures[future.key] = job
                running.add(future)
            future = next(running)
            job = futures.pop(future.key)
            if future.status == "finished":
                entries = future.result()
            else:
                entries = _without_the_dead(client, job, future.exception())
            if progress is not None:
                new = [entry for entry in entries if entry["doc_id"] not in job.kept]
                progress(len(new), sum(entry.get("characters", 0) for entry in new))
            yield job, entries
    finally:
        client.close()
        if local is not None:
            local.close()


def _without_the_dead(client: Any, job: Job, error: BaseException) -> list[Entry]:
    from distributed import KilledWorker

    if not isinstance(error, KilledWorker):
        raise error
    dead = set()
    for source in job.sources:
        if source.doc_id not in job.kept:
            probe = client.submit(_probe, job, source, pure=False)
            if isinstance(probe.exception(), KilledWorker):
                dead.add(source.path)
    again = client.submit(run_shard, dataclasses.replace(job, dead=frozenset(dead)), pure=False)
    entries: list[Entry] = again.result()
    return entries


def _probe(job: Job, source: Source) -> None:
    try:
        data = read_source(source.path, job.stdin)
        annotate_source(data, source, job.options, job.overrides.get(source.path))
    except (BaogaoError, StageError):
        pass
