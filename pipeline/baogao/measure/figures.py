"""Sentence → measures: which indicator a figure is about, and what is said of it.

A sentence of figures is a chain of clauses. A clause is `[time] [owner] SUBJECT [verb]
[bound] NUMBER [bound] [noun]`; a clause without a subject goes on with the one before
(`完成2608.1亿元，增长1.1%`), and one with several subjects and `分别` shares its figures out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baogao.measure.indicators import Catalogue
from baogao.measure.numbers import Number, find_numbers
from baogao.measure.periods import Period, find_periods
from baogao.measure.record import Measure

_BREAK = re.compile(r"[，,；;。：:！!？?（(）)]")

_UP = "增长|增加|提高|提升|上升|增幅|增速|上涨|扩大|升高|净增|增收|攀升|涨幅|上调|递增"
_DOWN = "下降|减少|降低|回落|缩短|压减|压缩|下滑|收窄|负增长|降幅|减亏|下调|减|降|缩减|精简"
_FLAT = "持平"
_REACH = (
    "完成|实现|达到|达|为|是|占|保持在|稳定在|维持在|控制在|突破|超过|超|位居|位列|居|列|排名|升至|增至|"
    "降至|减至|共|有|总计|合计|累计|超额完成|接近|预计|拟|安排|确定|高于|低于|"
    "快于|不低于|不高于|不超过|不少于|力争|确保|争取"
)
_BOUND_BEFORE = {
    "about": "近|约|大约|大体|基本|左右|接近|将近|预计",
    "min": "超过|超|突破|逾|不低于|不少于|至少|高于|快于|大于|力争超过|多于|跨越|迈上|跃上",
    "max": "不超过|不高于|低于|小于|控制在|至多|不突破|少于",
}
_BOUND_AFTER = {
    "about": "左右|上下|前后",
    "min": "以上|多(?![个种样元])|以上水平",
    "max": "以内|以下|之内",
}
_BEFORE = {
    bound: re.compile(rf"(?:{words})(?:了)?(?:在|到|达|为)?$")
    for bound, words in _BOUND_BEFORE.items()
}
_AFTER = {bound: re.compile(rf"(?:{words})") for bound, words in _BOUND_AFTER.items()}

# What ends the part before a number, from the number backwards.
_TAIL = re.compile(
    rf"(?:分别|均|都|已|将|再|又|共|各|总|约|近|了|到|至|为|达|在|的|以|按|约为|左右|实际|"
    rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<flat>{_FLAT})|(?:{_REACH})|"
    r"比上年|比去年|较上年|较去年|比上年同期|同比|环比|年均|年平均|平均|预期|目标|率先|逐年|每年|"
    r"首次|成功|历史性|由|从|比|较|超|逾|努力|可比口径|按可比价格计算|按可比价计算|可比价)$"
)
_REACHES = re.compile(r"(?:到|至|为|达|在)(?:了)?$")

# What opens a clause before its subject.
_HEAD = re.compile(
    r"^(?:其中|同时|并|且|而|预计|初步核算|初步统计|据统计|经初步核算|力争|确保|努力|争取|推动|促进|带动|"
    r"使|让|实现|完成|保持|全力|全面|继续|进一步|加快|不断|再|共|累计|全年|年内|当年|本年度|"
    r"到年底|年底|年末|到年末|截至目前|截至年底|目前|已|主要预期目标是|预期目标是|主要目标是|"
    r"预期目标|主要预期目标|一是|二是|三是|四是|五是|是|使得|按|以|在|对|将|把|由|从|"
    r"和|与|及|以及|、|“|”|比上年|比去年|较上年|同比|上半年|一年来|五年来|过去五年|过去一年|"
    r"建议|我们|有|达到|超额完成|圆满完成|顺利完成)"
)
_OWNER = re.compile(
    r"^(?:全国|全省|全市|全区|全县|全州|全旗|全盟|全镇|全社会(?=研|R)|我国|我省|我市|我区|我县|我州|"
    r"本市|本区|本县|区级|县级|市级(?=财政)|全自治区|地方级|主要经济指标|规划)"
)
_VERBS = re.compile(
    r"^(?:新建改建|新建改造|新改扩建|改扩建|新建|改建|扩建|改造|建成|建设|建立|新增|新引进|引进|培育|"
    r"发放|投入|安排|争取|组建|创建|创成|开展|举办|组织|实施|完成|整治|治理|清理|拆除|关停|淘汰|"
    r"新认定|认定|新培育|招引|签约|落地|开工|开工建设|启动|吸引|吸纳|帮助|帮扶|扶持|支持|服务|"
    r"接待|受理|办理|办结|解决|化解|处置|查处|侦破|检查|排查|整改|取消|下放|精简|减免|为|筹集|"
    r"筹措|募集|发行|提供|供应|配备|配置|增设|设立|设置|出台|制定|颁布|修订|发布|推出|打造|形成|"
    r"栽植|种植|造林|绿化|修复|恢复|新造|营造|植树|转移|转移就业|培训|减少|增加(?!值)|达成|承接|推进|"
    r"实现|通过|选派|派出|救助|惠及|覆盖|减轻|节约|盘活|收储|出让|流转|获得|获|荣获|入选|拥有)"
)
_JOIN = re.compile(r"、|和|与|及|以及")
_NOUN = re.compile(r"[^，,；;。：:！!？?（(）)、0-9０-９]{1,24}")
# Where the noun behind a figure ends.
_NOUN_END = re.compile(
    r"(?:以上|以下|左右|投产|落地|开工|竣工|完工|建成|投用|投入|启用|入选|获|被|通过|得到|受益|实现|"
    r"正在|已|开展|完成|列入|纳入|落户|签约|入驻|顺利|全部|有序|加快|同比|增长|达到|均|就业$|的)"
)
_LEVEL_VERB = re.compile(r"达到|达|增至|升至|降至|减至|总数|总量|累计|拥有|保有|为$|稳定在|保持在")
_TARGET = re.compile(r"力争|确保|争取|目标|预期|拟|计划|将|要(?!求)|努力")


@dataclass(slots=True)
class Context:
    """What a sentence's figures are read against.

    Attributes
    ----------
    label : str or None
        The sentence's label: a plan's figures are targets.
    year : int or None
        The report's.
    level : str or None
        The report's.
    masked : sequence of (start, end)
        Names, in which no number is a figure; code points into the sentence.
    places : sequence of (start, end, name)
        Places that are not the report's own.
    """

    label: str | None = None
    year: int | None = None
    level: str | None = None
    masked: Sequence[tuple[int, int]] = ()
    places: Sequence[tuple[int, int, str]] = ()


@dataclass(slots=True)
class _Before:
    """What the part before a number says."""

    subject: str
    direction: str
    reaches: bool
    bound: str
    verb: str


def measure(text: str, catalogue: Catalogue, context: Context) -> list[Measure]:
    """Return the measures of a sentence, offsets into it.

    Parameters
    ----------
    text : str
        One sentence.
    catalogue : Catalogue
        Names of indicators.
    context : Context
        Label, year, level, names.

    Examples
    --------
    >>> from baogao.measure.indicators import default_catalogue
    >>> context = Context(label="achievement", year=2020, level="county")
    >>> found = measure("全区增加值完成100.5亿元，下降1.1%。", default_catalogue(), context)
    >>> [(m.indicator_id, m.value, m.unit, m.kind) for m in found]
    [('gdp', 100.5, '亿元', 'level'), ('gdp', -1.1, '%', 'change')]
    """
    numbers = [
        n
        for n in find_numbers(text)
        if not any(start < n.end and n.start < end for start, end in context.masked)
    ]
    if not numbers:
        return []
    periods = find_periods(text, context.year)
    breaks = [m.start() for m in _BREAK.finditer(text) if not _inside(m.start(), numbers)]
    found: list[Measure] = []
    subjects: list[str] = []
    direction = ""
    edges = [-1, *breaks, len(text)]
    for left, right in zip(edges, edges[1:], strict=False):
        here = [n for n in numbers if left < n.start < right]
        if not here:
            continue
        done = left + 1
        group: list[tuple[Number, _Before, str]] = []
        for k, number in enumerate(here):
            stop = here[k + 1].start if k + 1 < len(here) else right
            before = _read_before(_without(text, done, number.start, periods))
            group.append((number, before, text[number.end : stop]))
            done = number.end
        named = _subjects(group[0][1].subject)
        if named:
            subjects = named
        shared = (
            len(here) > 1
            and len(subjects) == len(here)
            and not any(before.subject for _, before, _ in group[1:])
        )
        direction = group[0][1].direction if not shared else direction
        for k, (number, before, after) in enumerate(group):
            if shared:
                first = group[0][1]
                before = _Before(
                    subjects[k], first.direction, first.reaches, first.bound, first.verb
                )
                name = subjects[k]
            elif k and before.subject:
                subjects = _subjects(before.subject) or subjects
                name = subjects[-1] if subjects else ""
            else:
                name = subjects[0] if subjects else ""
            if not before.subject and not named and not subjects:
                name = ""
            counted = _counted(number, before, after, name)
            found.append(
                _record(text, number, before, after, counted or name, periods, catalogue, context)
            )
    return found


def _inside(position: int, numbers: Sequence[Number]) -> bool:
    return any(n.start <= position < n.end for n in numbers)


def _without(text: str, start: int, end: int, periods: Sequence[Period]) -> str:
    """Return a part of the text with its time expressions taken out."""
    parts, done = [], start
    for period in periods:
        if period.start >= done and period.end <= end:
            parts.append(text[done : period.start])
            done = period.end
    parts.append(text[done:end])
    return "".join(parts)


def _read_before(text: str) -> _Before:
    part = text.strip(' 　“”"、')
    bound = next((b for b, pattern in _BEFORE.items() if pattern.search(part)), "exact")
    direction, reaches, verb = "", bool(_REACHES.search(part)), ""
    while match := _TAIL.search(part):
        if not direction:
            direction = "up" if match["up"] else "down" if match["down"] else ""
            direction = direction or ("flat" if match["flat"] else "")
            # `增速5%` and `降幅3%` are changes; so is `增长率` by way of its 率.
        verb = match[0] + verb
        part = part[: match.start()].rstrip(" 　、")
    for word, sign in (("增长率", "up"), ("下降率", "down"), ("上升率", "up")):
        if part.endswith(word):
            part, direction = part[: -len(word)], sign
    subject = part
    while match := _HEAD.match(subject) or _OWNER.match(subject):
        subject = subject[match.end() :].lstrip(" 　、")
    return _Before(subject, direction, reaches, bound, verb)


def _subjects(text: str) -> list[str]:
    """Split coordinated subjects: `商品销售总额和社会消费品零售总额`."""
    parts = [part.strip() for part in _JOIN.split(text)]
    return [part for part in parts if part]


def _counted(number: Number, before: _Before, after: str, name: str) -> str:
    """Return the noun behind a figure where it is what is counted: `新增12家企业`."""
    if number.rank or number.unit in ("%", "‰", "个百分点", "番", "倍", "元", "亿元", "万元"):
        return ""
    bare = _VERBS.sub("", before.subject)
    if bare and not before.direction:
        return "" if before.subject == bare else bare
    match = _NOUN.match(after.lstrip())
    if bare or not match:
        return ""
    noun = _NOUN_END.split(match[0], maxsplit=1)[0]
    return noun if len(noun) > 1 else ""


def _record(
    text: str,
    number: Number,
    before: _Before,
    after: str,
    name: str,
    periods: Sequence[Period],
    catalogue: Catalogue,
    context: Context,
) -> Measure:
    relative = number.unit in ("%", "‰", "个百分点", "倍", "番")
    change = bool(before.direction) and not before.reaches
    if number.unit in ("个百分点", "番") and not before.direction:
        change = True
    value, value_max = number.value, number.value_max
    direction = before.direction or ("up" if number.unit == "番" else "")
    if change and direction == "down":
        value, value_max = (-value, None) if value_max is None else (-value_max, -value)
    if number.rank:
        kind = "rank"
    elif change:
        kind = "change"
    elif relative or "元" in number.unit or _LEVEL_VERB.search(before.verb):
        kind = "level"
    else:
        kind = "count"
    bound = before.bound
    for after_bound, pattern in _AFTER.items():
        if pattern.match(after.lstrip()):
            bound = after_bound
    if bound == "exact" and number.more:
        bound = "min"
    indicator = _VERBS.sub("", name) or name
    period = _period(number, periods, context)
    target = context.label == "plan" or (
        context.label != "achievement" and bool(_TARGET.search(text[: number.start]))
    )
    place = next((n for _, end, n in reversed(context.places) if end <= number.start), "")
    return Measure(
        start=number.start,
        end=number.end,
        indicator=indicator,
        indicator_id=catalogue.find(indicator, context.level, context.year)
        or catalogue.find(name, context.level, context.year),
        value=value,
        value_max=value_max,
        unit=number.unit,
        kind=kind,
        direction=direction,
        bound=bound,
        status="target" if target else "actual",
        period_start=period[0],
        period_end=period[1],
        place=place,
        text=text[number.start : number.end],
    )


def _period(number: Number, periods: Sequence[Period], context: Context) -> tuple[str, str]:
    """Return the last time expression before the figure, or else the report's own year."""
    for period in reversed(periods):
        if period.end <= number.start:
            return period.first_day, period.last_day
    if context.year is None:
        return "", ""
    year = context.year if context.label == "plan" else context.year - 1
    return f"{year}-01-01", f"{year}-12-31"
