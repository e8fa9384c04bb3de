"""baogao: annotation of Chinese government work reports (政府工作报告).

>>> import baogao
>>> report = baogao.read("seeds/jiading_2020.md")
>>> report.metadata.year, report.metadata.place
(2020, '上海市嘉定区')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Not lazily: the function has the name of its package, and must come after it.
from baogao.read import read

if TYPE_CHECKING:
    from baogao import compare
    from baogao.corpus import Corpus
    from baogao.errors import BaogaoError
    from baogao.pipeline import load
    from baogao.report import Report
    from baogao.version import __version__
    from baogao.write import annotate

_HOME = {
    "BaogaoError": "baogao.errors",
    "Corpus": "baogao.corpus",
    "Report": "baogao.report",
    "__version__": "baogao.version",
    "annotate": "baogao.write",
    "load": "baogao.pipeline",
}

__all__ = ["BaogaoError", "Corpus", "Report", "__version__", "annotate", "compare", "load", "read"]


def __getattr__(name: str) -> Any:
    # What is not used is not loaded: spaCy alone takes half a second.
    if name == "compare":
        return import_module("baogao.compare")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
