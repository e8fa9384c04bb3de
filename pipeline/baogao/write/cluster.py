"""The same work on several processes, through Dask."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from baogao.errors import BaogaoError
from baogao.write.shards import Entry
from baogao.write.work import Job, annotate_source, run_shard

if TYPE_CHECKING:
    from baogao.write.batch import Progress


def run_on_dask(
    jobs: Sequence[Job], workers: int, scheduler: str | None, progress: Progress | None
) -> Iterator[tuple[Job, list[Entry]]]:
    """Run jobs on a local cluster or a scheduler, and yield them as they are done.

    A process that dies takes its job with it: the job's sources are then tried one by one,
    and the job is done without those that end their process.

    Raises
    ------
    BaogaoError
        There is no scheduler at the address.
    """
    import dask
    from distributed import Client, LocalCluster, as_completed

    # A worker that dies is no reason to try its job again and again.
    dask.config.set(
        {"distributed.scheduler.allowed-failures": 0, "logging.distributed": "critical"}
    )
    cluster: Any
    if scheduler is None:
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=0
        )
    else:
        cluster = scheduler
    try:
        client = Client(cluster, timeout="20s")
    except (OSError, ValueError) as error:
        raise BaogaoError(
            "no Dask scheduler answers", str(scheduler), "check the address"
        ) from error
    try:
        waiting = list(reversed(jobs))
        # As many jobs as keep every worker busy: what waits costs memory.
        in_flight = max(2 * workers, 2 * len(client.scheduler_info()["workers"]), 2)
        futures = {}
        running = as_completed()
        while waiting or futures:
            while waiting and len(futures) < in_flight:
                job = waiting.pop()
                future = client.submit(run_shard, job, pure=False)
                futures[future.key] = job
                running.add(future)
            future = next(running)
            job = futures.pop(future.key)
            if future.status == "error":
                entries = _without_the_dead(client, job, future.exception())
            else:
                entries = future.result()
            if progress is not None:
                progress(len(entries) - len(job.kept), 0)
            yield job, entries
    finally:
        client.close()
        if scheduler is None:
            cluster.close()


def _without_the_dead(client: Any, job: Job, error: BaseException) -> list[Entry]:
    from distributed import KilledWorker

    if not isinstance(error, KilledWorker):
        raise error
    dead = set()
    for source in job.sources:
        if source.doc_id in job.kept:
            continue
        probe = client.submit(_probe, job, source, pure=False)
        if isinstance(probe.exception(), KilledWorker):
            dead.add(source.path)
    again = client.submit(run_shard, dataclasses.replace(job, dead=frozenset(dead)), pure=False)
    return again.result()  # type: ignore[no-any-return]


def _probe(job: Job, source: Any) -> None:
    from baogao.write.sources import read_source
    from baogao.write.work import StageError

    try:
        data = read_source(source.path, job.stdin)
        annotate_source(data, source, job.options, job.overrides.get(source.path))
    except (BaogaoError, StageError):
        pass
