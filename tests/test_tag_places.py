"""Places in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baogao.report import Metadata
from baogao.tag.places import find_places
from baogao.tag.spans import CERTAIN

JIADING = Metadata(place_code="310114", year=2020, level="county")
NATION = Metadata(place_code="100000", year=2010, level="national")
NANJING = Metadata(place_code="320100", year=2024, level="city")
YUNNAN = Metadata(place_code="530000", year=2024, level="province")


def spans(text: str, metadata: Metadata | None = None) -> list[str]:
    return [text[c.start : c.end] for c in find_places(text, metadata) if c.score >= CERTAIN]


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("上海市嘉定区与苏州、温州和芜湖合作", None, ["上海市嘉定区", "苏州", "温州", "芜湖"]),
        ("推进安亭镇向阳村建设", JIADING, ["安亭镇向阳村"]),
        ("推进安亭、外冈等镇建设", JIADING, ["安亭", "外冈"]),
        ("推进安亭镇向阳村建设", NATION, []),
        (
            "融入长三角，对接京津冀地区和粤港澳大湾区",
            NATION,
            ["长三角", "京津冀地区", "粤港澳大湾区"],
        ),
        ("治理长江、黄河和太湖，保护黄河流域", NATION, ["长江", "黄河", "太湖", "黄河流域"]),
        ("我国同东盟、欧盟、俄罗斯关系发展", NATION, ["东盟", "欧盟", "俄罗斯"]),
        ("做好援藏援疆工作，关心驻滇部队", YUNNAN, ["藏", "疆", "滇"]),
        ("鼓楼区、玄武区增速领先", NANJING, ["鼓楼区", "玄武区"]),
        ("惠州博罗经济增长", NATION, ["惠州博罗"]),
        ("北京朝阳区来访", JIADING, ["北京朝阳区"]),
        ("深化渝东北、川渝协作", NATION, ["渝东北", "川渝"]),
        ("中国人民走出一条路，讲好故事", NATION, ["中国"]),
        ("保定市域内通勤", NATION, ["保定"]),
    ],
)
def test_places_found(text: str, metadata: Metadata | None, expected: list[str]) -> None:
    assert spans(text, metadata) == expected


@pytest.mark.parametrize(
    "text",
    [
        "建设平安城市，推动资源合作，发展动力强劲",
        "国家乡村振兴示范县创建",
        "全面推开县级公立医院改革",
        "支持大城市周边发展，是实现振兴和复兴的根本",
        "坚持走中国特色道路，推进中国式现代化，发展中国家",
        "美丽云南、平安云南建设",
        "改造北京路，办好上海合作组织活动",
        "老城区、新城区改造",
        "全市、全区、各街镇共同努力",
        "公安新质战斗力增强",
    ],
)
@pytest.mark.parametrize("metadata", [None, NATION, YUNNAN])
def test_words_are_no_places(text: str, metadata: Metadata | None) -> None:
    assert spans(text, metadata) == []


def test_place_has_the_code_of_its_context() -> None:
    def code(text: str, place: str, year: int) -> str:
        return find_places(text, Metadata(place_code=place, year=year))[0].code

    assert code("鼓楼区增长", "320100", 2024) == "320106"
    assert code("鼓楼区增长", "410200", 2024) == "410204"
    assert code("清苑县增长", "130600", 2010) == "130622"
    assert code("清苑增长", "130600", 2020) == "130608"
    assert code("上海市嘉定区增长", "100000", 2020) == "310114"


def test_place_that_begins_a_longer_name_is_uncertain() -> None:
    text = "建成昆明国际会展中心"
    found = find_places(text, YUNNAN)
    assert [text[c.start : c.end] for c in found] == ["昆明"]
    assert found[0].score < CERTAIN
    assert found[0].code == "530100"


def test_canonical_is_the_full_name() -> None:
    assert find_places("嘉定发展", JIADING)[0].canonical == "上海市嘉定区"


@given(st.text(alphabet="上海市嘉定区安亭镇向阳村中国长江路、。（）“”驻京a1 \n", max_size=60))
def test_places_lie_in_order_in_the_text(text: str) -> None:
    end = 0
    for candidate in find_places(text, JIADING):
        assert end <= candidate.start < candidate.end <= len(text)
        end = candidate.end
