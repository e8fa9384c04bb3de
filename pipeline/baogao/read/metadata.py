"""What a report is: title, place, level, year, date, speaker, meeting.

Evidence comes from the title, the subtitle (`——2020年1月7日在…会议上`), the lines that a page put
around the report (`发文单位：…`), the text (`我代表嘉定区人民政府`, `2023年工作回顾`), the file's name and
folders, and, where nothing names the place, from the areas that the text speaks of; it is trusted
in this order. What contradicts is told in a warning.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePath
from typing import cast

from baogao import places
from baogao.errors import BaogaoError
from baogao.places.areas import NATION, all_names, named
from baogao.places.guess import common_names, guess
from baogao.report import Metadata, Paragraph, Removed, Section
from baogao.schema import LEVELS, Level

COLUMNS = ("title", "place", "place_code", "level", "year", "date", "speaker", "meeting")
FIRST_YEAR, LAST_YEAR = 1949, 2099

# 二○○三 is written with many circles; １９９３ and "1 9 9 3" are found in old transcripts.
_DIGITS = str.maketrans(
    "〇○零OoΟО◯０１２３４５６７８９一二三四五六七八九", "00000000" + "0123456789" + "123456789"
)
_D = r"[0-9０-９〇○零OoΟО◯一二三四五六七八九]"
_Y = rf"(?<!{_D})({_D}\s?{_D}\s?{_D}\s?{_D})\s?年"
_NUM = r"[0-9０-９一二三四五六七八九十]"
_YEAR = re.compile(_Y)
_DATE = re.compile(rf"{_Y}\s?({_NUM}{{1,3}})\s?月\s?({_NUM}{{1,3}})\s?日")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_HAN = r"[\u4e00-\u9fff]"
_ORDINAL = r"第?[一二三四五六七八九十百\d０-９]{1,4}"
_MEETING = re.compile(
    rf"(?:中华人民共和国|中華人民共和國)?{_HAN}{{0,14}}?{_ORDINAL}[届屆](?:全[国國])?(?:各族各界)?"
    rf"(?:人民代表大[会會](?:常务委员会)?|人大(?:常委会)?)\s*{_ORDINAL}次[会會][议議](?!以来|以後|闭幕)"
)
_CONGRESS = re.compile(
    rf"第?({_NUM}{{1,3}})[届屆](?:全[国國](?:人民代表大[会會]|人大)|人大)第?({_NUM}{{1,2}})次[会會][议議]"
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
_SALUTATION = re.compile(r"(?:各位|全体)[^。\n]{0,6}?(?:代表|委员)(?:们)?\s*[：:，,！!、]")
_TITLE = re.compile(
    r"^[\s#*—–-]*(?P<title>[^，,。；;：:]{0,50}?(?:工\s*作\s*报\s*告|的\s*报\s*告|的說明|的说明)(?:[（(][^）)]{1,14}[）)])?)[\s*]*$"
)
_REPRESENTS = re.compile(
    r"代表(?:着)?((?:(?![向对，])[\u4e00-\u9fff]){0,16}?)(?:第?[一二三四五六七八九十]{1,3}届)?(?:人民政府|政府|行政公署|行署)"
)
_OFFICE = r"省长|市长|州长|盟长|县长|区长|旗长|专员|主席|总理|總理|主任"
_SPEAKER = re.compile(
    rf"(?:(?P<body>{_HAN}{{2,16}}?)(?:人民政府|政府)?)?(?P<office>(?:代|代理|常务副|副)?(?:{_OFFICE}))"
    rf"\s*[:：]?\s*(?P<name>{_HAN}[ \u3000]{{0,4}}{_HAN}{{1,2}}(?:[·•．]{_HAN}{{2,8}})?|{_HAN}{{2,6}}[·•．]{_HAN}{{2,8}})\s*(?:[)）]|$|各位|在)"
)
_NAME = re.compile(rf"^{_HAN}(?:[ \u3000]{{0,4}}{_HAN}){{1,2}}$")
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}[)）、]")
_KEYED = re.compile(
    r"^[\s\[【(（]*(标题|题名|名称|发文单位|发布机构|发布单位|来源|信息来源|报告人|发文时间|发布时间|时间|日期)\s*[:：]\s*(.+)$"
)
_REVIEW = re.compile(
    rf"{_Y}(?:以来)?(?:我?全?[省市县区州旗盟]?)(?:人民)?(?:政府)?(?:国内|主要|重点|各项)?的?(?:政府)?的?"
    r"(?:工作|任务|计划|国家决算|发展|目标|经济社会发展)?的?"
    r"(?:主要|完成|执行|简要|基本|进展)?(?:回顾|总结|情况|成效|成就|进展|成绩|国家决算)"
)
_PLAN = re.compile(
    rf"(?:做好|关于|对|扎实做好|完成)?{_Y}(?:政府|全[省市县区州])?(?:经济社会发展|国民经济和社会发展|的)?(?:主要|重点|各项|政府)?(?:的)?"
    r"(?:工作|目标|任务|预期)(?:的)?(?:总体(?:要求|思路|安排|部署)|安排|任务|打算|意见|建议|重点|部署|目标|思路|计划|预期)"
)
_BARE = re.compile(
    rf"[（(]?([一二三四五])[）)]?、?\s*{_Y}(?:的|全[省市县区州]|政府|主要|重点|各项)*(?:工作|任务)\s*$"
)
_FOR_THE_STATE_COUNCIL = re.compile(
    r"(?:代表|(?:受|根据)(?:中共中央和)?)(?:中华人民共和国|中華人民共和國)?(?:国务院|國務院)"
    r"|(?:国务院|國務院)(?:决定由我|委托|向第|根据中共中央《)"
    r"|(?:受|根据)中共中央和国务院|本届政府.{0,12}就职"
)
_AHEAD = re.compile(rf"(?:做好|关于|对|扎实做好|谋划|部署){_Y}的?(?:经济|工作|政府|各项)")
_WEB_NOISE = re.compile(r"[^\u4e00-\u9fff]")

# The State Council's reports: year of the first session of each National People's Congress,
# and the sessions that were not held a year after the one before.
_FIRST_SESSIONS = {
    1: 1954, 2: 1959, 3: 1964, 4: 1975, 5: 1978, 6: 1983, 7: 1988, 8: 1993, 9: 1998,
    10: 2003, 11: 2008, 12: 2013, 13: 2018, 14: 2023, 15: 2028,
}  # fmt: skip
_MOVED_SESSIONS = {(2, 3): 1962, (2, 4): 1963}

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


@dataclass(slots=True)
class _Votes:
    """What speaks for a value: weight and source of each, the first heaviest."""

    found: list[tuple[str, float, str]] = field(default_factory=list)

    def add(self, value: object, weight: float, source: str) -> None:
        """Note one piece of evidence."""
        if value:
            self.found.append((str(value), weight, source))

    def best(self) -> str:
        """Return the value with the most weight, the earliest noted at a tie; empty for none."""
        total: Counter[str] = Counter()
        for value, weight, _ in self.found:
            total[value] += weight  # type: ignore[assignment]
        return max(total, key=lambda value: total[value]) if total else ""

    def contradictions(self, value: str, agree: Mapping[str, str] | None = None) -> list[str]:
        """Return `source says other` for each source that says another value."""
        said: dict[str, str] = {}
        for other, weight, source in self.found:
            if weight >= 1 and other != value and not (agree and agree.get(other) == value):
                said.setdefault(source, other)
        return [f"{source} says {other}" for source, other in said.items()]


def year_of(text: str) -> int | None:
    """Return the number of a year in Arabic or Chinese numerals; None where it is none.

    >>> year_of("二○○三"), year_of("二00五"), year_of("１９９３"), year_of("1 9 9 3"), year_of("三千")
    (2003, 2005, 1993, 1993, None)
    """
    digits = re.sub(r"\s", "", text).translate(_DIGITS)
    if not re.fullmatch(r"[0-9]{4}", digits):
        return None
    year = int(digits)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def small_number(text: str) -> int:
    """Return a number up to 99 in Arabic or Chinese numerals; 0 where it is none.

    >>> small_number("十二"), small_number("二十"), small_number("７"), small_number("31")
    (12, 20, 7, 31)
    """
    tens, ten, ones = text.partition("十")
    parts = [part.translate(_DIGITS) for part in (tens, ones)]
    if any(part and not part.isascii() for part in parts) or not all(
        part.isdigit() for part in parts if part
    ):
        return 0
    if not ten:
        return int(parts[0]) if parts[0] and len(parts[0]) < 3 else 0
    return (int(parts[0]) if parts[0] else 1) * 10 + (int(parts[1]) if parts[1] else 0)


def extract_metadata(
    text: str,
    paragraphs: Sequence[Paragraph] = (),
    sections: Sequence[Section] = (),
    removed: Iterable[Removed] = (),
    source_path: str = "",
    overrides: Mapping[str, str] | None = None,
    name_pattern: str | None = None,
) -> tuple[Metadata, list[str]]:
    """Find out what a report is.

    Parameters
    ----------
    text : str
        The clean text, paragraphs separated by line feeds.
    paragraphs, sections : sequences
        The outline of `text`; both may be empty.
    removed : iterable of Removed
        What was taken out of the source.
    source_path : str
        Path of the source; its last part and its folders are evidence.
    overrides : mapping of column to value, optional
        What is known from elsewhere (a line of a metadata table); empty values say nothing.
    name_pattern : str, optional
        How file names are built, as for `compile_name_pattern`.

    Returns
    -------
    metadata : Metadata
    warnings : list of str
        One for each field of which sources say different things.

    Raises
    ------
    BaogaoError
        `name_pattern` or a value in `overrides` is none.

    Examples
    --------
    >>> metadata, _ = extract_metadata(
    ...     "政府工作报告\\n——2020年1月7日在上海市嘉定区第六届人民代表大会第六次会议上\\n区长 张三\\n各位代表："
    ... )
    >>> metadata.place, metadata.place_code, metadata.level, metadata.year, metadata.date
    ('上海市嘉定区', '310114', 'county', 2020, '2020-01-07')
    """
    path = read_path(source_path, name_pattern)
    front = _front(text)
    around = _keyed_lines(removed)
    for line in [line for line in front if _KEYED.match(line)]:
        front.remove(line)
        _note_line(line, around)
    headings = [s.number + s.heading for s in sections if s.heading] or [
        line for line in text.split("\n") if len(line) <= 40
    ]
    title = _find_title(front, around)
    meeting = _find_meeting(front)
    year, date, warnings = _find_year(text, front, title, headings, around, path)
    code, place_warnings = _find_place(text, front, title, meeting, around, path, year)
    code = places.as_of(code, year)
    warnings += place_warnings
    metadata = Metadata(
        title=title,
        place=places.full_name(code, year) if code else "",
        place_code=code,
        level=places.level_of(code) if code else path.level or _level_in(text),
        year=year,
        date=date,
        speaker=_find_speaker(front, around),
        meeting=meeting,
    )
    if overrides:
        _override(metadata, overrides)
    return metadata, warnings


# ---------------------------------------------------------------- front matter


def _front(text: str) -> list[str]:
    """Return the lines before the salutation and the beginning of what follows it."""
    head = text[:1500]
    salutation = _SALUTATION.search(head)
    if not salutation:
        lines = []
        for line in head[:600].split("\n")[:10]:
            # What is no short line without a number is text already.
            if len(line) > 80 or _NUMBERED.match(line):
                break
            lines.append(line.strip())
        return [line for line in lines if line]
    return [line.strip() for line in head[: salutation.start()].split("\n") if line.strip()][:20]


def _keyed_lines(removed: Iterable[Removed]) -> dict[str, list[str]]:
    """Return what lines such as `发文单位：…` say, by key; `""` for lines without one."""
    lines: dict[str, list[str]] = {}
    for piece in removed:
        if piece.source_start > 3000 or piece.kind not in ("chrome", "repeated_title"):
            continue
        for line in piece.text.split("\n")[:60]:
            _note_line(line, lines)
    return lines


def _note_line(line: str, lines: dict[str, list[str]]) -> None:
    keyed = _KEYED.match(line)
    key, value = (keyed[1], keyed[2]) if keyed else ("", line)
    if value.strip():
        lines.setdefault(key, []).append(value.strip()[:200])


def _find_title(front: Sequence[str], around: Mapping[str, list[str]]) -> str:
    for line in front:
        match = _TITLE.match(line)
        if match:
            title = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", match["title"])
            # 关于…的报告 may be broken over lines.
            whole = re.search(rf"关于[^，。]{{2,60}}{re.escape(title)}", "".join(front))
            return whole[0] if whole and not title.startswith("关于") else title
    for key in ("标题", "题名", "名称"):
        for line in around.get(key, ()):
            return line
    for line in around.get("", ()):
        match = _TITLE.match(line)
        if match:
            return match["title"]
    return ""


def _find_meeting(front: Sequence[str]) -> str:
    # A meeting may be broken over two lines.
    for joined in (*front, "".join(front)[:400]):
        match = _MEETING.search(joined)
        if match:
            return re.sub(r"^.*?(?:日(?![照喀土])在?|在)", "", re.sub(r"\s", "", match[0]))
    return ""


def _find_speaker(front: Sequence[str], around: Mapping[str, list[str]]) -> str:
    for line in (*front, *around.get("报告人", ())):
        match = _SPEAKER.search(line)
        if match and match["name"]:
            return re.sub(r"\s", "", match["name"])
    for line in around.get("报告人", ()):
        if _NAME.match(line):
            return re.sub(r"\s", "", line)
    for number, line in enumerate(front):
        # A name alone, below title or subtitle.
        if number and _NAME.match(line) and not _TITLE.match(line):
            return re.sub(r"\s", "", line)
    return ""


# ---------------------------------------------------------------- year


def _find_year(
    text: str,
    front: Sequence[str],
    title: str,
    headings: Sequence[str],
    around: Mapping[str, list[str]],
    path: PathFacts,
) -> tuple[int | None, str, list[str]]:
    votes, date = _Votes(), ""
    for line in front:
        dated = _DATE.search(line)
        if dated and year_of(dated[1]):
            date = date or _iso(dated[1], dated[2], dated[3])
            votes.add(year_of(dated[1]), 5, "the subtitle")
    titled = [year_of(match[1]) for match in _YEAR.finditer(title)]
    if len(titled) == 1:
        votes.add(titled[0], 4, "the title")
    for line in around.get("标题", []) + around.get("题名", []):
        if line != title:
            for match in _YEAR.finditer(line):
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
    for match in _YEAR.finditer(text):
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
    whole = re.search(rf"向第({_NUM}{{1,3}})[届屆]全[国國]人民代表大[会會](?!第)", head)
    if whole and small_number(whole[1]) in _FIRST_SESSIONS:
        yield _FIRST_SESSIONS[small_number(whole[1])]


def _session_year(match: re.Match[str], later: int) -> Iterator[int]:
    congress, session = small_number(match[1]), small_number(match[2])
    if congress in _FIRST_SESSIONS and 0 < session < 8:
        first = _FIRST_SESSIONS[congress]
        yield _MOVED_SESSIONS.get((congress, session), first + session - 1) + later


# ---------------------------------------------------------------- place


def _find_place(
    text: str,
    front: Sequence[str],
    title: str,
    meeting: str,
    around: Mapping[str, list[str]],
    path: PathFacts,
    year: int | None,
) -> tuple[str, list[str]]:
    votes = _Votes()
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
    level = level or _level_in(text)
    if path.code:
        votes.add(path.code, 3.5, "the file name")
    best = votes.best()
    if not best:
        best = _nearest_namesake((meeting, title, subtitle, represented), path, text, year)
        return best or _guess_place(text, level, year, path.level), []
    agree = {other: best for other, _, _ in votes.found if _same_place(other, best)}
    name = places.full_name(best, year)
    return best, [
        f"place {name} ({best}), but {what.split(' says ')[0]} says "
        f"{places.full_name(what.split(' says ')[1], year)}"
        for what in votes.contradictions(best, agree)
    ]


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
            code = _place_in_name(path.stem, near, year, path.level) if near else ""
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
    automaton = _area_names()
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


@lru_cache(maxsize=1)
def _area_names():  # type: ignore[no-untyped-def]
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in all_names():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def _level_in(text: str) -> Level | None:
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


# ---------------------------------------------------------------- file names


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What a path says.

    Attributes
    ----------
    level, code, year
        Of the report; None or empty where the path does not say.
    stem : str
        The file's name, where it may name a place that the path alone does not resolve.
    year_in_name : bool
        The year stands in the file's name, not in a folder's.
    """

    level: Level | None = None
    code: str = ""
    year: int | None = None
    stem: str = ""
    year_in_name: bool = False


