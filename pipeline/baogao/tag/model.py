"""The learned tagger: a linear-chain CRF over characters and a network beside it, in numpy.

The CRF is trained with python-crfsuite (Okazaki 2007; `baogao.train.crf`) and kept as arrays:
for each template of `baogao.tag.features` the sorted keys and a row of label scores each. To
these scores the network adds its own. Decoding is Viterbi over all sentences of a document at
once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from baogao.errors import BROKEN, BaogaoError
from baogao.tag.features import Keys, feature_keys, find_keys, lay_out
from baogao.tag.network import SPECIAL, Network
from baogao.tag.spans import Candidate, balance, parts, resolve

Scores = npt.NDArray[np.float32]

NAME = "crf"
# From this score on a rule is believed where the model sees nothing.
SURE = 0.9
# So much of the network's scores is added; more gains on some reports and loses on others.
SHARE = np.float32(0.35)
_NEVER = np.float32(-1e4)


@dataclass(slots=True)
class TaggerModel:
    """Weights of the tagger.

    Attributes
    ----------
    labels : list of str
        `O`, `B-PLACE`, `I-PLACE`, ….
    tables : dict
        Template → (sorted keys, scores of shape (keys, labels)).
    bias : numpy.ndarray, shape (labels,)
    transitions : numpy.ndarray, shape (labels, labels)
        From the row's label to the column's.
    suffixes : dict
        Ends of names, for the features.
    network : Network, optional
        Its scores are added, `SHARE` times.
    """

    labels: list[str]
    tables: dict[str, tuple[Keys, Scores]]
    bias: Scores
    transitions: Scores
    suffixes: dict[str, int]
    network: Network | None = None

    @classmethod
    def load(cls, folder: Path) -> TaggerModel:
        """Read a model; nothing in it is executed.

        Raises
        ------
        BaogaoError
            The folder holds no model.
        """
        try:
            about = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
            with np.load(folder / "tagger.npz", allow_pickle=False) as stored:
                tables = {
                    name: (stored[f"{name}.keys"], stored[f"{name}.scores"].astype(np.float32))
                    for name in about["templates"]
                }
                bias, transitions = stored["bias"], stored["transitions"]
                network = _read_network(about, stored)
            return cls(about["labels"], tables, bias, transitions, about["suffixes"], network)
        except BROKEN as error:
            raise BaogaoError(
                f"no tagger model: {error}", str(folder), "train one with baogao train"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the model; the same weights give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        about: dict[str, Any] = {
            "labels": self.labels,
            "templates": list(self.tables),
            "suffixes": self.suffixes,
        }
        arrays: dict[str, npt.NDArray[Any]] = {"bias": self.bias, "transitions": self.transitions}
        for name, (known, scores) in self.tables.items():
            arrays[f"{name}.keys"] = known
            arrays[f"{name}.scores"] = scores.astype(np.float16)
        if self.network is not None:
            about["characters"] = "".join(self.network.characters[SPECIAL:])
            arrays |= {
                f"network.{n}": w.astype(np.float16) for n, w in self.network.weights.items()
            }
            arrays |= {f"network.known.{n}": keys for n, keys in self.network.known.items()}
        (folder / "tagger.json").write_text(
            json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        np.savez_compressed(folder / "tagger.npz", **arrays)  # type: ignore[arg-type]

    def predict(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        tokens: Sequence[tuple[int, str, str]],
        candidates: Sequence[Candidate],
    ) -> list[Candidate]:
        """Return the entities of a document's sentences.

        Parameters
        ----------
        text : str
            The document.
        spans : sequence of (start, end)
            Its sentences.
        tokens : sequence of (start, word, tag)
            Its words.
        candidates : sequence of Candidate
            What the rules propose; an entity that one of them proposes too keeps its rule,
            code and canonical form.
        """
        laid = lay_out(text, spans)
        if not len(laid.index):
            return []
        keys = feature_keys(text, laid, tokens, candidates, self.suffixes)
        emissions = self._emissions(keys, len(laid.index))
        if self.network is not None:
            emissions += SHARE * self.network.scores(laid, keys)
        lengths = np.asarray([end - start for start, end in spans], dtype=np.int64)
        path = viterbi(emissions, self._constrained(), lengths)
        sure = self._certainty(emissions, path, lengths)
        found = self._spans(path, sure, laid.at, lengths)
        known = {(c.start, c.end, c.label): c for c in sorted(candidates, key=lambda c: c.score)}
        final = []
        for first, last, label, score in found:
            start, end = balance(text, first, last)
            for begin, stop in parts(text, start, end, label) if start < end else ():
                rule = known.get((begin, stop, label))
                by, canonical, code = (
                    (f"{rule.rule}+{NAME}", rule.canonical, rule.code) if rule else (NAME, "", "")
                )
                final.append(Candidate(begin, stop, label, by, score, canonical, code))
        return final

    def _emissions(self, keys: dict[str, Keys], n: int) -> Scores:
        emissions = np.tile(self.bias, (n, 1))
        for name, (known, scores) in self.tables.items():
            hit, row = find_keys(known, keys[name])
            emissions[hit] += scores[row]
        return emissions

    def _constrained(self) -> Scores:
        """Return the transitions, with those that make no entity ruled out."""
        table = self.transitions.copy()
        for j, label in enumerate(self.labels):
            if label.startswith("I-"):
                for i, before in enumerate(self.labels):
                    if before[2:] != label[2:]:
                        table[i, j] = _NEVER
        return table

    def _certainty(self, emissions: Scores, path: Keys, lengths: Keys) -> Scores:
        """Return, for each character, how sure its label is with its neighbours' given."""
        total = emissions.copy()
        first = np.zeros(len(path), dtype=bool)
        first[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
        inner = ~first[1:]
        total[1:][inner] += self.transitions[path[:-1]][inner]
        total[:-1][inner] += self.transitions[:, path[1:]].T[inner]
        if self.network is not None:
            total /= 1 + SHARE  # two that agree are not twice as sure
        total -= total.max(axis=1, keepdims=True)
        odds = np.exp(total)
        shares: Scores = odds[np.arange(len(path)), path] / odds.sum(axis=1)
        return shares

    def _spans(
        self, path: Keys, sure: Scores, at: Keys, lengths: Keys
    ) -> list[tuple[int, int, str, float]]:
        found: list[tuple[int, int, str, float]] = []
        outside = self.labels.index("O")
        ends = set((np.cumsum(lengths) - 1).tolist())
        start, kind, least = -1, "", 1.0
        for i in np.flatnonzero(path != outside).tolist():
            label = self.labels[path[i]]
            if label.startswith("B-") or start < 0:
                start, kind, least = i, label[2:], 1.0
            least = min(least, float(sure[i]))
            goes_on = (
                i not in ends and i + 1 < len(path) and self.labels[path[i + 1]] == f"I-{kind}"
            )
            if not goes_on:
                found.append((int(at[start]), int(at[i]) + 1, kind, round(least, 4)))
                start = -1
        return found


def _read_network(about: Mapping[str, Any], stored: Mapping[str, Any]) -> Network | None:
    if "characters" not in about:
        return None
    known, weights = {}, {}
    for name in stored:
        if name.startswith("network.known."):
            known[name.removeprefix("network.known.")] = stored[name]
        elif name.startswith("network."):
            weights[name.removeprefix("network.")] = stored[name].astype(np.float32)
    return Network([""] * SPECIAL + list(about["characters"]), known, weights)


def join(
    learned: Sequence[Candidate], proposed: Sequence[Candidate], spans: Sequence[tuple[int, int]]
) -> list[Candidate]:
    """Add to what the model found what the rules are sure of and the model left free.

    Parameters
    ----------
    learned : sequence of Candidate
        Of the model, flat.
    proposed : sequence of Candidate
        Of the rules.
    spans : sequence of (start, end)
        The sentences; a name across their edges is none.
    """
    taken = {i for c in learned for i in range(c.start, c.end)}
    ends = {i: end for start, end in spans for i in range(start, end)}
    free = [
        c
        for c in resolve(c for c in proposed if c.score >= SURE)
        if taken.isdisjoint(range(c.start, c.end)) and ends.get(c.start, -1) >= c.end
    ]
    return sorted([*learned, *free], key=lambda c: c.start)


def viterbi(emissions: Scores, transitions: Scores, lengths: Keys) -> Keys:
    """Return the best label sequence of each sentence, end to end.

    Parameters
    ----------
    emissions : numpy.ndarray, shape (n, labels)
        Scores of the characters of all sentences, end to end.
    transitions : numpy.ndarray, shape (labels, labels)
        A sentence does not begin with a label that nothing but its own kind may precede.
    lengths : numpy.ndarray of int64
        Of the sentences; their sum is n.

    Returns
    -------
    numpy.ndarray of int64, shape (n,)
    """
    path = np.zeros(len(emissions), dtype=np.int64)
    if not len(emissions):
        return path
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    firsts = (np.cumsum(lengths) - lengths)[order]
    sizes = lengths[order]
    longest = int(sizes[0])
    # An I- cannot open a sentence: it may follow only its own kind.
    opening = np.where((transitions <= _NEVER).sum(axis=0) > 0, _NEVER, np.float32(0))
    scores = emissions[firsts] + opening
    back = np.zeros((longest, len(order), emissions.shape[1]), dtype=np.int8)
    ends = np.zeros(len(order), dtype=np.int64)
    columns = transitions.T[None]
    for step in range(1, longest + 1):
        # The longest come first, so those that go on are the first so many.
        active = int(np.searchsorted(-sizes, -step, side="left"))
        done = slice(active, len(scores))
        ends[active : len(scores)] = scores[done].argmax(axis=1)
        scores = scores[:active]
        if not active:
            break
        through = scores[:, None, :] + columns
        best = through.argmax(axis=2)
        back[step, :active] = best
        scores = np.take_along_axis(through, best[:, :, None], axis=2)[:, :, 0]
        scores = scores + emissions[firsts[:active] + step]
    labels = ends
    rows = np.arange(len(order))
    for step in range(longest - 1, -1, -1):
        active = int(np.searchsorted(-sizes, -(step + 1), side="right"))
        path[firsts[:active] + step] = labels[:active]
        if step:
            labels[:active] = back[step, rows[:active], labels[:active]]
    return path
