"""What the learned tagger sees: keys for every character, the same in training and in use."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import ahocorasick
import numpy as np
import numpy.typing as npt

from baogao.schema import ENTITY_TYPES
from baogao.tag.spans import CERTAIN, Candidate, resolve

Keys = npt.NDArray[np.int64]

# Room between sentences, so that no window reaches into the next one.
PAD = 3
_REACH = 14  # how far ahead of a suffix its name may begin, in code points
_STOPS = frozenset("，。；：、！？（）《》“”,;:!? \n\u3000")


@dataclass(slots=True)
class Text:
    """Sentences laid end to end with room between them.

    Attributes
    ----------
    codes : numpy.ndarray of int64
        Code points; 0 in the room between sentences.
    index : numpy.ndarray of int64, shape (n,)
        Where each character of the document's sentences stands in `codes`.
    at : numpy.ndarray of int64, shape (n,)
        Its offset in the document.
    spans : sequence of (start, end)
        The sentences, code points into the document.
    """

    codes: Keys
    index: Keys
    at: Keys
    spans: Sequence[tuple[int, int]]
    place: Keys = field(repr=False)  # document offset → position in codes, or -1


def lay_out(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    """Lay sentences end to end.

    Parameters
    ----------
    text : str
        The document.
    spans : sequence of (start, end)
        Sentences in order, without overlap.
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.asarray([end - start for start, end in spans], dtype=np.int64)
    firsts = PAD + np.cumsum(lengths + PAD) - (lengths + PAD)
    starts = np.asarray([start for start, _ in spans], dtype=np.int64)
    total = int(lengths.sum())
    within = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    index = np.repeat(firsts, lengths) + within
    at = np.repeat(starts, lengths) + within
    codes = np.zeros((int(index[-1]) if total else 0) + PAD + 1, dtype=np.int64)
    codes[index] = points[at]
    place = np.full(len(text) + 1, -1, dtype=np.int64)
    place[at] = index
    return Text(codes, index, at, spans, place)


@lru_cache(maxsize=200_000)
def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _classes() -> Keys:
    """Return a character class for each code point of the basic plane."""
    table = np.full(65536, 1, dtype=np.int64)
    groups = {
        2: "0123456789０１２３４５６７８９",
        3: "零一二三四五六七八九十百千万亿两〇○",
        4: "，。；：！？,;:!?",
        5: "、",
        6: "“‘",
        7: "”’",
        8: "《（(〈",
        9: "》）)〉",
        10: "年月日届次轮期",
        11: "省市县区州镇乡村",
        12: "+%％·—-－",
    }
    for number, characters in groups.items():
        for character in characters:
            table[ord(character)] = number
    for low, high in ((0x41, 0x5A), (0x61, 0x7A), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)):
        table[low : high + 1] = 13
    table[0] = 0
    return table


_CLASS = _classes()


def find_keys(known: Keys, wanted: Keys) -> tuple[Keys, Keys]:
    """Return which of the wanted keys are known, and where those stand.

    Parameters
    ----------
    known : numpy.ndarray
        Sorted.
    wanted : numpy.ndarray
        In any order.

    Examples
    --------
    >>> hit, row = find_keys(np.array([2, 5]), np.array([5, 3, 2, 9]))
    >>> hit.tolist(), row.tolist()
    ([0, 2], [1, 0])
    """
    at = np.searchsorted(known, wanted)
    at[at == len(known)] = 0
    hit = np.flatnonzero(known[at] == wanted) if len(known) else at[:0]
    return hit, at[hit]


def feature_keys(
    text: str,
    laid: Text,
    tokens: Sequence[tuple[int, str, str]],
    candidates: Sequence[Candidate],
    suffixes: Mapping[str, int],
) -> dict[str, Keys]:
    """Return the features of every character: template → keys; -1 says that there is none.

    Parameters
    ----------
    text : str
        The document.
    laid : Text
        Its sentences.
    tokens : sequence of (start, word, tag)
        Words of the whole document, in order.
    candidates : sequence of Candidate
        What the rules propose, the uncertain included.
    suffixes : mapping
        Ends of names → number, as the model learned them.

    Returns
    -------
    dict
        Template → keys of int64, shape (n,), n the characters of the sentences.
    """
    keys = _characters(laid)
    keys |= _words(laid, tokens)
    keys |= _candidates(laid, candidates)
    keys |= _quotes(text, laid)
    keys["ahead"] = _ahead(text, laid, suffixes)
    return keys


