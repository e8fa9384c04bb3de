"""The area whose government gives a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from baogao import places
from baogao.places.areas import NATION, all_names
from baogao.places.guess import common_names, guess
from baogao.read.metadata.paths import PathFacts, area_names, place_in_name
from baogao.read.metadata.votes import Votes
from baogao.schema import Level

_REPRESENTS = re.compile(
    r"代表(?:着)?((?:(?![向对，])[\u4e00-\u9fff]){0,16}?)(?:第?[一二三四五六七八九十]{1,3}届)?(?:人民政府|政府|行政公署|行署)"
)
_FOR_THE_STATE_COUNCIL = re.compile(
    r"(?:代表|(?:受|根据)(?:中共中央和)?)(?:中华人民共和国|中華人民共和國)?(?:国务院|國務院)"
    r"|(?:国务院|國務院)(?:决定由我|委托|向第|根据中共中央《)"
    r"|(?:受|根据)中共中央和国务院|本届政府.{0,12}就职"
)
_AREA = re.compile(
    r"((?:(?![全我本在年代表向由])[\u4e00-\u9fff]){2,8}?[省市县区州盟旗])(?:人民)?政府"
    r"|在((?:(?![全我本代表])[\u4e00-\u9fff]){2,8}?[省市县区州盟旗])第.{1,4}届人民代表大会"
)
_UNITS: Mapping[str, Level] = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "州": "city",
    "自治州": "city",
    "盟": "city",
    "地区": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
    "自治县": "county",
    "自治旗": "county",
}


def find_place(
    text: str,
    front: Sequence[str],
    title: str,
    meeting: str,
    around: Mapping[str, list[str]],
    path: PathFacts,
    year: int | None,
) -> tuple[str, list[str]]:
    """Return the code of the area that gives a report, and what contradicts.

    Parameters
    ----------
    text : str
        The clean text.
    front : sequence of str
        The lines above the salutation.
    title, meeting : str
        As found, or empty.
    around : mapping of key to lines
        What a page put around the report, as from `keyed_lines`.
    path : PathFacts
        What the file's name and folders say.
    year : int or None
        The report's year, for names that have changed.

    Returns
    -------
    code : str
        Six digits of GB/T 2260, `100000` for the nation; empty where nothing is found.
    warnings : list of str
    """
    votes = Votes()
    context = path.code
    subtitle = " ".join(front)[:600]
    head = text[:1500]
    if _speaks_for_nation(subtitle, head, path):
        votes.add(NATION, 5, "the text")
    for source, weight, line in (
        ("the title", 4.0, title),
        ("the meeting", 5.0, meeting),
        ("the subtitle", 4.0, subtitle),
        *(("the page", 3.0, line) for line in around.get("标题", ())),
        *(("the page", 3.0, line) for line in around.get("发文单位", ())),
        *(("the page", 3.0, line) for line in around.get("报告人", ())),
        *(("the page", 2.5, line) for line in around.get("发布机构", ())),
        # A newspaper's place is not the report's.
        *(("the page", 1.5, line) for line in around.get("来源", ()) if "政府" in line),
        *(("the page", 1.5, line) for line in around.get("信息来源", ()) if "政府" in line),
        *(("the page", 1.0, line) for line in around.get("", ())),
    ):
        votes.add(_area_in(line, context, year), weight, source)
    level: Level | None = None
    represented = ""
    for match in _REPRESENTS.finditer(head):
        body = match[1]
        if body in ("", "本届", "中央"):
            continue
        represented = body + "政府"
        found = _area_in(represented, context, year)
        votes.add(found, 4, "the text")
        if not found and body in _UNITS:
            level = level or _UNITS[body]
        break
    level = level or level_in(text)
    if path.code:
        votes.add(path.code, 3.5, "the file name")
    best = votes.best()
    if not best:
        best = _nearest_namesake((meeting, title, subtitle, represented), path, text, year)
        if best:
            return best, []
        if unknown := _unknown_area((title, meeting, subtitle, represented)):
            return "", [f"place {unknown} is in no table of areas; give it with --metadata"]
        best = _guess_place(text, level, year, path.level)
        if not best or best == NATION:
            return best, []
        return best, [
            f"place {places.full_name(best, year)} ({best}) is only what the text speaks of most; "
            "check it, or give it with --metadata"
        ]
    agree = {other: best for other, _, _ in votes.found if _same_place(other, best)}
    name = places.full_name(best, year)
    return best, [
        f"place {name} ({best}), but {what.split(' says ')[0]} says "
        f"{places.full_name(what.split(' says ')[1], year)}"
        for what in votes.contradictions(best, agree)
    ]


def _unknown_area(lines: Iterable[str]) -> str:
    """Return the name of the area that lines say gives the report, known or not."""
    for line in lines:
        if match := _AREA.search(line):
            return match[1] or match[2]
    return ""


def _nearest_namesake(lines: Iterable[str], path: PathFacts, text: str, year: int | None) -> str:
    """Return the area that lines or the file name call by a name of several (朝阳区).

    It is the one that lies nearest to what the text speaks of most.
    """
    lines = [line for line in lines if line]
    if not path.stem and not any(_chains(line) for line in lines):
        return ""
    for context in guess(text, None, year):
        for near in (context, places.parent(context)):
            for line in lines:
                if near and (code := _area_in(line, near, year)) and places.inside(code, near):
                    return code
            code = place_in_name(path.stem, near, year, path.level) if near else ""
            if code and places.inside(code, near):
                return code
    return ""


def _speaks_for_nation(subtitle: str, head: str, path: PathFacts) -> bool:
    both = subtitle + head
    if re.search(r"在第.{1,3}[届屆]全[国國]人民代表大[会會]", subtitle):
        return True
    if re.search(r"国务院总理|國務院總理|中央人民政府作", both):
        return True
    return bool(_FOR_THE_STATE_COUNCIL.search(both)) and not re.search(
        r"我代表.{0,8}(?:[省市县区州]人民政府|自治区)|全[省市县区州]", head
    )


def _area_in(line: str, context: str, year: int | None) -> str:
    """Return the code of the finest area that a line names before government, congress or report."""
    if not line:
        return ""
    if re.search(r"全[国國]人民代表大[会會]|国务院|國務院", line[:60]):
        return ""
    best = ""
    for chain in _chains(line):
        code = _resolve_chain(chain, best or context, year)
        if code and (not best or places.inside(code, best)):
            best = code
    return best


def _chains(line: str) -> list[list[str]]:
    """Return the area names of a line, neighbours together."""
    automaton = area_names()
    common = common_names()
    chains: list[list[str]] = []
    last_end = -1
    for end, name in automaton.iter_long(line):
        start = end - len(name) + 1
        full = all_names()[name]
        after = line[end + 1 : end + 8]
        if common.get(name) == "never" and (not full or len(name) == 2):
            continue
        # A short name counts before what a report is called by (嘉定政府工作报告, 安徽2020).
        if not full and not re.match(
            r"\s*(?:\d|政府|人民政府|市委|省委|日报|人大|[（(]|$|.{1,3}[市县区州]|20|年|第)", after
        ):
            continue
        if start == last_end + 1 and chains:
            chains[-1].append(name)
        else:
            chains.append([name])
        last_end = end
    return chains


def _resolve_chain(names: Sequence[str], context: str, year: int | None) -> str:
    code = ""
    for name in names:
        found = places.resolve(name, code or context, year)
        if not found and not code and not context:
            found = ""
        if code and found and not places.inside(found, code):
            break
        code = found or code
    return code


def level_in(text: str) -> Level | None:
    """Return the level whose words (全市, 我县) a text uses most."""
    counts: Counter[Level] = Counter()
    for unit, level in (
        ("国", "national"),
        ("省", "province"),
        ("市", "city"),
        ("州", "city"),
        ("盟", "city"),
        ("县", "county"),
        ("区", "county"),
        ("旗", "county"),
    ):
        counts[cast(Level, level)] += text.count("全" + unit) + 2 * text.count("我" + unit)
    # 全区 is said of a district, where 区委 is the committee, and of an autonomous region.
    if text.count("自治区党委") + text.count("自治区人民政府") > text.count("区委"):
        counts["province"] += counts["county"]
        counts["county"] = 0
    # Every report speaks of the nation.
    counts["national"] = counts["national"] // 3
    best = max(counts, key=lambda level: counts[level])
    return best if counts[best] >= 3 else None


def _guess_place(text: str, level: Level | None, year: int | None, known: Level | None) -> str:
    """Return the code of the area that a text which does not name itself speaks of most."""
    level = known or level
    if level == "national":
        return NATION
    unit = ""
    if level == "county":
        unit = max("县区旗市", key=lambda kind: text.count("全" + kind) + text.count("我" + kind))
    candidates = guess(text, level, year, unit=unit)
    if "市" in text and level == "city":
        # 市人民政府 may be a municipality's or that of a city of county rank.
        candidates = _rank_cities(text, candidates, year)
    return candidates[0] if candidates else ""


def _rank_cities(text: str, cities: list[str], year: int | None) -> list[str]:
    others = [
        c
        for c in guess(text, None, year)
        if c in ("110000", "120000", "310000", "500000")
        or (places.level_of(c) == "county" and (places.area(c, year) or _NONE).name.endswith("市"))
    ]
    everything = {code: text.count(_short(code, year)) for code in cities[:3] + others}
    best = max(everything, key=lambda code: everything[code], default="")
    if best and best in others and (not cities or everything[best] > 2 * everything[cities[0]]):
        return [best]
    return cities


_NONE = places.Area("", "", 0, 0)


def _short(code: str, year: int | None) -> str:
    entry = places.area(code, year)
    return places.short_name(entry.name) if entry else "\0"


def _same_place(code: str, other: str) -> bool:
    """Say whether two codes do not contradict: one in the other."""
    if NATION in (code, other):
        return code == other
    return places.inside(code, other) or places.inside(other, code)
