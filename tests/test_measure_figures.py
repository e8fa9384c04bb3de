"""Sentences read into measures: names, what is shared and elided, bounds, direction, kind."""

import pytest

from baogao.measure import Measure
from baogao.measure.figures import Context, measure
from baogao.measure.indicators import default_catalogue


def read(text: str, label: str = "achievement", year: int = 2020, **more: object) -> list[Measure]:
    context = Context(label=label, year=year, level="county", **more)  # type: ignore[arg-type]
    return measure(text, default_catalogue(), context)


def brief(text: str, label: str = "achievement") -> list[tuple[str, float | None, str]]:
    return [(m.indicator, m.value, m.unit) for m in read(text, label)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a chain with the same subject
        ("全区增加值完成100.5亿元，增长1.1%。", [("增加值", 100.5, "亿元"), ("增加值", 1.1, "%")]),
        # several subjects, several figures
        (
            "商品销售总额和社会消费品零售总额分别完成68.6亿元和13.2亿元，分别增长7.1%和8.3%。",
            [
                ("商品销售总额", 68.6, "亿元"),
                ("社会消费品零售总额", 13.2, "亿元"),
                ("商品销售总额", 7.1, "%"),
                ("社会消费品零售总额", 8.3, "%"),
            ],
        ),
        (
            "事故起数、死亡人数分别下降3%、4%。",
            [("事故起数", -3.0, "%"), ("死亡人数", -4.0, "%")],
        ),
        # a shared head, and one hidden in 城乡
        (
            "城镇和农村居民人均可支配收入分别增长6%和7%。",
            [("城镇居民人均可支配收入", 6.0, "%"), ("农村居民人均可支配收入", 7.0, "%")],
        ),
        (
            "城乡居民人均可支配收入分别增长6%、7%。",
            [("城镇居民人均可支配收入", 6.0, "%"), ("农村居民人均可支配收入", 7.0, "%")],
        ),
        # a head behind 分别, a share behind the last
        (
            "化工、建材分别实现产值30亿元、20亿元。",
            [("化工产值", 30.0, "亿元"), ("建材产值", 20.0, "亿元")],
        ),
        (
            "研发经费支出和环保投入相当于全市生产总值的比例分别达到2%和3%。",
            [
                ("研发经费支出相当于全市生产总值的比例", 2.0, "%"),
                ("环保投入相当于全市生产总值的比例", 3.0, "%"),
            ],
        ),
        (
            "汽车、手机零售额分别增长3%、5%。",
            [("汽车零售额", 3.0, "%"), ("手机零售额", 5.0, "%")],
        ),
        (
            "各项存贷款余额分别增长6%、7%。",
            [("各项存款余额", 6.0, "%"), ("各项贷款余额", 7.0, "%")],
        ),
        (
            "外贸进出口增长6%，其中对东盟增长8%。",
            [("外贸进出口", 6.0, "%"), ("对东盟外贸进出口", 8.0, "%")],
        ),
        ("实现300户800人稳定脱贫。", [("稳定脱贫", 300.0, "户"), ("稳定脱贫", 800.0, "人")]),
        # two clauses of levels, then both their changes
        (
            "财政收入90亿元，财政支出80亿元，分别增长5%和4%。",
            [
                ("财政收入", 90.0, "亿元"),
                ("财政支出", 80.0, "亿元"),
                ("财政收入", 5.0, "%"),
                ("财政支出", 4.0, "%"),
            ],
        ),
        (
            "关停水泥产能80万吨、玻璃产能50万吨，今年分别关停30万吨和20万吨。",
            [
                ("水泥产能", 8e5, "吨"),
                ("玻璃产能", 5e5, "吨"),
                ("水泥产能", 3e5, "吨"),
                ("玻璃产能", 2e5, "吨"),
            ],
        ),
        # the unit once
        (
            "甲业、乙业产值分别增长3.1和12.5个百分点。",
            [("甲业产值", 3.1, "个百分点"), ("乙业产值", 12.5, "个百分点")],
        ),
        # from – to, the subject in the clause before
        (
            "职工平均工资，由4000元提高到5000元，年均增长8%。",
            [
                ("职工平均工资", 4000.0, "元"),
                ("职工平均工资", 5000.0, "元"),
                ("职工平均工资", 8.0, "%"),
            ],
        ),
        # what is counted stands behind, before, or behind an attribute
        ("新引进12家生物企业。", [("生物企业", 12.0, "家")]),
        ("新建绿道30公里，改造10公里。", [("绿道", 30.0, "公里"), ("绿道", 10.0, "公里")]),
        (
            "培育20家产值1亿元以上企业。",
            [("企业", 20.0, "家"), ("产值", 1.0, "亿元")],
        ),
        ("修建南岭、北岗等6个果品基地。", [("果品基地", 6.0, "个")]),
        ("12条、30公里河道完成整治。", [("河道", 12.0, "条"), ("河道", 30.0, "公里")]),
        ("3000户8000人搬入新居。", [("搬入新居", 3000.0, "户"), ("搬入新居", 8000.0, "人")]),
        # generic heads lean on what came before
        (
            "外贸进出口增长8%，总额突破500亿元。",
            [("外贸进出口", 8.0, "%"), ("外贸进出口总额", 500.0, "亿元")],
        ),
        (
            "粮食生产再获丰收，总产量达到50万吨。",
            [("粮食总产量", 500000.0, "吨")],
        ),
        (
            "服务业增加值增长6%，占生产总值的比重达到50%。",
            [("服务业增加值", 6.0, "%"), ("服务业增加值占生产总值的比重", 50.0, "%")],
        ),
        # a rate taken off its name, kept where the figure is about the rate
        ("工业增加值增速8%。", [("工业增加值", 8.0, "%")]),
        ("工业增加值增速提高2个百分点。", [("工业增加值增速", 2.0, "个百分点")]),
        ("固定资产投资增速居全省第2位。", [("固定资产投资增速", 2.0, "位")]),
        (
            "工业投资总量连续三年排名全省第一，占比为29%。",
            [("工业投资总量", 1.0, "位"), ("工业投资占比", 29.0, "%")],
        ),
        ("棉花两年增长10%。", [("棉花", 10.0, "%")]),
        (
            "生产总值达到110亿元以上、人均达到4万元以上。",
            [("生产总值", 110.0, "亿元"), ("人均生产总值", 4.0, "万元")],
        ),
        (
            "一、二、三产业分别增长1%、2%、3%。",
            [("一产业", 1.0, "%"), ("二产业", 2.0, "%"), ("三产业", 3.0, "%")],
        ),
        ("大力推进建设，位列全国百强市第48位。", [("全国百强市", 48.0, "位")]),
        ("救助10万城市低保对象。", [("城市低保对象", 100000.0, "人")]),
        # a level compared, a step reached
        ("单位产品能耗低于全国平均水平3个百分点。", [("单位产品能耗", -3.0, "个百分点")]),
        (
            "生产总值迈上3万亿元新台阶、达到3.1万亿元、增长6%。",
            [("生产总值", 30000.0, "亿元"), ("生产总值", 31000.0, "亿元"), ("生产总值", 6.0, "%")],
        ),
        # money named behind
        ("拨出230亿元专项资金。", [("专项资金", 230.0, "亿元")]),
        ("投入50亿元。", [("投入", 50.0, "亿元")]),
        # an index, a bare scale
        ("居民消费价格指数103左右。", [("居民消费价格指数", 103.0, "")]),
        ("农村贫困人口减少310万。", [("农村贫困人口", -3100000.0, "人")]),
        # brackets that explain a name
        ("细颗粒物（PM2.5）平均浓度下降5%。", [("细颗粒物（PM2.5）平均浓度", -5.0, "%")]),
    ],
)
def test_figures_names(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "抓好五个方面工作。",
        "坚持24小时在线。",
        "连续3年下降。",
        "成立70周年。",
        "实施“3个100”行动。",
        "出台“民营经济30条”。",
        "为60岁以上老人免费体检。",
        "召开十届十一次全会。",
        "坚持安全第一、预防为主。",
        "■“增长5%左右”改为“增长5%”。",
    ],
)
def test_figures_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "bound", "value", "value_max"),
    [
        ("生产总值增长5%左右", "about", 5, None),
        ("生产总值增长约5%", "about", 5, None),
        ("生产总值增长5%以上", "min", 5, None),
        ("生产总值增长不低于5%", "min", 5, None),
        ("生产总值突破500亿元", "min", 500, None),
        ("登记失业率控制在4.5%以内", "max", 4.5, None),
        ("登记失业率不超过4.5%", "max", 4.5, None),
        ("生产总值增长5%", "exact", 5, None),
        ("生产总值增长5%—5.5%", "exact", 5, 5.5),
        ("举办展会100余场", "min", 100, None),
        ("考核排名全市前3名", "max", 3, None),
    ],
)
def test_figures_bound(text: str, bound: str, value: float, value_max: float | None) -> None:
    (found,) = read(text)
    assert (found.bound, found.value, found.value_max) == (bound, value, value_max)


