"""The catalogue of indicators: a name as written → a stable id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from baogao.errors import BaogaoError
from baogao.schema import LEVELS

CATALOGUE = Path(__file__).with_name("indicators.yaml")

_REMEMBERED = 20_000
_FIELDS = {"id", "name", "unit", "names", "levels", "before", "since"}
_FOLD = str.maketrans("（）．：０１２３４５６７８９ＰＭＧＤＲ＆", "().:0123456789PMGDR&")
# What names are compared without: an aside, white space, quotes.
_DROPPED = re.compile(r"\([^()]*\)|[\s　“”‘’\"]")
# Whose it is: `全市`, `全区`, `嘉定区`.
_OWNER = re.compile(
    r"(?:全国|全省|全市|全区|全县|全州|全盟|全旗|全自治区|我国|我省|我市|我区|我县|本市|本区|本县|地区|当年|年度)(?:的)?"
    r"|(?:.{2,7}?(?:自治区|自治州|自治县|新区|开发区|省|市|区|县|州|盟|旗))"
)
_SUFFIX = re.compile(
    r"(?:的?(?:增长|增速|增幅|增长率|涨幅|总体|实际|年均|平均|累计|预计|完成|实现|总水平))+$"
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An entry of the catalogue; see the head of `indicators.yaml`."""

    id: str
    name: str
    unit: str
    names: tuple[str, ...]
    levels: tuple[str, ...] = ()
    before: int | None = None
    since: int | None = None


def read_catalogue(path: Path) -> list[Indicator]:
    """Read a catalogue, every record checked.

    Raises
    ------
    BaogaoError
        The file is not YAML of this form; the record is named by its position.
    """
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        records = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BaogaoError(f"cannot read the catalogue: {error}", str(path), "mend it") from error
    if not isinstance(records, list):
        raise BaogaoError("not a list of indicators", str(path), "write - {id: …, names: […]}")
    return [_check(record, f"{path}: record {n}") for n, record in enumerate(records, 1)]


def _check(record: Any, where: str) -> Indicator:
    if not isinstance(record, dict) or not {"id", "names"} <= record.keys():
        raise BaogaoError("an indicator needs id and names", where, "add them")
    unknown = record.keys() - _FIELDS
    if unknown:
        raise BaogaoError(
            f"unknown field {min(map(str, unknown))!r}", where, f"use {', '.join(sorted(_FIELDS))}"
        )
    names, levels = record["names"], record.get("levels", [])
    if not isinstance(names, list) or not all(isinstance(n, str) and n for n in names):
        raise BaogaoError("names must be a list of texts", where, "write names: [甲, 乙]")
    if not isinstance(levels, list) or not set(levels) <= set(LEVELS):
        raise BaogaoError("unknown level", where, f"use {', '.join(LEVELS)}")
    for field in ("before", "since"):
        if not isinstance(record.get(field, 0), int):
            raise BaogaoError(f"{field} must be a year", where, f"write {field}: 1995")
    return Indicator(
        str(record["id"]),
        str(record.get("name", "")),
        str(record.get("unit", "")),
        tuple(names),
        tuple(levels),
        record.get("before"),
        record.get("since"),
    )


class Catalogue:
    """Look-up by name.

    Parameters
    ----------
    indicators : iterable of Indicator
        Later ones win, so that a researcher's own come last.
    """

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_name: dict[str, list[Indicator]] = {}
        self._found: dict[str, Sequence[Indicator]] = {}
        for indicator in indicators:
            for name in indicator.names:
                self._by_name.setdefault(fold(name), []).insert(0, indicator)

    def find(self, name: str, level: str | None = None, year: int | None = None) -> str:
        """Return the id of the indicator with this name, or an empty text.

        Parameters
        ----------
        name : str
            As written; the owner (`全区增加值`, `青浦区增加值`) and a rate (`工业增加值增速`) are
            taken off where the name is not known with them.
        level, year : optional
            The report's, for names that mean something only there.
        """
        for indicator in self._candidates(name):
            if indicator.levels and level not in indicator.levels:
                continue
            if indicator.before is not None and (year is None or year >= indicator.before):
                continue
            if indicator.since is not None and (year is None or year < indicator.since):
                continue
            return indicator.id
        return ""

    def known(self, name: str) -> bool:
        """Whether a name is an indicator's in a report of some level and year."""
        return bool(self._candidates(name))

    def has(self, name: str) -> bool:
        """Whether a name stands in the catalogue as it is."""
        return fold(name) in self._by_name

    def _candidates(self, name: str) -> Sequence[Indicator]:
        # The same names come again and again; the memory is bounded.
        found = self._found.get(name)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[name] = self._look_up(name)
        return found

    def _look_up(self, name: str) -> Sequence[Indicator]:
        folded = fold(name)
        if folded in self._by_name:
            return self._by_name[folded]
        bare = _SUFFIX.sub("", folded)
        owner = _OWNER.match(bare)
        for form in (bare, bare[owner.end() :] if owner else ""):
            if form in self._by_name:
                return self._by_name[form]
        return ()


def fold(name: str) -> str:
    """Return the form in which names are compared: half-width, no white space, no quotes."""
    return _DROPPED.sub("", name.translate(_FOLD))


@cache
def default_catalogue() -> Catalogue:
    """Return the catalogue that comes with the package."""
    return Catalogue(read_catalogue(CATALOGUE))
