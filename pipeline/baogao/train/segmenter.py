"""Train the spacy-pkuseg model: gold words, and words of the domain through a teacher.

pkuseg learns words from its training text alone. The gold (UNER GSDSimp, Wikipedia text) has
none of the domain's, so a teacher, a linear CRF that sees the characters and how rjieba cuts
them, is trained on the gold first and cuts sentences of government work reports; pkuseg is
then trained on both. At run time neither the teacher nor the sentences are needed.
"""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from baogao.errors import BaogaoError
from baogao.gold import read_lines

Words = list[str]

_CHINESE_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两")
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》—…·")


def read_words(path: Path) -> Iterator[Words]:
    """Yield the sentences of a CoNLL-U or IOB2 file as lists of words (second column).

    Raises
    ------
    BaogaoError
        The file cannot be read, or a line is not of the format.
    """
    words: Words = []
    for number, line in enumerate(read_lines(path), 1):
        if line.startswith("#"):
            continue
        if not line.strip():
            if words:
                yield words
            words = []
            continue
        fields = line.split("\t")
        if len(fields) < 2:
            raise BaogaoError("not a CoNLL-U line", f"{path}:{number}", "separate columns by tabs")
        if fields[0].isdigit():
            words.append(fields[1])
    if words:
        yield words


def segmentation_f1(gold: Iterable[Words], predicted: Iterable[Words]) -> float:
    """Return the F1 of word spans, 0 to 1 (SIGHAN Bakeoff).

    >>> segmentation_f1([["全市", "经济"]], [["全市", "经", "济"]])
    0.4
    """
    right = n_gold = n_predicted = 0
    for left, other in zip(gold, predicted, strict=True):
        a, b = _spans(left), _spans(other)
        right, n_gold, n_predicted = right + len(a & b), n_gold + len(a), n_predicted + len(b)
    return 2 * right / (n_gold + n_predicted) if n_gold + n_predicted else 0.0


def _spans(words: Words) -> set[tuple[int, int]]:
    spans, start = set(), 0
    for word in words:
        spans.add((start, start + len(word)))
        start += len(word)
    return spans


class Teacher:
    """A CRF over characters with rjieba's words as features; cuts like its training text.

    Parameters
    ----------
    sentences : sequence of list of str
        Gold words.
    path : Path
        Where python-crfsuite keeps its model while it is used.
    """

    def __init__(self, sentences: Sequence[Words], path: Path) -> None:
        import pycrfsuite
        import rjieba

        self._jieba = rjieba.Jieba()
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params({"c1": 0.05, "c2": 0.05, "max_iterations": 100})
        for words in sentences:
            tags = [tag for word in words for tag in _word_tags(word)]
            trainer.append(self._features("".join(words)), tags)
        trainer.train(str(path))
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    def cut(self, text: str) -> Words:
        """Cut a sentence into words."""
        words: Words = []
        for character, tag in zip(text, self._tagger.tag(self._features(text)), strict=True):
            if tag in "BS" or not words:
                words.append(character)
            else:
                words[-1] += character
        return words

    def _features(self, text: str) -> list[list[str]]:
        tagged = self._jieba.tag(text)
        with_hmm = [f"{t}{min(len(w), 5)}{p}" for w, p in tagged for t in _word_tags(w)]
        position = [tag for word, _ in tagged for tag in _word_tags(word)]
        without = [tag for word in self._jieba.cut(text, False) for tag in _word_tags(word)]
        kinds = [_kind(character) for character in text]

        def at(items: Sequence[str], i: int) -> str:
            return items[i] if 0 <= i < len(items) else "^"

        rows = []
        for i, character in enumerate(text):
            row = ["bias", f"s{at(text, i - 1)}{at(text, i + 1)}"]
            row += [f"c{d}{at(text, i + d)}" for d in (-2, -1, 0, 1, 2)]
            row += [f"d{d}{at(text, i + d)}{at(text, i + d + 1)}" for d in (-2, -1, 0, 1)]
            row.append("t" + "".join(at(kinds, i + d) for d in (-1, 0, 1)))
            row.append("T" + "".join(at(kinds, i + d) for d in (-2, -1, 0, 1, 2)))
            row += [f"j{d}{at(with_hmm, i + d)}" for d in (-1, 0, 1)]
            row += [f"k{d}{at(without, i + d)}" for d in (-1, 0, 1)]
            row.append("J" + "".join(at(position, i + d) for d in (-1, 0, 1)))
            row.append(f"P{with_hmm[i]}{character}")
            rows.append(row)
        return rows


def _word_tags(word: str) -> str:
    return "S" if len(word) == 1 else "B" + "M" * (len(word) - 2) + "E"


def _kind(character: str) -> str:
    if character.isdigit():
        return "d"
    if character in _CHINESE_NUMERALS:
        return "n"
    if character in _PUNCTUATION:
        return "p"
    return "l" if character.isascii() and character.isalpha() else "h"


def train_segmenter(
    gold: Sequence[Words],
    report_sentences: Sequence[str],
    out: Path,
    *,
    iterations: int = 7,
    seed: int = 0,
) -> None:
    """Train a spacy-pkuseg model and write it to a folder.

    Parameters
    ----------
    gold : sequence of list of str
        Words of the open corpus.
    report_sentences : sequence of str
        Sentences of the domain, cut by the teacher; may be empty.
    out : Path
        Becomes a folder with `features.msgpack` and `weights.npz` (no pickle).
    iterations : int
        Passes over the training text.
    seed : int
        The same data and seed give the same model.
    """
    import spacy_pkuseg

    with TemporaryDirectory() as folder:
        teacher = Teacher(gold, Path(folder) / "teacher.crf") if report_sentences else None
        silver = [teacher.cut(sentence) for sentence in report_sentences] if teacher else []
        text = Path(folder) / "words.txt"
        text.write_text(
            "".join(" ".join(words) + "\n" for words in [*gold, *silver]), encoding="utf-8"
        )
        held = Path(folder) / "held.txt"
        held.write_text("".join(" ".join(words) + "\n" for words in gold[:20]), encoding="utf-8")
        random.seed(seed)
        np.random.seed(seed)
        # It reports its progress by print.
        with contextlib.redirect_stdout(io.StringIO()):
            spacy_pkuseg.train(str(text), str(held), str(out), train_iter=iterations)
    _prune(out)


def _prune(folder: Path, *, least: float = 0.01) -> None:
    """Drop the features that decide nothing, and round the weights of the rest."""
    import srsly

    features: dict[str, Any] = srsly.read_msgpack(folder / "features.msgpack")
    stored = np.load(folder / "weights.npz")
    n_tags, n_features = (int(n) for n in stored["sizes"])
    weights = stored["w"]
    nodes = weights[: n_tags * n_features].reshape(n_features, n_tags)
    kept = np.abs(nodes).max(axis=1) >= least
    kept[0] = True
    new_index = np.cumsum(kept) - 1
    features["feature_to_idx"] = {
        name: int(new_index[i]) for name, i in features["feature_to_idx"].items() if kept[i]
    }
    srsly.write_msgpack(folder / "features.msgpack", features)
    # spacy-pkuseg wants doubles; two decimals of them pack well.
    smaller = np.concatenate([nodes[kept].ravel(), weights[n_tags * n_features :]]).round(2)
    np.savez_compressed(
        folder / "weights.npz", sizes=np.asarray([n_tags, int(kept.sum())]), w=smaller
    )
