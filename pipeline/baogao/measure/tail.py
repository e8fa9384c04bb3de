"""The words between an indicator's name and its figure, read backwards from the figure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_WORDS = Path(__file__).with_name("between.yaml")


@cache
def _words() -> dict[str, str]:
    kinds = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {word: kind for kind, words in kinds.items() for word in words.split()}


@cache
def _pattern() -> re.Pattern[str]:
    # Turned round, so that a match is anchored at the figure and needs no search.
    longest_first = sorted(_words(), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word[::-1]) for word in longest_first))


def tail_word(backwards: str, at: int) -> tuple[str, str] | None:
    """Return the next word between a name and its figure, and what it says.

    Parameters
    ----------
    backwards : str
        The text before the figure, turned round.
    at : int
        Where to look; code points.

    Returns
    -------
    tuple or None
        The word and its kind, as in `between.yaml`; None where the name begins.
    """
    match = _pattern().match(backwards, at)
    if match is None:
        return None
    word = match[0][::-1]
    return word, _words()[word]
