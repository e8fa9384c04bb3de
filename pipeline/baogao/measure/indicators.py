"""The catalogue of indicators: a name as written → a stable id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from baogao.errors import BaogaoError
from baogao.schema import LEVELS

CATALOGUE = Path(__file__).with_name("indicators.yaml")

_FIELDS = {"id", "name", "unit", "names", "levels", "before"}
_FOLD = str.maketrans("（）．：０１２３４５６７８９", "().:0123456789")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An entry of the catalogue; see the head of `indicators.yaml`."""

    id: str
    name: str
    unit: str
    names: tuple[str, ...]
    levels: tuple[str, ...] = ()
    before: int | None = None


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
    names, levels, before = record["names"], record.get("levels", []), record.get("before")
    if not isinstance(names, list) or not all(isinstance(n, str) and n for n in names):
        raise BaogaoError("names must be a list of texts", where, "write names: [甲, 乙]")
    if not isinstance(levels, list) or not set(levels) <= set(LEVELS):
        raise BaogaoError("unknown level", where, f"use {', '.join(LEVELS)}")
    if before is not None and not isinstance(before, int):
        raise BaogaoError("before must be a year", where, "write before: 1995")
    return Indicator(
        str(record["id"]),
        str(record.get("name", "")),
        str(record.get("unit", "")),
        tuple(names),
        tuple(levels),
        before,
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
        for indicator in indicators:
            for name in indicator.names:
                self._by_name.setdefault(fold(name), []).insert(0, indicator)

    def find(self, name: str, level: str | None = None, year: int | None = None) -> str:
        """Return the id of the indicator with this name, or an empty text.

        Parameters
        ----------
        name : str
            Without the owner (`增加值`, not `全区增加值`).
        level, year : optional
            The report's, for names that mean something only there.
        """
        for indicator in self._by_name.get(fold(name), ()):
            if indicator.levels and level not in indicator.levels:
                continue
            if indicator.before is not None and (year is None or year >= indicator.before):
                continue
            return indicator.id
        return ""


def fold(name: str) -> str:
    """Return the form in which names are compared: half-width, no white space, no quotes."""
    return re.sub(r"[\s“”‘’\"]", "", name.translate(_FOLD))


@cache
def default_catalogue() -> Catalogue:
    """Return the catalogue that comes with the package."""
    return Catalogue(read_catalogue(CATALOGUE))