@pytest.mark.parametrize(
    ("text", "kind", "direction", "value"),
    [
        ("生产总值增长5%", "change", "up", 5),
        ("生产总值下降2%", "change", "down", -2),
        ("生产总值增长-2%", "change", "down", -2),
        ("能耗下降率3.2%", "change", "down", -3.2),
        ("居民收入翻一番", "change", "up", 1),
        ("实现8%的经济增长", "change", "up", 8),
        ("城镇化率提高到60%", "level", "up", 60),
        ("粮食产量50万吨", "level", "", 500000),
        ("城镇新增就业达到5万人", "count", "", 50000),
        ("新增企业5家", "count", "", 5),
        ("加快6个电站建设", "count", "", 6),
        ("总量居全省第2位", "rank", "", 2),
        ("总量居全省首位", "rank", "", 1),
    ],
)
def test_figures_kind_and_direction(text: str, kind: str, direction: str, value: float) -> None:
    (found,) = read(text)
    assert (found.kind, found.direction, found.value) == (kind, direction, value)


@pytest.mark.parametrize(
    ("text", "label", "status"),
    [
        ("粮食产量50万吨。", "plan", "target"),
        ("粮食产量50万吨。", "achievement", "actual"),
        ("去年粮食产量50万吨，今年要再上台阶。", "plan", "actual"),
        ("完成年初确定的8%的目标。", "achievement", "target"),
        ("年度目标：粮食产量50万吨。", "other", "target"),
        ("比2018年的50万吨增长一倍。", "plan", "actual"),
        ("建立15项年度任务清单。", "achievement", "actual"),
        ("力争粮食产量50万吨。", "other", "target"),
        ("粮食产量50万吨。", "other", "actual"),
        ("产品合格率只有80%。", "problem", "actual"),
        ("到2025年，力争粮食产量50万吨。", "achievement", "target"),
    ],
)
def test_figures_status(text: str, label: str, status: str) -> None:
    assert read(text, label)[0].status == status


