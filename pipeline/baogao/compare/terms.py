"""Words over slices: frequency, keyness, what is new and what went."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from baogao.compare.slices import COLUMNS, SENTENCES, WORD, Slice, check_columns, condition
from baogao.corpus import Corpus
from baogao.errors import BaogaoError


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
        Columns of `baogao.compare.slices.COLUMNS` to count by.
    terms : sequence of str, optional
        Only these words (tokens); all otherwise.
    where : Slice, optional
        Only within this slice.
    min_count : int
        Leave out words that are rarer than this in a slice.

    Returns
    -------
    DataFrame
        The columns of `by`, `term`, `count`, `documents` (reports with the word),
        `tokens` and `per_10k`. The denominator `tokens` is the number of words in labelled
        sentences of the slice; punctuation and headings do not count.
    """
    groups = check_columns(by)
    columns = ", ".join(f"{COLUMNS[g]} as {g}" for g in groups)
    names = ", ".join(groups)
    test, parameters = condition(where)
    wanted = ""
    if terms is not None:
        wanted = f"where term in ({', '.join('?' * len(terms))})" if terms else "where false"
        parameters = [*parameters, *terms]
    select, order = (f"{names}, ", f"{names}, ") if groups else ("", "")
    using = f"using ({names})" if groups else "on true"
    return corpus.sql(
        f"""
        with words as (
            select {columns + "," if groups else ""} t.text as term, count(*) as n, t.doc_id as doc
            from {SENTENCES}
            join tokens t on t.doc_id = s.doc_id and t.sent_id = s.sent_id
            where s.label is not null and {WORD} and {test}
            group by all
        ), totals as (
            select {select} sum(n)::bigint as tokens from words {"group by all" if groups else ""}
        ), counts as (
            select {select} term, sum(n)::bigint as count, count(distinct doc) as documents
            from words {wanted} group by all
        )
        select {select} term, count, documents, tokens, 1e4 * count / tokens as per_10k
        from counts join totals {using}
        where count >= {int(min_count)}
        order by {order} count desc, term
        """,
        parameters,
    )


def keyness(corpus: Corpus, study: Slice, reference: Slice, *, min_count: int = 5) -> pd.DataFrame:
    """Hold the words of one slice against those of another.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    study, reference : Slice
        The two slices.
    min_count : int
        Leave out words that are rarer than this in both together.

    Returns
    -------
    DataFrame
        `term`, `count_study`, `count_reference`, `per_10k_study`, `per_10k_reference`,
        `log_likelihood` (G², Dunning 1993, in the form of Rayson and Garside 2000),
        `log_ratio` (the binary logarithm of the ratio of relative frequencies, half a count
        standing for none; Hardie 2014), `dispersion` (Gries's DP over the reports of the
        slice in which it is more frequent: 0 even, 1 all in one; Gries 2008) and `change`
        (`new` where the reference has none, `vanished` where the study has none, else
        `more` or `less`). The strongest come first.

    Raises
    ------
    BaogaoError
        A slice has no words.
    """
    counts = {}
    for name, chosen in (("study", study), ("reference", reference)):
        frame = frequencies(corpus, ["doc_id"], where=chosen)
        if frame.empty:
            raise BaogaoError(f"the {name} slice {dict(chosen)} has no words", "", "widen it")
        counts[name] = frame
    parts = {name: _shares(frame) for name, frame in counts.items()}
    total = {n: int(f.drop_duplicates("doc_id")["tokens"].sum()) for n, f in counts.items()}
    table = pd.DataFrame(
        {f"count_{name}": frame.groupby("term")["count"].sum() for name, frame in counts.items()}
    ).fillna(0)
    table = table[table.sum(axis=1) >= min_count].astype(int)
    a, b = table["count_study"].to_numpy(float), table["count_reference"].to_numpy(float)
    n_a, n_b = total["study"], total["reference"]
    expected = (a + b) / (n_a + n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (
            np.where(a > 0, a * np.log(a / (n_a * expected)), 0)
            + np.where(b > 0, b * np.log(b / (n_b * expected)), 0)
        )
    table["per_10k_study"], table["per_10k_reference"] = 1e4 * a / n_a, 1e4 * b / n_b
    table["log_likelihood"] = g2
    table["log_ratio"] = np.log2((np.maximum(a, 0.5) / n_a) / (np.maximum(b, 0.5) / n_b))
    more = table["per_10k_study"] >= table["per_10k_reference"]
    table["dispersion"] = np.where(
        more,
        parts["study"].reindex(table.index).fillna(1),
        parts["reference"].reindex(table.index).fillna(1),
    )
    table["change"] = np.select(
        [b == 0, a == 0, more.to_numpy()], ["new", "vanished", "more"], "less"
    )
    table = table.rename_axis("term").reset_index()
    return table.sort_values(["log_likelihood", "term"], ascending=[False, True], ignore_index=True)


def _shares(frame: pd.DataFrame) -> pd.Series[float]:
    """Return Gries's deviation of proportions by term: half the sum of |observed − expected|."""
    sizes = frame.drop_duplicates("doc_id").set_index("doc_id")["tokens"]
    expected = frame["doc_id"].map(sizes / sizes.sum())
    observed = frame["count"] / frame.groupby("term")["count"].transform("sum")
    # Reports without the word add their expected share, which is one less what is summed.
    covered = expected.groupby(frame["term"]).sum()
    deviation = (observed - expected).abs().groupby(frame["term"]).sum()
    return (deviation + (1 - covered)) / 2
