"""Tokens and sentences."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.report import Report
from baogao.segment import cut_tokens, sentence_spans
from baogao.segment.dictionary import read_dictionary
from baogao.segment.document import Tokenizer

TOKENIZER = Tokenizer(spacy.blank("xx").vocab, "rjieba", None)
REPORT_TEXT = st.text(st.sampled_from("全市增长建成12０.%，。！？”“（）\n 　ab"), max_size=60)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_sentences_end_at_marks_with_closers() -> None:
    assert split("干得好！”大家说。（完。）另起") == ["干得好！”", "大家说。", "（完。）", "另起"]


def test_sentences_semicolon_and_colon_do_not_end() -> None:
    assert split("一是扩大投资；二是促进消费：稳住。") == ["一是扩大投资；二是促进消费：稳住。"]


def test_sentences_mark_inside_a_quotation_does_not_end() -> None:
    assert split("回答好“为了谁？”的问题，喊出“加油干！”，再出发。") == [
        "回答好“为了谁？”的问题，喊出“加油干！”，再出发。"
    ]


def test_sentences_line_end_ends() -> None:
    assert split("全市经济工作\n　　稳中有进。\n") == ["全市经济工作", "稳中有进。"]


@given(REPORT_TEXT)
def test_sentences_hold_every_character(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


def tokens(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成2608.1亿元", ["完成", "2608.1", "亿元"]),
        ("增长７．３％。", ["增长", "７．３％", "。"]),
        ("出口12,345台", ["出口", "12,345", "台"]),
        ("建设5G基站", ["建设", "5G", "基站"]),
        ("做好六稳和放管服", ["做好", "六稳", "和", "放管服"]),
    ],
)
def test_tokenizer_numbers_and_abbreviations(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(REPORT_TEXT)
def test_tokenizer_keeps_the_text(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    starts = {token.idx for token in doc}
    assert all(start in starts for start, _ in sentence_spans(text))


@given(REPORT_TEXT, st.lists(st.integers(0, 70), max_size=6))
def test_cut_tokens_sets_every_edge(text: str, edges: list[int]) -> None:
    doc = cut_tokens(TOKENIZER(text), edges)
    assert doc.text == text
    starts = {token.idx for token in doc}
    assert all(edge in starts for edge in edges if 0 < edge < len(text))


def test_cut_tokens_keeps_tags_and_report() -> None:
    doc = TOKENIZER("嘉加德必易园")
    report = Report("id", "嘉加德必易园", np.arange(6, dtype=np.int32), [], [])
    doc._.report = report
    cut = cut_tokens(doc, [1])
    assert cut[0].text == "嘉"
    assert cut._.report is report
    assert cut_tokens(cut, [1]) is cut


def test_tokenizer_user_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("马陆葡萄\n嘉加德必易园 800000 nz  # a park\n", encoding="utf-8")
    tokenizer = Tokenizer(TOKENIZER.vocab, "rjieba", str(path))
    assert [t.text for t in tokenizer("种马陆葡萄")] == ["种", "马陆葡萄"]


@pytest.mark.parametrize("line", ["词 1000 N", "两 个 词", "词 n 1000"])
def test_dictionary_bad_line_names_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(f"好词 10 n\n{line}\n", encoding="utf-8")
    with pytest.raises(BaogaoError, match=r"words\.txt:2: not a dictionary line"):
        list(read_dictionary(path))


def test_dictionary_not_utf8_names_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("好词".encode("gb18030"))
    with pytest.raises(BaogaoError, match="not UTF-8 at byte 0"):
        list(read_dictionary(path))


def test_sentencizer_sets_doc_sents() -> None:
    nlp = spacy.blank("xx")
    doc = nlp.add_pipe("baogao_sentencizer")(TOKENIZER("一句。两句！\n三句"))
    assert [s.text.strip() for s in doc.sents] == ["一句。", "两句！", "三句"]


def test_jieba_gives_the_words_of_rjieba() -> None:
    text = "全市一般公共预算收入增长5%，城镇新增就业稳步扩大。"
    slow = Tokenizer(TOKENIZER.vocab, "jieba", None)
    assert [t.text for t in slow(text)] == tokens(text)
