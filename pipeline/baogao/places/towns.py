"""Look up the towns and villages of one area."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from baogao.places.areas import _stem, area

_ARCHIVE = Path(__file__).with_name("towns.zip")


@dataclass(frozen=True, slots=True)
class Town:
    """A town, township or street office of 2023: nine-digit code, name, its villages' names."""

    code: str
    name: str
    villages: tuple[str, ...]


def towns(code: str) -> list[Town]:
    """Return the towns inside an area, by code.

    Parameters
    ----------
    code : str
        Six digits. A county that was dissolved or renumbered has those of its prefecture.

    Returns
    -------
    list of Town
        Empty for an area that the table of 2023 does not cover (台湾省, 香港特别行政区).

    Examples
    --------
    >>> [town.name for town in towns("310114")][:3]
    ['新成路街道', '真新街道', '嘉定镇街道']
    """
    stem = _stem(code)
    members = [name for name in _members() if name.startswith(stem[:4])]
    found = [town for name in members for town in _read(name)]
    if len(stem) < 6:
        return found
    own = [town for town in found if town.code.startswith(stem)]
    entry = area(code)
    return own if own or (entry is not None and not entry.last) else found


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    # Its directory is read once; from memory, so that processes forked later share no file.
    return zipfile.ZipFile(io.BytesIO(_ARCHIVE.read_bytes()))


@lru_cache(maxsize=1)
def _members() -> tuple[str, ...]:
    return tuple(sorted(_archive().namelist()))


@lru_cache(maxsize=64)
def _read(member: str) -> tuple[Town, ...]:
    lines = _archive().read(member).decode("utf-8").splitlines()
    fields = (line.split("\t") for line in lines)
    return tuple(Town(code, name, tuple(villages.split())) for code, name, villages in fields)
