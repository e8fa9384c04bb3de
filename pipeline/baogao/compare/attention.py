"""Attention: the share of a researcher's concepts in any slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml

from baogao.compare.slices import Slice, check_columns
from baogao.compare.words import Ints, Vocabulary, Words, words
from baogao.corpus import Corpus
from baogao.errors import BaogaoError

if TYPE_CHECKING:
    import ahocorasick

_EXAMPLES = Path(__file__).with_name("concepts")

Concepts = Mapping[str, Sequence[str]]

_READ = {"sentences": ["start", "text"], "tokens": ["start", "end"]}


def example_concepts() -> dict[str, Path]:
    """Return the concept lists that come with the package, by name.

    >>> sorted(example_concepts())
    ['digital_economy', 'environment', 'livelihood']
    """
    return {path.stem: path for path in _EXAMPLES.glob("*.yaml")}


def read_concepts(path: Path) -> dict[str, list[str]]:
    """Read concept lists: a YAML mapping of concept → list of words.

    Raises
    ------
    BaogaoError
        The file is not of that form, or a word stands under two concepts.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BaogaoError(
            f"cannot read the concepts: {error.strerror}", str(path), "check the path"
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        detail = str(error).replace("\n", " ")
        raise BaogaoError(f"not YAML: {detail}", str(path), "mend it") from error
    if not isinstance(data, dict) or not data:
        raise BaogaoError("no concepts", str(path), "write concept: [word, word]")
    owner: dict[str, str] = {}
    for concept, listed in data.items():
        if not isinstance(listed, list) or not all(isinstance(w, str) and w for w in listed):
            raise BaogaoError(f"{concept!r} is no list of words", str(path), "write [word, word]")
        for word in listed:
            if owner.setdefault(word, concept) != concept:
                raise BaogaoError(
                    f"{word!r} stands under {owner[word]!r} and {concept!r}",
                    str(path),
                    "keep it in one",
                )
    return {str(concept): list(listed) for concept, listed in data.items()}


def attention(
    corpus: Corpus,
    concepts: Concepts,
    by: Sequence[str] = ("year",),
    *,
    where: Slice | None = None,
) -> pd.DataFrame:
    """Measure how much of a slice's words a concept has.

    Words are matched on tokens (a word may be several tokens, but begins and ends at a
    token's edge), longest first, and no token is counted twice.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    concepts : mapping
        Concept → words, as `read_concepts` gives it.
    by : sequence of str
        Columns of `baogao.compare.slices.COLUMNS`; empty for the whole.
    where : Slice, optional
        Only within this slice.

    Returns
    -------
    DataFrame
        The columns of `by`, `concept`, `count` (matches), `matched_tokens`, `tokens` (words
        of the slice, without punctuation and headings), `share` (`matched_tokens / tokens`)
        and `sentences` (share of the slice's sentences with a match). A concept without a
        match has a row with zeros. What has no year (place, role) is in no slice by year
        (place, role).
    """
    import ahocorasick

    groups = check_columns(by)
    owners = {word: number for number, words_ in enumerate(concepts.values()) for word in words_}
    automaton = ahocorasick.Automaton()
    for word, number in owners.items():
        automaton.add_word(word, (len(word), number))
    automaton.make_automaton()
    parts: list[pd.DataFrame] = []
    for part in words(corpus, Vocabulary(), where, groups, read=_READ):
        sentences = part.sentences
        hits = _hits(automaton, part)
        shares = sentences[groups].assign(
            tokens=np.bincount(part.row, minlength=len(sentences)), all_sentences=1
        )
        for number in range(len(concepts)):
            rows = hits[hits["concept"] == number]["row"]
            tokens = hits[hits["concept"] == number]["tokens"]
            counts = np.bincount(rows, minlength=len(sentences))
            shares[f"count {number}"] = counts
            shares[f"tokens {number}"] = np.bincount(
                rows, weights=tokens, minlength=len(sentences)
            ).astype(int)
            shares[f"sentences {number}"] = (counts > 0).astype(int)
        parts.append(_sum(shares, groups))
    if not parts:
        return pd.DataFrame(
            columns=[*groups, "concept", "count", "matched_tokens", "tokens", "share", "sentences"]
        )
    wide = _sum(pd.concat(parts, ignore_index=True), groups)
    tables = [
        wide[groups].assign(
            concept=concept,
            count=wide[f"count {number}"],
            matched_tokens=wide[f"tokens {number}"],
            tokens=wide["tokens"],
            share=wide[f"tokens {number}"] / wide["tokens"],
            sentences=wide[f"sentences {number}"] / wide["all_sentences"],
        )
        for number, concept in enumerate(concepts)
    ]
    return pd.concat(tables).sort_values([*groups, "concept"], ignore_index=True)


def _sum(table: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    if not groups:
        return pd.DataFrame([table.sum()])
    for name in groups:
        if name != "year":
            table = table[table[name].fillna("") != ""]
    summed: pd.DataFrame = table.groupby(groups, as_index=False).sum()
    return summed


def _hits(automaton: ahocorasick.Automaton, part: Words) -> pd.DataFrame:
    """Return the matches in some reports: `row` (the sentence), `concept`, `tokens`."""
    texts = part.sentences["text"].tolist()
    # One long text: a match cannot run over the line break between two sentences.
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    offsets = np.cumsum(lengths) - lengths
    found = [
        (last + 1 - length, last + 1, concept)
        for last, (length, concept) in automaton.iter("\n".join(texts))
    ]
    hits = pd.DataFrame(found, columns=["start", "end", "concept"], dtype=np.int64)
    # A sign within a word (互联网+) is a token too, though it does not count as a word.
    table = part.tables["tokens"]
    every = np.flatnonzero(part.every >= 0)
    shift = (offsets - part.sentences["start"].to_numpy(np.int64))[part.every[every]]
    starts, ends = (table[name].to_numpy()[every] + shift for name in ("start", "end"))
    is_word = np.zeros(len(part.every), dtype=bool)
    is_word[part.at] = True
    words_before = np.concatenate([[0], np.cumsum(is_word[every])])
    first = np.searchsorted(starts, hits["start"])
    after = np.searchsorted(ends, hits["end"], side="right")
    aligned = first < after
    aligned[aligned] = (starts[first[aligned]] == hits["start"][aligned]) & (
        ends[after[aligned] - 1] == hits["end"][aligned]
    )
    hits = hits.assign(tokens=words_before[after] - words_before[first])[aligned]
    hits = hits[_longest_first(hits["start"].to_numpy(), hits["end"].to_numpy())]
    return hits.assign(row=np.searchsorted(offsets, hits["start"], side="right") - 1)


def _longest_first(starts: Ints, ends: Ints) -> npt.NDArray[np.bool_]:
    """Say which of the matches stay when the longest are taken first and none overlap."""
    taken: set[int] = set()
    keep = np.zeros(len(starts), dtype=bool)
    for i in np.lexsort((starts, starts - ends)):
        span = range(int(starts[i]), int(ends[i]))
        if taken.isdisjoint(span):
            taken.update(span)
            keep[i] = True
    return keep
