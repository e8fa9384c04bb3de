"""Documents as tables."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from baogao import extensions
from baogao.measure.record import Measure
from baogao.report import Metadata, Paragraph, Removed, Report, Section
from baogao.schema import TABLES
from baogao.segment.sentences import Sentencizer
from baogao.write.tables import tables_of

extensions.register()
VOCAB = spacy.blank("xx").vocab
WORDS = [
    "一、",
    "回顾",
    "\n",
    "全区",
    "建成",
    "甲",
    "大道",
    "。",
    "增长",
    "4.8%",
    "。",
    "\n",
    "谢谢",
    "！",
]
TEXT = "".join(WORDS)


@pytest.fixture
def doc() -> Doc:
    # The source has two marks of a page in front and one in the middle.
    offsets = np.arange(len(TEXT), dtype=np.int32) + 2
    offsets[10:] += 3
    report = Report(
        "甲区_2020",
        TEXT,
        offsets,
        [Paragraph(0, 4, 1, heading=True), Paragraph(5, 20, 1), Paragraph(21, 24, 1)],
        [
            Section(0, None, 0, "", "", "front", 0, 0),
            Section(1, None, 1, "一、", "回顾", "review", 0, 24),
        ],
        Metadata(title="工作报告", place="甲区", level="county", year=2020),
        removed=[Removed(0, 2, "chrome", "打印"), Removed(12, 15, "page_number", "-1-")],
        warnings=["no date"],
    )
    doc = Doc(VOCAB, words=WORDS, spaces=[False] * len(WORDS), tags=["n"] * len(WORDS))
    doc._.report = report
    doc = Sentencizer(spacy.blank("xx"), "s")(doc)
    doc._.report = report
    doc.ents = (Span(doc, 5, 7, label="FACILITY", kb_id="1"),)
    doc.ents[0]._.canonical = "甲大道"
    doc.ents[0]._.by = "road"
    for sentence, label in zip(doc.sents, [None, "achievement", "plan", "other"], strict=True):
        sentence._.label = label
        if label:
            sentence._.probabilities = {
                n: float(n == label) for n in ("achievement", "plan", "problem", "other")
            }
    doc._.measures = [
        Measure(
            start=TEXT.index("4.8%"),
            end=TEXT.index("4.8%") + 4,
            indicator="增长",
            indicator_id="",
            value=4.8,
            value_max=None,
            unit="%",
            kind="change",
            direction="up",
            bound="exact",
            status="actual",
            period_start="",
            period_end="",
            place="",
            text="4.8%",
        )
    ]
    return doc


def test_tables_have_the_declared_types(doc: Doc) -> None:
    tables = tables_of([doc])
    assert {name: table.schema for name, table in tables.items()} == TABLES


def test_tables_of_nothing_are_empty() -> None:
    assert {table.num_rows for table in tables_of([]).values()} == {0}


def test_offsets_are_into_the_text(doc: Doc) -> None:
    tables = tables_of([doc, doc])
    for name in ("sentences", "tokens", "entities", "measures"):
        rows = tables[name].to_pylist()
        assert rows
        assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)


def test_rows_lie_in_the_sentence_they_name(doc: Doc) -> None:
    tables = tables_of([doc])
    sentences = {row["sent_id"]: row for row in tables["sentences"].to_pylist()}
    for name in ("tokens", "entities", "measures"):
        for row in tables[name].to_pylist():
            sentence = sentences[row["sent_id"]]
            assert sentence["start"] <= row["start"] < row["end"] <= sentence["end"]


def test_sentences_lead_back_to_the_source(doc: Doc) -> None:
    rows = tables_of([doc])["sentences"].to_pylist()
    spans = [(row["source_start"], row["source_end"]) for row in rows]
    assert spans == [(2, 6), (7, 18), (18, 25), (26, 29)]


def test_headings_have_no_label_and_white_space_is_no_token(doc: Doc) -> None:
    tables = tables_of([doc])
    assert tables["sentences"]["label"].to_pylist() == [None, "achievement", "plan", "other"]
    assert tables["sentences"]["p_plan"].to_pylist() == [None, 0.0, 1.0, 0.0]
    assert tables["tokens"]["text"].to_pylist() == [w for w in WORDS if w != "\n"]
    assert tables["tokens"]["token_id"].to_pylist() == list(range(12))


def test_documents_tell_what_was_removed(doc: Doc) -> None:
    row = tables_of([doc])["documents"].to_pylist()[0]
    assert row["warnings"] == [
        "no date",
        "removed chrome: 1 (2 characters)",
        "removed page_number: 1 (3 characters)",
    ]
    assert (row["n_sentences"], row["n_tokens"], row["year"]) == (4, 12, 2020)


def test_entities_keep_code_and_rule(doc: Doc) -> None:
    row = tables_of([doc])["entities"].to_pylist()[0]
    assert (row["code"], row["by"], row["canonical"]) == ("1", "road", "甲大道")


def test_empty_document_has_a_row() -> None:
    doc = Doc(VOCAB)
    doc._.report = Report("a", "", np.zeros(0, dtype=np.int32), [], [])
    tables = tables_of([doc])
    assert tables["documents"].num_rows == 1
    assert tables["tokens"].num_rows == tables["sentences"].num_rows == 0
