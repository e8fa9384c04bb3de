"""Compare taggers and classifiers on reports of places that they were not trained on.

    python benchmarks/crossvalidate.py models/train.yaml --out FIGURES.jsonl [--only 0]
        [--taggers rules,trained,...] [--classifiers section,rules,...] [--share 0.5]

The annotated reports are put into five folds by prefecture (State Council reports by spans of
six years), so that neighbours and other years of a place stand together. Each way is trained on
four folds and scored on the fifth. Hand annotation and machine annotation are scored apart; a
file of annotation is hand annotation if its name begins with `hand`. `--share` trains on a part
of the training reports, for a learning curve. What was found is added to the file of figures,
one row a way, fold and kind of annotation, so that the folds can be run one by one. The shipped
encoder was pretrained without the reports of fold 0, so figures of the network are of that fold.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from baogao.classify.cues import read_cues
from baogao.classify.rules import Probabilities, classify_by_rules
from baogao.pipeline import build
from baogao.schema import ENTITY_TYPES, LABELS
from baogao.tag.model import join
from baogao.tag.spans import CERTAIN, Candidate, resolve
from baogao.train.classifier import LabelledText, train_classifier
from baogao.train.crf import train_crf
from baogao.train.data import TaggedText
from baogao.train.network import Encoder, read_encoder, train_network
from baogao.train.package import Config, labelled_text, read_annotation, read_config, tagged_text
from baogao.train.standoff import read_standoff

FOLDS = 5
CORE = ("PLACE", "PROGRAM", "COMPANY")
EPOCHS = 4  # of spaCy's models


@dataclass(slots=True)
class Entry:
    """An annotated report: who annotated it, where it belongs, what the models learn from it."""

    kind: str
    group: str
    tagged: TaggedText
    labelled: LabelledText


def main() -> None:
    """Run the ways asked for and add their figures to the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("config", type=Path, help="as for baogao train")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines of figures")
    parser.add_argument("--only", default=",".join(map(str, range(FOLDS))), help="folds")
    parser.add_argument("--taggers", default=",".join(TAGGERS))
    parser.add_argument("--classifiers", default=",".join(CLASSIFIERS))
    parser.add_argument("--share", type=float, default=1.0, help="of the training reports")
    given = parser.parse_args()
    config = read_config(given.config)
    encoder = read_encoder(config.encoder) if config.encoder else None
    entries = read_entries(config)
    for fold in map(int, given.only.split(",")):
        train, test = split(entries, fold, given.share)
        for name in filter(None, given.taggers.split(",")):
            start = time.perf_counter()
            ways = TAGGERS[name]([e.tagged for e in train], [e.tagged for e in test], encoder)
            for (way, found), kind in product(ways.items(), ("hand", "machine")):
                pairs = [(f, e.tagged) for f, e in zip(found, test, strict=True) if e.kind == kind]
                seconds = time.perf_counter() - start
                add(given, "tagger", way, fold, train, kind, seconds, entity_scores(pairs))
        for name in filter(None, given.classifiers.split(",")):
            start = time.perf_counter()
            views = CLASSIFIERS[name]([e.labelled for e in train], [e.labelled for e in test])
            for (way, said), kind in product(views.items(), ("hand", "machine")):
                rows = [(p, e.labelled) for p, e in zip(said, test, strict=True) if e.kind == kind]
                seconds = time.perf_counter() - start
                add(given, "classifier", way, fold, train, kind, seconds, label_scores(rows))


def add(
    given: argparse.Namespace,
    part: str,
    name: str,
    fold: int,
    train: Sequence[Entry],
    kind: str,
    seconds: float,
    scores: dict[str, Any],
) -> None:
    """Print a row and add it to the file of figures."""
    sentences = sum(len(e.tagged.spans) for e in train)
    row = {"part": part, "way": name, "fold": fold, "trained_on": sentences, "kind": kind}
    with given.out.open("a", encoding="utf-8") as out:
        out.write(json.dumps({**row, "seconds": round(seconds), **scores}) + "\n")
    told = {k: v for k, v in scores.items() if isinstance(v, float)}
    print(*row.values(), f"{seconds:.0f}s", *(f"{k} {v:.3f}" for k, v in told.items()), flush=True)


