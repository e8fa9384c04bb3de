"""The word segmenters to choose from: text → words (with jieba's part-of-speech tags)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, get_args

from baogao.errors import BaogaoError
from baogao.segment.dictionary import Word

Segmenter = Literal["rjieba", "jieba", "pkuseg"]
SEGMENTERS: tuple[Segmenter, ...] = get_args(Segmenter)

# A segmenter's words, end to end, are the text; a tag may be empty.
Cut = Callable[[str], list[tuple[str, str]]]


def make_segmenter(name: Segmenter, words: Iterable[Word], model: Path | None = None) -> Cut:
    """Return the function that cuts a text into tagged words.

    Parameters
    ----------
    name : {"rjieba", "jieba", "pkuseg"}
        `rjieba` is jieba in Rust: the same words about fifteen times as fast. `jieba` is the
        reference; `pkuseg` is trained here and gives no tags.
    words : iterable of Word
        Added to jieba's dictionary. pkuseg does not take them: spacy-pkuseg 1.0.2 cuts
        wrongly where one entry is a prefix of another.
    model : Path, optional
        Folder of the pkuseg model.

    Raises
    ------
    BaogaoError
        The name is unknown, or pkuseg has no model.
    """
    if name == "rjieba":
        return _rjieba(words)
    if name == "jieba":
        return _jieba(words)
    if name == "pkuseg":
        return _pkuseg(model)
    raise BaogaoError(f"unknown segmenter {name!r}", "", f"use {', '.join(SEGMENTERS)}")


def _rjieba(words: Iterable[Word]) -> Cut:
    import rjieba

    jieba = rjieba.Jieba()
    for word in words:
        jieba.add_word(word.text, word.frequency, word.tag)

    def cut(text: str) -> list[tuple[str, str]]:
        words: list[tuple[str, str]] = jieba.tag(text)
        return words

    return cut


def _jieba(words: Iterable[Word]) -> Cut:
    import logging

    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in words:
        tokenizer.add_word(word.text, word.frequency, word.tag)
    tagger = jieba.posseg.POSTokenizer(tokenizer)

    def cut(text: str) -> list[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in tagger.cut(text)]

    return cut


def _pkuseg(model: Path | None) -> Cut:
    if model is None or not model.is_dir():
        raise BaogaoError(
            "pkuseg has no model",
            str(model or ""),
            "load a pipeline that carries one (zh_baogao), or use rjieba",
        )
    import re

    import spacy_pkuseg

    segmenter = spacy_pkuseg.pkuseg(str(model), user_dict=None)
    pieces = re.compile(r"\s|\S+")

    def cut(text: str) -> list[tuple[str, str]]:
        words: list[tuple[str, str]] = []
        for piece in pieces.findall(text):
            if piece.isspace():
                words.append((piece, ""))
                continue
            # pkuseg writes full-width forms as half-width: cut the text itself by its lengths.
            start = 0
            for word in segmenter.cut(piece):
                words.append((piece[start : start + len(word)], ""))
                start += len(word)
        return words

    return cut
