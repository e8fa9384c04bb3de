"""The spaCy component."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from baogao import extensions
from baogao.classify.context import items
from baogao.classify.cues import read_cues
from baogao.classify.model import ClassifierModel
from baogao.classify.rules import classify_by_rules
from baogao.schema import LABELS
from baogao.segment.sentences import report_of, sentences

extensions.register()


@Language.factory(
    "baogao_classifier",
    requires=["doc.sents"],
    assigns=["span._.label", "span._.probabilities"],
    default_config={"model": None},
)
class Classifier:
    """Set `sent._.label` and `sent._.probabilities` of every sentence that is no heading.

    Parameters
    ----------
    nlp, name
        As spaCy passes them.
    model : str, optional
        A folder of a `ClassifierModel`; `None` for rules alone, unless the pipeline's own
        data, read by `from_disk`, holds one.
    """

    def __init__(self, nlp: Language, name: str, model: str | None) -> None:
        self.name = name
        self.learned = ClassifierModel.load(Path(model)) if model else None
        self._table = read_cues()

    def __call__(self, doc: Doc) -> Doc:
        """Label the sentences of a document."""
        found = [sentence for sentence in sentences(doc) if not sentence.heading]
        places = ((s.start, s.end, s.paragraph, s.section_id) for s in found)
        context = items(report_of(doc), places)
        if self.learned is None:
            probabilities = classify_by_rules(context, self._table)
        else:
            probabilities = self.learned.predict(context, self._table)
        best = probabilities.argmax(axis=1)
        for sentence, row, label in zip(found, probabilities.tolist(), best.tolist(), strict=True):
            sentence.span._.label = LABELS[label]
            sentence.span._.probabilities = dict(zip(LABELS, row, strict=True))
        return doc

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Write the learned model, if there is one, into a folder."""
        if self.learned is not None:
            self.learned.save(Path(path))

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Classifier:
        """Take the learned model from a folder, if it holds one."""
        if (Path(path) / "classifier.json").exists():
            self.learned = ClassifierModel.load(Path(path))
        return self
