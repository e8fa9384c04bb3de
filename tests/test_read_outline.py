"""Outline: headings from numbering, levels, roles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.read.outline import Outline, outline


def rows(text: str, **options: list[int]) -> list[tuple[int, str, str, str]]:
    found = outline(text, **options)
    return [(s.level, s.number, s.heading, s.role) for s in found.sections[1:]]


def headings(found: Outline, text: str) -> list[str]:
    return [text[p.start : p.end] for p in found.paragraphs if p.heading]


def test_outline_takes_levels_from_numbering() -> None:
    text = "\n".join(
        [
            "一、2021年工作回顾",
            "（一）经济稳中有进",
            "1.工业发展",
            "新建厂房三座。",
            "(二)民生改善",
            "新建学校两所。",
            "二、2022年主要任务",
            "加快建设。",
        ]
    )
    assert [(level, number) for level, number, _, _ in rows(text)] == [
        (1, "一、"),
        (2, "（一）"),
        (3, "1."),
        (2, "(二)"),
        (1, "二、"),
    ]


def test_outline_puts_numbering_below_chief_titles() -> None:
    text = "2021年工作回顾\n建成桥梁三座。\n2022年主要任务\n一、加快工业发展\n新建园区。\n二、办好教育\n新建学校。"
    assert rows(text) == [
        (1, "", "2021年工作回顾", "review"),
        (1, "", "2022年主要任务", "plan"),
        (2, "一、", "加快工业发展", "plan"),
        (2, "二、", "办好教育", "plan"),
    ]


def test_outline_run_in_head_opens_section_and_is_no_heading() -> None:
    text = "二、2022年主要任务\n（一）扎实办好教育。新建学校两所。\n（二）加快绿色转型。"
    found = outline(text)
    assert headings(found, text) == ["二、2022年主要任务"]
    assert [s.heading for s in found.sections[1:]] == [
        "2022年主要任务",
        "扎实办好教育",
        "加快绿色转型",
    ]
    assert found.paragraphs[1].section_id == 2


def test_outline_glued_head_opens_section() -> None:
    assert rows("一、2005年工作回顾2005年，我们建成了三座桥。成绩很大。")[0] == (
        1,
        "一、",
        "2005年工作回顾",
        "review",
    )


@pytest.mark.parametrize(
    "line", ["一是抓工业。二是抓农业。", "第一，抓工业，建三座厂。", "1.5亿元投入使用。"]
)
def test_outline_enumeration_is_no_section(line: str) -> None:
    assert rows(f"一、2005年工作回顾\n{line}")[1:] == []


def test_outline_numbering_that_starts_over_is_one_level_deeper() -> None:
    text = "一、2021年工作回顾\n建成。\n二、2022年工作安排\n民生实事\n一、办好教育。新建学校。\n二、办好卫生。新建医院。\n三、加强政府自身建设\n改进作风。"
    levels = {heading: level for level, _, heading, _ in rows(text)}
    assert levels["2022年工作安排"] == levels["加强政府自身建设"] == 1
    assert levels["办好教育"] == levels["办好卫生"] > 1


def test_outline_front_holds_title_and_salutation() -> None:
    text = "政府工作报告\n——2021年1月8日在某县人民代表大会上\n县长 张三\n各位代表：\n现在报告工作，请予审议。\n一、2020年工作回顾\n建成。"
    found = outline(text)
    assert headings(found, text) == ["政府工作报告", "一、2020年工作回顾"]
    assert found.sections[0].role == "front"
    assert found.sections[0].end == found.sections[1].start == text.index("一、")


def test_outline_problems_and_closing_need_no_heading() -> None:
    text = "\n".join(
        [
            "一、2020年工作回顾",
            "建成学校三所。" * 30,
            "在肯定成绩的同时，我们也清醒地看到，工作中还存在不少问题。",
            "一是投入不足。二是作风不实。",
            "二、2021年工作安排",
            "新建医院两所。" * 30,
            "各位代表！让我们团结一心，努力奋斗！",
        ]
    )
    assert [(level, role) for level, _, _, role in rows(text)] == [
        (1, "review"),
        (2, "problems"),
        (1, "plan"),
        (1, "closing"),
    ]


def test_outline_review_goes_on_after_problems() -> None:
    text = "一、2020年工作回顾\n建成学校。\n同时，我们清醒地认识到，发展中还存在许多困难。\n这一年，我们还建成了一座桥。"
    found = outline(text)
    assert [found.sections[p.section_id].role for p in found.paragraphs] == [
        "review",
        "review",
        "problems",
        "review",
    ]


def test_outline_glossary() -> None:
    text = "一、2021年工作安排\n加快建设。\n名词解释\n1.两张网：电网和水网。"
    assert rows(text)[1][3] == "glossary"


def test_outline_without_headings_tells_past_from_future() -> None:
    past = "去年我们完成了计划，取得了成绩，生产有了发展，建成了三座工厂，任务已经超额完成了。" * 5
    future = "今年我们必须继续努力，要加快建设，进一步提高质量，争取完成计划，并将推进改革。" * 5
    text = "\n".join(["各位代表：", *[past] * 4, *[future] * 4])
    found = outline(text)
    roles = [found.sections[p.section_id].role for p in found.paragraphs]
    assert roles == ["front", *["review"] * 4, *["plan"] * 4]


def test_outline_marked_line_is_a_heading_though_text_before_is_open() -> None:
    text = "一、2021年工作回顾\n建成学校、\n社会局势持续稳定\n没有发生大事。"
    at = text.index("社会")
    assert len(rows(text)) == 1
    assert rows(text, marked=[at])[1][2] == "社会局势持续稳定"


def test_outline_broken_line_is_no_heading() -> None:
    assert len(rows("一、2021年工作回顾\n修订了《\n村民自治条例\n》，颁布施行。")) == 1


def test_outline_lone_sentence_is_front() -> None:
    found = outline("新建学校两所。")
    assert [(s.role, s.start, s.end) for s in found.sections] == [("front", 0, 7)]
    assert outline("").paragraphs == []


@given(st.text(alphabet="一二、（）(1.2年回顾任务。：，\n 各位代表！建设第部分问题", max_size=300))
def test_outline_holds_its_laws(text: str) -> None:
    found = outline(text)
    assert "".join(text[p.start : p.end] for p in found.paragraphs).replace(" ", "") == "".join(
        text.split()
    )
    assert [s.section_id for s in found.sections] == list(range(len(found.sections)))
    starts = [s.start for s in found.sections]
    assert starts == sorted(starts)
    for section in found.sections[1:]:
        assert section.start < section.end <= len(text)
        if section.parent_id is not None:
            parent = found.sections[section.parent_id]
            assert parent.level < section.level
            assert parent.start <= section.start and section.end <= parent.end
    for paragraph in found.paragraphs:
        section = found.sections[paragraph.section_id]
        assert section.start <= paragraph.start and paragraph.end <= max(section.end, paragraph.end)


@pytest.mark.parametrize(
    "piece", ["存在", "（一）", "各位代表！", "一、", "面临问题", "今年总体要求", "1.", "\n"]
)
def test_outline_is_linear_on_garbage(piece: str) -> None:
    begun = time.perf_counter()
    outline(piece * (400_000 // len(piece)))
    assert time.perf_counter() - begun < 5