def _characters(laid: Text) -> dict[str, Keys]:
    codes, i = laid.codes, laid.index

    def c(d: int) -> Keys:
        return codes[i + d]

    kinds = _CLASS[np.minimum(codes, 65535)]
    window = np.zeros(len(i), dtype=np.int64)
    for d in (-2, -1, 0, 1, 2):
        window = window * 16 + kinds[i + d]
    keys = {f"c{d}": c(d) for d in (-2, -1, 0, 1, 2)}
    keys |= {f"cc{d}": c(d) << 21 | c(d + 1) for d in (-2, -1, 0, 1)}
    keys["c_c"] = c(-1) << 21 | c(1)
    keys |= {f"ccc{d}": (c(d) << 42) | (c(d + 1) << 21) | c(d + 2) for d in (-2, -1, 0)}
    keys["class"] = window
    return keys


def _words(laid: Text, tokens: Sequence[tuple[int, str, str]]) -> dict[str, Keys]:
    n = len(tokens)
    starts = np.asarray([start for start, _, _ in tokens], dtype=np.int64)
    lengths = np.asarray([len(word) for _, word, _ in tokens], dtype=np.int64)
    words = np.asarray([_hash(word) for _, word, _ in tokens] + [0, 0], dtype=np.int64)
    tags = np.asarray([_hash(tag) & 0xFFFF for _, _, tag in tokens] + [0, 0], dtype=np.int64)
    owner = np.maximum(np.searchsorted(starts, laid.at, side="right") - 1, 0)
    offset = laid.at - starts[owner] if n else laid.at
    last = offset == lengths[owner] - 1 if n else offset == 0
    position = np.where(offset == 0, np.where(last, 0, 1), np.where(last, 2, 3))
    # -1 and n both fall on the two zeros at the end.
    before, after = owner - 1, np.minimum(owner + 1, n)
    return {
        "w": words[owner] << 2 | position,
        "w-1": words[before] << 2 | position,
        "w+1": words[after] << 2 | position,
        "pos": ((tags[before] << 32) | (tags[owner] << 16) | tags[after]) << 2 | position,
        "tag": tags[owner] << 8 | np.minimum(lengths[owner] if n else 0, 15) << 2 | position,
    }


_TYPE: dict[str, int] = {name: number for number, name in enumerate(ENTITY_TYPES)}


def _candidates(laid: Text, candidates: Sequence[Candidate]) -> dict[str, Keys]:
    size = len(laid.codes)
    by_type = np.zeros((len(ENTITY_TYPES), size), dtype=np.int64)
    # The less certain first, so that the more certain overwrite them.
    for candidate in sorted(candidates, key=lambda c: (c.score, c.end - c.start, c.start)):
        _mark(by_type[_TYPE[candidate.label]], laid, candidate, 4 * _bucket(candidate.score))
    chosen = np.full(size, -1, dtype=np.int64)
    for candidate in resolve(c for c in candidates if c.score >= CERTAIN):
        number = (_hash(candidate.rule) << 4 | _TYPE[candidate.label]) << 3
        _mark(chosen, laid, candidate, number)
    i = laid.index
    keys: dict[str, Keys] = {}
    together = np.zeros(size, dtype=np.int64)
    for name, number in _TYPE.items():
        column = by_type[number]
        keys[f"is_{name}"] = np.where(column[i] > 0, column[i], -1)
        together = together * 32 + column
    keys["types"] = together[i]
    keys["types-1"] = together[i - 1]
    keys["types+1"] = together[i + 1]
    keys["rule"] = chosen[i]
    keys["rule-1"] = chosen[i - 1]
    keys["rule+1"] = chosen[i + 1]
    return keys


def _bucket(score: float) -> int:
    return 3 if score >= 0.85 else 2 if score >= CERTAIN else 1


