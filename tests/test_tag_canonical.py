import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.errors import BaogaoError
from baogao.schema import ENTITY_TYPES
from baogao.tag.canonical import aliases, canonical


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["第六轮环保三年行动计划", "第七轮环保三年行动计划", "新一轮环保三年行动计划"], "PROGRAM"),
        (["“放管服”改革", "放管服改革"], "PROGRAM"),
        (["第二届进博会", "第八届中国国际进口博览会", "进博会"], "EVENT"),
        (["第六次全国人口普查", "第七次人口普查"], "EVENT"),
        (["党的二十大", "中国共产党第二十次全国代表大会"], "EVENT"),
        (["中央八项规定", "党中央八项规定"], "DOCUMENT"),
        (["连云港市国土空间总体规划", "市国土空间总体规划"], "DOCUMENT"),
        (
            ["连云港市国民经济和社会发展第十四个五年规划纲要（草案）",
             "连云港市国民经济和社会发展第十五个五年规划纲要"],
            "DOCUMENT",
        ),
        (["“十四五”碳达峰行动方案", "“十五五”碳达峰行动方案"], "DOCUMENT"),
        (["三个代表", "“三个代表”重要思想"], "TIFA"),
    ],
)  # fmt: skip
def test_canonical_family(names: list[str], label: str) -> None:
    assert len({canonical(name, label) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("党的十九大", "党的二十大", "EVENT"),
        ("市委九届六次全会", "市委九届七次全会", "EVENT"),
        ("城市更新行动", "乡村更新行动", "PROGRAM"),
        ("园区改造三年行动", "社区改造三年行动", "PROGRAM"),
        ("市场准入负面清单", "外资准入负面清单", "DOCUMENT"),
    ],
)
def test_canonical_keeps_apart(one: str, other: str, label: str) -> None:
    assert canonical(one, label) != canonical(other, label)


@pytest.mark.parametrize("name", ["第二轮三年行动计划", "城市更新行动", "区域协调发展战略"])
def test_canonical_leaves_something(name: str) -> None:
    assert len(canonical(name, "PROGRAM")) >= 4


@given(st.text(max_size=30), st.sampled_from(ENTITY_TYPES))
def test_canonical_any_text(text: str, label: str) -> None:
    canonical(text, label)


def test_aliases_bad_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "aliases.tsv"
    path.write_text("进博会\n", encoding="utf-8")
    with pytest.raises(BaogaoError, match="aliases.tsv:1"):
        aliases(path)