_LEVEL_WORDS: Mapping[str, Level] = {
    "national": "national", "nation": "national", "province": "province", "provincial": "province",
    "city": "city", "prefecture": "city", "county": "county", "district": "county",
    "国务院": "national", "全国": "national", "中央": "national", "国家": "national",
    "省级": "province", "市级": "city", "地级市": "city", "县级": "county", "区县": "county",
}  # fmt: skip
_PATH_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$|[01]\d[0-3]\d(?!\d))")
# A folder such as pytest-2024 says nothing of a report.
_TELLING_FOLDER = re.compile(r"[\u4e00-\u9fff]|^(?:19|20)\d\d$|^[A-Za-z_]+$")
_PATH_NOISE = re.compile(
    r"政府工作报告|工作报告|政府报告|人民政府|报告|政府|全文|[^\u4e00-\u9fff]+|年度?|届|第"
)


def read_path(path: str, pattern: str | None = None) -> PathFacts:
    """Return what the name and the folders of a file say of the report in it.

    Parameters
    ----------
    path : str
        Folders may be separated by `/` or `\\`.
    pattern : str, optional
        As for `compile_name_pattern`; a name that does not match it says nothing.

    Examples
    --------
    >>> facts = read_path("city_乌鲁木齐市_2024.txt")
    >>> facts.level, facts.code, facts.year
    ('city', '650100', 2024)
    >>> read_path("江苏省/南京市/鼓楼区2023年政府工作报告.docx").code
    '320106'
    """
    parts = [part for part in re.split(r"[/\\]", path) if part not in ("", ".", "..")]
    if not parts:
        return PathFacts()
    stem = PurePath(parts[-1]).stem
    if pattern:
        match = compile_name_pattern(pattern).fullmatch(stem)
        if not match:
            return PathFacts()
        found = match.groupdict()
        year = year_of(found.get("year") or "")
        level = _LEVEL_WORDS.get((found.get("level") or "").lower())
        code = found.get("place_code") or _place_in_name(found.get("place") or "", "", year)
        return PathFacts(level, code, year, year_in_name=True)
    year, level, code, in_name = None, None, "", False
    for part in [*parts[-4:-1], stem]:
        if part is not stem and not _TELLING_FOLDER.search(part):
            continue
        match_year = _PATH_YEAR.search(part)
        chinese = _YEAR.search(part)
        told = year_of(match_year[1]) if match_year else year_of(chinese[1]) if chinese else None
        year, in_name = told or year, bool(told) and part is stem
        for word, meant in _LEVEL_WORDS.items():
            if re.search(rf"(?<![a-z]){word}(?![a-z])", part.lower()):
                level = meant
    for part in [*parts[-4:-1], stem]:
        inner = _place_in_name(part, code, year, level if part is stem else None, part is not stem)
        code = inner or code
    if level == "national" and not code:
        code = NATION
    named_in = stem if not code and re.search(r"[\u4e00-\u9fff]", stem) else ""
    return PathFacts(level, code, year, named_in, in_name)


