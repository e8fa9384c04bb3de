"""What copying, printing and paging did to a text, undone."""

from __future__ import annotations

import pytest

from baogao.read import read_bytes
from baogao.report import Report


def read(text: str, suffix: str = ".txt") -> Report:
    return read_bytes(text.encode(), "a" + suffix)


def paragraphs(text: str, suffix: str = ".txt") -> list[str]:
    report = read(text, suffix)
    return [report.text[p.start : p.end] for p in report.paragraphs]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("受理来电两万件。开通12345\n---\n市民热线，便民利民。", "受理来电两万件。开通12345市民热线，便民利民。"),
        ("完善制度。推进科技创\n\n---\n\n新驱动发展。", "完善制度。推进科技创新驱动发展。"),
        ("办好医院。获评全国健康城\n\n市试点，列入名单。", "办好医院。获评全国健康城市试点，列入名单。"),
        ("空气好转。PM\n2.5\n年平均浓度下降。", "空气好转。PM2.5年平均浓度下降。"),
        ("说明如下。（\n三）改革不停步。", "说明如下。（三）改革不停步。"),
        ("抓好三件事。一是修路，\n二是架桥。", "抓好三件事。一是修路，二是架桥。"),
        ("建成公园。\f新建学校", "建成公园。\n新建学校"),
        ("新建学校，\n— 12 —\n建成公园。", "新建学校，建成公园。"),
        ("新建学校，\n第 3 页 共 20 页\n建成公园。", "新建学校，建成公园。"),
        ("新建学校，\n3/20\n建成公园。", "新建学校，建成公园。"),
        ("发展教育，改善\n\u200b\n民生，新建学校。", "发展教育，改善民生，新建学校。"),
        ("建成公园。全力打造宜居\n的城市，不负期待。", "建成公园。全力打造宜居的城市，不负期待。"),
        ("今年目标定\n为6%以上，合理。", "今年目标定为6%以上，合理。"),
    ],
)  # fmt: skip
def test_repair_joins_a_broken_sentence(broken: str, whole: str) -> None:
    assert read(broken).text == whole


def test_repair_keeps_paragraphs_and_headings_apart() -> None:
    lines = ["一、去年工作回顾", "新建学校3所。", "（一）办好教育", "建成公园2个。", "——经济向好。"]
    assert paragraphs("\n".join(lines)) == lines
    assert paragraphs("\r\n\r\n".join(lines)) == lines


def test_repair_takes_bare_page_numbers_only_in_order() -> None:
    pages = [f"第{n}项工程开工，道路通车，" for n in "甲乙丙丁"]
    numbered = "\n".join(f"{page}\n{n}" for n, page in enumerate(pages, 7))
    assert read(numbered + "\n完工。").text == "".join(pages) + "完工。"
    assert "35" in read("新增床位\n35\n张，新增学位\n800\n个。").text


def test_repair_records_page_numbers() -> None:
    report = read("新建学校，\n— 12 —\n建成公园。")
    assert [(r.kind, r.text) for r in report.removed] == [("page_number", "— 12 —")]


@pytest.mark.parametrize(
    ("spaced", "closed"),
    [
        ("各位代表：\n建 成 学 校 三 所 。", "各位代表：\n建成学校三所。"),
        ("各位代表：\n2020 年工作 12 项。", "各位代表：\n2020年工作12项。"),
        ("各位代表：\n增长 8 . 5 %。", "各位代表：\n增长8.5%。"),
        ("各位代表：\n增长1 1％，专利2 2．4万件。", "各位代表：\n增长11％，专利22．4万件。"),
        ("各位代表：\n增长12 .5%，下降１２ ．５％。", "各位代表：\n增长12.5%，下降１２．５％。"),
        ("各位代表：\n投资3 000万元，产粮12 345 678吨。", "各位代表：\n投资3000万元，产粮12345678吨。"),
        ("各位代表：\n实施“2 200 200”行动。", "各位代表：\n实施“2 200 200”行动。"),
        ("各位代表：\n实施“1 9”布局。", "各位代表：\n实施“1 9”布局。"),
        ("各位代表：\n办好 Smart City 展。", "各位代表：\n办好Smart City展。"),
        ("政 府 工 作 报 告\n区长 张 三\n各位代表：\n建成。", "政府工作报告\n区长 张三\n各位代表：\n建成。"),
        ("各位代表：\n新建\xa0学校&nbsp;3所。", "各位代表：\n新建学校3所。"),
        ("各位代表：\n新\u200b建\u00ad学\ufeff校3所。", "各位代表：\n新建学校3所。"),
    ],
)  # fmt: skip
def test_repair_closes_up_spaces_without_a_sense(spaced: str, closed: str) -> None:
    assert read(spaced).text == closed


@pytest.mark.parametrize(
    "mark", ["［2］", "[12]", "【3】", "〔4〕", "［ 2 ］", "^[5]", "^[6]^", "^7^", "^"]
)
def test_repair_takes_footnote_marks_out(mark: str) -> None:
    report = read(f"推进一网通办{mark}改革。")
    assert report.text == "推进一网通办改革。"
    assert [(r.kind, r.text) for r in report.removed] == [("footnote_mark", mark)]


