"""The words of a corpus as numbers: one pass over the tables, some reports at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from baogao.compare.slices import Slice, check_columns, matches
from baogao.corpus import Corpus

Ints = npt.NDArray[np.int64]

# A token counts as a word if it has a letter, a digit or a Han character in it.
_WORD = re.compile(r"[^\W_]")


class Vocabulary:
    """Numbers for texts, the same in all of a corpus."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def number(self, texts: Sequence[str]) -> Ints:
        """Return the number of each text, -1 for what is no word (punctuation)."""
        return np.fromiter(map(self._numbers.__getitem__, texts), np.int64, len(texts))

    def __len__(self) -> int:
        return len(self._numbers.texts)

    def __getitem__(self, number: int) -> str:
        return self._numbers.texts[number]

    def texts(self) -> npt.NDArray[np.object_]:
        """Return the texts in the order of their numbers."""
        return np.array(self._numbers.texts, dtype=object)


class _Numbers(dict[str, int]):
    """Text → number; a text that is asked for the first time gets the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self.texts) if _WORD.search(text) else -1
        if number >= 0:
            self.texts.append(text)
        return number


@dataclass
class Words:
    """Labelled sentences of some reports, and the words in them.

    Attributes
    ----------
    sentences : DataFrame
        `doc_id`, `sent_id` and the columns asked for, a row a sentence, in the corpus's order.
    row : array
        For each word its sentence, a row of `sentences`.
    term : array
        For each word its number in the `Vocabulary`.
    at : array
        For each word its row in the table of tokens.
    every : array
        For each row of the table of tokens its sentence, -1 for none; signs are tokens too.
    text : array
        For each row of the table of tokens its text, a place in `texts`.
    texts : list of str
        The texts of tokens, each once.
    tables : dict of str to Table
        The tables as read.
    """

    sentences: pd.DataFrame
    row: Ints
    term: Ints
    at: Ints
    every: Ints
    text: Ints
    texts: list[str]
    tables: dict[str, pa.Table]


def words(
    corpus: Corpus,
    vocabulary: Vocabulary,
    where: Slice | None = None,
    columns: Sequence[str] = (),
    *,
    read: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Words]:
    """Yield the labelled sentences of a slice and their words; headings have no label.

    Parameters
    ----------
    corpus : Corpus
        An annotated corpus.
    vocabulary : Vocabulary
        Takes up the words.
    where : Slice, optional
        Only within this slice.
    columns : sequence of str
        Columns of `baogao.compare.slices.COLUMNS` that the sentences shall have.
    read : mapping, optional
        Table → columns to read beside those needed here. Those of `sentences` are in the
        frame.
    """
    wanted = [name for name in check_columns(columns) if name != "doc_id"]
    needed = {*wanted, *(where or {})}
    about = ["year", "place", "place_code", "level"]
    documents = corpus.sql(f"select doc_id, {', '.join(about)} from documents")
    documents = documents.astype({"year": "Int64"}).set_index("doc_id")
    base = {
        "sections": ["doc_id", "section_id", "role"],
        "sentences": ["doc_id", "sent_id", "section_id", "label"],
        "tokens": ["doc_id", "sent_id", "text"],
    }
    more = dict(read or {})
    columns_of = {name: [*base.get(name, []), *more.get(name, [])] for name in {**base, **more}}
    for tables in corpus.shards(columns_of):
        sentences = tables["sentences"].to_pandas()
        sentences = sentences[sentences["label"].notna()]
        if "role" in needed:
            roles = tables["sections"].to_pandas()["role"]
            at = rows_of(tables["sentences"], tables["sections"].to_pandas(), "section_id")
            sentences["role"] = roles.array.take(at[sentences.index], allow_fill=True)
        for name in needed.intersection(about):
            # Looked up once a report: reports are few, sentences many.
            reports = documents[name].reindex(sentences["doc_id"].cat.categories.astype(object))
            sentences[name] = reports.array.take(sentences["doc_id"].cat.codes)
        sentences = sentences[matches(sentences, where)].reset_index(drop=True)
        if sentences.empty:
            continue
        kept = ["doc_id", "sent_id", *more.get("sentences", []), *wanted]
        sentences = sentences[kept]
        row = rows_of(tables["tokens"], sentences)
        text, texts = codes(tables["tokens"]["text"])
        term = vocabulary.number(texts).take(text) if len(text) else text
        at = np.flatnonzero((row >= 0) & (term >= 0))
        yield Words(sentences, row[at], term[at], at, row, text, texts, tables)


def rows_of(table: pa.Table, sentences: pd.DataFrame, key: str = "sent_id") -> Ints:
    """Return the row of `sentences` that each row of a table belongs to, -1 for none.

    `key` names a sentence within its report; sections go likewise.
    """
    docs, texts = codes(table["doc_id"])
    numbers = table[key].to_numpy()
    size = int(max(numbers.max(initial=0), sentences[key].max())) + 1
    lookup = np.full((len(texts) + 1) * size, -1, dtype=np.int64)
    names = sentences["doc_id"].astype("category")
    code = pd.Index(texts, dtype=object).get_indexer(names.cat.categories.astype(object))
    # A report without a row in the table is put into the last line, which none asks for.
    line = np.where(code < 0, len(texts), code)[names.cat.codes]
    lookup[line * size + sentences[key].to_numpy()] = np.arange(len(sentences))
    row: Ints = lookup.take(docs * size + numbers)
    return row


def codes(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """Return a column of text as numbers and the texts that they stand for; null is -1."""
    if not len(column):
        return np.empty(0, np.int64), []
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0)
    return array.indices.fill_null(-1).to_numpy().astype(np.int64), array.dictionary.to_pylist()


def slices_of(
    sentences: pd.DataFrame, groups: list[str], slices: dict[tuple[object, ...], int]
) -> Ints:
    """Return the number of each sentence's slice, -1 where a value is missing; note new ones."""
    code = np.zeros(len(sentences), dtype=np.int64)
    for name in groups:
        column, values = pd.factorize(sentences[name])
        code = code * (len(values) + 1) + column + 1
    _, first, code = np.unique(code, return_index=True, return_inverse=True)
    found = sentences[groups].iloc[first].astype(object)
    numbers = [
        -1 if any(pd.isna(v) or v == "" for v in value) else slices.setdefault(value, len(slices))
        for value in (found.itertuples(index=False, name=None) if groups else [()])
    ]
    return np.array(numbers, dtype=np.int64)[code]