def _place_in_name(
    name: str, context: str, year: int | None, level: Level | None = None, folder: bool = False
) -> str:
    rest = [piece for piece in re.split(_PATH_NOISE, name) if piece]
    if any(piece in ("全国", "国务院", "中央") for piece in rest):
        return NATION
    code = ""
    for piece in rest:
        names = [(end - len(found) + 1, found) for end, found in _area_names().iter_long(piece)]
        whole = sum(len(found) for _, found in names) == len(piece)
        for _, found in names:
            # Short names are believed where nothing else stands beside them, but a folder may be
            # called 平安 for other reasons.
            full = all_names()[found]
            if not full and (not whole or (folder and found in common_names())):
                continue
            inner = _resolve_at(found, code or context, year, level)
            if inner and (not code or places.inside(inner, code)):
                code = inner
    return code


def _resolve_at(name: str, context: str, year: int | None, level: Level | None) -> str:
    """Resolve a name, of a known level where one of that level bears it."""
    if level and level != "national":
        at = [a for a in named(name, year) if places.level_of(a.code) == level]
        near = [a for a in at if context and places.inside(a.code, context)] or at
        if len({a.code for a in near}) == 1:
            return near[0].code
    return places.resolve(name, context, year)


_FIELDS = {
    "level": "(?P<level>[^_/]+?)",
    "place": "(?P<place>.+?)",
    "place_code": r"(?P<place_code>\d{6})",
    "year": r"(?P<year>\d{4}|[〇○零OoΟО◯一二三四五六七八九0]{4})",
    "any": ".*?",
}


