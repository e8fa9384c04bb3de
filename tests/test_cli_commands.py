"""The command line: help, mistakes, output."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import baogao
from baogao import cli

Run = Callable[..., int]

COMMAND = typer.main.get_command(cli.app)
REPORT = """# 2020年甲县人民政府工作报告

各位代表：

## 一、2019年工作回顾

全县生产总值增长4.8%。建成甲山大道。\x1b[31m[red]红[/red]

## 二、2020年工作安排

加快推进“一网通办”。
"""


@pytest.fixture(scope="module")
def corpus(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "in").mkdir()
    (folder / "in" / "甲县_2020.md").write_text(REPORT, encoding="utf-8")
    arguments = ["annotate", str(folder / "in"), "--out", str(folder / "out")]
    assert run(*arguments, "--model", "none", "--quiet") == 0
    return folder / "out"


@pytest.mark.parametrize("name", sorted(COMMAND.commands))  # type: ignore[attr-defined]
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMAND.commands[name]  # type: ignore[attr-defined]
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["annotate"],
        ["annotate", "x"],
        ["annotate", "no such\x1b[31m file", "--out", "OUT"],
        ["annotate", "a\nb", "--out", "OUT", "--model", "none"],
        ["annotate", ".", "--out", "OUT", "--workers", "0"],
        ["annotate", ".", "--out", "OUT", "--encoding", "klingon"],
        ["annotate", ".", "--out", "OUT", "--segmenter", "scissors"],
        ["annotate", ".", "--out", "OUT", "--model", "no_such_model"],
        ["annotate", ".", "--out", "OUT", "--metadata", "none.csv"],
        ["annotate", ".", "--out", "OUT", "--name-pattern", "{mayor}"],
        ["annotate", ".", "--out", "OUT", "--user-dict", "none.txt"],
        ["annotate", ".", "--out", "OUT", "--indicators", "none.yaml"],
        ["export", "none"],
        ["export", ".", "--format", "xml"],
        ["export", ".", "--format", "csv"],
        ["info", "."],
        ["show", "none.txt"],
        ["show", "."],
        ["dance"],
        ["info", "--sideways", "."],
    ],
)
def test_mistake_is_one_line_and_status_2(
    run: Run,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert run(*arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("baogao: ")
    assert told.err.count("\n") == 1
    assert "\x1b" not in told.err
    assert not (tmp_path / "OUT").exists()


def test_version_and_help(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"baogao {baogao.__version__}\n"
    assert run() == 0
    assert "Commands:" in capsys.readouterr().out


def test_help_starts_fast_and_loads_no_model(run: Run) -> None:
    script = "import sys, baogao.cli; print([m for m in ('spacy', 'pandas', 'rich', 'duckdb') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.strip() == "[]"


def test_failed_report_gives_status_1_and_a_line(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty[red]\x1b[1m.txt").write_text("")
    (tmp_path / "in" / "good.md").write_text(REPORT, encoding="utf-8")
    arguments = ["annotate", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    assert run(*arguments, "--model", "none") == 1
    told = capsys.readouterr().err
    assert "empty[red]\\x1b[1m.txt" in told
    assert "1 report annotated, 0 unchanged, 1 failed" in told
    assert "\x1b" not in told
    assert "Traceback" not in told
    # What failed stays failed until it changes.
    assert run(*arguments, "--model", "none") == 1
    assert "nothing to do" in capsys.readouterr().err


def test_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode("gb18030"))))
    assert run("annotate", "-", "--out", str(tmp_path), "--model", "none") == 0
    assert run("export", str(tmp_path)) == 0
    assert '"doc_id": "stdin"' in capsys.readouterr().out


def test_export_jsonl_has_offsets_into_the_sentence(
    run: Run, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", str(corpus)) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["doc_id"] for line in lines} == {"甲县_2020"}
    for kind in ("tokens", "entities", "measures"):
        assert any(line[kind] for line in lines), kind
        for line in lines:
            for row in line[kind]:
                assert line["text"][row["start"] : row["end"]] == row["text"]
    assert [line["label"] for line in lines if "大道" in line["text"]] == ["achievement"]


def test_export_jsonl_into_a_file_is_the_same(
    run: Run,
    corpus: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("export", str(corpus))
    printed = capsys.readouterr().out
    run("export", str(corpus), "--out", str(tmp_path / "a.jsonl"))
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == printed


def test_export_csv_holds_the_tables(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("export", str(corpus), "--format", "csv", "--out", str(tmp_path)) == 0
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["doc_id"], row["year"], row["place"]) == ("甲县_2020", "2020", row["place"])
    assert "\n" in row["text"]


def test_broken_pipe_is_quiet(run: Run, corpus: Path) -> None:
    script = "import baogao.cli; baogao.cli.main()"
    read, write = os.pipe()
    os.close(read)
    result = subprocess.run(
        [sys.executable, "-c", script, "export", str(corpus)],
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    assert result.stderr == b""


def test_show_in_a_pipe_is_plain(
    run: Run, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = corpus.parent / "in" / "甲县_2020.md"
    assert run("show", str(report), "--model", "none") == 0
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "[red]红[/red]" in told
    assert "achievement 建成甲山大道。" in told
    assert run("show", str(report), "--model", "none", "--width", "40") == 0


def test_info_sums_up(run: Run, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("info", str(corpus)) == 0
    told = capsys.readouterr().out
    assert "1 done" in told
    assert "achievement" in told
    kinds = [
        line.split("│")[1].strip() for line in told[told.index("warnings") :].splitlines()[4:-1]
    ]
    assert kinds == ["no growth target (gdp) found for …", "removed markup"]


def test_cli_evaluate_prints_scores_and_errors(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = "corpus/jiading_2020.gold.tsv"
    options = ("--reports", "seeds", "--model", "none", "--errors", "3")
    assert run("evaluate", gold, *options) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("micro", "PROGRAM", "achievement", "jiading_2020"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("evaluate", "corpus/jiading_2020.gold.tsv"), "nothing to score"),
        (("evaluate", "corpus/jiading_2020.gold.tsv", "--reports", "notebooks"), "no report for"),
        (("evaluate", "README.md", "--reports", "seeds"), "not a gold line"),
        (("evaluate", "nowhere.tsv", "--reports", "seeds"), "nowhere.tsv"),
        (("train", "nowhere.yaml"), "cannot read the configuration"),
    ],
)
def test_cli_evaluate_and_train_tell_a_mistake_in_one_line(
    run: Run,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    told: str,
) -> None:
    assert run(*arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
