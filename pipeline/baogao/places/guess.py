"""Guess which area a report is about from the areas that it names."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from math import log1p
from pathlib import Path

import ahocorasick

from baogao.places.areas import Area, _index, all_areas, area, level_of, parent
from baogao.places.towns import towns
from baogao.schema import Level

_COMMON = Path(__file__).with_name("common.tsv")


@lru_cache(maxsize=1)
def common_names() -> dict[str, str]:
    """Return the short names that need care.

    `never` names an area without its kind, `own` within its own province alone, both being
    words as well; `known` is known everywhere.
    """
    lines = _COMMON.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


@lru_cache(maxsize=1)
def _automaton() -> ahocorasick.Automaton:
    index, common = _index(), common_names()
    automaton = ahocorasick.Automaton()
    for name in index.by_name:
        if common.get(name) != "never":
            automaton.add_word(name, name)
    for name in index.by_short:
        if name not in index.by_name and common.get(name) != "never":
            automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def count_areas(text: str) -> Counter[str]:
    """Return how often each area name, full or short, stands in a text; common words never."""
    counts: Counter[str] = Counter()
    for end, name in _automaton().iter_long(text):
        # 华北区域 is no 北区, 示范县 no 范县.
        if name[-1] == "区" and text[end + 1 : end + 2] in ("域", "间", "划", "位"):
            continue
        counts[name] += 1
    return counts


def guess(
    text: str, level: Level | None, year: int | None = None, within: str = "", unit: str = ""
) -> list[str]:
    """Return the codes of the areas that a report is most likely about, best first.

    A report names itself often, and more of the areas right below it than any other report.

    Parameters
    ----------
    text : str
        The report.
    level : Level or None
        The level that it is known to be of; None for any but the nation.
    year : int, optional
        Its year, for names that have changed.
    within : str
        The code of an area that it is known to lie in.
    unit : str
        What the area's name ends with (县), where that is known.

    Returns
    -------
    list of str
        At most five codes; empty where nothing is named.
    """
    counts = count_areas(text)
    mentions: defaultdict[str, float] = defaultdict(float)  # code -> times named
    by_full: set[str] = set()
    index, common = _index(), common_names()
    for name, times in counts.items():
        full = index.by_name.get(name, [])
        borne = {a.code for a in _standing(full or index.by_short.get(name, []), year)}
        for code in borne:
            # Two characters (和县, 范县) are often parts of other words.
            weak = len(name) == 2 and (full or common.get(name) == "own")
            mentions[code] += times / 5 if weak else times
            if full and len(borne) == 1:
                by_full.add(code)
    stem = within[:2] if within.endswith("0000") else within[:4] if within else ""
    kids: dict[str, list[str]] = {}
    for entry in all_areas():
        if entry.stood(year) if year else not entry.last:
            kids.setdefault(parent(entry.code), []).append(entry.code)
    scores: dict[str, float] = {}
    for code in mentions.keys() | {parent(c) for c in mentions} - {""}:
        if not code.startswith(stem) or (level and level_of(code) != level):
            continue
        bearer = area(code, year)
        if unit and bearer and not bearer.name.endswith(unit):
            continue
        own, below = mentions[code], kids.get(code, [])
        named = sum(1.0 if c in by_full else 0.6 for c in below if mentions[c])
        share = named / len(below) if below else 0.0
        around = mentions[parent(code)] if parent(code) else 0
        scores[code] = 2.0 * log1p(own) + 0.5 * named + 4.0 * share + 0.3 * log1p(around)
    best = sorted(scores, key=lambda code: (-scores[code], code))[:12]
    if best and level_of(best[0]) == "county":
        # Counties tell themselves by their towns.
        for code in best:
            found = {town.name for town in towns(code)}
            hits = sum(1 for name in found if name in text)
            scores[code] += min(hits, 12) * 1.0
        best.sort(key=lambda code: (-scores[code], code))
    return best[:5]


def _standing(entries: list[Area], year: int | None) -> list[Area]:
    return [a for a in entries if a.stood(year)] or entries