@lru_cache(maxsize=32)
def compile_name_pattern(pattern: str) -> re.Pattern[str]:
    """Return the regular expression for file names (without ending) of a pattern.

    Parameters
    ----------
    pattern : str
        Text with `{level}`, `{place}`, `{place_code}`, `{year}` and `{any}` in it; each of the
        first four at most once.

    Raises
    ------
    BaogaoError
        A field is unknown, stands twice, or a brace is left open.

    Examples
    --------
    >>> match = compile_name_pattern("{level}_{place}_{year}").fullmatch("county_唐县_2020")
    >>> match["place"], match["year"]
    ('唐县', '2020')
    """
    expression, seen = "", set()
    where, todo = "--name-pattern", f"use {', '.join('{' + name + '}' for name in _FIELDS)}"
    for piece in re.split(r"(\{[^{}]*\})", pattern):
        if piece.startswith("{") and piece.endswith("}"):
            name = piece[1:-1]
            if name not in _FIELDS:
                raise BaogaoError(f"unknown field {piece}", where, todo)
            if name in seen and name != "any":
                raise BaogaoError(f"{piece} stands twice", where, "name each field once")
            seen.add(name)
            expression += _FIELDS[name]
        elif "{" in piece or "}" in piece:
            raise BaogaoError("a brace without its partner", where, todo)
        else:
            expression += re.escape(piece)
    if not seen - {"any"}:
        raise BaogaoError("no field in the pattern", where, todo)
    return re.compile(expression)


