"""Find areas and natural features: names, chains of names, and what extends them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import ahocorasick
import rjieba

from baogao import places
from baogao.places.areas import NATION, all_names
from baogao.places.guess import common_names
from baogao.report import Metadata
from baogao.tag.spans import Candidate

# What follows a name that is part of a longer one: a road, a school, a firm.
_LONGER_AFTER = re.compile(
    r"路(?![网段上])|街(?![道区])|大道|大街|大桥|大学|学院|中学|小学|一中|医院|医科大|银行|日报|晚报|实验室|工匠|精神|经验|[东西南北中]路|道\\d|"
    r"机场|站(?![位在])|海关|师范|理工|合作组织|港(?![澳口股航资通])|号(?![召])|人(?=大|民(?:政府|代表|检|法))|"
    r"(?:省|市|区|县|自治区|州)?(?:委(?![托员内派屈以])|党委|政府|政协|纪委|监委|军区|法院|检察院|公安|总商会)"
)
# 中国 is a place where it acts or is acted on, not in the names of ways, bodies and slogans.
_CHINA_AFTER = re.compile(
    r"特色|式|梦|化|共产党|人民(?:解放军|银行|政治|大学|武装|志愿|抗日)|[—―-]|[（(]|国际|"
    r"[农工建]?[业商设]?银行|科学院|工程院|工程师|工会|共青团|移动|电信|联通|石油|石化|铁路|铁建|"
    r"中[车铁冶建煤]|航天|航空|船舶|民主|国民党|致公党|农工党|气象|地质|历史|文联|作协|足协|女排|"
    r"[\u4e00-\u9fff]{0,8}(?:奖|节|赛|大会|博览会|论坛|学会|协会|集团|公司|基地|之[乡都城]|[一二三四五六七八九十百千\d]{1,3}强|遗产)"
)
_CHINA_BEFORE = re.compile(
    r"(?:美丽|平安|健康|数字|法治|发展|书香|文明|诚信|智慧|质量|清廉|食安|考古|读懂|通商|感动|最美|活力)$"
)
# A slogan or brand of which an area is the last part: 平安云南, 美丽山东.
_SLOGAN_BEFORE = re.compile(
    r"(?:美丽|平安|法治|健康|数字|信用|海上|技能|清廉|智慧|文化|书香|绿美|老家|行走|知音|旅居|制造|质量|活力|幸福|满意|诚信|无废|文明|好客|食安)$"
)
_QUOTED_BEFORE = re.compile(r"“[\u4e00-\u9fff]{0,4}$")
_QUOTED_AFTER = re.compile(r"(?!造”)[\u4e00-\u9fff\d]{1,5}”")
# The head of a longer name that a place begins; between them no word that ends a name.
_HEAD = (
    r"国家文化公园|森林公园|公园|博物[馆院]|美术馆|图书馆|体育馆|科技馆|歌剧院|大剧院|文化城|科技城|产业城|"
    r"(?:航运|物流|文化|体育|会展|法务|商务|数据|服务|交易|贸易|消费|创新|研发|科学|医疗|医学|活动|展示|技术|金融|人才|合作)中心|"
    r"产业园区?|工业园区?|科技园区?|创新园区?|示范园区?|总部园区|高新区|经开区|开发区|示范区|试验区|保税区|综保区|自贸区|农高区|起步区|"
    r"加工区|核心功能区|自由贸易港|自贸港|物流枢纽|航运枢纽|水利枢纽|水资源配置|枢纽|码头|母港|陆港|新机场|高速|高铁|铁路|城际|地铁|大桥|水库|灌区|"
    r"电站|电厂|炼化|特高压|新通道|污水处理厂?|医院|医共体|医联体|大学|学院|学校|幼儿园|校区|分校|研究院|研究所|分院|工作站|代表团|合唱团|"
    r"景区|度假区|古镇|孔庙|寨|遗址|大街|生态廊道|运动会|奥运会|残奥会|亚运会|冬奥会|世博会|博览会|交易会|论坛|峰会|领导人|高峰会|博览会|推介会|艺术节|文化节|旅游节|"
    r"艺术季|大赛|邀请赛|公开赛|联赛|艺术展|集团|公司|工控|交易平台|工程|攻坚战|歼灭战|阻击战|大保护|十年禁渔|大开发|班列|专列|"
    r"行动计划|行动方案|行动|规划|条例|纲要|总体方案|投资协定|自贸协定|自由贸易协定|协同发展战略|发展战略|重大国家战略|协同发展|综合改革试点|"
    r"强省会|人才十条|英才|品牌认证|驿站|投资基金|分团|交易团|联合体|农综区|农高会|专项督察|水网|书房|公路|老街|盛典"
)
_HEAD_AFTER = re.compile(
    rf"(?:(?![的和与及等在是将已把被对向从为到较比更再也都均以并或经]|建设|发展|推进|推动|加快|实施|深化|完善|打造|入选|成为|纳入|列入|获批|获评|"
    rf"新增|启动|开展|落实|举办|全面|积极|大力|坚持|经济社会|人民|各地|全域|共建|实现|完成|承接|参与|支持|加强|强化|转移|实际|创建|迈入|部署|争创)[\u4e00-\u9fff]){{0,10}}?(?:{_HEAD})"
)

# What makes another place of a place: 渭河流域, 嘉定老城, 昆明都市圈.
_EXTENSION = re.compile(
    r"(?:及上游流域|地区|流域|库区|都市圈|城市群|城镇群|城镇带|双城经济圈|经济圈|经济带|经济区|大都市圈|"
    r"革命老区|老区|老城区|老城|半岛|平原|干流|上游|中游|下游|中上游|中下游|源头区?|城镇带|先导区|"
    r"(?:[\u4e00-\u9fff]{2})?(?:经济区|旅游走廊|片区))"
    r"(?:流域|源头区?|及上游流域|[\u4e00-\u9fff]{2}段)?"
)
# Parts of cities that are no areas of their own: 深圳前海, 天津滨海新区.
_PART = re.compile(r"(?:新区|前海|横琴|河套)$")
# A natural feature called by where it lies: 烟台丁字湾.
_FEATURE_AFTER = re.compile(
    r"(?:(?![的至和与及到、])[\u4e00-\u9fff]){2}[湾湖河江岛峡岭](?=[、，。；])"
)
# A village of a county that is named with it: 武隆荆竹村.
_VILLAGE_AFTER = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:[镇乡村]|街道|社区)")
_GENERIC = re.compile(
    r"^(?:中心|示范|和谐|幸福|重点|特色|美丽|乡|全|各|新|老|城中|行政|自然|平安|文明|新农|智慧|友好|完整|未来|老旧|农|城乡|试点|贫困|空心|帮扶|同乡|建设|居民|街道)(?:[镇乡村]|社区)$"
)
# Words that dictionaries give up for the name of a place: 创|新乡|村.
_WORDS = frozenset(
    re.findall("..", "创新高新更新革新推开提高示范振兴新兴复兴公安保安平安治安安全建成完成")
)
# A name far from home is sure of itself in a list alone.
_LISTED = re.compile(r"[、及和与]\||.\|[、及和与等]|\|[、及和与等]")
_SIDES = frozenset(("东北", "西北", "西南", "东部", "西部", "中部"))
_BEFORE_VILLAGE = frozenset("镇乡道县区市、，。；“（及和与")
# What dictionaries join to a name: 荆楚文化, 中亚国家.
_COMPOUNDS = ("文化", "国家", "地区", "人民", "大地", "各国", "方言", "菜系")
_CLAUSE_END = re.compile(r"[^\u4e00-\u9fff]")
# Provinces by one character, where the words around say that it is a place.
_ONE = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新疆港澳台"
_ONE_CODES = dict(
    zip(
        _ONE,
        re.findall(
            "..", "11123150131415212223323334353637414243444546515152525353546161626263646565818271"
        ),
        strict=True,
    )
)
_ONE_IN_CONTEXT = re.compile(
    rf"[援驻]([{_ONE}])(?![{_ONE}路])|涉([疆藏港澳台陕豫鄂湘粤渝沪闽皖])(?![{_ONE}])|"
    r"(?:[在来赴]|(?<![电客水气])入)([京沪渝冀皖闽赣鲁豫鄂湘粤桂琼滇陕疆])(?!迅|[津冀港澳黔赣剧菜式派商语绣味菊江西])|"
    rf"晋(京)(?=[展演汇献])|央([{_ONE}])(?=合作|企)|对([港澳台疆])(?=[^\u4e00-\u9fff]|工作|交流|经贸)"
)
# Troops and bodies in an area, called by one character of its name: 驻德部队.
_STATIONED = re.compile(r"驻([\u4e00-\u9fff])(?=各?(?:部队|解放军|武警|官兵|单位|高校|人民|机构))")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name in the text: its span, its kind (`area`, `town`, `river`, …) and code."""

    start: int
    end: int
    kind: str
    code: str = ""


