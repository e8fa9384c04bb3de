"""Look up provinces, cities and counties by name, code and year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baogao.schema import Level

NATION = "100000"
_TABLE = Path(__file__).with_name("areas.tsv")
_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|乌孜别克|塔塔尔|俄罗斯|鄂伦春|鄂温克|达斡尔|锡伯|蒙古|"
    "朝鲜|满|回|藏|壮|瑶|苗|侗|布依|土家|彝|白|傣|哈尼|傈僳|拉祜|佤|纳西|景颇|布朗|阿昌|普米|怒|"
    "德昂|独龙|基诺|羌|黎|畲|仫佬|毛南|仡佬|水|土|撒拉|保安|东乡|裕固|各"
)
_NATIONAL_END = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})(?:族)?)+(自治[州县旗]|自治区|区)$")
_PLAIN_END = re.compile(
    r"(特别行政区|自治区|自治[州县旗]|地区|林区|矿区|新区|特区|[省市县区旗盟州])$"
)
# How autonomous areas are called beside their stem: 凉山州, 管城区, 漾濞县.
_KIND = {"自治州": "州", "自治县": "县", "自治旗": "旗", "区": "区", "自治区": ""}
# Customary short names that no rule gives.
_CUSTOMARY = {
    "152500": ("锡盟",),
    "222400": ("延边", "延边州"),
    "433100": ("湘西", "湘西州"),
    "422800": ("恩施州",),
    "522300": ("黔西南", "黔西南州"),
    "522600": ("黔东南", "黔东南州"),
    "522700": ("黔南", "黔南州"),
    "652700": ("博州",),
    "652800": ("巴州",),
    "653000": ("克州",),
    "654000": ("伊犁州",),
    "623000": ("甘南", "甘南州"),
    "310115": ("浦东",),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A name that stood for a code from year `first` to year `last`, 0 for an open end."""

    code: str
    name: str
    first: int
    last: int

    def stood(self, year: int | None) -> bool:
        """Say whether the name was in use in a year; any year will do for None."""
        if year is None:
            return True
        return self.first <= year and (not self.last or year <= self.last)


def short_name(name: str) -> str:
    """Return an area's name without its kind, or the name where too little would be left.

    >>> short_name("嘉定区"), short_name("凉山彝族自治州"), short_name("唐县")
    ('嘉定', '凉山', '唐县')
    >>> short_name("内蒙古自治区"), short_name("黔东南苗族侗族自治州")
    ('内蒙古', '黔东南')
    """
    if name == "内蒙古自治区":  # 蒙古 is not the people that governs itself here
        return "内蒙古"
    stem = _NATIONAL_END.sub("", name)
    if stem == name:
        stem = _PLAIN_END.sub("", name)
    return stem if len(stem) >= 2 else name


def _names(area: Area) -> set[str]:
    """Return all names of an area but the full one."""
    short = short_name(area.name)
    names = {short, *_CUSTOMARY.get(area.code, ())}
    kind = _NATIONAL_END.search(area.name)
    if kind and area.name != "内蒙古自治区":
        names.add(short + _KIND[kind[1]])
    names.discard(area.name)
    return names


class _Index:
    """The table in memory: by code (newest name last) and by name."""

    def __init__(self) -> None:
        self.by_code: dict[str, list[Area]] = {}
        self.by_name: dict[str, list[Area]] = {}
        self.by_short: dict[str, list[Area]] = {}
        for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
            code, name, first, last = line.split("\t")
            entry = Area(code, name, int(first or 0), int(last or 0))
            self.by_code.setdefault(code, []).append(entry)
            self.by_name.setdefault(name, []).append(entry)
            for short in _names(entry):
                self.by_short.setdefault(short, []).append(entry)
        for entries in self.by_code.values():
            entries.sort(key=lambda a: (a.last or 9999, a.first))


@lru_cache(maxsize=1)
def _index() -> _Index:
    return _Index()


def all_areas() -> list[Area]:
    """Return every area of the table, by code."""
    return [entry for entries in _index().by_code.values() for entry in entries]


def all_names() -> dict[str, bool]:
    """Return every name of every area; True for full names, False for short ones only."""
    index = _index()
    return dict.fromkeys(index.by_short, False) | dict.fromkeys(index.by_name, True)


def area(code: str, year: int | None = None) -> Area | None:
    """Return the area of a code, under the name it had in a year (the newest for None).

    >>> area("310114").name, area("130622", 2010).name
    ('嘉定区', '清苑县')
    """
    entries = _index().by_code.get(code)
    if not entries:
        return None
    if year is not None:
        for entry in reversed(entries):
            if entry.stood(year):
                return entry
    return entries[-1]


def level_of(code: str) -> Level:
    """Return the level of government of a code.

    A municipality (上海市) is a province. A county or city that its province administers
    directly (潜江市, 429005) is a county, as its code says.

    >>> level_of("310000"), level_of("429005"), level_of("130600"), level_of("100000")
    ('province', 'county', 'city', 'national')
    """
    if code == NATION:
        return "national"
    if code.endswith("0000"):
        return "province"
    # 东莞 and 中山 have no counties; 儋州 (4604) and 嘉峪关 (6202) neither, all are cities.
    return "city" if code.endswith("00") else "county"