# ---------------------------------------------------------------- what the user says


def read_metadata_csv(path: Path | str) -> dict[str, dict[str, str]]:
    """Read a table of metadata that completes or overrides what is found.

    Parameters
    ----------
    path : path
        CSV in UTF-8 with a head line: `path` and any of title, place, place_code, level, year,
        date, speaker, meeting. Empty cells say nothing.

    Returns
    -------
    dict of path to (dict of column to value)
        Paths as written, `\\` as `/`.

    Raises
    ------
    BaogaoError
        With the line number: an unknown or missing column, a line too long, an unknown level or
        code, a bad year or date, a path that stands twice.
    """
    path = Path(path)
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BaogaoError(
            f"cannot be read: {error.strerror}", str(path), "check --metadata"
        ) from None
    except UnicodeDecodeError as error:
        raise BaogaoError(
            f"not UTF-8 at byte {error.start}", str(path), "save the table as UTF-8"
        ) from None
    reader = csv.reader(content.splitlines(keepends=True), strict=True)
    table: dict[str, dict[str, str]] = {}
    columns: list[str] = []
    try:
        for cells in reader:
            where = f"{path}:{reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _check_columns([cell.strip() for cell in cells], where)
                continue
            if len(cells) > len(columns):
                raise BaogaoError(
                    f"{len(cells)} cells under {len(columns)} columns",
                    where,
                    "quote cells with commas",
                )
            row = {
                name: cell.strip()
                for name, cell in zip(columns, cells, strict=False)
                if cell.strip()
            }
            key = row.pop("path", "").replace("\\", "/")
            if not key:
                raise BaogaoError("no path", where, "name the report's file")
            if key in table:
                raise BaogaoError(f"{key} stands twice", where, "keep one line a file")
            check_values(row, where)
            table[key] = row
    except csv.Error as error:
        raise BaogaoError(
            f"not a csv line ({error})", f"{path}:{reader.line_num}", "check its quotes"
        ) from None
    if not columns:
        raise BaogaoError("empty table", str(path), "begin with a line of column names")
    return table


