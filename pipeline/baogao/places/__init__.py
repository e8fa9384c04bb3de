"""Administrative areas of China: names, six-digit codes of GB/T 2260, and their years.

Areas carry the years in which a name stood for a code, so that 清苑县 is found in 2010 and
清苑区 in 2020. Towns and villages are read only for the prefecture asked for.
"""

from baogao.places.areas import (
    Area,
    area,
    as_of,
    children,
    full_name,
    inside,
    level_of,
    named,
    parent,
    resolve,
    short_name,
)
from baogao.places.towns import Town, towns

__all__ = [
    "Area",
    "Town",
    "area",
    "as_of",
    "children",
    "full_name",
    "inside",
    "level_of",
    "named",
    "parent",
    "resolve",
    "short_name",
    "towns",
]
