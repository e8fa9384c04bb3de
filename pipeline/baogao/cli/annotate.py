"""`baogao annotate`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baogao.errors import BaogaoError

if TYPE_CHECKING:
    from baogao.write.batch import Result


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
    indicators: Annotated[
        Path | None, typer.Option(help="Catalogue of your own indicators (YAML).")
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
                indicators=indicators,
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
            interrupted = BaogaoError("interrupted", "", "call the same command again to go on")
            print(f"baogao: {interrupted}", file=sys.stderr)
            raise typer.Exit(130) from None
    for row in result.failed:
        print(f"baogao: {BaogaoError(row['error'], row['path'])}", file=sys.stderr)
    if not quiet:
        _summary(result, progress)
    if result.failed:
        raise typer.Exit(1)


def _summary(result: Result, progress: _Progress) -> None:
    told = []
    if passed := ", ".join(f"{n} {suffix}" for suffix, n in result.passed_over.items()):
        told.append(f"passed over files that are no reports: {passed}")
    if result.unmatched:
        n, first = len(result.unmatched), result.unmatched[0]
        told.append(f"{n} paths of the metadata name no report: {first}" + ", …" * (n > 1))
    if result.absent:
        told.append(f"{result.absent} reports of the corpus were not given now and stay")
    if result.removed:
        told.append(f"{result.removed} reports are gone from their folder and from the corpus")
    failed = f", {len(result.failed)} failed" if result.failed else ""
    if progress.total:
        told.append(
            f"{result.annotated} report{'s' * (result.annotated != 1)} annotated, {result.unchanged} unchanged{failed}, in"
            f" {progress.seconds:.1f} s ({progress.rate:,.0f} characters/s): {result.out}"
        )
    else:
        told.append(f"nothing to do: {result.unchanged} reports have not changed{failed}")
    for line in told:
        print(f"baogao: {BaogaoError(line)}", file=sys.stderr)


class _Progress:
    """A bar with rate and time left on a terminal, now and then a plain line elsewhere."""

    # Seconds between plain lines.
    PAUSE = 10.0

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.total = self.done = self.characters = 0
        self.began = self.told = time.perf_counter()
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
        self.total = total
        self.began = self.told = time.perf_counter()
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
        self.done += sources
        self.characters += characters
        if self._advance is not None:
            self._advance(sources)
        elif not self.quiet and time.perf_counter() - self.told > self.PAUSE:
            self.told = time.perf_counter()
            left = self.seconds / max(self.done, 1) * (self.total - self.done)
            print(
                f"baogao: {self.done} of {self.total} reports, {self.rate:,.0f} characters/s,"
                f" {left:.0f} s left",
                file=sys.stderr,
                flush=True,
            )
