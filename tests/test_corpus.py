"""A corpus as frames and through SQL."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import baogao
from baogao.corpus import Corpus
from baogao.errors import BaogaoError
from baogao.schema import SCHEMA_VERSION, TABLES
from baogao.write.shards import write_shard, write_whole

ENTRY = '{"path": "%s", "doc_id": "%s", "sha256": "0", "state": "done", "shard": %d}'


def make(folder: Path, shards: list[list[str]], version: int = SCHEMA_VERSION) -> Path:
    entries = []
    for number, names in enumerate(shards):
        tables = {name: schema.empty_table() for name, schema in TABLES.items()}
        for name, row in (
            ("documents", {"year": 2020, "n_tokens": 1, "warnings": []}),
            ("sentences", {"sent_id": 0, "text": "句。", "label": "plan", "start": 0, "end": 2}),
        ):
            rows = [{"doc_id": doc_id} | row for doc_id in names]
            tables[name] = pa.Table.from_pylist(rows, schema=TABLES[name])
        write_shard(folder, number, tables, "options", [])
        entries += [ENTRY % (name, name, number) for name in names]
    text = f'{{"schema_version": {version}, "sources": [{", ".join(entries)}]}}'
    write_whole(folder / "corpus.json", text.encode())
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(make(tmp_path / "corpus", [["b", "c"], ["a"]]))


def test_tables_are_frames_in_the_order_of_the_corpus(corpus: Corpus) -> None:
    assert corpus.documents["doc_id"].tolist() == ["b", "c", "a"]
    assert corpus.sentences["label"].tolist() == ["plan"] * 3
    for name, schema in TABLES.items():
        frame = getattr(corpus, name)
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == schema.names


def test_sql_sees_all_tables_and_parameters(corpus: Corpus) -> None:
    frame = corpus.sql(
        'select d.doc_id, s."end" from documents d join sentences s using (doc_id) where d.doc_id = ?',
        ["a"],
    )
    assert frame.values.tolist() == [["a", 2]]


def test_sql_joins_frames_of_the_user(corpus: Corpus) -> None:
    mine = pd.DataFrame({"doc_id": ["a"], "turnout": [0.5]})
    frame = corpus.sql(
        "select turnout from documents join mine using (doc_id)", frames={"mine": mine}
    )
    assert frame["turnout"].tolist() == [0.5]


def test_batches_give_all_rows_in_order(corpus: Corpus) -> None:
    batches = list(corpus.batches("select doc_id from documents", size=2))
    assert [row for batch in batches for row in batch] == [("b",), ("c",), ("a",)]


def test_wrong_query_is_a_clear_error(corpus: Corpus) -> None:
    with pytest.raises(BaogaoError, match="the query failed"):
        corpus.sql("select nothing from nowhere")
    with pytest.raises(BaogaoError, match="no table 'words'"):
        corpus.table("words")


@pytest.mark.parametrize("name", ["it's", "[a]*?", 'say "hi"', "报告; drop", "{x,y}"])
def test_any_folder_name_can_be_read(tmp_path: Path, name: str) -> None:
    assert len(Corpus(make(tmp_path / name, [["a"]])).documents) == 1


def test_corpus_without_reports_has_empty_tables(tmp_path: Path) -> None:
    corpus = Corpus(make(tmp_path, []))
    assert list(corpus.measures.columns) == TABLES["measures"].names
    assert len(corpus.documents) == 0


def test_shard_that_is_not_whole_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, [["a"], ["b"]])
    (tmp_path / "documents" / "00001.parquet").unlink()
    assert Corpus(tmp_path).documents["doc_id"].tolist() == ["a"]


def test_folder_that_is_no_corpus_is_told(tmp_path: Path) -> None:
    with pytest.raises(BaogaoError, match="no corpus"):
        Corpus(tmp_path)
    with pytest.raises(BaogaoError, match="no corpus"):
        Corpus(tmp_path / "none")
    make(tmp_path, [], version=99)
    with pytest.raises(BaogaoError, match="schema version 99"):
        Corpus(tmp_path)


def test_public_names_do_the_whole_job(tmp_path: Path) -> None:
    report = tmp_path / "甲县_2020.txt"
    report.write_text(
        "2020年甲县人民政府工作报告\n各位代表：\n全县建成甲山大道。\n", encoding="utf-8"
    )
    assert all(getattr(baogao, name) for name in baogao.__all__)
    result = baogao.annotate([report], tmp_path / "out", model="none")
    assert (result.annotated, result.failed) == (1, [])
    corpus = baogao.Corpus(tmp_path / "out")
    row = corpus.documents.iloc[0]
    text = baogao.read(report).text
    assert (row["doc_id"], row["text"]) == ("甲县_2020", text)
    tokens = corpus.tokens
    assert "".join(tokens["text"]) == "".join(text.split())
    wrong = 'select count(*) from tokens t join documents d using (doc_id) where substring(d.text, t.start + 1, t."end" - t.start) <> t.text'
    assert corpus.sql(wrong).iloc[0, 0] == 0
