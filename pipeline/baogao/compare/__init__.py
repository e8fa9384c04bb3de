"""Years and places against each other, from the tables alone."""

from baogao.compare.along import labels_along
from baogao.compare.attention import attention, example_concepts, read_concepts
from baogao.compare.pictures import draw
from baogao.compare.programmes import families
from baogao.compare.promises import promises
from baogao.compare.reports import coverage, reports
from baogao.compare.slices import parse_slice
from baogao.compare.targets import targets
from baogao.compare.terms import frequencies, keyness

__all__ = [
    "attention",
    "coverage",
    "draw",
    "example_concepts",
    "families",
    "frequencies",
    "keyness",
    "labels_along",
    "parse_slice",
    "promises",
    "read_concepts",
    "reports",
    "targets",
]
