"""A model package from data: tagger, classifier, segmenter, and the pipeline around them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from baogao.classify.context import items
from baogao.classify.cues import read_cues
from baogao.classify.model import ClassifierModel
from baogao.errors import BaogaoError
from baogao.gold import GoldSentence, read_gold
from baogao.pipeline import build
from baogao.read import read
from baogao.report import Report
from baogao.schema import LABELS
from baogao.segment import make_doc, sentence_spans, tagged_words
from baogao.segment.sentences import sentences
from baogao.tag.model import TaggerModel
from baogao.tag.tagger import Tagger
from baogao.train.classifier import LabelledText, train_classifier
from baogao.train.data import AnnotatedDoc, TaggedText, align, by_document
from baogao.train.network import read_encoder
from baogao.train.standoff import gold_of, read_standoff
from baogao.train.tagger import train_tagger

if TYPE_CHECKING:
    from spacy.language import Language

_SUFFIXES = {".txt", ".md", ".html", ".htm", ".docx", ".pdf"}

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Config:
    """What to train from; see `models/train.yaml`."""

    reports: tuple[Path, ...]
    out: Path
    gold: tuple[Path, ...] = ()
    standoff: tuple[Path, ...] = ()
    words: tuple[Path, ...] = ()
    encoder: Path | None = None
    seed: int = 0
    segmenter_sentences_per_report: int = 20


def read_config(path: Path) -> Config:
    """Read a training configuration, every field checked.

    Raises
    ------
    BaogaoError
        The file is no YAML mapping, a field is unknown, missing or of the wrong kind, or a
        path does not exist.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        detail = " ".join(str(error).split())
        raise BaogaoError(
            f"cannot read the configuration: {detail}", str(path), "mend it"
        ) from error
    if not isinstance(data, dict):
        raise BaogaoError("no configuration", str(path), "write reports, gold and out")
    paths = {"gold", "reports", "standoff", "words"}
    numbers = {"seed", "segmenter_sentences_per_report"}
    fields = paths | numbers | {"out", "encoder"}
    unknown = sorted(set(map(str, data)) - fields)
    if unknown:
        raise BaogaoError(
            f"unknown field {unknown[0]!r}",
            str(path),
            f"use {', '.join(sorted(fields))}",
        )
    for name in ("out", "reports"):
        if name not in data:
            raise BaogaoError(f"{name} is missing", str(path), f"add {name}")
    if not {"gold", "standoff"} & data.keys():
        raise BaogaoError("no annotation", str(path), "add gold or standoff")
    values: dict[str, Any] = {"out": path.parent / str(data["out"])}
    for name in sorted(paths & data.keys()):
        if not isinstance(data[name], list):
            raise BaogaoError(f"{name} must be a list of paths", str(path), f"write {name}: [PATH]")
        values[name] = tuple(path.parent / str(item) for item in data[name])
        for item in values[name]:
            if not item.exists():
                raise BaogaoError("no such file or folder", str(item), f"mend {name} in {path}")
    if data.get("encoder") is not None:
        values["encoder"] = path.parent / str(data["encoder"])
        if not values["encoder"].is_file():
            raise BaogaoError("no such file", str(values["encoder"]), f"mend encoder in {path}")
    for name in sorted(numbers & data.keys()):
        if not isinstance(data[name], int) or data[name] < 0:
            raise BaogaoError(f"{name} must be a whole number", str(path), "mend it")
        values[name] = data[name]
    return Config(**values)


def train_package(config: Config, tell: Tell = lambda _: None) -> Path:
    """Train all models and write the pipeline's data.

    Parameters
    ----------
    config : Config
        The same data and seed give the same models.
    tell : callable
        Called with a line at each step.

    Returns
    -------
    Path
        The folder, to be loaded with `baogao.load(path)`.

    Raises
    ------
    BaogaoError
        A gold file is wrong, or there is no report for it.
    """
    _check_extra()
    encoder = read_encoder(config.encoder) if config.encoder else None
    nlp = build()
    annotated = read_annotation(nlp, config, tell)

    tell("training the tagger")
    texts = [tagged_text(nlp, a) for a in annotated.values()]
    tagger = train_tagger(texts, encoder, seed=config.seed)

    tell("training the classifier")
    classifier = train_classifier([labelled_text(a) for a in annotated.values()], read_cues())

    _write(tagger, classifier, config.out)

    if config.words:
        tell("training the segmenter")
        from baogao.train.segmenter import read_words, train_segmenter

        words = [sentence for path in config.words for sentence in read_words(path)]
        plain = plain_sentences(
            sorted(_reports(config).values()), config.segmenter_sentences_per_report, config.seed
        )
        train_segmenter(words, plain, config.out / "tokenizer" / "pkuseg", seed=config.seed)
    return config.out


def _reports(config: Config) -> dict[str, Path]:
    return {path.stem: path for path in _files(config.reports, _SUFFIXES)}


