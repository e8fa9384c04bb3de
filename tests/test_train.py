"""Training on reports that are made up: a package from gold, annotation apart from its text."""

from pathlib import Path

import pytest

import baogao
from baogao.errors import BaogaoError
from baogao.gold import read_gold
from baogao.pipeline import build
from baogao.train import read_config, train_package
from baogao.train.data import by_document
from baogao.train.package import annotate_gold
from baogao.train.standoff import gold_of, read_standoff, standoff_of, write_standoff

SENTENCES = [
    ("achievement", "去年，建成[[FACILITY {0}大桥]]，新增就业3000人。"),
    ("achievement", "[[COMPANY {0}重工]]扩产项目竣工投产，产值增长8.5%。"),
    ("achievement", "深入开展[[PROGRAM 清溪行动]]，水质明显改善。"),
    ("plan", "今年，实施[[PROGRAM {0}振兴计划]]，力争增长6%左右。"),
    ("plan", "加快建设[[FACILITY {0}产业园]]，推动[[COMPANY {0}重工]]二期开工。"),
    ("plan", "持续推进[[PROGRAM 清溪行动]]，完善管护机制。"),
    ("problem", "同时也要看到，财政收支矛盾突出，农民增收困难。"),
    ("other", "各位代表，让我们团结起来，奋勇前进！"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write four reports, their gold and a configuration; return the configuration."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "gold").mkdir()
    for place in ("甲乙", "丙丁", "戊己", "庚辛"):
        doc_id = f"{place}县_2020"
        tagged = [(label, text.format(place)) for label, text in SENTENCES]
        rows = [f"{doc_id}:{n}\t{label}\t{text}" for n, (label, text) in enumerate(tagged)]
        (tmp_path / "gold" / f"{doc_id}.tsv").write_text("\n".join(rows), encoding="utf-8")
        plain = [g.text for g in read_gold([tmp_path / "gold" / f"{doc_id}.tsv"])]
        report = ["各位代表：", "一、2019年工作回顾", *plain[:3], "二、2020年工作安排", *plain[3:]]
        (tmp_path / "reports" / f"{doc_id}.txt").write_text("\n".join(report), encoding="utf-8")
    config = tmp_path / "train.yaml"
    config.write_text("gold: [gold]\nreports: [reports]\nout: model\n", encoding="utf-8")
    return config


def test_train_package_learns_names_of_the_gold(data: Path) -> None:
    nlp = baogao.load(train_package(read_config(data)))
    doc = nlp("深入开展清溪行动，建成壬癸大桥。")
    assert ("清溪行动", "PROGRAM") in [(ent.text, ent.label_) for ent in doc.ents]
    assert all("crf" in ent._.by for ent in doc.ents if ent.text == "清溪行动")
    assert next(iter(doc.sents))._.probabilities.keys() == {
        "achievement",
        "plan",
        "problem",
        "other",
    }


def test_train_package_is_deterministic(data: Path, tmp_path: Path) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.*")}

    first = files(train_package(read_config(data)))
    data.write_text(data.read_text().replace("out: model", "out: again"), encoding="utf-8")
    assert first == files(train_package(read_config(data)))


def test_train_package_names_the_gold_that_has_no_report(data: Path) -> None:
    (data.parent / "reports" / "甲乙县_2020.txt").unlink()
    with pytest.raises(BaogaoError, match="no report for 甲乙县_2020"):
        train_package(read_config(data))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gold: [gold]\nreports: [reports]\n", "out is missing"),
        ("reports: [reports]\nout: model\n", "no annotation"),
        ("gold: [gold]\nreports: [reports]\nout: model\nspeed: 3\n", "unknown field 'speed'"),
        ("gold: [nowhere]\nreports: [reports]\nout: model\n", "no such file or folder"),
        ("gold: gold\nreports: [reports]\nout: model\n", "must be a list"),
        ("gold: [gold]\nreports: [reports]\nout: model\nseed: x\n", "whole number"),
        ("gold: [gold]\nreports: [reports]\nout: model\nencoder: no.npz\n", "no such file"),
        ("- 1\n", "no configuration"),
        ("a: [\n", "cannot read the configuration"),
    ],
)
def test_train_read_config_tells_what_is_wrong(data: Path, text: str, told: str) -> None:
    data.write_text(text, encoding="utf-8")
    with pytest.raises(BaogaoError, match=told):
        read_config(data)


def test_train_standoff_round_trip(data: Path, tmp_path: Path) -> None:
    source = data.parent / "reports" / "丙丁县_2020.txt"
    # What the reader takes out does not move the annotation.
    source.write_text(source.read_text(encoding="utf-8").replace("振兴", "振［2］兴"))
    gold = by_document(read_gold([data.parent / "gold" / "丙丁县_2020.tsv"]))["丙丁县_2020"]
    annotated = annotate_gold(build(), source, gold)
    assert not annotated.missing
    write_standoff(tmp_path / "a.jsonl", [standoff_of(annotated)])
    (back,) = read_standoff(tmp_path / "a.jsonl")
    found = gold_of(back, baogao.read(source))
    assert [(g.label, g.text, g.entities) for g in found] == [
        (g.label, g.text, g.entities) for g in gold
    ]


def test_train_standoff_refuses_another_source(data: Path) -> None:
    source = data.parent / "reports" / "丙丁县_2020.txt"
    gold = by_document(read_gold([data.parent / "gold" / "丙丁县_2020.tsv"]))["丙丁县_2020"]
    standoff = standoff_of(annotate_gold(build(), source, gold))
    source.write_text(source.read_text(encoding="utf-8") + "又一句。", encoding="utf-8")
    with pytest.raises(BaogaoError, match="not the file that was annotated"):
        gold_of(standoff, baogao.read(source))


@pytest.mark.parametrize("line", ["{}", "[]", "x", '{"doc_id":"a","sha256":"","sentences":[[0]]}'])
def test_train_standoff_names_the_bad_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(BaogaoError, match="a.jsonl:1"):
        list(read_standoff(path))


def test_train_package_tells_of_no_annotation(data: Path) -> None:
    for path in (data.parent / "gold").glob("*.tsv"):
        path.unlink()
    with pytest.raises(BaogaoError, match="no annotated sentence"):
        train_package(read_config(data))
