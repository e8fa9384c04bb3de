"""The component: figures of a whole report, what sections lend them, and warnings."""

from pathlib import Path

import pytest
from spacy.language import Language

import baogao
from baogao.measure import Measurer
from baogao.read import read_text
from baogao.report import Report
from baogao.segment.document import make_doc

TEXT = """政府工作报告

一、2019年工作回顾
预计全区增加值增长5%。
二、“十四五”时期主要目标
增加值年均增长4%以上。
三、2020年工作安排
今年经济社会发展主要预期目标是：增加值增长6%左右，城镇新增就业8000人。
"""


def report(text: str, year: int | None = 2020) -> Report:
    made = read_text(text)
    made.metadata.year, made.metadata.level, made.metadata.place = year, "county", "甲市乙区"
    return made


@pytest.fixture(scope="module")
def nlp() -> Language:
    return baogao.load("none")


def test_component_periods_of_sections(nlp: Language) -> None:
    doc = nlp(make_doc(nlp, report(TEXT)))
    growth = [m for m in doc._.measures if m.indicator_id == "gdp"]
    assert [(m.value, m.period_start[:4], m.period_end[:4]) for m in growth] == [
        (5, "2019", "2019"),
        (4, "2021", "2025"),
        (6, "2020", "2020"),
    ]


def test_component_offsets_are_the_documents(nlp: Language) -> None:
    made = report(TEXT)
    doc = nlp(make_doc(nlp, made))
    assert [made.text[m.start : m.end] for m in doc._.measures] == ["5%", "4%", "6%", "8000人"]


def test_component_warns_of_no_growth_target(nlp: Language) -> None:
    made = report("政府工作报告\n\n一、2019年工作回顾\n粮食产量50万吨。\n")
    nlp(make_doc(nlp, made))
    assert "no growth target (gdp) found for 2020" in made.warnings


def test_component_warns_of_two_growth_targets(nlp: Language) -> None:
    made = report(TEXT + "今年增加值力争增长7%。\n")
    nlp(make_doc(nlp, made))
    assert "2 growth targets (gdp) for 2020: 6%, 7%" in made.warnings


def test_component_is_quiet_about_one_target(nlp: Language) -> None:
    made = report(TEXT)
    nlp(make_doc(nlp, made))
    assert not [w for w in made.warnings if "growth target" in w]


def test_component_own_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("- {id: cocoons, names: [蚕茧产量]}", encoding="utf-8")
    made = baogao.load("none", indicators=path)
    (found,) = made("蚕茧产量50万吨。")._.measures
    assert found.indicator_id == "cocoons"


def test_component_traditional_report(nlp: Language) -> None:
    (found,) = nlp("我國鋼產量達到三億噸。")._.measures
    assert (found.indicator, found.value, found.unit) == ("鋼產量", 3e8, "吨")
    assert found.text == "三億噸"


def test_component_is_public() -> None:
    assert Measurer.__name__ == "Measurer"
