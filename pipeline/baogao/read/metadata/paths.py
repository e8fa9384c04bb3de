"""What the names of files and folders say of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

import ahocorasick

from baogao import places
from baogao.errors import BaogaoError
from baogao.places.areas import NATION, all_names, named
from baogao.places.guess import common_names
from baogao.read.metadata.numerals import YEAR, year_of
from baogao.schema import Level

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
        code = found.get("place_code") or place_in_name(found.get("place") or "", "", year)
        return PathFacts(level, code, year, year_in_name=True)
    year, level, code, in_name = None, None, "", False
    for part in [*parts[-4:-1], stem]:
        if part is not stem and not _TELLING_FOLDER.search(part):
            continue
        match_year = _PATH_YEAR.search(part)
        chinese = YEAR.search(part)
        told = year_of(match_year[1]) if match_year else year_of(chinese[1]) if chinese else None
        year, in_name = told or year, bool(told) and part is stem
        for word, meant in _LEVEL_WORDS.items():
            if re.search(rf"(?<![a-z]){word}(?![a-z])", part.lower()):
                level = meant
    for part in [*parts[-4:-1], stem]:
        inner = place_in_name(part, code, year, level if part is stem else None, part is not stem)
        code = inner or code
    if level == "national" and not code:
        code = NATION
    named_in = stem if not code and re.search(r"[\u4e00-\u9fff]", stem) else ""
    return PathFacts(level, code, year, named_in, in_name)


def place_in_name(
    name: str, context: str, year: int | None, level: Level | None = None, folder: bool = False
) -> str:
    """Return the code of the finest area that a file or folder is called by; empty for none.

    Parameters
    ----------
    name : str
        Name of a file, without its ending, or of a folder.
    context : str
        Code of the area that the folders around name, or empty.
    year : int or None
        For names that have changed.
    level : Level, optional
        The level that the name says.
    folder : bool
        It is a folder's.
    """
    rest = [piece for piece in re.split(_PATH_NOISE, name) if piece]
    if any(piece in ("全国", "国务院", "中央") for piece in rest):
        return NATION
    code = ""
    for piece in rest:
        names = [(end - len(found) + 1, found) for end, found in area_names().iter_long(piece)]
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


@lru_cache(maxsize=1)
def area_names() -> ahocorasick.Automaton:
    """Return the automaton of all names of areas, full and short."""
    automaton = ahocorasick.Automaton()
    for name in all_names():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton
