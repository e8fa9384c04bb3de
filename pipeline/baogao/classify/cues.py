"""The cue data, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import yaml

from baogao.errors import BaogaoError
from baogao.schema import LABELS, Role

CUES = Path(__file__).with_name("cues.yaml")
SEARCHED = 400  # code points of a sentence in which cues are looked for

# `none` is for a sentence whose section is not known.
SECTION_ROLES: tuple[str, ...] = (*get_args(Role), "none")
_FIELDS = {"id", "label", "weight", "pattern", "roles"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for a label, in sections of some roles."""

    id: str
    label: int
    weight: float
    pattern: re.Pattern[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueTable:
    """What `cues.yaml` holds.

    Attributes
    ----------
    priors : numpy.ndarray of float64, shape (len(SECTION_ROLES), len(LABELS))
        What a section's role gives each label.
    cues : tuple of Cue
    """

    priors: npt.NDArray[np.float64]
    cues: tuple[Cue, ...]


@lru_cache(maxsize=4)
def read_cues(path: Path = CUES) -> CueTable:
    """Read and check a file of cues.

    Parameters
    ----------
    path : Path
        YAML as `cues.yaml` describes it at its head.

    Raises
    ------
    BaogaoError
        The file is not of that form; the message names the cue.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BaogaoError(f"not YAML: {error}", str(path), "correct the file") from error
    if not isinstance(data, dict) or set(data) != {"roles", "cues"}:
        raise BaogaoError("not a file of cues", str(path), "write the keys roles and cues")
    priors = _read_priors(data["roles"], str(path))
    cues: list[Cue] = []
    for number, row in enumerate(data["cues"] or [], 1):
        cue = _read_cue(row, f"{path}: cue {number}")
        if any(cue.id == other.id for other in cues):
            raise BaogaoError(f"second cue {cue.id!r}", str(path), "give each cue its own id")
        cues.append(cue)
    return CueTable(priors, tuple(cues))


def _read_priors(rows: Any, where: str) -> npt.NDArray[np.float64]:
    if not isinstance(rows, dict) or set(rows) != set(SECTION_ROLES):
        raise BaogaoError("roles incomplete", where, f"write a row for {', '.join(SECTION_ROLES)}")
    for role, row in rows.items():
        if not isinstance(row, dict) or set(row) != set(LABELS):
            raise BaogaoError(f"role {role}", where, f"give a weight to {', '.join(LABELS)}")
    return np.array([[float(rows[role][label]) for label in LABELS] for role in SECTION_ROLES])


def _read_cue(row: Any, where: str) -> Cue:
    if not isinstance(row, dict) or not _FIELDS - {"roles"} <= set(row) <= _FIELDS:
        raise BaogaoError("not a cue", where, f"write the keys {', '.join(sorted(_FIELDS))}")
    where = f"{where} ({row['id']})"
    if row["label"] not in LABELS:
        raise BaogaoError(f"unknown label {row['label']!r}", where, f"use {', '.join(LABELS)}")
    roles = frozenset(row.get("roles", SECTION_ROLES))
    if not roles <= set(SECTION_ROLES):
        raise BaogaoError("unknown role", where, f"use {', '.join(SECTION_ROLES)}")
    try:
        weight, pattern = float(row["weight"]), re.compile(row["pattern"])
    except (TypeError, ValueError, re.error) as error:
        raise BaogaoError(str(error), where, "correct the weight or pattern") from error
    return Cue(str(row["id"]), LABELS.index(row["label"]), weight, pattern, roles)