def _mark(row: Keys, laid: Text, candidate: Candidate, number: int) -> None:
    first, last = laid.place[candidate.start], laid.place[candidate.end - 1]
    if first < 0 or last < 0:
        return
    row[first : last + 1] = number + 1
    row[first] = number
    row[last] = number + 2
    if first == last:
        row[first] = number + 3


_PAIRS = {"“": "”", "《": "》"}
_LONGEST_QUOTE = 40


def _quotes(text: str, laid: Text) -> dict[str, Keys]:
    size = len(laid.codes)
    where = np.full(size, -1, dtype=np.int64)
    after = np.full(size, -1, dtype=np.int64)
    before = np.full(size, -1, dtype=np.int64)
    inside = np.full(size, -1, dtype=np.int64)
    for kind, (opening, closing) in enumerate(_PAIRS.items()):
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start, start + _LONGEST_QUOTE + 2)
            first = laid.place[start]
            last = laid.place[end] if end > start else -1
            if first >= 0 and last > first and last - first == end - start:
                length = last - first + 1
                steps = np.arange(length)
                # Where in the quotation, from either end, and how long it is.
                where[first : last + 1] = (
                    (np.minimum(steps, 3) * 4 + np.minimum(length - 1 - steps, 3)) * 8
                    + min(length // 3, 7)
                ) * 2 + kind
                edge = np.where(steps == 0, 0, np.where(steps == length - 1, 2, 1))
                edge[1 : length - 1][:1] = 3
                after[first : last + 1] = _hash(text[end + 1 : end + 3]) << 2 | edge
                before[first : last + 1] = _hash(text[max(start - 2, 0) : start]) << 2 | edge
                inside[first : last + 1] = _hash(text[start + 1 : end]) << 2 | edge
            start = text.find(opening, start + 1)
    i = laid.index
    return {
        "quote": where[i],
        "quote_after": after[i],
        "quote_before": before[i],
        "quoted": inside[i],
    }


@lru_cache(maxsize=4)
def _automaton(suffixes: tuple[tuple[str, int], ...]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for suffix, number in suffixes:
        automaton.add_word(suffix, (len(suffix), number))
    if suffixes:
        automaton.make_automaton()
    return automaton


@cache
def _distances(length: int) -> Keys:
    """Return how far the end of a name of this length is, coarsely, from each place before it."""
    distance = np.arange(_REACH, -1, -1)
    return np.where(distance < length, distance, np.minimum(8 + (distance - length) // 3, 15))


def _ahead(text: str, laid: Text, suffixes: Mapping[str, int]) -> Keys:
    """Return which end of a name comes next, and how far, where no mark lies between."""
    row = np.full(len(laid.codes), -1, dtype=np.int64)
    automaton = _automaton(tuple(suffixes.items()))
    if not len(automaton):
        return row[laid.index]
    stops = np.flatnonzero(np.isin(laid.codes, [0, *map(ord, _STOPS)]))
    hits = [(end, length, number) for end, (length, number) in automaton.iter(text)]
    # From the last to the first, so that the nearest one ahead stays.
    hits.sort(key=lambda hit: (-hit[0], hit[1]))
    table = np.asarray(hits, dtype=np.int64).reshape(-1, 3)
    lasts = laid.place[table[:, 0]]
    table, lasts = table[lasts >= 0], lasts[lasts >= 0]
    firsts = np.maximum(lasts - _REACH, stops[np.searchsorted(stops, lasts) - 1] + 1)
    for first, last, (_, length, number) in zip(
        firsts.tolist(), lasts.tolist(), table.tolist(), strict=True
    ):
        row[first : last + 1] = _distances(length)[first - last - 1 :] + (number << 4)
    return row[laid.index]


def suffixes_of(names: Iterable[str], least: int = 4) -> dict[str, int]:
    """Return the ends of names that are frequent, numbered: the last two and three characters.

    >>> suffixes_of(["蓝天保卫战", "碧水保卫战", "净土保卫战", "冬季保卫战"])
    {'保卫战': 0, '卫战': 1}
    """
    counts: dict[str, int] = {}
    for name in names:
        for length in (2, 3):
            if len(name) > length:
                counts[name[-length:]] = counts.get(name[-length:], 0) + 1
    frequent = sorted(suffix for suffix, count in counts.items() if count >= least)
    return {suffix: number for number, suffix in enumerate(frequent)}
