"""The spaCy component: candidates, the learned model's say, entities."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc, Span

from baogao import extensions
from baogao.segment import cut_tokens, sentence_spans, tagged_words, text_of
from baogao.tag.canonical import canonical
from baogao.tag.model import TaggerModel, join
from baogao.tag.places import find_places
from baogao.tag.ruledata import RULES
from baogao.tag.rules import finder
from baogao.tag.spans import CERTAIN, Candidate, resolve

extensions.register()


@Language.factory(
    "baogao_tagger",
    assigns=["doc.ents", "span._.canonical", "span._.by", "span._.score"],
    default_config={"rules": None, "model": None},
)
class Tagger:
    """Set `doc.ents`, with the tokens cut at their edges.

    An entity has its type in `label_`, a place's code in `kb_id_`, the rule or model
    that made it in `_.by`, its confidence in `_.score`, the form that holds across
    years in `_.canonical`.

    Parameters
    ----------
    nlp, name
        As spaCy passes them.
    rules : str, optional
        A file of rules in place of the built-in one; what they are sure of is added to what
        the model finds.
    model : str, optional
        A folder of a `TaggerModel`; `None` for rules alone, unless the pipeline's own
        data, read by `from_disk`, holds one.
    """

    def __init__(self, nlp: Language, name: str, rules: str | None, model: str | None) -> None:
        self.name = name
        self.learned = TaggerModel.load(Path(model)) if model else None
        self._own_rules = rules is not None
        self._finder = finder(Path(rules) if rules else RULES)

    def candidates(self, doc: Doc) -> list[Candidate]:
        """Return what the rules and the gazetteer propose, the uncertain included.

        Parameters
        ----------
        doc : Doc
            Its report's metadata, where there is any, say where places lie.
        """
        return [*self._finder.find(text_of(doc)), *self._places(doc)]

    def _places(self, doc: Doc) -> list[Candidate]:
        report = doc._.report
        return find_places(text_of(doc), report.metadata if report is not None else None)

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document; it is rebuilt where a token crosses an entity's edge."""
        named = self._finder.find(text_of(doc))
        found = [*named, *self._places(doc)]
        if self.learned is None:
            return set_entities(doc, resolve(c for c in found if c.score >= CERTAIN))
        spans = sentence_spans(text_of(doc))
        learned = self.learned.predict(text_of(doc), spans, tagged_words(doc), found)
        # The built-in rules are among what the model weighs: what it turned down stays out.
        if self._own_rules:
            learned = join(learned, named, spans)
        return set_entities(doc, learned)

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Write the learned model, if there is one, into a folder."""
        if self.learned is not None:
            self.learned.save(Path(path))

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Tagger:
        """Take the learned model from a folder, if it holds one."""
        if (Path(path) / "tagger.json").exists():
            self.learned = TaggerModel.load(Path(path))
        return self


def set_entities(doc: Doc, entities: list[Candidate]) -> Doc:
    """Return the document with these entities.

    Parameters
    ----------
    doc : Doc
        Tokens that cross an edge are cut.
    entities : list of Candidate
        Flat, as `resolve` gives them.
    """
    doc = cut_tokens(doc, (edge for c in entities for edge in (c.start, c.end)))
    starts = doc.to_array([IDX]).ravel()
    first = np.searchsorted(starts, [c.start for c in entities]).tolist()
    last = np.searchsorted(starts, [c.end for c in entities]).tolist()
    spans: list[Span] = []
    for entity, begin, stop in zip(entities, first, last, strict=True):
        span = Span(doc, begin, stop, label=entity.label, kb_id=entity.code)
        span._.canonical = entity.canonical or canonical(span.text, entity.label)
        span._.by = entity.rule
        span._.score = entity.score
        spans.append(span)
    doc.ents = tuple(spans)
    return doc