def find_places(text: str, metadata: Metadata | None = None) -> list[Candidate]:
    """Return areas, regions and natural features that a text names.

    Parameters
    ----------
    text : str
        The text of a report or of a sentence.
    metadata : Metadata, optional
        Place and year of the report, by which names are resolved; towns and villages are
        looked for within the report's area alone.

    Returns
    -------
    list of Candidate
        Without overlap, by position; with the code of areas that could be resolved. The rule
        is `place.` and the kind: `area`, `chain`, `town`, `village`, `one` (a province by one
        character) or a kind of names.tsv.

    Examples
    --------
    >>> text = "上海市嘉定区与长三角各地合作"
    >>> [(text[c.start : c.end], c.code) for c in find_places(text)]
    [('上海市嘉定区', '310114'), ('长三角', '')]
    """
    context = (metadata.place_code if metadata else "") or ""
    year = metadata.year if metadata else None
    hits = list(_names(text, context, year))
    own = places.area(context, year)
    for match in _STATIONED.finditer(text):
        if own and match[1] in places.short_name(own.name):
            hits.append(_Hit(match.start(1), match.end(1), "one", context))
    for match in _ONE_IN_CONTEXT.finditer(text):
        start, end = match.span(match.lastindex or 0)
        hits.append(_Hit(start, end, "one", _ONE_CODES[text[start]] + "0000"))
    hits = _extend(text, _chain(text, _without_overlap(hits), year))
    return [
        Candidate(
            hit.start,
            hit.end,
            "PLACE",
            f"place.{hit.kind}",
            score=_score(text, hit),
            canonical=places.full_name(hit.code, year) if hit.code else "",
            code=hit.code,
        )
        for hit in hits
    ]


