"""Words over slices: frequency, keyness, what is new and what went."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from baogao.compare.slices import SENTENCES, Slice, check_columns, condition, matches
from baogao.compare.words import Ints, Vocabulary, Words, slices_of, words
from baogao.corpus import Corpus
from baogao.errors import BaogaoError

Floats = npt.NDArray[np.float64]


def frequencies(
    corpus: Corpus,
    by: Sequence[str] = ("year",),
    *,
    terms: Sequence[str] | None = None,
    where: Slice | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Count words by slice.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    by : sequence of str
        Columns of `baogao.compare.slices.COLUMNS` to count by; empty for the whole.
    terms : sequence of str, optional
        Only these words (tokens), with a row of zeros for each slice that has none; all
        that stand in a slice otherwise.
    where : Slice, optional
        Only within this slice.
    min_count : int
        Leave out words that are rarer than this in a slice (not with `terms`).

    Returns
    -------
    DataFrame
        The columns of `by`, `term`, `count`, `documents` (reports with the word),
        `tokens` and `per_10k`, the most frequent first in each slice. The denominator
        `tokens` is the number of words in labelled sentences of the slice; punctuation and
        headings do not count. What has no year (place, role) is in no slice by year
        (place, role).
    """
    groups = check_columns(by)
    vocabulary = Vocabulary()
    slices: dict[tuple[object, ...], int] = {}
    totals: dict[int, int] = {}
    parts: list[pd.DataFrame] = []
    chosen = None if terms is None else vocabulary.number(terms)
    for part in words(corpus, vocabulary, where, groups):
        group = slices_of(part.sentences, groups, slices)
        document = pd.factorize(part.sentences["doc_id"])[0]
        in_group = group[part.row]
        for number, n in enumerate(np.bincount(in_group[in_group >= 0])):
            totals[number] = totals.get(number, 0) + int(n)
        keep = in_group >= 0
        if chosen is not None:
            keep &= np.isin(part.term, chosen)
        # One number for (slice, word, report), so that counting is sorting numbers.
        width, depth = len(vocabulary), int(document.max(initial=0)) + 1
        found, n = np.unique(
            (in_group[keep] * width + part.term[keep]) * depth + document[part.row[keep]],
            return_counts=True,
        )
        both, first = np.unique(found // depth, return_index=True)
        parts.append(
            pd.DataFrame(
                {
                    "slice": (both // max(width, 1)).astype(np.int32),
                    "word": (both % max(width, 1)).astype(np.int32),
                    "count": np.add.reduceat(n, first) if len(n) else n,
                    "documents": np.diff([*first, len(found)]),
                }
            )
        )
        if len(parts) > 100:
            parts = [_sum(parts)]
    table = _sum(parts) if parts else pd.DataFrame(columns=["slice", "word", "count", "documents"])
    if chosen is not None:
        grid = pd.MultiIndex.from_product([range(len(slices)), dict.fromkeys(chosen)])
        table = table.set_index(["slice", "word"]).reindex(grid, fill_value=0)
        table = table.rename_axis(["slice", "word"]).reset_index()
    else:
        table = table[table["count"] >= min_count]
    values = list(slices)
    for position, name in enumerate(groups):
        column = pd.Series([value[position] for value in values], dtype=object)
        if name == "year":
            column = column.astype("Int64")
        table[name] = column.reindex(table["slice"]).array
    texts = vocabulary.texts()
    table["term"] = texts[table["word"].to_numpy(int)] if len(table) else []
    table["tokens"] = table["slice"].map(totals).fillna(0).astype(int)
    table["per_10k"] = 1e4 * table["count"] / table["tokens"].where(table["tokens"] > 0)
    table = table.astype({"count": int, "documents": int})
    table = table.sort_values(
        [*groups, "count", "term"], ascending=[True] * len(groups) + [False, True]
    )
    return table[[*groups, "term", "count", "documents", "tokens", "per_10k"]].reset_index(
        drop=True
    )


def keyness(corpus: Corpus, study: Slice, reference: Slice, *, min_count: int = 5) -> pd.DataFrame:
    """Hold the words of one slice against those of another.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    study, reference : Slice
        The two slices, which share no sentence.
    min_count : int
        Leave out words that are rarer than this in both together.

    Returns
    -------
    DataFrame
        `term`, `count_study`, `count_reference`, `per_10k_study`, `per_10k_reference`,
        `documents_study`, `documents_reference` (reports with the word), `log_likelihood`
        (G², Dunning 1993, in the form of Rayson and Garside 2000), `log_ratio` (the binary
        logarithm of the ratio of relative frequencies, half a count standing for none; Hardie
        2014), `dispersion` (Gries's DP over the reports of the slice in which it is more
        frequent, normalised after Lijffijt and Gries 2012: 0 even, 1 all in the shortest;
        0 where the slice is one report) and `change` (`new` where the reference has none,
        `vanished` where the study has none, else `more` or `less`). The strongest come first.
        Denominators as for `frequencies`. G² above 15.13 is a p below 0.0001, but words are
        no independent draws: look at the dispersion too.

    Raises
    ------
    BaogaoError
        A slice has no words, or the two overlap.
    """
    conditions, parameters = zip(*(condition(s) for s in (study, reference)), strict=True)
    both = corpus.sql(
        f"select 1 from {SENTENCES} where s.label is not null and {' and '.join(conditions)} limit 1",
        [*parameters[0], *parameters[1]],
    )
    if len(both):
        raise BaogaoError(
            "the two slices overlap", "", "choose them so that no sentence is in both"
        )
    vocabulary = Vocabulary()
    sides = (_Side("study", study), _Side("reference", reference))
    for part in words(corpus, vocabulary, columns=list({**study, **reference})):
        for side in sides:
            side.add(part, len(vocabulary))
    for side in sides:
        if not side.sizes:
            raise BaogaoError(
                f"the {side.name} slice {dict(side.chosen)} has no words", "", "widen it"
            )
    terms = len(vocabulary)
    a, b = (side.counts(terms) for side in sides)
    n_a, n_b = (float(sum(side.sizes)) for side in sides)
    expected = (a + b) / (n_a + n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (
            np.where(a > 0, a * np.log(a / (n_a * expected)), 0)
            + np.where(b > 0, b * np.log(b / (n_b * expected)), 0)
        )
    more = a / n_a >= b / n_b
    table = pd.DataFrame(
        {
            "term": vocabulary.texts(),
            "count_study": a.astype(int),
            "count_reference": b.astype(int),
            "per_10k_study": 1e4 * a / n_a,
            "per_10k_reference": 1e4 * b / n_b,
            "documents_study": sides[0].documents(terms),
            "documents_reference": sides[1].documents(terms),
            "log_likelihood": g2,
            "log_ratio": np.log2((np.maximum(a, 0.5) / n_a) / (np.maximum(b, 0.5) / n_b)),
            "dispersion": np.where(more, sides[0].dispersion(a), sides[1].dispersion(b)),
            "change": np.select([b == 0, a == 0, more], ["new", "vanished", "more"], "less"),
        }
    )
    table = table[table["count_study"] + table["count_reference"] >= min_count]
    return table.sort_values(["log_likelihood", "term"], ascending=[False, True], ignore_index=True)


class _Side:
    """Counts of a slice by word and report."""

    def __init__(self, name: str, chosen: Slice) -> None:
        self.name, self.chosen = name, chosen
        self.sizes: list[int] = []
        self._parts: list[tuple[npt.NDArray[np.int32], ...]] = []

    def add(self, part: Words, width: int) -> None:
        fits = matches(part.sentences, self.chosen)
        document = np.zeros(len(fits), dtype=np.int64)
        document[fits], reports = pd.factorize(part.sentences["doc_id"][fits])
        inside = fits[part.row]
        if not inside.any():
            return
        document, term = document[part.row[inside]], part.term[inside]
        found, n = np.unique(document * width + term, return_counts=True)
        numbers = found // width + len(self.sizes)
        self._parts.append(tuple(x.astype(np.int32) for x in (numbers, found % width, n)))
        self.sizes += np.bincount(document, minlength=len(reports)).tolist()

    def counts(self, terms: int) -> Floats:
        total = np.zeros(terms)
        for _, term, n in self._parts:
            total += np.bincount(term, weights=n, minlength=terms)
        return total

    def documents(self, terms: int) -> Ints:
        total = np.zeros(terms, dtype=np.int64)
        for _, term, _n in self._parts:
            total += np.bincount(term, minlength=terms)
        return total

    def dispersion(self, counts: Floats) -> Floats:
        """Return Gries's DP: half the sum of |observed − expected| shares over the reports."""
        sizes = np.array(self.sizes, dtype=float)
        expected = sizes / sizes.sum()
        if len(sizes) == 1:
            return np.zeros(len(counts))
        # Reports without the word add their expected share, which is one less what has it.
        deviation = np.ones(len(counts))
        for document, term, n in self._parts:
            share = expected[document]
            gap = np.abs(n / counts[term] - share) - share
            deviation += np.bincount(term, weights=gap, minlength=len(counts))
        dp: Floats = np.where(counts > 0, deviation / 2 / (1 - expected.min()), 1.0)
        return dp.clip(0, 1)


def _sum(parts: list[pd.DataFrame]) -> pd.DataFrame:
    together = pd.concat(parts, ignore_index=True)
    return together.groupby(["slice", "word"], as_index=False, sort=False).sum()
