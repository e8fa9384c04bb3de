"""The spaCy component."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from baogao import extensions
from baogao.measure.figures import Context, measure
from baogao.measure.growth import growth_warnings
from baogao.measure.indicators import CATALOGUE, Catalogue, default_catalogue, read_catalogue
from baogao.measure.numbers import find_numbers, shifted
from baogao.measure.record import Measure
from baogao.measure.scope import Scope
from baogao.measure.script import simplified
from baogao.segment.sentences import report_of, sentences

extensions.register()


@Language.factory(
    "baogao_measurer",
    requires=["doc.sents", "doc.ents"],
    assigns=["doc._.measures"],
    default_config={"indicators": None},
)
class Measurer:
    """Set `doc._.measures`, and warn where a report's growth target is not plain.

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
        text, own = report.text, report.metadata
        # Once over the whole text: most sentences have no figure and need not be looked at.
        read = simplified(text)
        numbers = list(find_numbers(read))
        entities = [(e.start_char, e.end_char, e.label_ == "PLACE") for e in doc.ents]
        scope = Scope(report)
        found: list[Measure] = []
        k = at = 0
        for sentence in sentences(doc):
            if sentence.heading:
                continue
            start, end = sentence.start, sentence.end
            while k < len(numbers) and numbers[k].start < start:
                k += 1
            first = k
            while k < len(numbers) and numbers[k].end <= end:
                k += 1
            body = read[start:end]
            period = scope.enter(body, sentence.paragraph, sentence.section_id)
            if first == k:
                continue
            while at < len(entities) and entities[at][1] <= start:
                at += 1
            context = Context(
                label=sentence.span._.label,
                year=own.year,
                level=own.level,
                role=report.sections[sentence.section_id].role,
                period=period,
                written="" if read is text else text[start:end],
            )
            here = at
            masked, places = [], []
            while here < len(entities) and entities[here][0] < end:
                left, right, is_place = entities[here]
                here += 1
                if not is_place:
                    masked.append((left - start, right - start))
                elif text[left:right] not in own.place:
                    places.append((left - start, right - start, text[left:right]))
            context.masked, context.places = masked, places
            for record in measure(body, self.catalogue, context, shifted(numbers[first:k], -start)):
                record.start += start
                record.end += start
                found.append(record)
        doc._.measures = found
        report.warnings += [w for w in growth_warnings(found, own.year) if w not in report.warnings]
        return doc