def _score(text: str, hit: _Hit) -> float:
    """Return less than `CERTAIN` for a place that is likely a part of a longer name."""
    if _HEAD_AFTER.match(text, hit.end):
        return 0.4
    if _QUOTED_BEFORE.search(text, max(0, hit.start - 6), hit.start):
        # A part of a quoted name, “云南方案”, but “中国”方案 and “重庆造” speak of the place.
        if hit.kind != "country" and _QUOTED_AFTER.match(text, hit.end):
            return 0.4
        if text[hit.start - 1] != "“" and text[hit.end : hit.end + 1] == "”":
            return 0.4
    title = text.rfind("《", max(0, hit.start - 40), hit.start)
    if title >= 0 and text.find("》", title, hit.start) < 0:
        return 0.4
    before, after = text[max(0, hit.start - 4) : hit.start], text[hit.end : hit.end + 2]
    if hit.kind in ("area", "chain", "region") and _SLOGAN_BEFORE.search(before):
        return 0.4
    if before[-1:] in "（(" and before and (after[:1] in "）)" or after[:1] == "段"):
        return 0.4
    if after[:1] == "段" and after[1:] not in ("时", "落") and before[-1:] != "至":
        return 0.4
    return 1.0


@lru_cache(maxsize=1)
def _static() -> ahocorasick.Automaton:
    """Return the automaton of all names but those of towns: name -> (name, kind)."""
    automaton = ahocorasick.Automaton()
    common = common_names()
    for name, full in all_names().items():
        if common.get(name) != "never":
            automaton.add_word(name, (name, "full" if full else "short"))
        elif full and len(name) > 2:
            automaton.add_word(name, (name, "full"))
    table = files("baogao.places").joinpath("names.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[1:]:
        kind, names = line.split("\t")
        for name in names.split():
            # 太湖 is the lake before it is the county.
            if not automaton.exists(name) or common.get(name) == "own":
                automaton.add_word(name, (name, kind))
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=64)
def _local(context: str) -> ahocorasick.Automaton | None:
    """Return the automaton of the towns and villages of an area; None where there are none."""
    if not context or context == NATION:
        return None
    level = places.level_of(context)
    automaton = ahocorasick.Automaton()
    for town in places.towns(context):
        names = []
        if (
            town.name.endswith(("镇", "乡", "街道", "苏木"))
            and town.name != "街道"
            and not _GENERIC.match(town.name)
        ):
            names.append((town.name, "town"))
        if level == "county":
            stem = re.sub(r"(?:街道|地区|民族乡|[镇乡])$", "", town.name)
            if len(stem) >= 2 and common_names().get(stem) != "never":
                names.append((stem, "town_short"))
        if level != "province":
            names += [(name, "village") for v in town.villages for name in _village_names(v)]
        for name, kind in names:
            if not automaton.exists(name):
                automaton.add_word(name, (name, kind, town.code[:6]))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _village_names(name: str) -> list[str]:
    """Return a village's name, and what it was called before its people became townspeople."""
    if not name.endswith(("村", "社区")) or len(name) < 3 or _GENERIC.match(name):
        return []
    stem = name.removesuffix("社区")
    return (
        [name, stem + "村"] if name != stem and 1 < len(stem) < 4 and stem[-1] != "村" else [name]
    )


