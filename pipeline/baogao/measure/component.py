"""The spaCy component."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from baogao import extensions

extensions.register()


@Language.factory("baogao_measurer", requires=["doc.sents"], assigns=["doc._.measures"])
class Measurer:
    """Set `doc._.measures`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Read the figures of every labelled sentence."""
        doc._.measures = []
        return doc
