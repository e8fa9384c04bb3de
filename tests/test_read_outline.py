"""Outline: headings from numbering, levels, roles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.read.outline import Outline, outline
from baogao.read.roles import role_of_heading


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


def roles(text: str) -> list[tuple[str, str]]:
    return [(s.heading, s.role) for s in outline(text).sections[1:]]


PLAN = "今年要加快改革，推进开放，确保完成任务。"
PAST = "去年新建了学校三所，完成了旧房改造，取得新成绩。"


def test_outline_finds_the_closing_before_a_glossary() -> None:
    text = f"一、去年工作回顾\n{PAST}\n二、今年工作安排\n{PLAN}\n各位代表！让我们团结奋斗！\n※名词解释※\n1.网格：小区。"
    assert [role for _, role in roles(text)][:4] == ["review", "plan", "closing", "glossary"]


def test_outline_finds_the_closing_before_an_annex_that_plans() -> None:
    text = (
        f"一、去年工作回顾\n{PAST}\n二、今年工作安排\n{PLAN}\n各位委员！让我们团结奋斗！\n"
        "附件1\n十件民生实事\n新建学校。\n附件2\n名词解释\n网格是小区。"
    )
    assert roles(text) == [
        ("去年工作回顾", "review"),
        ("今年工作安排", "plan"),
        ("", "closing"),
        ("附件1", "glossary"),
        ("十件民生实事", "plan"),
        ("附件2", "glossary"),
        ("名词解释", "glossary"),
    ]


def test_outline_looks_back_before_the_first_heading() -> None:
    text = (
        "各位代表：\n"
        + "\n".join([PAST * 10] * 4)
        + f"\n一、扩大内需\n{PLAN}\n二、办好教育\n{PLAN}"
    )
    assert roles(text) == [("", "review"), ("扩大内需", "plan"), ("办好教育", "plan")]


def test_outline_gives_one_role_to_a_row_whose_first_level_was_lost() -> None:
    text = f"（一）抓工业\n{PAST}\n（二）抓农业\n{PLAN}\n（三）抓教育\n{PAST}\n（一）强工业\n{PLAN}\n（二）强农业\n{PAST}"
    assert [role for _, role in roles(text)] == ["review"] * 3 + ["plan"] * 2


def test_outline_turns_what_follows_a_plan_without_a_heading() -> None:
    turn = "今年政府工作的总体要求是：稳中求进，办好实事。"
    text = f"一、去年工作回顾\n（一）抓工业\n{PAST}\n{turn}\n（一）强工业\n{PLAN}\n三、自身建设\n{PLAN}"
    assert roles(text)[2:] == [("", "plan"), ("强工业", "plan"), ("自身建设", "plan")]


@pytest.mark.parametrize(
    "admission",
    [
        "在看到成绩的同时，我们也清醒认识到，发展中还存在不少困难和问题。",
        "各位代表！安不忘危。我们清醒地看到，工业不强。",
        "成绩固然可喜，问题也不容忽视。一是工业不强。",
        "当前结构性矛盾和深层次问题依然突出：工业不强。",
    ],
)
def test_outline_opens_problems_where_a_paragraph_admits_them(admission: str) -> None:
    rest = "二是农业不强，三是服务业不强，四是科技不强，五是人才不多，六是收入不高。"
    text = f"一、去年工作回顾\n{PAST}\n{admission}{rest}\n二、今年工作安排\n{PLAN}"
    assert [role for _, role in roles(text)] == ["review", "problems", "plan"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("“十五”计划的任务全面完成", "review"),
        ("新建设取得新成效", "review"),
        ("一年来的政府自身建设", "review"),
        ("农业和农村工作问题", None),
        ("存在的主要问题", "problems"),
        ("困难和问题", "problems"),
    ],
)
def test_outline_role_of_heading(heading: str, role: str | None) -> None:
    assert role_of_heading(heading) == role


def test_outline_puts_ordinals_on_one_level() -> None:
    text = "各位代表：\n去年工作回顾\n建成。\n今年工作安排\n第一、加强管理\n一、管好投资\n要管好。\n二、管好建设\n要管好。\n第二、整顿企业\n要整顿。"
    assert [(level, number) for level, number, _, _ in rows(text)] == [
        (1, ""),
        (1, ""),
        (2, "第一、"),
        (3, "一、"),
        (3, "二、"),
        (2, "第二、"),
    ]


def test_outline_takes_a_small_comma_for_a_numbering_mark() -> None:
    assert rows(f"一﹑去年工作回顾\n{PAST}")[0] == (1, "一﹑", "去年工作回顾", "review")


def test_outline_title_may_begin_with_the_name_of_a_plan() -> None:
    text = f"各位代表：\n“十四五”时期工作回顾\n{PAST}\n“十五五”时期主要目标\n{PLAN}"
    assert [role for _, role in roles(text)] == ["review", "plan"]
