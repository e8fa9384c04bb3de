"""Attention: the share of a researcher's concepts in any slice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml

from baogao.compare.slices import Slice, check_columns
from baogao.compare.words import Ints, Vocabulary, Words, slices_of, words
from baogao.corpus import Corpus
from baogao.errors import BaogaoError

_EXAMPLES = Path(__file__).with_name("concepts")

Concepts = Mapping[str, Sequence[str]]

_COLUMNS = ["concept", "count", "matched_tokens", "tokens", "share", "sentences"]


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
    token's edge), longest first, and no token is counted twice. White space between tokens is
    matched by blanks.

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
    groups = check_columns(by)
    slices: dict[tuple[object, ...], int] = {}
    sizes: list[pd.DataFrame] = []
    found: list[pd.DataFrame] = []
    keys = ["slice", "concept"]
    matcher = _Matcher(concepts)
    for part in words(corpus, Vocabulary(), where, groups, read={"tokens": ["start"]}):
        group = slices_of(part.sentences, groups, slices)
        size = pd.DataFrame({"slice": group, "tokens": np.bincount(part.row, minlength=len(group))})
        sizes.append(_sum(size.assign(all_sentences=1), ["slice"]))
        hits = matcher.hits(part)
        first = ~hits.duplicated(["row", "concept"])
        hits = hits.assign(slice=group[hits["row"]], count=1, sentences=first.astype(int))
        found.append(_sum(hits.drop(columns="row"), keys))
    if not sizes:
        return pd.DataFrame(columns=[*groups, *_COLUMNS])
    grid = pd.MultiIndex.from_product([range(len(slices)), range(len(concepts))], names=keys)
    table = _sum(pd.concat(found), keys).set_index(keys).reindex(grid, fill_value=0)
    table = table.join(_sum(pd.concat(sizes), ["slice"]).set_index("slice")).reset_index()
    table["share"] = table["matched_tokens"] / table["tokens"]
    table["sentences"] /= table["all_sentences"]
    table["concept"] = np.array(list(concepts), dtype=object)[table["concept"]]
    values = pd.DataFrame(list(slices), columns=groups, index=range(len(slices)))
    if "year" in groups:
        values["year"] = values["year"].astype("Int64")
    table[groups] = values.loc[table["slice"]].set_axis(table.index)
    return table[[*groups, *_COLUMNS]].sort_values([*groups, "concept"], ignore_index=True)


def _sum(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the sums over rows of the same keys; what is in no slice is left out."""
    summed: pd.DataFrame = table[table["slice"] >= 0].groupby(keys, as_index=False).sum()
    return summed


class _Matcher:
    """Finds the words of concepts where they begin and end with a token."""

    def __init__(self, concepts: Concepts) -> None:
        self._owner = {
            word: number for number, listed in enumerate(concepts.values()) for word in listed
        }
        self._beginnings = {word[:end] for word in self._owner for end in range(1, len(word) + 1)}

    def hits(self, part: Words) -> pd.DataFrame:
        """Return the matches in some reports: `row` (the sentence), `concept`, `matched_tokens`."""
        begins = np.array([text in self._beginnings for text in part.texts], dtype=bool)
        at = np.flatnonzero(begins[part.text] & (part.every >= 0))
        starts = part.tables["tokens"]["start"].to_numpy()
        found = [hit for first in at.tolist() for hit in self._matches_at(first, part, starts)]
        hits = pd.DataFrame(found, columns=["start", "end", "concept", "length"], dtype=np.int64)
        hits = hits[_longest_first(*(hits[name].to_numpy() for name in ("start", "end", "length")))]
        # A sign within a word (互联网+) is a token too, though it does not count as a word.
        is_word = np.zeros(len(part.every) + 1, dtype=np.int64)
        is_word[part.at + 1] = 1
        before = np.cumsum(is_word)
        return pd.DataFrame(
            {
                "row": part.every[hits["start"]],
                "concept": hits["concept"],
                "matched_tokens": before[hits["end"]] - before[hits["start"]],
            }
        )

    def _matches_at(
        self, first: int, part: Words, starts: Ints
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield the matches that begin with a token: it, the one after, concept, code points."""
        word, end = "", first
        while end < len(part.every) and part.every[end] == part.every[first]:
            # White space is no token; blanks stand for it.
            word = word.ljust(starts[end] - starts[first]) + part.texts[part.text[end]]
            if word not in self._beginnings:
                return
            end += 1
            if word in self._owner:
                yield first, end, self._owner[word], len(word)


def _longest_first(starts: Ints, ends: Ints, lengths: Ints) -> npt.NDArray[np.bool_]:
    """Say which of the matches stay when the longest are taken first and none overlap."""
    taken: set[int] = set()
    keep = np.zeros(len(starts), dtype=bool)
    for i in np.lexsort((starts, -lengths)):
        span = range(int(starts[i]), int(ends[i]))
        if taken.isdisjoint(span):
            taken.update(span)
            keep[i] = True
    return keep
