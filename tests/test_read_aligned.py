"""The way back: every code point of the clean text to its code point in the source."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.read import read_bytes, read_text
from baogao.read.aligned import AlignedText

Edit = tuple[int, int, str]


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("甲乙丙 1\n", max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [(a, b, draw(st.text("子丑", max_size=3))) for a, b in pairs]


@given(texts_with_edits())
def test_aligned_replace_is_the_edits_from_left_to_right(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    new = AlignedText.identity(text).replace(edits)
    expected = text
    for start, end, replacement in reversed(edits):
        expected = expected[:start] + replacement + expected[end:]
    assert new.text == expected
    assert len(new.offsets) == len(new.text)


@given(texts_with_edits(), texts_with_edits())
def test_aligned_offsets_lead_back_after_any_edits(
    case: tuple[str, list[Edit]], second: tuple[str, list[Edit]]
) -> None:
    source, edits = case
    new = AlignedText.identity(source).replace(edits)
    new = new.replace([(a, b, r) for a, b, r in second[1] if b <= len(new.text)])
    assert (np.diff(new.offsets) >= 0).all()
    for character, offset in zip(new.text, new.offsets.tolist(), strict=True):
        if character not in "子丑":
            assert source[offset] == character


def test_aligned_cut_records_what_went_and_where() -> None:
    aligned = AlignedText.identity("甲［2］乙  丙")
    aligned, removed = aligned.cut([(1, 4), (5, 7)], "footnote_mark")
    assert aligned.text == "甲乙丙"
    # White space alone is not worth a record.
    assert [(r.source_start, r.source_end, r.kind, r.text) for r in removed] == [
        (1, 4, "footnote_mark", "［2］")
    ]


@pytest.mark.parametrize("edits", [[(2, 1, "")], [(0, 9, "")], [(1, 2, ""), (1, 3, "")]])
def test_aligned_refuses_edits_that_overlap_or_lie_outside(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        AlignedText.identity("甲乙丙").replace(edits)


def test_aligned_without_edits_is_itself() -> None:
    aligned = AlignedText.identity("甲乙丙")
    assert aligned.replace([]) is aligned


PIECES = st.sampled_from(
    [
        "各位代表：", "政府工作报告", "一、去年工作回顾", "（二）办好教育。", "1.", "新建学校3所。",
        "甲乙丙丁", "，", "。", "12345", "2.5", "PM", "---", "— 3 —", "［2］", "[3]", "**", "# ", "- ",
        "&nbsp;", " ", "\u3000\u3000", "\xa0", "\u200b", "\ufeff", "\t", "\f", "\r", "\r\n", "\n", "\n\n",
        "??", "打印", "分享到：", "首页 > 公开", "版权所有", "[链接](http://a.b/c)", "\\*", "𠀀", "增长1 1％",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from([".txt", ".md"]))
def test_report_leads_back_to_the_source(text: str, suffix: str) -> None:
    source = "甲" + text
    try:
        report = read_bytes(source.encode(), "a" + suffix)
    except BaogaoError as error:
        assert "no Chinese text" in str(error)
        return
    assert len(report.offsets) == len(report.text)
    assert (np.diff(report.offsets) >= 0).all()
    for i, character in enumerate(report.text):
        start, end = report.source_span(i, i + 1)
        assert end == start + 1
        # Line feeds and spaces may be inserted or stand for other white space.
        assert source[start] == character or character in "\n "
    for paragraph in report.paragraphs:
        start, end = report.source_span(paragraph.start, paragraph.end)
        assert source[start] == report.text[paragraph.start]
        assert source[end - 1] == report.text[paragraph.end - 1]
    for removed in report.removed:
        assert 0 <= removed.source_start < removed.source_end <= len(source)
        assert source[removed.source_start] == removed.text[0] or removed.text[0] in "\n "


@given(st.text("各位代表：一二、（）。甲乙\n \u3000", max_size=60))
def test_read_text_keeps_every_code_point(text: str) -> None:
    report = read_text(text)
    assert report.text == text
    assert report.offsets.tolist() == list(range(len(text)))