def test_repair_keeps_the_number_of_a_note() -> None:
    assert paragraphs("名词解释\n[1]一网通办：上网办事。\n[2]河长制：管河。")[1].startswith("[1]")


MARKED = "各位代表：\n推进“两山”{}建设。\n办好“五件事”{}，新增“四上”{}企业5家，开通市民热线{}。"


@pytest.mark.parametrize(
    "marks",
    ["（1） (2) （3） （4）", "（1） （2） （4） （5）", "（1） （3） （2） （4）", "① ② ③ ④"],
)
def test_repair_takes_numbered_references_out(marks: str) -> None:
    report = read(MARKED.format(*marks.split()).replace("事”", "事” "))
    assert report.text == MARKED.format("", "", "", "")
    assert [r.text for r in report.removed] == marks.split()


@pytest.mark.parametrize(
    "text",
    [
        # lists, at a line's start and inside a sentence
        "各位代表：\n办好“十件实事”：（1）建“学校”；（2）修“道路”；（3）开“食堂”。",
        "各位代表：\n（1）“学校”三所。\n（2）“道路”两条。\n（3）“食堂”一家。",
        "各位代表：\n办好实事（1）建学校三所（2）修道路两条（3）开食堂一家。",
        # too few to tell, or not from 1 upward
        "各位代表：\n推进“两山”（1）建设，办好“五件事”（2）。",
        "各位代表：\n建“甲”（3）、“乙”（2）、“丙”（1）三园。",
        # powers and units
        "各位代表：\n库容10^8立方米，面积3km^2，“甲”^3家。",
    ],
)
def test_repair_keeps_numbers_that_are_no_references(text: str) -> None:
    report = read(text)
    assert report.text == text
    assert not report.removed


def test_repair_takes_markdown_out() -> None:
    marked = (
        "# 政府工作报告\n\n### 一、**回顾**\n\n> - 新建[学校](http://a.cn/b)`3`所。\n\n\\#不变。"
    )
    assert paragraphs(marked, ".md") == ["政府工作报告", "一、回顾", "新建学校3所。", "#不变。"]
    assert "**" in read(marked).text  # in .txt they are text


SENTENCES = [
    "去年全区新建学校三所建成公园两个开通公交线路十条群众生活得到改善",
    "今年要继续办好实事加快旧房改造完善养老服务体系推进垃圾分类工作",
    "各部门团结协作攻坚克难圆满完成全年目标任务取得了来之不易的成绩",
]


def test_repair_joins_lines_wrapped_at_a_margin() -> None:
    body = ["，".join(SENTENCES[k % 3] + str(k) for k in range(n, n + 5)) + "。" for n in range(8)]
    wrapped = []
    for paragraph in body:
        printed = "\u3000\u3000" + paragraph
        wrapped += [printed[i : i + 30] for i in range(0, len(printed), 30)]
    head = ["各位代表：", "一、去年工作回顾"]
    assert paragraphs("\n".join([*head, *wrapped])) == [*head, *body]


def test_repair_joins_wrapped_lines_that_begin_as_items_do() -> None:
    body = [f"（{n}）" + "，".join(SENTENCES) + "。" for n in "一二三四五六七八九十"]
    body[4] = body[4][:27] + "。（二）" + body[4]  # a full line, and a list within the paragraph
    wrapped = []
    for paragraph in body:
        printed = "\u3000\u3000" + paragraph
        wrapped += [printed[i : i + 30] for i in range(0, len(printed), 30)]
    assert any(line.startswith("（二）（五）") for line in wrapped)
    assert paragraphs("\n".join(wrapped)) == body


def test_repair_gives_back_paragraphs_at_wide_spaces() -> None:
    body = ["，".join(SENTENCES[k % 3] + str(k) for k in range(n, n + 5)) + "。" for n in range(14)]
    assert paragraphs("各位代表：\u3000\u3000" + "\u3000\u3000".join(body)) == ["各位代表：", *body]


def test_repair_gives_back_printed_lines_that_became_spaces() -> None:
    body = ["，".join(SENTENCES[k % 3] + str(k) for k in range(n, n + 5)) + "。" for n in range(14)]
    body[3] = "2019 年，" + body[3]
    printed: list[str] = ["各位代表：", "一、去年工作回顾"]
    for n, paragraph in enumerate(body):
        lines = [paragraph[i : i + 30] for i in range(0, len(paragraph), 30)]
        printed += [*lines[:2], f"— {n + 1} —", *lines[2:]]
    body[3] = body[3].replace(" ", "")
    assert paragraphs(" ".join(printed)) == ["各位代表：", "一、去年工作回顾", *body]


def test_repair_joins_lines_that_links_broke() -> None:
    source = (
        "各位代表：\n我们要在新的一年里加快改革，管好用好手中的\n权力\n，为民办事。\n"
        "权力\n公开透明运行，群众满意。\n一、加强监督\n权力\n受到制约。"
    )
    assert paragraphs(source) == [
        "各位代表：",
        "我们要在新的一年里加快改革，管好用好手中的权力，为民办事。",
        "权力公开透明运行，群众满意。",
        "一、加强监督",
        "权力受到制约。",
    ]


def test_repair_leaves_no_page_break_in_pdf_text() -> None:
    # Pages come with a form feed between them.
    assert read("学校开学。今年再建成公\f园两个。").text == "学校开学。今年再建成公园两个。"
