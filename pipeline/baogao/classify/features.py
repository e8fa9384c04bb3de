"""Sentences as numbers, for the trained classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baogao.classify.context import Item
from baogao.classify.cues import SEARCHED, SECTION_ROLES, CueTable

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

BITS = 16  # log2 of the number of slots that character n-grams are hashed to
LONGEST = 4  # code points of the longest n-gram
_EDGE = "\x02"  # stands at both ends of a sentence, so that n-grams know them
_DIGITS = np.zeros(0x10000, dtype=np.uint32)
_DIGITS[:] = np.arange(0x10000)
_DIGITS[ord("0") : ord("9") + 1] = ord("0")
_DIGITS[ord("０") : ord("９") + 1] = ord("0")


@dataclass(frozen=True, slots=True)
class Grams:
    """Hashed character n-grams of sentences.

    Attributes
    ----------
    slots : numpy.ndarray of int64, shape (n,)
        Below `2 ** BITS`, sentence after sentence.
    starts : numpy.ndarray of int64, shape (number of sentences + 1,)
        Where each sentence's slots begin.
    """

    slots: Integers
    starts: Integers


def hash_grams(texts: Sequence[str], salt: int = 0) -> Grams:
    """Hash all n-grams of one to `LONGEST` code points; every digit counts as 0.

    Parameters
    ----------
    texts : sequence of str
        Sentences.
    salt : int
        Makes the same n-gram of another field another feature.
    """
    joined = "".join(f"{_EDGE}{text}{_EDGE}" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = _DIGITS[np.minimum(codes, 0xFFFF)]
    lengths = np.fromiter((len(text) + 2 for text in texts), dtype=np.int64, count=len(texts))
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    slots, owners = [], []
    rolling = np.full(len(codes), 0x9E3779B1 + salt, dtype=np.uint32)
    for n in range(1, LONGEST + 1):
        size = len(codes) - n + 1
        if size <= 0:
            break
        rolling = (rolling[:size] ^ codes[n - 1 :]) * np.uint32(0x01000193)
        mixed = (rolling ^ (rolling >> np.uint32(15))) * np.uint32(0x85EBCA6B)
        inside = owner[:size] == owner[n - 1 :]
        slots.append((mixed >> np.uint32(32 - BITS)).astype(np.int64)[inside])
        owners.append(owner[:size][inside])
    if not slots:
        return Grams(np.zeros(0, np.int64), np.zeros(len(texts) + 1, np.int64))
    owned = np.concatenate(owners)
    order = np.argsort(owned, kind="stable")
    starts = np.searchsorted(owned[order], np.arange(len(texts) + 1))
    return Grams(np.concatenate(slots)[order], starts)


def cue_matrix(sentences: Sequence[Item], table: CueTable) -> Floats:
    """Return which cues each sentence holds, shape (len(sentences), len(table.cues))."""
    found = np.zeros((len(sentences), len(table.cues)), dtype=np.float32)
    for k, item in enumerate(sentences):
        searched = item.text[:SEARCHED]
        for j, cue in enumerate(table.cues):
            if cue.pattern.search(searched):
                found[k, j] = 1
    return found


def shape_matrix(sentences: Sequence[Item]) -> Floats:
    """Return what a sentence looks like by itself, shape (len(sentences), 8)."""
    rows = []
    for item in sentences:
        text = item.text
        length, last = len(text), text[-1:]
        rows.append(
            (
                min(length, 200) / 50,
                length <= 8,
                length <= 20,
                last in "：:",
                last in "！!",
                last not in "。！!：:；;？?",
                any(c.isdigit() for c in text[:300]),
                text[:1] in "—–（(",
            )
        )
    return np.array(rows, dtype=np.float32).reshape(len(rows), 8)


def place_matrix(sentences: Sequence[Item]) -> Floats:
    """Return where each sentence stands; zeros where the text has no outline.

    Columns: role (as `SECTION_ROLES`), role where the report states it, first level,
    deeper level, run-in head by role (review, plan), first and last of its paragraph.
    """
    roles = len(SECTION_ROLES)
    found = np.zeros((len(sentences), 2 * roles + 6), dtype=np.float32)
    for k, item in enumerate(sentences):
        role = SECTION_ROLES.index(item.role)
        found[k, role] = 1
        found[k, roles + role] = item.stated
        if item.role == "none":
            continue
        found[k, 2 * roles :] = (
            item.level == 1,
            item.level >= 2,
            item.opens and item.role == "review",
            item.opens and item.role == "plan",
            item.first,
            item.last,
        )
    return found