def parent(code: str) -> str:
    """Return the code of the area that an area lies in; empty for a province.

    >>> parent("310114"), parent("130608"), parent("429005"), parent("130000")
    ('310000', '130600', '420000', '')
    """
    if code.endswith("0000"):
        return ""
    city = code[:4] + "00"
    return city if code != city and city in _index().by_code else code[:2] + "0000"


def children(code: str, year: int | None = None) -> list[Area]:
    """Return the areas right below a code, by code; today's for no year.

    >>> [a.name for a in children("310000")][:3]
    ['黄浦区', '徐汇区', '长宁区']
    """
    found = []
    for entries in _index().by_code.values():
        if code == NATION:
            below = entries[0].code.endswith("0000")
        else:
            below = entries[0].code[:2] == code[:2] and parent(entries[0].code) == code
        if below:
            for entry in entries:
                if entry.stood(year) if year is not None else not entry.last:
                    found.append(entry)
    return found


def inside(code: str, container: str) -> bool:
    """Say whether an area is another or lies in it.

    >>> inside("310114", "310000"), inside("310000", "310114"), inside("310114", "100000")
    (True, False, True)
    """
    if container == NATION:
        return True
    return bool(container) and code.startswith(_stem(container))


def full_name(code: str, year: int | None = None) -> str:
    """Return a name with all that it lies in.

    >>> full_name("310114"), full_name("130622", 2010), full_name("429005")
    ('上海市嘉定区', '河北省保定市清苑县', '湖北省潜江市')
    """
    if code == NATION:
        return "全国"
    names = []
    while code:
        entry = area(code, year)
        if entry:
            names.append(entry.name)
        code = parent(code)
    return "".join(reversed(names))


def named(name: str, year: int | None = None) -> list[Area]:
    """Return the areas that a name, full or short, can mean, by code.

    With a year those that bore it then come alone, or, where there is none, all of them.

    >>> [a.code for a in named("嘉定")], len(named("鼓楼区", 2020))
    (['310114'], 4)
    """
    index = _index()
    found = index.by_name.get(name, []) + index.by_short.get(name, [])
    standing = [a for a in found if a.stood(year)]
    return sorted(standing or found, key=lambda a: (a.code, a.first))


def as_of(code: str, year: int | None) -> str:
    """Return the code that an area had in a year, where it has been renamed and renumbered.

    >>> as_of("130608", 2010), as_of("130622", 2020), as_of("310114", 2010)
    ('130622', '130608', '310114')
    """
    entries = _index().by_code.get(code, [])
    if year is None or any(entry.stood(year) for entry in entries):
        return code
    for entry in entries:
        for other in _index().by_short.get(short_name(entry.name), []):
            # 上海市 had 崇明县 as 310230, now 崇明区 as 310151.
            if other.stood(year) and parent(other.code) == parent(code):
                return other.code
    return code


def resolve(name: str, context_code: str = "", year: int | None = None) -> str:
    """Return the code that a name means in a report of an area and a year; empty if none.

    Names in chains (上海市嘉定区) are read from the left. A name that several areas bear is
    the one nearest to the report's own area: itself, what lies in it, what it lies in, its
    province's; else the highest in rank. A short name that only counties elsewhere bear
    twice means none of them.

    Parameters
    ----------
    name : str
        A full or short name, or a chain of them.
    context_code : str
        Six digits, the area that the text speaks from; empty for the nation.
    year : int, optional
        The year that the text speaks from; None for today.

    Examples
    --------
    >>> resolve("鼓楼区", "320100"), resolve("鼓楼区", "410200"), resolve("福州市鼓楼区")
    ('320106', '410204', '350102')
    >>> resolve("清苑县", "130000", 2010), resolve("凉山州"), resolve("内蒙古")
    ('130622', '513400', '150000')
    """
    code = _resolve_one(name, context_code, year)
    if code:
        return code
    # A chain: the longest first name of which the rest lies inside.
    for cut in range(len(name) - 2, 1, -1):
        head = _resolve_one(name[:cut], context_code, year)
        if head:
            inner = resolve(name[cut:], head, year)
            if inner and inner != head and inside(inner, head):
                return inner
    return ""


def _resolve_one(name: str, context: str, year: int | None) -> str:
    index = _index()
    full = index.by_name.get(name, [])
    found = named(name, year)
    if not found:
        return ""
    if len(found) == 1:
        return found[0].code
    for entry in found:  # 河南 is the province, also near 河南蒙古族自治县
        if entry.code.endswith("0000"):
            return entry.code
    # A name in full, standing in the year, before short ones and other years'.
    ranked = sorted(
        found,
        key=lambda a: (
            -_nearness(a.code, context),
            a not in full,
            not a.stood(year),
            bool(a.last) if year is None else False,
            ("national", "province", "city", "county").index(level_of(a.code)),
            a.code,
        ),
    )
    best = ranked[0]
    if _nearness(best.code, context) or level_of(best.code) != "county":
        return best.code
    rivals = {a.code for a in ranked if (a in full) == (best in full) and a.stood(year)}
    if len({code for code in rivals if not _index().by_code[code][-1].last}) > 1:
        return ""
    return best.code


def _nearness(code: str, context: str) -> int:
    """Rank how near an area is to the report's: 4 itself, 3 in it, 2 around it, 1 province."""
    if not context or context == NATION:
        return 0
    if code == context:
        return 5
    if inside(code, context):
        return 4
    if inside(context, code):
        return 3
    if code[:4] == context[:4]:
        return 2
    return 1 if code[:2] == context[:2] else 0


def _stem(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
