"""What a page put around a report goes out, and is kept in the record."""

from __future__ import annotations

import pytest

from baogao.read import read_bytes
from baogao.report import Report

BODY = [
    "各位代表：",
    "现在，我代表区人民政府，向大会报告工作，请予审议，并请各位委员提出意见。",
    "一、去年工作回顾",
    "全区新建学校3所，建成公园2个，开通公交线路10条，群众生活得到改善。",
    "二、今年工作安排",
    "各位代表！让我们团结起来，真抓实干，为建设美好家园而努力奋斗！",
]
TITLE = "2019年上海市嘉定区人民政府工作报告"
SUBTITLE = "——2019年1月8日在上海市嘉定区第六届人民代表大会第五次会议上"


def read(lines: list[str], suffix: str = ".txt") -> Report:
    return read_bytes("\n".join(lines).encode(), "a" + suffix)


def removed(report: Report, kind: str = "chrome") -> str:
    return "\n".join(r.text for r in report.removed if r.kind == kind)


@pytest.mark.parametrize(
    "line",
    [
        "下载 打印 全屏 收藏".replace(" ", "\n"),
        "下载",
        "【字体：大 中 小】",
        "字号：[大] [中] [小]",
        "分享到：",
        "分享到微信朋友圈",
        "扫一扫在手机打开当前页",
        "首页 > 政府信息公开 > 政府工作报告",
        "您所在的位置：首页 >> 公开",
        "来源：区政府办公室",
        "发布时间：2019-01-20 09:00",
        "责任编辑：张三",
        "浏览次数：120",
        "内容摘要：2019年1月8日在会议上，区长作了工作报告，报告分为三个部分。",
        "点击查看更多报告",
        "区长张三作政府工作报告。李四 摄",
        "张三作政府工作报告。",
        "政府工作报告发布日期：2019-01-20来源：区政府办浏览次数：3打印朗读.box {display: none}",
    ],
)
def test_chrome_above_the_report_goes_out(line: str) -> None:
    report = read([line, TITLE, SUBTITLE, *BODY])
    assert report.text == "\n".join([TITLE, SUBTITLE, *BODY])
    for part in line.split("\n"):
        assert part in removed(report)


@pytest.mark.parametrize(
    "lines",
    [
        ["分享到：", "微信", "微博"],
        ["扫一扫在手机打开当前页"],
        ["【关闭当前页面】"],
        ["上一篇：区财政预算报告", "下一篇：区法院工作报告"],
        ["相关文章", "去年的政府工作报告", "区统计公报"],
        ["标签：", "工作报告", "嘉定区", "分享到："],
        ["工作报告", "政府工作报告", "嘉定区", "分享到："],
        ["标签云", "改革", "发展"],
        ["版权所有：区人民政府", "沪ICP备05000000号"],
        ["主办：上海市嘉定区人民政府办公室", "网站地图"],
        ["免责声明：本站转载的文章，只代表作者的看法，不代表本站的立场，请读者自行判断。"],
        [
            "本作品是中华人民共和国的",
            "法律",
            "，国家机关的决议、决定和其他文件，及其官方正式译文，不适用于著作权法。根据《",
            "著作权法",
            "》第五条，属于公有领域。",
            "Public domain",
            "false",
        ],
    ],
    ids=lambda lines: lines[0],
)
def test_chrome_below_the_report_goes_out(lines: list[str]) -> None:
    # The report is as long as reports are against what stands around them.
    body = [*BODY[:4], *(BODY[3] for _ in range(20)), *BODY[4:]]
    report = read([TITLE, *body, *lines])
    assert report.text == "\n".join([TITLE, *body])
    for line in lines:
        assert line in removed(report)


def test_chrome_in_a_line_goes_out_of_it() -> None:
    text = read([*BODY[:3], BODY[3] + "（下转第二版）", *BODY[4:]]).text
    assert text == "\n".join(BODY)


def test_chrome_words_in_sentences_stay() -> None:
    sentence = (
        "推行扫一扫办事，群众可以下载、打印和收藏电子证照，来源可查，版权保护加强，分享发展成果。"
    )
    heading = "（一）加强版权保护"
    body = [*BODY[:3], heading, sentence, *BODY[4:]]
    assert read(body).text == "\n".join(body)


def test_chrome_repeated_title_goes_out() -> None:
    report = read(["嘉定区政府工作报告", "来源：区政府", TITLE, SUBTITLE, *BODY])
    assert report.text == "\n".join([TITLE, SUBTITLE, *BODY])
    assert removed(report, "repeated_title") == "嘉定区政府工作报告"


def test_chrome_running_title_goes_out_of_a_sentence() -> None:
    lines = [*BODY[:3], "全区新建学校3所，建成公园2个，", "政 府 工 作 报 告", "开通公交线路。"]
    report = read([TITLE, *lines, *BODY[4:]])
    assert "建成公园2个，开通公交线路。" in report.text
    assert removed(report, "repeated_title") == "政 府 工 作 报 告"


@pytest.mark.parametrize("rule", ["---", "— 8 —", "***"])
def test_chrome_ends_no_report_at_a_rule(rule: str) -> None:
    assert read([TITLE, *BODY, rule, "谢谢大家！"]).text == "\n".join([TITLE, *BODY, "谢谢大家！"])


def test_chrome_keeps_the_glossary() -> None:
    lines = [TITLE, *BODY, "名词解释", "[1]一网通办：上网办事。", "[2]河长制：河湖有人管。"]
    assert read([*lines, "打印本页"]).text == "\n".join(lines)


def test_chrome_of_an_html_page_goes_out() -> None:
    page = [
        "<html><body><div>首页 &gt; 信息公开</div><h1>" + TITLE + "</h1>",
        "<div>来源：区政府</div><div>【字体：大 中 小】</div>",
        *(f"<p>&emsp;&emsp;{line}</p>" for line in BODY),
        "<div>扫一扫在手机打开当前页</div><ul><li>相关链接</li><li>统计公报</li></ul></body></html>",
    ]
    assert read(page, ".html").text == "\n".join([TITLE, *BODY])


def test_chrome_records_lead_back_to_the_source() -> None:
    source = "\n".join(["分享到：", TITLE, *BODY, "版权所有：区人民政府"])
    for piece in read_bytes(source.encode(), "a.txt").removed:
        assert source[piece.source_start : piece.source_end] == piece.text


@pytest.mark.parametrize("blank", [" ", "\n", "\u3000", "> "])
def test_chrome_takes_long_white_space_in_its_stride(blank: str) -> None:
    # Two neighbouring `\s*` in a cue once took minutes here.
    assert read([BODY[0], "甲" + blank * 20_000 + "乙。"]).text.endswith("乙。")