def _names(text: str, context: str, year: int | None) -> Iterator[_Hit]:
    last = _Hit(0, -1, "area")
    for end, (name, kind) in _static().iter_long(text):
        start, stop = end - len(name) + 1, end + 1
        if _LONGER_AFTER.match(text, stop):
            continue
        if name == "中国":
            if not _CHINA_AFTER.match(text, stop) and not _CHINA_BEFORE.search(
                text[max(0, start - 3) : start]
            ):
                yield _Hit(start, stop, "country", NATION)
            continue
        if kind == "full" or kind == "short":
            code = _admit(name, kind == "full", context, year)
            if code is None:
                continue
            if name[-1] == "市" and text[stop : stop + 1] == "域":
                stop -= 1  # 保定市域
            elif _needs_look(name, kind == "full", code, context) and not _stands(
                text, start, stop
            ):
                continue
            inner = last.end == start and bool(last.code) and places.inside(code, last.code)
            if (
                not inner
                and _is_far(name, code, context)
                and not _LISTED.match(text[max(0, start - 1) : start] + "|" + text[stop : stop + 1])
            ):
                continue
            last = _Hit(start, stop, "area", code)
            yield last
        elif kind == "region" and text[max(0, start - 1) : start] in _ONE_CODES and name in _SIDES:
            continue  # 吉西南 is no part of 西南
        elif len(name) > 2 or _stands(text, start, stop):
            yield _Hit(start, stop, kind)
    local = _local(context)
    if local is not None:
        for end, (name, kind, code) in local.iter_long(text):
            start, stop = end - len(name) + 1, end + 1
            if _LONGER_AFTER.match(text, stop):
                continue
            if kind == "town_short":
                if text[stop : stop + 1] in ("区", "县", "市", "旗"):
                    continue
                if text[stop : stop + 1] in ("镇", "乡"):  # what is a town now was a township
                    stop += 1
                elif not _stands(text, start, stop):
                    continue
            elif kind == "village" and (
                text[max(0, start - 1) : start] not in _BEFORE_VILLAGE
                and not _stands(text, start, stop)
            ):
                continue
            yield _Hit(start, stop, kind, code)


@lru_cache(maxsize=65536)
def _needs_look(name: str, full: bool, code: str, context: str) -> bool:
    """Say whether a name is short enough to stand across two words."""
    if full:
        # 新增|城市 is no 增城市, 沿海|城市 no 海城市.
        risky = common_names().get(name[:-1]) or not places.inside(code, context or "-")
        return code != context and (len(name) == 2 or (len(name) == 3 and bool(risky)))
    if name == "重庆":  # 隆重庆祝
        return True
    return len(name) < 4 and not code.endswith("0000") and code != context