def read_entries(config: Config) -> list[Entry]:
    """Read the annotated reports that a training configuration names."""
    kinds = {
        entry.doc_id: "hand" if file.stem.startswith("hand") else "machine"
        for file in config.standoff
        for entry in read_standoff(file)
    }
    nlp = build()
    entries = []
    for doc_id, annotated in read_annotation(nlp, config).items():
        about = annotated.doc._.report.metadata
        group = str(about.year // 6) if about.level == "national" else about.place_code[:4]
        labelled = labelled_text(annotated)
        entries.append(
            Entry(kinds.get(doc_id, "hand"), group, tagged_text(nlp, annotated), labelled)
        )
    return entries


def split(entries: Sequence[Entry], fold: int, share: float) -> tuple[list[Entry], list[Entry]]:
    """Return the reports to train on, or a share of them by chance, and those of the fold."""
    groups = sorted({entry.group for entry in entries})
    random.Random(0).shuffle(groups)
    place = {group: i % FOLDS for i, group in enumerate(groups)}
    train = [entry for entry in entries if place[entry.group] != fold]
    random.Random(0).shuffle(train)
    return (
        train[: round(len(train) * share)],
        [entry for entry in entries if place[entry.group] == fold],
    )


# Taggers: trained on the first, they find the entities of the second, in one way or more.

Tagged = Sequence[TaggedText]
Found = dict[str, list[list[Candidate]]]


def by_rules(train: Tagged, test: Tagged, encoder: Encoder | None) -> Found:
    """Take what the rules are sure of."""
    found = []
    for text in test:
        inside = {i for start, end in text.spans for i in range(start, end)}
        sure = resolve(c for c in text.candidates if c.score >= CERTAIN)
        found.append([c for c in sure if c.start in inside and c.end - 1 in inside])
    return {"rules": found}


def by_trained(train: Tagged, test: Tagged, encoder: Encoder | None) -> Found:
    """Train the CRF and, where there is an encoder, the network; join them and add sure rules."""
    crf = train_crf(train)
    models = {"crf": crf}
    if encoder is not None:
        network = train_network(train, crf.suffixes, encoder)
        nothing = np.zeros_like(crf.transitions)
        models["network"] = replace(
            crf, tables={}, bias=nothing[0], transitions=nothing, network=network
        )
        models["crf and network"] = replace(crf, network=network)
    found = {
        name: [model.predict(t.text, t.spans, t.tokens, t.candidates) for t in test]
        for name, model in models.items()
    }
    name = list(found)[-1]
    found[f"{name}, then rules"] = [
        join(f, t.candidates, t.spans) for f, t in zip(found[name], test, strict=True)
    ]
    return found


def by_spacy(train: Tagged, test: Tagged, encoder: Encoder | None) -> Found:
    """Train spaCy's `tok2vec` and `ner` with their defaults, on the words of the pipeline."""
    nlp = spacy.blank("zh")
    ner = nlp.add_pipe("ner")
    for kind in ENTITY_TYPES:
        ner.add_label(kind)  # type: ignore[attr-defined]
    examples = []
    for text in train:
        for doc, start, entities in zip(
            _sentence_docs(nlp, text), (s for s, _ in text.spans), text.entities, strict=True
        ):
            spans = [doc.char_span(a - start, b - start, label=k) for a, b, k in entities]
            right = doc.copy()
            right.ents = tuple(span for span in spans if span is not None)
            examples.append(Example(doc, right))
    _fit_spacy(nlp, examples)
    found = []
    for text in test:
        docs = nlp.pipe(_sentence_docs(nlp, text))
        found.append(
            [
                Candidate(start + e.start_char, start + e.end_char, e.label_, "spacy", 1.0)
                for (start, _), doc in zip(text.spans, docs, strict=True)
                for e in doc.ents
            ]
        )
    return {"spacy ner": found}


def _sentence_docs(nlp: spacy.language.Language, text: TaggedText) -> list[Doc]:
    docs = []
    starts = np.asarray([start for start, _, _ in text.tokens])
    for start, end in text.spans:
        words, at = [], start
        for first, word, _ in text.tokens[max(0, int(np.searchsorted(starts, start)) - 1) :]:
            a, b = max(first, start), min(first + len(word), end)
            if a >= end:
                break
            if a >= b:
                continue
            if at < a:
                words.append(text.text[at:a])
            words.append(text.text[a:b])
            at = b
        if at < end:
            words.append(text.text[at:end])
        docs.append(Doc(nlp.vocab, words=words, spaces=[False] * len(words)))
    return docs


def _fit_spacy(nlp: spacy.language.Language, examples: list[Example]) -> None:
    fix_random_seed(0)
    chance = random.Random(0)
    optimizer = nlp.initialize(lambda: examples[:200])
    for _ in range(EPOCHS):
        chance.shuffle(examples)
        for first in range(0, len(examples), 32):
            nlp.update(examples[first : first + 32], sgd=optimizer, drop=0.2)


def entity_scores(pairs: Iterable[tuple[list[Candidate], TaggedText]]) -> dict[str, Any]:
    """Return micro F1 of all types, of the core types, and F1 of each type."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for found, text in pairs:
        gold = {entity for group in text.entities for entity in group}
        here = {(c.start, c.end, c.label) for c in found}
        right.update(k for _, _, k in gold & here)
        said.update(k for _, _, k in here)
        wanted.update(k for _, _, k in gold)

    def f1(kinds: Sequence[str]) -> float:
        both = sum(right[k] for k in kinds)
        every = sum(said[k] + wanted[k] for k in kinds)
        return 2 * both / max(1, every)

    scores = {"micro": f1(ENTITY_TYPES), "core": f1(CORE)}
    return {
        **scores,
        **{kind: f1([kind]) for kind in ENTITY_TYPES},
        "counts": {k: [right[k], said[k], wanted[k]] for k in ENTITY_TYPES},
    }


# Classifiers: likewise; one row of probabilities a sentence.

Labelled = Sequence[LabelledText]
Said = dict[str, list[Probabilities]]


def by_section(train: Labelled, test: Labelled) -> Said:
    """Take the label that the section's role suggests."""
    labels = {"review": "achievement", "plan": "plan", "problems": "problem"}
    rows = np.eye(len(LABELS))
    said = [
        rows[[LABELS.index(labels.get(item.role, "other")) for item in text.sentences]]
        for text in test
    ]
    return {"section": said}


def by_label_rules(train: Labelled, test: Labelled) -> Said:
    """Take sections and cues."""
    table = read_cues()
    return {"rules": [classify_by_rules(text.sentences, table) for text in test]}


def by_model(train: Labelled, test: Labelled) -> Said:
    """Train the classifier of the package; hide the headings, or all that is around, from it."""
    table = read_cues()
    model = train_classifier(train, table)
    bare = [
        [
            replace(i, role="none", heading="", stated=False, level=0, opens=False)
            for i in t.sentences
        ]
        for t in test
    ]
    lone = []
    for text, items in zip(test, bare, strict=True):
        rows = np.zeros((len(items), len(LABELS)))
        for i in np.flatnonzero(text.labels >= 0):
            alone = replace(items[i], first=True, last=True, paragraph=0, position=0.0)
            rows[i] = model.predict([alone], table)[0]
        lone.append(rows)
    return {
        "model": [model.predict(text.sentences, table) for text in test],
        "model, headings hidden": [model.predict(items, table) for items in bare],
        "model, lone sentence": lone,
    }


def by_textcat(train: Labelled, test: Labelled) -> Said:
    """Train spaCy's `textcat` with its defaults, on lone sentences."""
    nlp = build()
    small = spacy.blank("zh")
    textcat = small.add_pipe("textcat")
    for label in LABELS:
        textcat.add_label(label)  # type: ignore[attr-defined]

    def docs(text: LabelledText) -> Iterable[tuple[int, Doc]]:
        for i in np.flatnonzero(text.labels >= 0).tolist():
            words = [token.text for token in nlp.tokenizer(text.sentences[i].text)]
            yield i, Doc(small.vocab, words=words, spaces=[False] * len(words))

    examples = [
        Example.from_dict(doc, {"cats": {k: float(k == LABELS[text.labels[i]]) for k in LABELS}})
        for text in train
        for i, doc in docs(text)
    ]
    _fit_spacy(small, examples)
    said = []
    for text in test:
        rows = np.zeros((len(text.sentences), len(LABELS)))
        for i, doc in docs(text):
            found = small(doc).cats
            rows[i] = [found[label] for label in LABELS]
        said.append(rows)
    return {"spacy textcat, lone sentence": said}


def label_scores(rows: Iterable[tuple[Probabilities, LabelledText]]) -> dict[str, Any]:
    """Return accuracy, macro F1, F1 of each label, and the calibration of the probabilities."""
    known = [(p[t.labels >= 0], t.labels[t.labels >= 0]) for p, t in rows]
    shares = np.concatenate([p for p, _ in known])
    wanted = np.concatenate([w for _, w in known])
    said, sure = shares.argmax(axis=1), shares.max(axis=1)
    each: dict[str, float] = {
        label: 2
        * float(((said == k) & (wanted == k)).sum())
        / max(1, int((said == k).sum() + (wanted == k).sum()))
        for k, label in enumerate(LABELS)
    }
    edges = np.asarray([0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01])
    place = np.digitize(sure, edges) - 1
    bins = []
    for k in range(len(edges) - 1):
        here = place == k
        count = max(1, int(here.sum()))
        bins.append(
            [
                int(here.sum()),
                float(sure[here].sum()) / count,
                int((said == wanted)[here].sum()) / count,
            ]
        )
    plan = LABELS.index("plan")
    high = shares[:, plan] > 0.9
    return {
        "accuracy": float((said == wanted).mean()),
        "macro": float(np.mean(list(each.values()))),
        **each,
        "error": sum(n * abs(mean - right) for n, mean, right in bins) / len(wanted),
        "sure_plans_right": float((wanted[high] == plan).mean()) if high.any() else 0.0,
        "plans_sure": float(high[wanted == plan].mean()),
        "sentences": len(wanted),
        "bins": bins,
    }


TAGGERS: dict[str, Callable[[Tagged, Tagged, Encoder | None], Found]] = {
    "rules": by_rules,
    "trained": by_trained,
    "spacy": by_spacy,
}
CLASSIFIERS: dict[str, Callable[[Labelled, Labelled], Said]] = {
    "section": by_section,
    "rules": by_label_rules,
    "model": by_model,
    "textcat": by_textcat,
}


if __name__ == "__main__":
    main()
