"""The year in which a report was given, and the day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from baogao.read.metadata.numerals import NUMBER_PATTERN, YEAR, YEAR_PATTERN, small_number, year_of
from baogao.read.metadata.paths import PathFacts
from baogao.read.metadata.votes import Votes

_DATE = re.compile(
    rf"{YEAR_PATTERN}\s?({NUMBER_PATTERN}{{1,3}})\s?月\s?({NUMBER_PATTERN}{{1,3}})\s?日"
)
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_CONGRESS = re.compile(
    rf"第?({NUMBER_PATTERN}{{1,3}})[届屆](?:全[国國](?:人民代表大[会會]|人大)|人大)第?({NUMBER_PATTERN}{{1,2}})次[会會][议議]"
)
# What a text says of the year past and of the year ahead.
_PAST_BEFORE = re.compile(r"(?:过去的|过去一年|截至|截止)$")
_PAST_AFTER = re.compile(
    r"(?:(?:全[省市县区州]|政府|国内|主要)?工作(?:的?(?:回顾|总结|情况))|，?是(?:极不|很不|不平凡|极其|我[省市县区国].{0,12}(?:不平凡|极不))"
    r"|，?(?:全[省市县区州国])?(?:地区|国内)?生产总值(?:预计)?(?:完成|达到|实现|突破))"
)
_AHEAD_BEFORE = re.compile(r"(?:做好|谋划|部署|关于|安排|明确|完成|实现|推进)$")
_AHEAD_AFTER = re.compile(
    r"(?:(?:政府|全[省市县区州国]|经济社会发展|国民经济和社会发展|经济|主要|重点|各项|的)*"
    r"(?:工作|目标|任务|预期)(?:的?(?:总体(?:要求|思路|安排|部署)|安排|打算|建议|重点|部署|思路|主要预期|预期目标|主要目标))|(?:的|主要|重点)+任务(?!完成))"
)
_REVIEW = re.compile(
    rf"{YEAR_PATTERN}(?:以来)?(?:我?全?[省市县区州旗盟]?)(?:人民)?(?:政府)?(?:国内|主要|重点|各项)?的?(?:政府)?的?"
    r"(?:工作|任务|计划|国家决算|发展|目标|经济社会发展)?的?"
    r"(?:主要|完成|执行|简要|基本|进展)?(?:回顾|总结|情况|成效|成就|进展|成绩|国家决算)"
)
_PLAN = re.compile(
    rf"(?:做好|关于|对|扎实做好|完成)?{YEAR_PATTERN}(?:政府|全[省市县区州])?(?:经济社会发展|国民经济和社会发展|的)?(?:主要|重点|各项|政府)?(?:的)?"
    r"(?:工作|目标|任务|预期)(?:的)?(?:总体(?:要求|思路|安排|部署)|安排|任务|打算|意见|建议|重点|部署|目标|思路|计划|预期)"
)
_BARE = re.compile(
    rf"[（(]?([一二三四五])[）)]?、?\s*{YEAR_PATTERN}(?:的|全[省市县区州]|政府|主要|重点|各项)*(?:工作|任务)\s*$"
)
_AHEAD = re.compile(rf"(?:做好|关于|对|扎实做好|谋划|部署){YEAR_PATTERN}的?(?:经济|工作|政府|各项)")
# The State Council's reports: year of the first session of each National People's Congress,
# and the sessions that were not held a year after the one before.
_FIRST_SESSIONS = {
    1: 1954, 2: 1959, 3: 1964, 4: 1975, 5: 1978, 6: 1983, 7: 1988, 8: 1993, 9: 1998,
    10: 2003, 11: 2008, 12: 2013, 13: 2018, 14: 2023, 15: 2028,
}  # fmt: skip
_MOVED_SESSIONS = {(2, 3): 1962, (2, 4): 1963}


def find_year(
    text: str,
    front: Sequence[str],
    title: str,
    headings: Sequence[str],
    around: Mapping[str, list[str]],
    path: PathFacts,
) -> tuple[int | None, str, list[str]]:
    """Return the year in which a report was given, its date, and what contradicts.

    Parameters
    ----------
    text : str
        The clean text.
    front : sequence of str
        The lines above the salutation.
    title : str
        As found, or empty.
    headings : sequence of str
        Headings with their numbers.
    around : mapping of key to lines
        What a page put around the report, as from `keyed_lines`.
    path : PathFacts
        What the file's name and folders say.

    Returns
    -------
    year : int or None
    date : str
        ISO 8601, or empty.
    warnings : list of str
    """
    votes, date = Votes(), ""
    for line in front:
        dated = _DATE.search(line)
        if dated and year_of(dated[1]):
            date = date or _iso(dated[1], dated[2], dated[3])
            votes.add(year_of(dated[1]), 5, "the subtitle")
    titled = [year_of(match[1]) for match in YEAR.finditer(title)]
    if len(titled) == 1:
        votes.add(titled[0], 4, "the title")
    for line in around.get("标题", []) + around.get("题名", []):
        if line != title:
            for match in YEAR.finditer(line):
                votes.add(year_of(match[1]), 2, "the page's title")
    reviewed, ahead = _years_in(headings)
    votes.add(reviewed and reviewed + 1, 3, "the heading of the review")
    votes.add(ahead, 3, "the heading of the plan")
    head = text[:600]
    if re.search(r"国务院|國務院|中央人民政府|本届政府", head):
        for value in _congress_years(head, "".join(front)):
            votes.add(value, 3, "the meeting")
            break
    if path.year_in_name:
        votes.add(path.year, 3.5, "the file name")
    else:
        votes.add(path.year, 2.5, "the folder")
    if not votes.found or max(weight for _, weight, _ in votes.found) < 4:
        for guessed, weight in _years_in_text(text):
            votes.add(guessed, weight, "the text")
    for key in ("发文时间", "日期"):
        for line in around.get(key, ()):
            iso = _ISO_DATE.search(line)
            if iso:
                votes.add(int(iso[1]), 1.5, "the page")
                if not date:
                    date = _iso(iso[1], iso[2], iso[3])
    if not votes.found:
        for key in ("发布时间", "时间"):
            for line in around.get(key, ()):
                iso = _ISO_DATE.search(line)
                votes.add(iso and int(iso[1]), 0.5, "the page")
    best = votes.best()
    if not best:
        return None, date, ["no year is found"]
    if (
        date
        and date[:4] != best
        and not any(source == "the subtitle" for _, _, source in votes.found)
    ):
        date = ""
    contradictions = votes.contradictions(best)
    return int(best), date, [f"year {best}, but {what}" for what in contradictions]


def _iso(year: str, month: str, day: str) -> str:
    """Return an ISO date, or nothing for one that the calendar does not have."""
    number, months, days = year_of(year), small_number(month), small_number(day)
    if number is None or not 1 <= months <= 12 or not 1 <= days <= 31:
        return ""
    return f"{number:04}-{months:02}-{days:02}"


def _years_in(headings: Sequence[str]) -> tuple[int | None, int | None]:
    """Return the year that the headings review, and the year that they plan for."""
    reviewed: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    for heading in headings[:80]:
        heading = heading[:60]
        plans = list(_PLAN.finditer(heading)) + list(_AHEAD.finditer(heading))
        bare = _BARE.match(heading)
        if bare and year_of(bare[2]):
            # 一、2007年的工作 looks back, 二、2008年的工作 ahead.
            (reviewed if bare[1] == "一" else ahead)[cast(int, year_of(bare[2]))] += 1
            continue
        for match in plans:
            year = year_of(match[1])
            if year:
                ahead[year] += 1
        if not plans or "回顾" in heading or "总结" in heading:
            for match in _REVIEW.finditer(heading):
                year = year_of(match[1])
                if year and year not in ahead:
                    reviewed[year] += 1
    # Of several years reviewed the last one ended before the report.
    return max(reviewed, default=None), ahead.most_common(1)[0][0] if ahead else None


def _years_in_text(text: str) -> list[tuple[int, float]]:
    """Return guesses of the year from what the text says of years, with weights."""
    total: Counter[int] = Counter()
    found: Counter[int] = Counter()
    first = None
    for match in YEAR.finditer(text):
        year = year_of(match[1])
        if year:
            first = first or year
            total[year] += 1
            after = text[match.end() : match.end() + 30]
            before = text[max(0, match.start() - 8) : match.start()]
            if _PAST_BEFORE.search(before) or _PAST_AFTER.match(after):
                found[year + 1] += 2
            elif _AHEAD_BEFORE.search(before) or _AHEAD_AFTER.match(after):
                found[year] += 3
    if not total:
        return []

    # The year before is spoken of first and most, the report's own year often, later ones seldom
    # but for the ends of plans, which are fives. Weights: tried on a few hundred reports.
    def fit(year: int) -> float:
        later = sum(n for y, n in total.items() if y > year and y % 5)
        return float(
            2 * min(total[year], 4) ** 0.5
            + 1.5 * total[year - 1] ** 0.5
            + 0.5 * total[year - 2] ** 0.5
            - later**0.5
            - (not total[year - 1])
            + 1.5 * (year - 1 == first)
            + 0.7 * (year == first)
            + min(found[year], 9)
        )

    years = sorted(set(total) | {year + 1 for year in total})
    return [(max(years, key=fit), 2.0)]


def _congress_years(head: str, subtitle: str) -> Iterator[int]:
    """Yield the year of the National People's Congress that a report was given to."""
    for match in _CONGRESS.finditer(subtitle):
        yield from _session_year(match, 0)
    for match in _CONGRESS.finditer(head):
        before, after = head[max(0, match.start() - 4) : match.start()], head[match.end() :][:12]
        if before.endswith(("向", "我們", "我们")) and not after.startswith(("通过", "以")):
            yield from _session_year(match, 0)
        elif re.match(r"(?:以来|以後|以后|闭幕|閉幕|到现在)(?!的?[三四五])", after):
            yield from _session_year(match, 1)
    whole = re.search(rf"向第({NUMBER_PATTERN}{{1,3}})[届屆]全[国國]人民代表大[会會](?!第)", head)
    if whole and small_number(whole[1]) in _FIRST_SESSIONS:
        yield _FIRST_SESSIONS[small_number(whole[1])]


def _session_year(match: re.Match[str], later: int) -> Iterator[int]:
    congress, session = small_number(match[1]), small_number(match[2])
    if congress in _FIRST_SESSIONS and 0 < session < 8:
        first = _FIRST_SESSIONS[congress]
        yield _MOVED_SESSIONS.get((congress, session), first + session - 1) + later
