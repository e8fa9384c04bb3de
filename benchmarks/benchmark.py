"""Measure baogao on a folder of reports: speed, start, memory, failures, accuracy.

    python benchmarks/benchmark.py REPORTS_DIR [--gold GOLD_DIR] [--model none] [--copies N]

Speed is that of one process through all stages and writing, also as a ratio to plain jieba
on the same texts in the same run, since machines differ. The start is the time from calling
the command to its end with one report of median length. The peak of memory is that of the
process that annotates; `--copies` makes more reports of the same ones to see whether it stays
flat. With jieba's own share on the reference machine at 435,000 characters/s, the targets are
100,000 (aim 300,000) characters/s, 3 s (1 s), 1 GB (500 MB).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from baogao.corpus import Corpus
from baogao.evaluate.scores import predicted_from_jsonl, score, scores_of, total
from baogao.gold import read_gold
from baogao.write import jsonl_lines
from baogao.write.sources import find


def main() -> None:
    """Run the benchmark and print a line a figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", type=Path, help="folder of reports")
    parser.add_argument("--model", default="zh_baogao", help="as for baogao annotate")
    parser.add_argument("--copies", type=int, default=1, help="annotate each report N times")
    parser.add_argument("--gold", type=Path, help="folder of gold .tsv files of these reports")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(arguments.reports, arguments.model, arguments.copies, Path(scratch))
        if arguments.gold and arguments.copies == 1:
            print()
            accuracy(Path(scratch, "out"), arguments.gold)


def accuracy(corpus: Path, gold: Path) -> None:
    """Print how far the annotation is right, by report and in all."""
    there = set(Corpus(corpus).documents["doc_id"])
    wanted = [s for s in read_gold(sorted(gold.glob("*.tsv"))) if s.doc_id in there]
    counts = score(predicted_from_jsonl(jsonl_lines(corpus), str(corpus)), wanted)
    heads = ("sentences", "missing", "split", "label", "entity F1", "crossed")
    print(("{:>10}" * len(heads)).format(*heads), " report")
    for name, found in [*sorted(counts.items()), ("all", total(counts))]:
        scores = scores_of(found)
        shares = (scores.exact_split, scores.accuracy, scores.micro[2])
        cells = "".join(f"{share:10.3f}" for share in shares)
        print(f"{found.sentences:10}{found.missing:10}{cells}{found.crossed:10}  {name}")


def run(reports: Path, model: str, copies: int, scratch: Path) -> None:
    """Print the figures of a folder of reports."""
    paths = sorted(find([reports]).paths, key=lambda path: Path(path).stat().st_size)
    median = paths[len(paths) // 2]
    annotate([median], scratch / "warm", model)
    start = min(annotate([median], scratch / f"start{n}", model)[0] for n in range(3))
    given = [str(reports)]
    if copies > 1:
        given = [str(copy_of(reports, n, scratch)) for n in range(copies)]
    seconds, peak = annotate(given, scratch / "out", model)
    corpus = Corpus(scratch / "out")
    done = corpus.sql("select count(*) as n, sum(length(text)) as c from documents").iloc[0]
    characters = int(done["c"])
    states = [entry["state"] for entry in corpus.manifest["sources"]]
    # What starting takes is a figure of its own.
    speed = characters / max(seconds - start, 1e-9)
    plain = jieba_speed(corpus)
    figures = {
        "reports annotated": f"{int(done['n'])} ({characters:,} characters)",
        "reports failed": f"{states.count('failed')}",
        "speed, one process": f"{speed:,.0f} characters/s",
        "plain jieba here": f"{plain:,.0f} characters/s",
        "ratio to plain jieba": f"{speed / plain:.2f}",
        "start to first report done": f"{start:.2f} s",
        "peak memory": f"{peak / 2**20:,.0f} MB",
    }
    for name, value in figures.items():
        print(f"{name:28} {value}")


def annotate(inputs: list[str], out: Path, model: str) -> tuple[float, int]:
    """Run `baogao annotate` and return its seconds and its peak of memory in bytes."""
    command = [sys.executable, "-c", "import baogao.cli; baogao.cli.main()", "annotate", *inputs]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--out", str(out), "--model", model, "--quiet"])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit("baogao annotate failed")
    return seconds, peak_of(usage)


def peak_of(usage: resource.struct_rusage) -> int:
    """Return the peak of memory in bytes; Linux counts it in kilobytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def copy_of(reports: Path, number: int, scratch: Path) -> Path:
    """Return a folder of links to the reports, under other names."""
    folder = scratch / f"copy{number}"
    folder.mkdir()
    for path in find([reports]).paths:
        link = folder / f"{Path(path).stem}_{number}{Path(path).suffix}"
        link.symlink_to(Path(path).resolve())
    return folder


def jieba_speed(corpus: Corpus, most: int = 3_000_000) -> float:
    """Return the characters a second of `jieba.lcut` on the texts of a corpus."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    done, seconds = 0, 0.0
    for [(text,)] in corpus.batches("select text from documents", size=1):
        began = time.perf_counter()
        jieba.lcut(text)
        seconds += time.perf_counter() - began
        done += len(text)
        if done > most:
            break
    return done / max(seconds, 1e-9)


if __name__ == "__main__":
    main()
