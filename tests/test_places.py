"""The table of administrative areas."""

import pytest

from baogao import places
from baogao.places.areas import all_areas


@pytest.mark.parametrize(
    ("name", "context", "year", "code"),
    [
        ("嘉定", "", None, "310114"),
        ("上海市嘉定区", "", None, "310114"),
        ("嘉定区", "310000", 2020, "310114"),
        ("鼓楼区", "320100", 2024, "320106"),
        ("鼓楼区", "350000", 2024, "350102"),
        ("鼓楼区", "", 2024, ""),
        ("清苑县", "130600", 2010, "130622"),
        ("清苑区", "130600", 2020, "130608"),
        ("清苑", "130600", 2010, "130622"),
        ("清苑", "130600", 2020, "130608"),
        ("凉山州", "", None, "513400"),
        ("恩施州", "", None, "422800"),
        ("恩施", "", None, "422800"),
        ("恩施市", "", None, "422801"),
        ("新疆", "", None, "650000"),
        ("内蒙古", "", None, "150000"),
        ("吉林", "", None, "220000"),
        ("河南", "632300", None, "410000"),
        ("朝阳", "", None, "211300"),
        ("朝阳", "110000", None, "110105"),
        ("北京朝阳区", "", None, "110105"),
        ("惠州博罗", "", None, "441322"),
        ("潜江市", "", None, "429005"),
        ("香港特别行政区", "", None, "810000"),
        ("巢湖市", "340000", 2008, "341400"),
        ("无此地", "", None, ""),
    ],
)
def test_resolve_name_in_context(name: str, context: str, year: int | None, code: str) -> None:
    assert places.resolve(name, context, year) == code


def test_codes_of_areas_are_six_digits_with_a_name_a_year() -> None:
    areas = all_areas()
    assert len(areas) > 3500
    for entry in areas:
        assert len(entry.code) == 6 and entry.code.isdigit() and len(entry.name) >= 2
    for code in {entry.code for entry in areas}:
        stood = [a for a in areas if a.code == code and a.stood(2010)]
        assert len(stood) <= 1, stood


def test_every_full_name_resolves_to_its_code_today() -> None:
    for entry in all_areas():
        if not entry.last:
            assert places.resolve(places.full_name(entry.code), "", 2023) == entry.code


def test_children_of_a_year() -> None:
    assert "清苑县" in {a.name for a in places.children("130600", 2010)}
    assert "清苑县" not in {a.name for a in places.children("130600", 2020)}
    assert len(places.children(places.areas.NATION)) == 34
    assert "429004" in {a.code for a in places.children("420000")}


def test_towns_lie_in_their_area() -> None:
    town = {t.name: t for t in places.towns("310114")}
    assert "向阳村" in town["安亭镇"].villages
    assert places.towns("810000") == []
    assert {t.name for t in places.towns("130600")} > {t.name for t in places.towns("130608")}
