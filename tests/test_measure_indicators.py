"""The catalogue of indicators, and a researcher's own."""

from pathlib import Path

import pytest

from baogao.errors import BaogaoError
from baogao.measure.indicators import (
    CATALOGUE,
    Catalogue,
    Indicator,
    default_catalogue,
    read_catalogue,
)

# The issue's list, which researchers' scripts may name.
WANTED = [
    "gdp",
    "gnp",
    "fiscal_revenue",
    "industrial_value_added",
    "industrial_output",
    "fixed_asset_investment",
    "retail_sales",
    "trade",
    "exports",
    "fdi_used",
    "cpi",
    "unemployment_surveyed",
    "unemployment_registered",
    "new_urban_jobs",
    "income_residents",
    "income_urban",
    "income_rural",
    "grain_output",
    "energy_intensity",
    "pm25",
    "rd_intensity",
    "urbanisation",
]


@pytest.mark.parametrize(
    ("name", "level", "year", "expected"),
    [
        ("国内生产总值", "national", 2010, "gdp"),
        ("地区生产总值", "province", 2020, "gdp"),
        ("全市生产总值", "city", 2020, "gdp"),
        ("青浦区增加值", "county", 2020, "gdp"),
        ("增加值", "county", 2020, "gdp"),
        ("增加值", "national", 2020, ""),
        ("经济增长", "national", 2010, "gdp"),
        ("国民生产总值", "national", 1988, "gnp"),
        ("国民生产总值", "national", 1999, "gni"),
        ("地区生产总值（GDP）", "city", 2020, "gdp"),
        ("规模以上工业增加值增速", "city", 2020, "industrial_value_added"),
        ("细颗粒物（PM2.5）平均浓度", "city", 2020, "pm25"),
        ("专精特新“小巨人”企业", "city", 2020, "specialised_smes"),
        ("没有这个指标", "city", 2020, ""),
    ],
)
def test_indicators_find(name: str, level: str, year: int, expected: str) -> None:
    assert default_catalogue().find(name, level, year) == expected


def test_indicators_of_the_issue_are_there() -> None:
    assert set(WANTED) <= {indicator.id for indicator in read_catalogue(CATALOGUE)}


def test_indicators_name_stands_for_one_at_a_time() -> None:
    seen: dict[tuple[str, str, int], str] = {}
    for indicator in read_catalogue(CATALOGUE):
        for name in indicator.names:
            for level in indicator.levels or ("national", "province", "city", "county"):
                for year in range(1954, 2030, 5):
                    era = (indicator.since or 0) <= year < (indicator.before or 9999)
                    if era:
                        other = seen.setdefault((name, level, year), indicator.id)
                        assert other == indicator.id, name


def test_indicators_own_go_first() -> None:
    own = Indicator("mine", "", "", ("粮食产量", "蚕茧产量"))
    catalogue = Catalogue([*read_catalogue(CATALOGUE), own])
    assert catalogue.find("粮食产量") == "mine"
    assert catalogue.find("蚕茧产量") == "mine"
    assert catalogue.find("棉花产量") == "cotton_output"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot read"),
        ("a: 1", "not a list"),
        ("- {id: x}", "needs id and names"),
        ("- {id: x, names: [甲], colour: red}", "unknown field 'colour'"),
        ("- {id: x, names: 甲}", "list of texts"),
        ("- {id: x, names: [甲], levels: [village]}", "unknown level"),
        ("- {id: x, names: [甲], since: 早}", "since must be a year"),
    ],
)
def test_indicators_bad_catalogue(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaogaoError, match=message):
        read_catalogue(path)
