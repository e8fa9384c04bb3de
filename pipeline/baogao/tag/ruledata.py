"""The rule records, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from baogao.errors import BaogaoError
from baogao.schema import ENTITY_TYPES

RULES = Path(__file__).with_name("rules.yaml")
LONGEST = 80  # code points: what is longer than this is no name

# kind -> the fields that a record must have beside id, type and kind, and those that it may have
_FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "lexicon": (frozenset(), frozenset({"file", "names", "score", "not_before", "not_after"})),
    "suffix": (
        frozenset({"suffixes"}),
        frozenset(
            {"score", "listed", "min", "max", "cuts", "generic", "requires", "not_before", "tail"}
        ),
    ),
    "pattern": (frozenset({"pattern"}), frozenset({"score", "grows"})),
    "quoted": (
        frozenset(),
        frozenset({"score", "pattern", "before", "after", "file", "names"}),
    ),
    "title": (frozenset(), frozenset({"score", "pattern", "before", "after"})),
    "ignore": (frozenset(), frozenset({"file", "names"})),
    "cut": (frozenset({"names"}), frozenset({"scope"})),
}
_TYPELESS = frozenset({"ignore", "cut"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One record of `rules.yaml`; what each kind does stands at the head of that file.

    Attributes
    ----------
    id, type, kind : str
        `type` is an entity type, or empty for `cut` and `ignore`.
    score : float
        Confidence of what the rule finds, 0 to 1.
    listed : float
        The same for what stands in a list of names, where that is more.
    names : tuple of str
        Names of a lexicon, suffixes, words of a cut.
    pattern, before, after, generic, requires, tail : re.Pattern or None
        As the kind uses them.
    least, most : int
        Bounds on the length of what stands before a suffix, in code points.
    cuts, scope : str
        Which set of cuts a suffix is bounded by; which set a cut belongs to.
    not_before, not_after : tuple of str
        Texts that must not follow, or precede, the name.
    grows : bool
        A pattern's name may begin before the quotation that it begins with.
    """

    id: str
    type: str
    kind: str
    score: float = 1.0
    listed: float = 0.0
    names: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    generic: re.Pattern[str] | None = None
    tail: re.Pattern[str] | None = None
    requires: re.Pattern[str] | None = None
    least: int = 2
    most: int = 20
    cuts: str = "all"
    scope: str = "all"
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    grows: bool = False


@lru_cache(maxsize=4)
def read_rules(path: Path = RULES) -> tuple[Rule, ...]:
    """Read and check a file of rules.

    Parameters
    ----------
    path : Path
        YAML as the head of `rules.yaml` describes it; lexicon files lie beside it.

    Raises
    ------
    BaogaoError
        The file is not YAML, or a record is wrong; the error names the record.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).replace("\n", " ")
        raise BaogaoError(
            f"not a file of rules ({reason})", str(path), "write YAML in UTF-8"
        ) from error
    if not isinstance(data, list):
        raise BaogaoError("not a list of rules", str(path), "begin each record with `- id:`")
    rules: list[Rule] = []
    seen: set[str] = set()
    for number, record in enumerate(data, 1):
        rule = _rule(record, number, path)
        if rule.id in seen:
            raise BaogaoError(f"rule {rule.id!r} stands twice", str(path), "give each its own id")
        seen.add(rule.id)
        rules.append(rule)
    scopes = {"all"} | {rule.scope for rule in rules}
    for rule in rules:
        if rule.cuts not in scopes:
            raise BaogaoError(
                f"no cut of scope {rule.cuts!r}", f"{path}: rule {rule.id!r}", "write one"
            )
    return tuple(rules)


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _rule(record: object, number: int, path: Path) -> Rule:
    if not isinstance(record, dict):
        raise BaogaoError(f"record {number} is no mapping", str(path), "write `id:`, `kind:`, …")
    ident = record.get("id")
    if not isinstance(ident, str) or not ident:
        raise BaogaoError(f"record {number} has no id", str(path), "give it an `id:`")
    where = f"{path}: rule {ident!r}"
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise BaogaoError(f"unknown kind {kind!r}", where, f"use {', '.join(_FIELDS)}")
    must, may = _FIELDS[kind]
    fields = set(record) - {"id", "kind"} - (set() if kind in _TYPELESS else {"type"})
    if wrong := sorted(str(name) for name in fields - must - may):
        raise BaogaoError(
            f"unknown field {wrong[0]!r}", where, f"use {', '.join(sorted(must | may))}"
        )
    if missing := sorted(must - fields):
        raise BaogaoError(f"no field {missing[0]!r}", where, "add it")
    label = "" if kind in _TYPELESS else record.get("type")
    if kind not in _TYPELESS and label not in ENTITY_TYPES:
        raise BaogaoError(f"unknown type {label!r}", where, f"use {', '.join(ENTITY_TYPES)}")
    names = [*_strings(record, "names", where), *_strings(record, "suffixes", where)]
    if "file" in record:
        names += _lexicon(path.parent / str(record["file"]), where)
    if kind in {"lexicon", "ignore", "suffix", "cut"}:
        if not names:
            raise BaogaoError("no names", where, "give `names:` or `file:`")
        if long := [name for name in names if len(name) > LONGEST]:
            raise BaogaoError(f"{long[0]!r} is too long", where, f"use up to {LONGEST} characters")
    return Rule(
        id=ident,
        type=str(label),
        kind=kind,
        score=_score(record, "score", 1.0, where),
        listed=_score(record, "listed", 0.0, where),
        names=tuple(dict.fromkeys(names)),
        pattern=_pattern(record, "pattern", where),
        before=_pattern(record, "before", where, end="$"),
        after=_pattern(record, "after", where),
        generic=_pattern(record, "generic", where),
        tail=_pattern(record, "tail", where),
        requires=_pattern(record, "requires", where),
        least=_number(record, "min", 2, where),
        most=_number(record, "max", 20, where),
        cuts=str(record.get("cuts", "all")),
        scope=str(record.get("scope", "all")),
        grows=record.get("grows") is True,
        not_before=tuple(_strings(record, "not_before", where)),
        not_after=tuple(_strings(record, "not_after", where)),
    )


def _score(record: Mapping[str, Any], name: str, default: float, where: str) -> float:
    value = record.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BaogaoError(f"bad {name} {value!r}", where, "write a number from 0 to 1")
    return float(value)


def _strings(record: Mapping[str, Any], name: str, where: str) -> list[str]:
    value = record.get(name, [])
    if isinstance(value, str):  # a folded block of words
        return value.split()
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise BaogaoError(f"{name!r} is no list of words", where, "write words with blanks between")
    return value


def _pattern(
    record: Mapping[str, Any], name: str, where: str, end: str = ""
) -> re.Pattern[str] | None:
    value = record.get(name)
    if value is None:
        return None
    try:
        return re.compile(f"(?:{value}){end}" if end else str(value))
    except re.error as error:
        raise BaogaoError(f"bad {name} ({error})", where, "write a regular expression") from error


def _number(record: Mapping[str, Any], name: str, default: int, where: str) -> int:
    value = record.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST:
        raise BaogaoError(f"bad {name} {value!r}", where, f"write a number from 0 to {LONGEST}")
    return value


def _lexicon(path: Path, where: str) -> list[str]:
    """Return the names of a lexicon file: one a line, or several with blanks; `#` is a comment."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BaogaoError(f"cannot read {path}", where, "name a file in UTF-8") from error
    return list(_words(lines))


def _words(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        yield from line.partition("#")[0].split()