def test_figures_status_of_a_target_recalled() -> None:
    reached, aimed = read("工业产值增长7%，略低于8%的预定目标。")
    assert (reached.status, aimed.status, aimed.indicator) == ("actual", "target", "工业产值")


def test_figures_status_of_a_plan_label_in_a_review() -> None:
    (found,) = read("总产值比上年增长5%。", "plan", role="review")
    assert found.status == "actual"


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("粮食产量50万吨。", "achievement", "2019-01-01", "2019-12-31"),
        ("粮食产量50万吨。", "plan", "2020-01-01", "2020-12-31"),
        ("“十三五”期间，粮食产量增长5%。", "achievement", "2016-01-01", "2020-12-31"),
        ("到2030年，粮食产量50万吨。", "plan", "2030-01-01", "2030-12-31"),
        ("第一季度粮食产量增长5%。", "achievement", "2019-01-01", "2019-03-31"),
        ("五年来，粮食产量增长5%。", "achievement", "2015-01-01", "2019-12-31"),
        # a level of the year that is compared with
        ("粮食产量比1952年的50万吨多一倍。", "achievement", "1952-01-01", "1952-12-31"),
        # growth over several years is not growth of the last
        ("2019年，粮食产量比2014年增长30%。", "achievement", "2015-01-01", "2019-12-31"),
        ("2019年粮食产量50万吨，年均增长3%。", "achievement", "2019-01-01", "2019-12-31"),
        ("粮食产量年均增长3%。", "plan", "2020-01-01", "2024-12-31"),
    ],
)
def test_figures_period(text: str, label: str, first: str, last: str) -> None:
    found = read(text, label)[0]
    assert (found.period_start, found.period_end) == (first, last)


def test_figures_average_is_never_of_one_year() -> None:
    average = read("2019年粮食产量50万吨，年均增长3%。")[1]
    assert average.period_start < "2019" < average.period_end


def test_figures_growth_of_the_last_year_under_five_years() -> None:
    text = "预计全年生产总值增长4%。"
    (found,) = read(text, period=("2015-01-01", "2019-12-31"))
    assert (found.period_start, found.period_end) == ("2019-01-01", "2019-12-31")


def test_figures_aim_in_the_clause_before() -> None:
    (found,) = read("全市经济增长速度的宏观调控目标，今年定为百分之五至六。", "plan")
    assert (found.indicator, found.indicator_id, found.kind) == ("经济", "gdp", "change")
    assert (found.value, found.value_max) == (5, 6)


def test_figures_second_best_of_a_target() -> None:
    first, second = read("生产总值增长4%以上、力争达到5%。", "plan")
    assert [first.kind, second.kind] == ["change", "change"]
    assert [first.bound, second.value] == ["min", 5]


def test_figures_masked_names() -> None:
    text = "推进百家企业100亿元工程，投资50亿元。"
    assert [m.value for m in read(text, masked=[(2, 14)])] == [50]


