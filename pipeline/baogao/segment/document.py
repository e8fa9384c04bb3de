"""The tokenizer, and cutting tokens at given edges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from baogao import extensions
from baogao.report import Report
from baogao.segment.dictionary import DOMAIN_WORDS, read_dictionary
from baogao.segment.segmenters import Segmenter, make_segmenter
from baogao.segment.sentences import sentence_spans, text_of

extensions.register()

# A number is one token with its per cent sign, without its unit (guidelines, section 5);
# letters before or behind make it a name (`5G`, `PM2.5`, `A4`), which jieba keeps whole.
_DIGIT = "0-9０-９"
_NUMBER = re.compile(
    rf"(?<![A-Za-z{_DIGIT}.．])[{_DIGIT}]+(?:[,，][{_DIGIT}]{{3}}(?![{_DIGIT}]))*(?:[.．][{_DIGIT}]+)?"
    rf"[%％‰]?(?![A-Za-z{_DIGIT}])"
)


def make_doc(nlp: Language, report: Report) -> Doc:
    """Return the tokens of a report, to be passed through `nlp`.

    Parameters
    ----------
    nlp : Language
        As `baogao.load` gives it.
    report : Report
        Its clean text becomes `doc.text`, code point for code point.

    Returns
    -------
    Doc
        With `doc._.report` set; the components of `nlp` have not run yet.
    """
    # Not nlp.make_doc: its limit on the text's length is for models that need it.
    doc: Doc = nlp.tokenizer(report.text)
    doc._.report = report
    return doc


def cut_tokens(doc: Doc, edges: Iterable[int]) -> Doc:
    """Return a document none of whose tokens crosses one of the edges.

    Parameters
    ----------
    doc : Doc
        Tokens and tags are kept, and `doc._.report`; entities and sentences are not.
    edges : iterable of int
        Code points into `doc.text`.

    Returns
    -------
    Doc
        The same one where nothing had to be cut.
    """
    starts = doc.to_array([IDX]).ravel().astype(np.int64)
    text = text_of(doc)
    wanted = np.unique(np.fromiter(edges, dtype=np.int64))
    wanted = wanted[(wanted > 0) & (wanted < len(text))]
    missing = np.setdiff1d(wanted, starts, assume_unique=True)
    if not len(missing):
        return doc
    tags = [tag for _, _, tag in tagged_words(doc)]
    merged = np.union1d(starts, missing)
    owner = np.searchsorted(starts, merged, side="right") - 1
    bounds = [*merged.tolist(), len(text)]
    words = [text[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]
    cut = _build(doc.vocab, words, [tags[i] for i in owner.tolist()])
    cut._.report = doc._.report
    return cut


def tagged_words(doc: Doc) -> list[tuple[int, str, str]]:
    """Return the words of a document: start (code points), text, part-of-speech tag.

    Parameters
    ----------
    doc : Doc
        As this package makes it: no token has white space behind it that is not its own.
    """
    if not len(doc):
        return []
    # From arrays: a thousand `Token` objects cost more than the words themselves.
    columns = doc.to_array([IDX, LENGTH, TAG])
    starts, lengths, tags = (column.tolist() for column in columns.astype(np.uint64).T)
    names = {tag: doc.vocab.strings[tag] if tag else "" for tag in set(tags)}
    text = text_of(doc)
    return [
        (start, text[start : start + length], names[tag])
        for start, length, tag in zip(starts, lengths, tags, strict=True)
    ]


def _build(vocab: Vocab, words: list[str], tags: list[str]) -> Doc:
    return Doc(vocab, words=words, spaces=[False] * len(words), tags=tags)


class Tokenizer:
    """Text → `Doc`: words of a segmenter, numbers whole, nothing across a sentence's edge.

    Parameters
    ----------
    vocab : Vocab
        The pipeline's.
    segmenter : {"rjieba", "jieba", "pkuseg"}
        See `baogao.segment.segmenters.make_segmenter`.
    user_dict : str, optional
        Path of a dictionary in jieba's format.
    """

    def __init__(self, vocab: Vocab, segmenter: Segmenter, user_dict: str | None) -> None:
        self.vocab, self.segmenter = vocab, segmenter
        self.words = [*read_dictionary(DOMAIN_WORDS)]
        if user_dict:
            self.words += read_dictionary(Path(user_dict))
        # pkuseg's model comes with the pipeline's data, in from_disk.
        self._cut = None if segmenter == "pkuseg" else make_segmenter(segmenter, self.words)

    def __call__(self, text: str) -> Doc:
        """Cut a text; the tokens end to end are the text."""
        if not text:
            return _build(self.vocab, [], [])
        if self._cut is None:
            self._cut = make_segmenter(self.segmenter, self.words)
        pairs = self._cut(text)
        tags = [tag for _, tag in pairs]
        lengths = np.fromiter((len(word) for word, _ in pairs), dtype=np.int64, count=len(pairs))
        ends = np.cumsum(lengths)
        starts = ends - lengths

        numbers = np.asarray([m.span() for m in _NUMBER.finditer(text)], dtype=np.int64)
        numbers = numbers.reshape(-1, 2)
        # Edges strictly inside a number go; its own two edges are set.
        first = np.searchsorted(numbers[:, 0], starts, side="left") - 1
        inside = (first >= 0) & (starts < numbers[np.maximum(first, 0), 1]) if len(numbers) else []
        kept = starts[~np.asarray(inside, dtype=bool)] if len(numbers) else starts
        edges = np.asarray(sentence_spans(text), dtype=np.int64).ravel()
        merged = np.unique(np.concatenate([kept, numbers.ravel(), edges]))
        merged = merged[merged < len(text)]

        owner = np.searchsorted(starts, merged, side="right") - 1
        is_number = np.isin(merged, numbers[:, 0])
        bounds = [*merged.tolist(), len(text)]
        return _build(
            self.vocab,
            [text[start:end] for start, end in zip(bounds, bounds[1:], strict=False)],
            ["m" if n else tags[i] for i, n in zip(owner.tolist(), is_number, strict=True)],
        )

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing: the config holds the settings, and pkuseg's model is data of its own."""

    def from_disk(self, path: str | Path, **_: Any) -> Tokenizer:
        """Take pkuseg's model from the pipeline's `tokenizer` folder, if it is wanted."""
        if self.segmenter == "pkuseg":
            self._cut = make_segmenter("pkuseg", [], Path(path) / "pkuseg")
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the config holds the settings."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> Tokenizer:
        """Return the tokenizer as the config made it."""
        return self


@registry.tokenizers("baogao_tokenizer")  # type: ignore[untyped-decorator]
def create_tokenizer(
    segmenter: Segmenter = "rjieba", user_dict: str | None = None
) -> Callable[[Language], Tokenizer]:
    """Return the factory that a pipeline's config names as `@tokenizers = "baogao_tokenizer"`."""

    def create(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, segmenter, user_dict)

    return create
