"""Metadata from title, subtitle, page, text, file name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.read import read_bytes
from baogao.read.metadata import (
    compile_name_pattern,
    extract_metadata,
    read_metadata_csv,
    read_path,
    small_number,
    year_of,
)
from baogao.report import Removed

REST = "现在，我向大会报告工作，请予审议。\n一、工作情况\n经济平稳增长。"


def removed(*lines: str) -> list[Removed]:
    return [Removed(n, n + 1, "chrome", line) for n, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("text", "code", "level", "year"),
    [
        ("2023年嘉定区政府工作报告\n各位代表：\n" + REST, "310114", "county", 2023),
        ("政府工作报告\n——二○○三年二月三日在四川省第十届人民代表大会第一次会议上\n各位代表：\n" + REST, "510000", "province", 2003),
        ("政府工作报告\n——二00五年三月五日在保定市第十二届人民代表大会第三次会议上\n各位代表：\n" + REST, "130600", "city", 2005),
        ("凉山州政府工作报告\n2021年1月20日\n各位代表：\n" + REST, "513400", "city", 2021),
        ("——1993年3月15日在第八届全国人民代表大会第一次会议上\n国务院总理 张三\n各位代表：\n" + REST, "100000", "national", 1993),
        ("各位代表：\n现在，我代表国务院，向第六届全国人民代表大会第三次会议作政府工作报告。", "100000", "national", 1985),
        ("各位代表：\n我代表清苑县人民政府向大会报告工作。\n一、2009年工作回顾\n全县增长。", "130622", "county", 2010),
        ("各位代表：\n我代表上海市人民政府向大会报告工作。\n一、2009年工作回顾\n全市增长。", "310000", "province", 2010),
        ("各位代表：\n我代表潜江市人民政府向大会报告工作。\n二、2024年工作安排\n全市增长。", "429005", "county", 2024),
    ],
)  # fmt: skip
def test_metadata_from_text(text: str, code: str, level: str, year: int) -> None:
    metadata, _ = extract_metadata(text)
    assert (metadata.place_code, metadata.level, metadata.year) == (code, level, year)


def test_metadata_of_a_county_that_follows_the_state_council() -> None:
    text = "一、2019年工作回顾\n在党中央国务院，省委坚强领导下，全县稳定。我县博野博野县向好。全县增长。"
    metadata, _ = extract_metadata(text)
    assert (metadata.level, metadata.place_code) == ("county", "130637")


def test_metadata_of_subtitle() -> None:
    text = "政府工作报告\n——2019年1月15日在苏州市第十六届人民代表大会第三次会议上\n市长 张 三\n各位代表："
    metadata, warnings = extract_metadata(text)
    assert metadata.title == "政府工作报告"
    assert metadata.place == "江苏省苏州市"
    assert metadata.date == "2019-01-15"
    assert metadata.meeting == "苏州市第十六届人民代表大会第三次会议"
    assert metadata.speaker == "张三"
    assert warnings == []


def test_metadata_of_the_page_around() -> None:
    metadata, _ = extract_metadata(
        "各位代表：\n" + REST,
        removed=removed(
            "标题：河北省2011年政府工作报告",
            "发文时间：2011-01-12",
            "报告人：河北省人民政府省长 张 三",
        ),
    )
    assert (metadata.place_code, metadata.year, metadata.date) == ("130000", 2011, "2011-01-12")
    assert (metadata.title, metadata.speaker) == ("河北省2011年政府工作报告", "张三")


def test_metadata_guesses_place_from_areas_named() -> None:
    text = (
        "各位代表：\n现在，我代表市人民政府向大会报告工作。\n一、2020年工作回顾\n"
        "昆山市、太仓市、张家港市和吴江区增长较快，全市稳定，我市苏州的产业升级，全市向好。"
    )
    metadata, _ = extract_metadata(text, source_path="report_017.txt")
    assert (metadata.place_code, metadata.level, metadata.year) == ("320500", "city", 2021)


@pytest.mark.parametrize(("city", "code"), [("北京", "110105"), ("长春", "220104")])
def test_metadata_namesakes_are_told_apart_by_the_text(city: str, code: str) -> None:
    text = f"各位代表：\n现在，我代表区人民政府向大会报告工作。\n{city}市委领导，{city}市支持，服务{city}。"
    metadata, _ = extract_metadata(text, source_path="county_朝阳区_2020.txt")
    assert metadata.place_code == code
    metadata, _ = extract_metadata("2020年朝阳区政府工作报告\n" + text, source_path="a.txt")
    assert metadata.place_code == code


def test_metadata_keeps_the_date_of_a_report_given_in_december() -> None:
    text = "2021年政府工作报告\n2020年12月28日在苏州市第十六届人民代表大会第五次会议上\n各位代表："
    metadata, warnings = extract_metadata(text + "\n一、2020年工作回顾\n二、2021年工作安排")
    assert metadata.date == "2020-12-28"
    assert any("year" in warning for warning in warnings)


def test_metadata_warns_of_contradictions() -> None:
    text = "2023年嘉定区政府工作报告\n2023年1月5日在上海市嘉定区第七届人民代表大会第三次会议上\n各位代表："
    metadata, warnings = extract_metadata(text, source_path="county_青浦区_2020.txt")
    assert (metadata.place_code, metadata.year) == ("310114", 2023)
    assert any("2020" in w and "file name" in w for w in warnings)
    assert any("青浦区" in w and "file name" in w for w in warnings)


def test_metadata_overrides_win() -> None:
    metadata, _ = extract_metadata(
        "2023年嘉定区政府工作报告\n各位代表：",
        overrides={"place": "江苏省南京市鼓楼区", "year": "2021", "title": "", "speaker": "张三"},
    )
    assert (metadata.place_code, metadata.level, metadata.year) == ("320106", "county", 2021)
    assert (metadata.title, metadata.speaker) == ("2023年嘉定区政府工作报告", "张三")
    with pytest.raises(BaogaoError, match="bad year"):
        extract_metadata("", overrides={"year": "twenty"})


@pytest.mark.parametrize(
    ("path", "level", "code", "year"),
    [
        ("city_乌鲁木齐市_2024.txt", "city", "650100", 2024),
        ("2020年上海市嘉定区政府工作报告.docx", None, "310114", 2020),
        ("北京_2015.md", None, "110000", 2015),
        ("国务院1985.txt", "national", "100000", 1985),
        ("national_1954.txt", "national", "100000", 1954),
        ("江苏省/南京市/鼓楼区_2023.txt", None, "320106", 2023),
        ("广东\\深圳\\20190118.txt", None, "440300", 2019),
        ("province/四川/2012.txt", "province", "510000", 2012),
        ("city_吉林市_2024.txt", "city", "220200", 2024),
        ("city_恩施州_2024.txt", "city", "422800", 2024),
        ("report_017.txt", None, "", None),
        ("/tmp/pytest-2024/report_017.txt", None, "", None),
        ("2019/清苑区.txt", None, "130608", 2019),
        ("/data/大方/report.txt", None, "", None),
        ("/data/大方县/report.txt", None, "520521", None),
        ("", None, "", None),
    ],
)
def test_path_facts(path: str, level: str | None, code: str, year: int | None) -> None:
    facts = read_path(path)
    assert (facts.level, facts.code, facts.year) == (level, code, year)


def test_name_pattern() -> None:
    facts = read_path("x/2016-保定市-county-v2.txt", "{year}-{place}-{level}-{any}")
    assert (facts.level, facts.code, facts.year) == ("county", "130600", 2016)
    assert read_path("other.txt", "{place}_{year}").code == ""
    for bad in ("{placee}_{year}", "{year}{year}", "{year", "plain"):
        with pytest.raises(BaogaoError):
            compile_name_pattern(bad)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("path,yeer\na.txt,2020\n", 1, "unknown column 'yeer'"),
        ("place,year\na,2020\n", 1, "no column path"),
        ("path,year\na.txt,2020\nb.txt,20x0\n", 3, "bad year"),
        ("path,year\na.txt,2020\na.txt,2021\n", 3, "stands twice"),
        ("path,level\na.txt,town\n", 2, "unknown level"),
        ("path,date\na.txt,2020/1/2\n", 2, "bad date"),
        ("path,place_code\na.txt,999999\n", 2, "unknown place_code"),
        ("path,year\na.txt,2020,3\n", 2, "3 cells"),
        ("path,year\n,2020\n", 2, "no path"),
        ('path,year\n"a.txt,2020\n', 2, "csv"),
    ],
)
def test_metadata_csv_is_checked_by_line(
    tmp_path: Path, content: str, line: int, what: str
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaogaoError) as caught:
        read_metadata_csv(path)
    assert f"m.csv:{line}:" in str(caught.value)
    assert what in str(caught.value)


def test_metadata_csv(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("\ufeffpath,place,year\na\\b.txt,嘉定区,\n\nc.txt,,2020\n", encoding="utf-8")
    assert read_metadata_csv(path) == {"a/b.txt": {"place": "嘉定区"}, "c.txt": {"year": "2020"}}
    with pytest.raises(BaogaoError):
        read_metadata_csv(tmp_path / "none.csv")
    path.write_bytes("path,place\na,嘉定".encode("gb18030"))
    with pytest.raises(BaogaoError, match="UTF-8"):
        read_metadata_csv(path)


@given(st.text(max_size=300), st.text(max_size=40))
def test_metadata_takes_any_text(text: str, path: str) -> None:
    metadata, _ = extract_metadata(text, source_path=path)
    assert metadata.year is None or 1949 <= metadata.year <= 2099
    year_of(text[:4])
    assert small_number(text[:3]) >= 0


def test_metadata_takes_the_fullest_title_of_the_page() -> None:
    page = removed("工作报告", "嘉定区2020年政府工作报告", "政府工作报告")
    metadata, _ = extract_metadata("各位代表：\n" + REST, removed=page)
    assert metadata.title == "嘉定区2020年政府工作报告"


def test_metadata_place_in_no_table_is_not_guessed_from_the_text() -> None:
    lines = ["2020年示例县人民政府工作报告", "各位代表：", "一、工作回顾"]
    text = "\n".join([*lines, *["建成县中医院，建成县城污水处理厂，全县生产总值增长5%。"] * 12])
    report = read_bytes(text.encode(), "a.txt")
    assert report.metadata.place_code == ""
    assert any("示例县 is in no table" in warning for warning in report.warnings)
    named = read_bytes(text.encode(), "a.txt", overrides={"place": "示例县"})
    assert not [warning for warning in named.warnings if warning.startswith("place")]


def test_metadata_place_that_only_the_text_speaks_of_is_told() -> None:
    text = "\n".join(["各位代表：", "一、工作回顾", *["全市上下齐心，苏州经济增长5%。"] * 12])
    report = read_bytes(text.encode(), "a.txt")
    assert report.metadata.place_code == "320500"
    assert any("only what the text speaks of most" in warning for warning in report.warnings)