def _check_columns(columns: list[str], where: str) -> list[str]:
    known = ("path", *COLUMNS)
    for name in columns:
        if name not in known:
            raise BaogaoError(f"unknown column {name!r}", where, f"use {', '.join(known)}")
        if columns.count(name) > 1:
            raise BaogaoError(f"column {name} stands twice", where, "keep one")
    if "path" not in columns:
        raise BaogaoError("no column path", where, "add the paths of the reports")
    return columns


def check_values(row: Mapping[str, str], where: str) -> None:
    """Check values by column: level, year, date and code.

    Raises
    ------
    BaogaoError
        A column is unknown or a value is none.
    """
    for name, value in row.items():
        if name not in COLUMNS:
            raise BaogaoError(f"unknown column {name!r}", where, f"use {', '.join(COLUMNS)}")
        if name == "level" and value and value not in LEVELS:
            raise BaogaoError(f"unknown level {value!r}", where, f"use {', '.join(LEVELS)}")
        if name == "year" and value and not (value.isascii() and year_of(value)):
            raise BaogaoError(f"bad year {value!r}", where, f"write {FIRST_YEAR} to {LAST_YEAR}")
        if (
            name == "date"
            and value
            and not re.fullmatch(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])", value)
        ):
            raise BaogaoError(f"bad date {value!r}", where, "write YYYY-MM-DD")
        if name == "place_code" and value and value != NATION and not places.area(value):
            raise BaogaoError(f"unknown place_code {value!r}", where, "use six digits of GB/T 2260")


def _override(metadata: Metadata, overrides: Mapping[str, str]) -> None:
    check_values(overrides, "metadata")
    given = {name: value for name, value in overrides.items() if value}
    if "year" in given:
        metadata.year = int(given["year"])
    for name in ("title", "date", "speaker", "meeting"):
        if name in given:
            setattr(metadata, name, given[name])
    if "place" in given or "place_code" in given:
        level = cast("Level | None", given.get("level"))
        code = given.get("place_code") or _place_in_name(
            given["place"], metadata.place_code, metadata.year, level
        )
        metadata.place_code = code
        metadata.place = given.get("place") or places.full_name(code, metadata.year)
        metadata.level = places.level_of(code) if code else metadata.level
    if "level" in given:
        metadata.level = cast(Level, given["level"])
