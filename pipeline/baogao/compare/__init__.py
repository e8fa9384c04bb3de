"""Years and places against each other, from the tables alone."""

from baogao.compare.attention import attention, read_concepts
from baogao.compare.programmes import families
from baogao.compare.promises import promises
from baogao.compare.slices import coverage
from baogao.compare.targets import targets
from baogao.compare.terms import frequencies, keyness

__all__ = [
    "attention",
    "coverage",
    "families",
    "frequencies",
    "keyness",
    "promises",
    "read_concepts",
    "targets",
]
