"""The spaCy component."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from baogao import extensions
from baogao.measure.figures import Context, measure
from baogao.measure.indicators import CATALOGUE, Catalogue, default_catalogue, read_catalogue
from baogao.segment.sentences import report_of, sentences

extensions.register()


@Language.factory(
    "baogao_measurer",
    requires=["doc.sents", "doc.ents"],
    assigns=["doc._.measures"],
    default_config={"indicators": None},
)
class Measurer:
    """Set `doc._.measures`.

    Parameters
    ----------
    indicators : str, optional
        Path of a researcher's own catalogue, in the form of `indicators.yaml`; it adds to
        the one of the package and goes before it.
    """

    def __init__(self, nlp: Language, name: str, indicators: str | None = None) -> None:
        self.name = name
        self.catalogue = default_catalogue()
        if indicators:
            own = read_catalogue(Path(indicators))
            self.catalogue = Catalogue([*read_catalogue(CATALOGUE), *own])

    def __call__(self, doc: Doc) -> Doc:
        """Read the figures of every sentence; a heading has none."""
        report = report_of(doc)
        own = report.metadata
        entities = list(doc.ents)
        text = report.text
        found, at = [], 0
        for sentence in sentences(doc):
            while at < len(entities) and entities[at].end_char <= sentence.start:
                at += 1
            here, k = [], at
            while k < len(entities) and entities[k].start_char < sentence.end:
                here.append(entities[k])
                k += 1
            if sentence.heading:
                continue
            offset = sentence.start
            context = Context(
                label=sentence.span._.label,
                year=own.year,
                level=own.level,
                masked=[
                    (e.start_char - offset, e.end_char - offset)
                    for e in here
                    if e.label_ != "PLACE"
                ],
                places=[
                    (e.start_char - offset, e.end_char - offset, e.text)
                    for e in here
                    if e.label_ == "PLACE" and e.text not in own.place
                ],
            )
            for record in measure(text[offset : sentence.end], self.catalogue, context):
                record.start += offset
                record.end += offset
                found.append(record)
        doc._.measures = found
        return doc
