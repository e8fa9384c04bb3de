"""`baogao annotate`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from baogao.errors import BaogaoError


def annotate(
    inputs: Annotated[
        list[str], typer.Argument(help="Reports: files, folders, or - for standard input.")
    ],
    out: Annotated[Path, typer.Option(help="Folder of the corpus, new or made by this command.")],
    encoding: Annotated[
        str | None, typer.Option(help="Force the encoding of text files (gb18030, big5, …).")
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(help="CSV with a column path that completes or overrides the metadata."),
    ] = None,
    name_pattern: Annotated[
        str | None, typer.Option(help="How to read file names: {level}_{place}_{year}.")
    ] = None,
    segmenter: Annotated[
        str, typer.Option(help="Word segmenter: rjieba, jieba or pkuseg.")
    ] = "rjieba",
    user_dict: Annotated[
        Path | None, typer.Option(help="Dictionary in jieba's format: WORD FREQUENCY tag.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model package or folder; none for rules alone.")
    ] = "zh_baogao",
    workers: Annotated[int, typer.Option(min=1, help="Processes on this machine.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler that sees the same files.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Do everything again.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
) -> None:
    """Annotate reports into a corpus of tables.

    Exit status: 0 all done, 1 some reports failed (each is listed), 2 wrong usage.
    """
    from baogao.write.batch import annotate as run

    stdin = sys.stdin.buffer.read() if "-" in inputs else b""
    with _Progress(quiet) as progress:
        try:
            result = run(
                inputs,
                out,
                model=model,
                segmenter=segmenter,  # type: ignore[arg-type]
                user_dict=user_dict,
                encoding=encoding,
                metadata=metadata,
                name_pattern=name_pattern,
                workers=workers,
                scheduler=scheduler,
                force=force,
                stdin=stdin,
                on_start=progress.start,
                on_progress=progress.advance,
            )
        except KeyboardInterrupt:
            raise BaogaoError(
                "interrupted", str(out), "call the same command again to go on"
            ) from None
    for row in result.failed:
        print(f"baogao: {BaogaoError(row['error'], row['path'])}", file=sys.stderr)
    if not quiet:
        _summary(result, progress)
    if result.failed:
        raise typer.Exit(1)


def _summary(result: object, progress: _Progress) -> None:
    from baogao.write.batch import Result

    assert isinstance(result, Result)
    passed = ", ".join(f"{n} {suffix}" for suffix, n in result.passed_over.items())
    if passed:
        print(f"Passed over files that are no reports: {passed}", file=sys.stderr)
    if result.absent:
        print(f"{result.absent} reports of the corpus were not given now and stay", file=sys.stderr)
    if not result.annotated:
        print(f"Nothing to do: {result.unchanged} reports have not changed", file=sys.stderr)
        return
    print(
        f"{result.annotated - progress.failed_before} reports annotated"
        + (f", {result.unchanged} unchanged" if result.unchanged else "")
        + (f", {len(result.failed)} failed" if result.failed else "")
        + f" in {progress.seconds:.1f} s ({progress.rate:,.0f} characters/s): {result.out}",
        file=sys.stderr,
    )


class _Progress:
    """A bar with rate and time left on a terminal, nothing elsewhere."""

    failed_before = 0

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.characters = 0
        self.began = time.perf_counter()
        self._advance: Callable[[int], None] | None = None
        self._stop: Callable[[], None] | None = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stop is not None:
            self._stop()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    @property
    def rate(self) -> float:
        return self.characters / max(self.seconds, 1e-9)

    def start(self, total: int) -> None:
        self.began = time.perf_counter()
        if self.quiet or not total or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        bar = Progress(
            TextColumn("reports"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        task = bar.add_task("", total=total, rate="")
        bar.start()
        self._stop = bar.stop
        self._advance = lambda n: bar.update(task, advance=n, rate=f"{self.rate:,.0f} characters/s")

    def advance(self, sources: int, characters: int) -> None:
        self.characters += characters
        if self._advance is not None:
            self._advance(sources)