def test_figures_place_of_another() -> None:
    text = "苏州市地区生产总值增长5%，我区增加值增长6%。"
    first, second = read(text, places=[(0, 3, "苏州市")])
    assert (first.place, first.indicator_id, second.place) == ("苏州市", "gdp", "")


def test_figures_offsets_and_text() -> None:
    text = "其中，出口２０．５亿美元。"
    (found,) = read(text)
    assert text[found.start : found.end] == found.text == "２０．５亿美元"


def test_figures_traditional_characters() -> None:
    context = Context(
        label="achievement", year=1954, level="national", written="鋼產量增長百分之八。"
    )
    (found,) = measure("钢产量增长百分之八。", default_catalogue(), context)
    assert (found.indicator, found.indicator_id, found.value) == ("鋼產量", "steel_output", 8)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("农民人均纯收入，考虑价格因素，比上年增长5%。", "农民人均纯收入"),
        ("推进职工宿舍建设，在保证质量的前提下，基本建成500套。", "职工宿舍建设"),
    ],
)
def test_figures_name_before_an_aside(text: str, indicator: str) -> None:
    assert [m.indicator for m in read(text)] == [indicator]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a plan fulfilled is said of the subject before, and does not become the subject
        (
            "茶叶产量达到30万担，完成年度计划的105%，比1960年增长4%。",
            [("茶叶产量", 300000.0), ("茶叶产量完成年度计划", 105.0), ("茶叶产量", 4.0)],
        ),
        (
            "财政收入完成20亿元，为调整预算的98％，增长5%。",
            [("财政收入", 20.0), ("财政收入为调整预算", 98.0), ("财政收入", 5.0)],
        ),
        ("棉花产量，因为春寒，只完成原定计划的81％。", [("棉花产量完成原定计划", 81.0)]),
        ("水泥产量完成年计划35%。", [("水泥产量完成年计划", 35.0)]),
        ("布匹产量超过原定的季度计划百分之三点五。", [("布匹产量超过原定的季度计划", 3.5)]),
        ("甲厂、乙厂分别完成计划的90%和80%。", [("甲厂完成计划", 90.0), ("乙厂完成计划", 80.0)]),
        # but a plan's own amount and a target are
        ("完成投资计划50亿元。", [("投资计划", 50.0)]),
        ("工业增加值增速超过计划目标0.5个百分点。", [("工业增加值增速", 0.5)]),
        # growth is of what has the share, percentage points are of the share
        (
            "税收100亿元，占财政收入的80%，增长5%。",
            [("税收", 100.0), ("税收占财政收入", 80.0), ("税收", 5.0)],
        ),
        (
            "税收100亿元，占财政收入的80%，提高2个百分点。",
            [("税收", 100.0), ("税收占财政收入", 80.0), ("税收占财政收入", 2.0)],
        ),
        (
            "联网村庄200个，占村庄总数的比例由20％上升到45％。",
            [("联网村庄", 200.0)]
            + [("联网村庄占村庄总数的比例", share) for share in (20.0, 45.0)],
        ),
    ],
)  # fmt: skip
def test_figures_names_of_shares(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(m.indicator, m.value) for m in read(text)] == expected


def test_figures_read_a_half() -> None:
    (found,) = read("会议数量减少一半以上。")
    assert (found.indicator, found.value, found.bound) == ("会议数量", -50, "min")
    (found,) = read("新车占比首次过半。")
    assert (found.indicator, found.value, found.bound) == ("新车占比", 50, "min")


def test_figures_share_takes_no_bound_from_the_figure_before() -> None:
    assert [m.bound for m in read("合作社突破500个、占全国的31%。")] == ["min", "exact"]
    assert [m.bound for m in read("合作社突破500个、占比31%。")] == ["min", "exact"]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("生猪存栏，比上一年增长7%。", "生猪存栏"),
        ("林地面积比1961年的普查数增加5%。", "林地面积"),
        ("水产品产量要在1961年的基数上增长百分之十五。", "水产品产量"),
        ("虽然前三年内我国木材消费总量年均增长2%。", "木材消费总量"),
        ("国家预算规定水利支出为6亿元。", "水利支出"),
        ("眼下农业的首要目标是粮食产量增长8%。", "粮食产量"),
        ("渔业产值则增长8%。", "渔业产值"),
        ("灯具单价仍然高达160元。", "灯具单价"),
        ("培训经费从人均300元提高到500元。", "培训经费"),
        ("其中技术转让收入，仍然占23%。", "技术转让收入"),
        ("为4万名山区教师购买图书。", "山区教师"),
        ("新开工及待开工项目12个。", "待开工项目"),
    ],
)
def test_figures_names_without_what_opens_them(text: str, indicator: str) -> None:
    assert {m.indicator for m in read(text)} == {indicator}