def read_annotation(
    nlp: Language, config: Config, tell: Tell = lambda _: None
) -> dict[str, AnnotatedDoc]:
    """Read the annotated reports of a configuration, with their annotation.

    Parameters
    ----------
    nlp : Language
        A pipeline of rules.
    config : Config
        Its gold and its annotation apart from the text are taken together.
    tell : callable
        Called with a line at each step.

    Returns
    -------
    dict
        Document id → annotated document, in the order of the ids.

    Raises
    ------
    BaogaoError
        A file of annotation is wrong, or there is no report for it.
    """
    paths = _reports(config)
    gold = by_document(read_gold(_files(config.gold, {".tsv"})))
    apart = [entry for path in _files(config.standoff, {".jsonl"}) for entry in read_standoff(path)]
    lacking = sorted({*gold, *(entry.doc_id for entry in apart)} - set(paths))
    if lacking:
        raise BaogaoError(
            f"no report for {', '.join(lacking[:5])}", "", "name the files as the gold does"
        )
    for entry in apart:
        gold.setdefault(entry.doc_id, []).extend(gold_of(entry, read(paths[entry.doc_id])))
    tell(f"reading {len(gold)} reports with gold")
    annotated = {doc_id: annotate_gold(nlp, paths[doc_id], gold[doc_id]) for doc_id in sorted(gold)}
    missing = sum(len(a.missing) for a in annotated.values())
    if missing:
        tell(f"{missing} gold sentences are not in the reports' text and are left out")

    found = {doc_id: a for doc_id, a in annotated.items() if a.examples}
    if not found:
        raise BaogaoError(
            "no annotated sentence", "", "give gold as .tsv or .jsonl, and the reports it is of"
        )
    return found


def _check_extra() -> None:
    for module in ("pycrfsuite", "sklearn"):
        if find_spec(module) is None:
            raise BaogaoError(f"{module} is not installed", "", 'pip install "baogao[train]"')


def _write(tagger: TaggerModel, classifier: ClassifierModel, out: Path) -> None:
    """Write a pipeline with these models; a fresh one, whose vocabulary holds no report's words."""
    nlp = build()
    for name, model in (("baogao_tagger", tagger), ("baogao_classifier", classifier)):
        nlp.get_pipe(name).learned = model  # type: ignore[attr-defined]
    nlp.meta["name"] = "baogao"
    nlp.meta["version"] = "0.1.0"
    nlp.meta["description"] = "Government work reports of China: entities, labels, figures"
    nlp.meta["license"] = "CC BY-SA 4.0"
    nlp.to_disk(out)


def _files(given: Sequence[Path], suffixes: set[str]) -> list[Path]:
    found: list[Path] = []
    for path in given:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [p for p in inside if p.is_file() and p.suffix.lower() in suffixes]
    return found


def annotate_gold(nlp: Language, path: Path, gold: Sequence[GoldSentence]) -> AnnotatedDoc:
    """Read a report, tag it by rules, split it, and find its gold sentences."""
    return align(nlp(make_doc(nlp, read(path))), gold)


def labelled_text(annotated: AnnotatedDoc) -> LabelledText:
    """Return what the classifier learns from a document with gold."""
    found = [sentence for sentence in sentences(annotated.doc) if not sentence.heading]
    at = {sentence.start: k for k, sentence in enumerate(found)}
    labels = np.full(len(found), -1, dtype=np.int64)
    for example in annotated.examples:
        if example.sentence.start in at:
            labels[at[example.sentence.start]] = LABELS.index(example.gold.label)
    places = ((s.start, s.end, s.paragraph, s.section_id) for s in found)
    return LabelledText(items(annotated.doc._.report, places), labels)


def tagged_text(nlp: Language, annotated: AnnotatedDoc) -> TaggedText:
    """Return what the tagger learns from a document with gold."""
    report: Report = annotated.doc._.report
    doc = make_doc(nlp, report)
    tagger = nlp.get_pipe("baogao_tagger")
    assert isinstance(tagger, Tagger)
    return TaggedText(
        report.text,
        tagged_words(doc),
        tagger.candidates(doc),
        [(e.start, e.end) for e in annotated.examples],
        [e.entities for e in annotated.examples],
    )


def plain_sentences(paths: Sequence[Path], count: int, seed: int) -> list[str]:
    """Return sentences of reports: a run of them from a place by chance in each."""
    chance = random.Random(seed)
    found = []
    for path in paths:
        try:
            text = read(path).text
        except BaogaoError:
            continue
        spans = [
            (start, end)
            for start, end in sentence_spans(text)
            if 12 < end - start < 160 and text[end - 1] == "。"
        ]
        first = chance.randrange(max(1, len(spans) - count))
        found += [text[start:end] for start, end in spans[first : first + count]]
    return found
