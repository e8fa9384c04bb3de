from pathlib import Path

import pytest

from baogao.errors import BaogaoError
from baogao.tag.ruledata import read_rules
from baogao.tag.rules import Finder, find_names
from baogao.tag.spans import CERTAIN, resolve


def found(text: str) -> list[tuple[str, str]]:
    sure = [c for c in find_names(text) if c.score >= CERTAIN]
    return [(text[c.start : c.end], c.label) for c in resolve(sure)]


def rules_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def by(tmp_path: Path, rules: str, text: str) -> list[tuple[str, str]]:
    finder = Finder(read_rules(rules_file(tmp_path, rules)))
    return [(text[c.start : c.end], c.rule) for c in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("坚持稳中求进工作总基调。", ("稳中求进工作总基调", "TIFA")),
        ("深入实施渔港清淤提升行动，成效明显。", ("渔港清淤提升行动", "PROGRAM")),
        ("全面推行河长制。", ("河长制", "PROGRAM")),
        ("推进“一网通办”。", ("一网通办", "PROGRAM")),
        ("深化“放管服”改革。", ("“放管服”改革", "PROGRAM")),
        ("落实“双高”人才计划。", ("“双高”人才计划", "PROGRAM")),
        ("持续深化农村“四变”改革。", ("农村“四变”改革", "PROGRAM")),
        ("启动“渔火万家”工程。", ("“渔火万家”工程", "PROGRAM")),
        ("颁布《海岛保护条例》。", ("海岛保护条例", "DOCUMENT")),
        ("“十四五”规划圆满收官。", ("“十四五”规划", "DOCUMENT")),
        ("贯彻党的二十大精神。", ("党的二十大", "EVENT")),
        ("贯彻市委九届六次全会精神。", ("市委九届六次全会", "EVENT")),
        ("成功举办第三届海岛旅游节。", ("第三届海岛旅游节", "EVENT")),
        ("在市委坚强领导下。", ("市委", "ORG")),
        ("以习近平同志为核心。", ("习近平", "PERSON")),
        ("引进比亚迪落户。", ("比亚迪", "COMPANY")),
        ("建成通车海丰高速，畅通出行。", ("海丰高速", "FACILITY")),
    ],
)
def test_rules_find_each_type(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


def test_rules_split_plenums_that_share_a_head() -> None:
    assert found("学习十九届二中、三中、四中全会精神")[:3] == [
        ("十九届二中", "EVENT"),
        ("三中", "EVENT"),
        ("四中全会", "EVENT"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "区政府和各街镇全面落实责任。",
        "让群众的“钱袋子”鼓起来。",
        "实施一批重点工程。",
        "“十四五”时期是关键时期。",
        "话剧《海岛人家》上演。",
    ],
)
def test_rules_leave_the_generic_alone(text: str) -> None:
    assert found(text) == []


def test_rules_person_not_inside_thought() -> None:
    assert found("习近平新时代中国特色社会主义思想") == [
        ("习近平新时代中国特色社会主义思想", "TIFA")
    ]


def test_rules_name_the_rule_that_made_it() -> None:
    assert {c.rule for c in find_names("全面推行湖长制。")} >= {"chief-system"}


def test_rules_lexicon_neighbours(tmp_path: Path) -> None:
    rules = "- {id: a, kind: lexicon, type: ORG, names: 渔会, not_before: 精神, not_after: 大}"
    assert by(tmp_path, rules, "渔会，渔会精神，大渔会") == [("渔会", "a")]


def test_rules_suffix_begins_after_a_cut(tmp_path: Path) -> None:
    rules = """
- {id: cuts, kind: cut, names: 实施 和}
- {id: words, kind: ignore, names: 和风}
- {id: s, kind: suffix, type: PROGRAM, suffixes: 行动, min: 2, max: 6, generic: "重点"}
"""
    assert by(tmp_path, rules, "实施和风海岛行动") == [("和风海岛行动", "s")]
    assert by(tmp_path, rules, "山和海岛行动") == [("海岛行动", "s")]
    assert by(tmp_path, rules, "实施重点行动") == []
    assert by(tmp_path, rules, "实施海行动") == []
    assert by(tmp_path, rules, "实施很长很长的海岛行动") == []


def test_rules_suffix_scopes_of_cuts(tmp_path: Path) -> None:
    rules = """
- {id: cuts, kind: cut, scope: built, names: 建成}
- {id: f, kind: suffix, type: FACILITY, suffixes: 大桥, cuts: built}
- {id: p, kind: suffix, type: PROGRAM, suffixes: 行动}
"""
    assert by(tmp_path, rules, "建成海湾大桥，建成海湾行动") == [
        ("海湾大桥", "f"),
        ("建成海湾行动", "p"),
    ]


def test_rules_quoted_first_that_fits(tmp_path: Path) -> None:
    rules = """
- {id: stop, kind: ignore, names: 面子}
- {id: q1, kind: quoted, type: TIFA, pattern: "四个.+"}
- {id: q2, kind: quoted, type: PROGRAM, after: "工程", before: "实施"}
"""
    text = "实施“四个渔村”，实施“面子”工程，实施“明灯”工程，“明灯”工程"
    assert by(tmp_path, rules, text) == [("四个渔村", "q1"), ("明灯", "q2")]


def test_rules_pattern_takes_its_first_group(tmp_path: Path) -> None:
    rules = '- {id: p, kind: pattern, type: PERSON, pattern: "(渔.)同志"}'
    assert by(tmp_path, rules, "向渔夫同志学习") == [("渔夫", "p")]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ("{kind: lexicon, type: ORG, names: 渔会}", "record 1 has no id"),
        ("{id: a, kind: lexikon, type: ORG, names: 渔会}", "rule 'a': unknown kind 'lexikon'"),
        ("{id: a, kind: lexicon, type: FISH, names: 渔会}", "rule 'a': unknown type 'FISH'"),
        ("{id: a, kind: lexicon, type: ORG, nmaes: 渔会}", "rule 'a': unknown field 'nmaes'"),
        ("{id: a, kind: suffix, type: ORG}", "rule 'a': no field 'suffixes'"),
        ("{id: a, kind: lexicon, type: ORG}", "rule 'a': no names"),
        ("{id: a, kind: lexicon, type: ORG, names: 渔会, score: 2}", "rule 'a': bad score 2"),
        ("{id: a, kind: pattern, type: ORG, pattern: '('}", "rule 'a': bad pattern"),
        ("{id: a, kind: suffix, type: ORG, suffixes: 会, cuts: sea}", "rule 'a': no cut of scope"),
        ("{id: a, kind: lexicon, type: ORG, file: none.txt}", "rule 'a': cannot read"),
    ],
)
def test_ruledata_bad_record_is_named(tmp_path: Path, record: str, what: str) -> None:
    with pytest.raises(BaogaoError, match=".") as error:
        read_rules(rules_file(tmp_path, f"- {record}"))
    assert what in str(error.value)


@pytest.mark.parametrize("text", ["a: 1", "- 1", "[", "- {id: a, kind: cut, names: 和}\n" * 2])
def test_ruledata_bad_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(BaogaoError):
        read_rules(rules_file(tmp_path, text))


@pytest.mark.parametrize(
    "piece", ["“", "《", "第一届", "“改", "一二三", "十九届二中、", "中、", "G1"]
)
def test_rules_are_linear_on_garbage(piece: str) -> None:
    find_names(piece * 20_000)
