"""Attention: the share of a researcher's concepts in any slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import yaml

from baogao.compare.slices import COLUMNS, SENTENCES, WORD, Slice, check_columns, condition
from baogao.corpus import Corpus
from baogao.errors import BaogaoError

CONCEPTS = Path(__file__).with_name("concepts")

Concepts = Mapping[str, Sequence[str]]


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
    for concept, words in data.items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
            raise BaogaoError(f"{concept!r} is no list of words", str(path), "write [word, word]")
        for word in words:
            if owner.setdefault(word, concept) != concept:
                raise BaogaoError(
                    f"{word!r} stands under {owner[word]!r} and {concept!r}",
                    str(path),
                    "keep it in one",
                )
    return {str(concept): list(words) for concept, words in data.items()}


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
        Columns of `baogao.compare.slices.COLUMNS`.
    where : Slice, optional
        Only within this slice.

    Returns
    -------
    DataFrame
        The columns of `by`, `concept`, `count` (matches), `matched_tokens`, `tokens` (words
        of the slice, without punctuation and headings), `share` (`matched_tokens / tokens`)
        and `sentences` (share of the slice's sentences with a match). A concept without a
        match has a row with zeros.
    """
    import ahocorasick

    groups = check_columns(by)
    test, parameters = condition(where)
    columns = ", ".join(f"{COLUMNS[g]} as {g}" for g in groups)
    head = columns + "," if groups else ""
    automaton = ahocorasick.Automaton()
    for concept, words in concepts.items():
        for word in words:
            automaton.add_word(word, (len(word), concept))
    automaton.make_automaton()
    found: list[tuple[str, int, int, int, str]] = []
    for batch in corpus.batches(
        f"select s.doc_id, s.sent_id, s.start, s.text from {SENTENCES} "
        f"where s.label is not null and {test}",
        parameters,
    ):
        for doc_id, sent_id, start, text in batch:
            for last, (length, concept) in automaton.iter(text):
                end = start + last + 1
                found.append((doc_id, sent_id, end - length, end, concept))
    hits = pd.DataFrame(found, columns=["doc_id", "sent_id", "start", "end", "concept"])
    # A word must begin and end where tokens do; then the longest of those that overlap stays.
    aligned = corpus.sql(
        """
        select h.doc_id, h.sent_id, h.start as start, h."end" as "end", h.concept,
               count(t.token_id) as n
        from hits h
        join tokens t on t.doc_id = h.doc_id and t.sent_id = h.sent_id
             and t.start >= h.start and t."end" <= h."end"
        group by h.doc_id, h.sent_id, h.start, h."end", h.concept
        having min(t.start) = h.start and max(t."end") = h."end"
               and sum(t."end" - t.start) = h."end" - h.start
        """,
        frames={"hits": hits},
    )
    aligned["length"] = aligned["end"] - aligned["start"]
    aligned = aligned.sort_values(
        ["doc_id", "length", "start"], ascending=[True, False, True], ignore_index=True
    )
    chosen = aligned[_longest_first(aligned)]
    counts = corpus.sql(
        f"""
        with sliced as (
            select {head} s.doc_id, s.sent_id from {SENTENCES}
            where s.label is not null and {test}
        ), sizes as (
            select sliced.*, (select count(*) from tokens t where t.doc_id = sliced.doc_id
                and t.sent_id = sliced.sent_id and {WORD}) as tokens from sliced
        )
        select {", ".join([*groups, "sum(tokens)::bigint as tokens", "count(*) as all_sentences"])}
        from sizes {"group by all" if groups else ""}
        """,
        parameters,
    )
    matched = corpus.sql(
        f"""
        select {head} h.concept, count(*) as count, sum(h.n)::bigint as matched_tokens,
               count(distinct (h.doc_id, h.sent_id)) as matched_sentences
        from {SENTENCES}
        join chosen h on h.doc_id = s.doc_id and h.sent_id = s.sent_id
        group by all
        """,
        frames={"chosen": chosen},
    )
    grid = counts.merge(pd.DataFrame({"concept": list(concepts)}), how="cross")
    table = grid.merge(matched, on=[*groups, "concept"], how="left")
    measured = ["count", "matched_tokens", "matched_sentences"]
    table[measured] = table[measured].fillna(0).astype(int)
    table["share"] = table["matched_tokens"] / table["tokens"]
    table["sentences"] = table["matched_sentences"] / table["all_sentences"]
    table = table.sort_values([*groups, "concept"], ignore_index=True)
    return table[[*groups, "concept", "count", "matched_tokens", "tokens", "share", "sentences"]]


def _longest_first(hits: pd.DataFrame) -> list[bool]:
    """Say which of the hits, in the order of their length, overlaps none before it."""
    taken: set[tuple[str, int]] = set()
    keep = []
    for doc_id, start, end in zip(hits["doc_id"], hits["start"], hits["end"], strict=True):
        free = not any((doc_id, at) in taken for at in range(start, end))
        if free:
            taken.update((doc_id, at) for at in range(start, end))
        keep.append(free)
    return keep