@lru_cache(maxsize=65536)
def _is_far(name: str, code: str, context: str) -> bool:
    """Say whether a name is that of a county of another province, too short to be sure of."""
    if len(name) > 2 or code.endswith("00") or code[:2] == context[:2]:
        return False
    return common_names().get(name) != "known"


def _stands(text: str, start: int, end: int) -> bool:
    """Say whether a span is cut off as words of their own: 开县 is none in 全面推开县级医院."""
    if text[max(0, start - 1) : start + 1] in _WORDS:
        return False
    left, right = max(0, start - 8), min(len(text), end + 8)
    for match in _CLAUSE_END.finditer(text, left, start):
        left = match.end()
    match_right = _CLAUSE_END.search(text, end, right)
    if match_right:
        right = match_right.start()
    if left == start and right == end:
        return True
    before, after = text[left:start], text[end:right]
    return _edges(before, text[start:end], after)


@lru_cache(maxsize=65536)
def _edges(before: str, name: str, after: str) -> bool:
    start = len(before)
    end = start + len(name)
    edge = 0
    edges = {0}
    for word in rjieba.cut(before + name + after):
        edge += len(word)
        edges.add(edge)
    return start in edges and (end in edges or after[:2] in _COMPOUNDS)


@lru_cache(maxsize=65536)
def _admit(name: str, full: bool, context: str, year: int | None) -> str | None:
    """Return the code of a name in a report, empty if unknown, None if it is no place there."""
    code = places.resolve(name, context, year)
    if full:
        # 老城区 and 新城区 are names where they are at home alone.
        if name[-1] == "区" and common_names().get(name[:-1]) == "never":
            return code if code and code[:4] == context[:4] else None
        return code
    if not code:
        return None
    if places.level_of(code) != "county":
        return code
    if common_names().get(name) == "own":
        near = bool(context) and context != NATION and code[:2] == context[:2]
        return code if near else None
    return code


def _without_overlap(hits: Iterable[_Hit]) -> list[_Hit]:
    """Keep the longest of hits that overlap, the first of as long ones."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if kept and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def _chain(text: str, hits: list[_Hit], year: int | None) -> list[_Hit]:
    """Join an area with the one in it that follows at once."""
    chained: list[_Hit] = []
    for hit in hits:
        last = chained[-1] if chained else None
        if last and last.end == hit.start and last.kind in ("area", "town", "chain"):
            inner = hit.code
            if hit.kind in ("area", "region"):
                inner = places.resolve(text[hit.start : hit.end], last.code, year) or hit.code
            within = inner != last.code and places.inside(inner, last.code)
            if within or hit.kind in ("town", "village", "town_short"):
                chained[-1] = replace(last, end=hit.end, kind="chain", code=inner)
                continue
            if hit.kind == "region" and _PART.search(text[hit.start : hit.end]):
                chained[-1] = replace(last, end=hit.end, kind="chain")
                continue
        chained.append(hit)
    return [_with_village(text, hit) for hit in chained]


def _with_village(text: str, hit: _Hit) -> _Hit:
    """Add a town or village of the county that a hit names."""
    if hit.kind not in ("area", "chain") or not hit.code or hit.code.endswith("00"):
        return hit
    match = _VILLAGE_AFTER.match(text, hit.end)
    if match and match[0] in _local_names(hit.code):
        return replace(hit, end=match.end(), kind="chain")
    return hit


@lru_cache(maxsize=256)
def _local_names(code: str) -> frozenset[str]:
    return frozenset(name for town in places.towns(code) for name in (town.name, *town.villages))


def _extend(text: str, hits: list[_Hit]) -> list[_Hit]:
    extended = []
    for hit in hits:
        match = _EXTENSION.match(text, hit.end)
        if match and hit.kind != "village":
            hit = replace(hit, end=match.end(), kind="region", code="")
        feature = _FEATURE_AFTER.match(text, hit.end) if hit.kind in ("area", "chain") else None
        if feature and not match:
            hit = replace(hit, end=feature.end(), kind="feature")
        extended.append(hit)
    return extended
