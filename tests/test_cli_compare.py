"""`baogao compare`: what it prints, writes and refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import typer

from baogao import cli

Run = Callable[..., int]

COMPARE = typer.main.get_command(cli.app).commands["compare"]  # type: ignore[attr-defined]

REPORTS = {
    2018: "## 一、2017年工作回顾\n\n全县生产总值增长7%。\n\n## 二、2018年工作安排\n\n力争地区生产总值增长8%。\n\n建设碧溪水库大坝。\n\n推进“一网通办”。",
    2019: "## 一、2018年工作回顾\n\n2018年，地区生产总值增长8.2%。碧溪水库大坝建成蓄水。改善就业。\n\n## 二、2019年工作安排\n\n推进“一网通办”。",
    2021: "## 一、2020年工作回顾\n\n就业改善。\n\n## 二、2021年工作安排\n\n促进就业。",
}


@pytest.fixture(scope="module")
def corpus(run: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "in").mkdir()
    rows = ["path,place,level"]
    for year, text in REPORTS.items():
        title = f"# {year}年甲县人民政府工作报告\n\n各位代表：\n\n"
        (folder / "in" / f"甲县_{year}.md").write_text(title + text + "\n", encoding="utf-8")
        rows.append(f"甲县_{year}.md,甲县,county")
    (folder / "meta.csv").write_text("\n".join(rows), encoding="utf-8")
    paths = [str(folder / "in"), "--out", str(folder / "out")]
    options = ["--model", "none", "--quiet", "--metadata", str(folder / "meta.csv")]
    assert run("annotate", *paths, *options) == 0
    return str(folder / "out")


COMMANDS: dict[str, list[str]] = {
    "terms": ["--term", "就业"],
    "keyness": ["--study", "year=2021", "--reference", "year=2018-2019", "--min-count", "1"],
    "attention": ["--concepts", "livelihood"],
    "programmes": [],
    "targets": ["--indicator", "gdp"],
    "promises": [],
    "labels": ["甲县_2018"],
}


@pytest.mark.parametrize("name", sorted(COMPARE.commands))
def test_command_prints_writes_and_draws(
    run: Run,
    name: str,
    corpus: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    csv, parquet = tmp_path / "t.csv", tmp_path / "t.parquet"
    picture = tmp_path / "t.html"
    given = [corpus, *COMMANDS[name]]
    assert run("compare", name, *given, "--out", str(csv), "--picture", str(picture)) == 0
    told = capsys.readouterr()
    assert f"{name}: " in told.out
    assert "Traceback" not in told.err
    assert run("compare", name, *given, "--out", str(parquet), "--rows", "0") == 0
    assert capsys.readouterr().out == ""
    wide = pd.read_csv(csv)
    assert len(wide) > 0
    assert list(wide.columns) == list(pd.read_parquet(parquet).columns)
    assert csv.read_bytes().startswith(b"\xef\xbb\xbf")
    assert picture.stat().st_size > 100_000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.csv", "t.html", "t.parquet"]


def test_results_are_those_of_the_texts(
    run: Run, corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def table(name: str, *arguments: str) -> pd.DataFrame:
        path = tmp_path / f"{name}.csv"
        assert run("compare", name, corpus, *arguments, "--out", str(path)) == 0
        return pd.read_csv(path)

    assert table("terms", "--term", "就业")["count"].tolist() == [0, 1, 2]
    told = capsys.readouterr()
    assert (
        "years without a report between two that have one" in told.err and "甲县 2020" in told.err
    )
    (row,) = table("targets", "--indicator", "gdp").to_dict("records")
    assert (row["year"], row["target"], row["outcome"], row["hardness"]) == (
        2018,
        8,
        8.2,
        "aspired",
    )
    answered = table("promises").query("rank == 1")
    assert answered["answer"].str.contains("碧溪水库大坝建成").any()
    families = table("programmes").set_index("family")
    assert families.loc["一网通办", ["years", "status"]].tolist() == ["2018 | 2019", "dropped"]
    assert set(table("terms", "--where", "label=plan", "--where", "year=2021")["term"]) >= {"促进"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["terms"],
        ["terms", "NONE"],
        ["terms", "CORPUS", "--by", "mayor"],
        ["terms", "CORPUS", "--by", "year,year"],
        ["terms", "CORPUS", "--where", "year"],
        ["terms", "CORPUS", "--where", "year=soon"],
        ["terms", "CORPUS", "--where", "year=1999"],
        ["attention", "CORPUS", "--where", "place=乙县"],
        ["programmes", "CORPUS", "--where", "year=2018", "--where", "role=glossary"],
        ["targets", "CORPUS", "--where", "level=city"],
        ["promises", "CORPUS", "--where", "label=problem"],
        ["terms", "CORPUS", "--out", "x.xlsx"],
        ["terms", "CORPUS", "--out", "none/x.csv"],
        ["terms", "CORPUS", "--picture", "x.png"],
        ["terms", "CORPUS", "--term", "就业", "--picture", "x.svg"],
        ["terms", "CORPUS", "--min-count", "0"],
        ["keyness", "CORPUS", "--study", "year=2018"],
        ["keyness", "CORPUS", "--study", "year=2018", "--reference", "year=1999"],
        ["keyness", "CORPUS", "--study", "year=2018", "--reference", "level=county"],
        ["attention", "CORPUS", "--concepts", "none.yaml"],
        ["programmes", "CORPUS", "--type", "PLAN"],
        ["targets", "CORPUS", "--indicator", "happiness"],
        ["targets", "CORPUS", "--picture", "x.png"],
        ["promises", "CORPUS", "--threshold", "2"],
        ["promises", "CORPUS", "--top", "0"],
        ["labels", "CORPUS", "no\x1b[31m such"],
    ],
)
def test_mistake_is_one_line_and_status_2(
    run: Run,
    arguments: list[str],
    corpus: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [corpus if a == "CORPUS" else a for a in arguments]
    assert run("compare", *given) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("baogao: ") and told.err.count("\n") == 1
    assert "\x1b" not in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(COMPARE.commands))
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMPARE.commands[name]
    assert command.help
    assert all(getattr(parameter, "help", None) for parameter in command.params)
