"""spaCy extension attributes: what the stages leave on a `Doc`, declared once."""

from spacy.tokens import Doc, Span


def register() -> None:
    """Declare the attributes; calling it again changes nothing.

    ==================== ==================================================== =============
    attribute            meaning                                              set by
    ==================== ==================================================== =============
    doc._.report         the `Report`, or None for a bare text                segment
    sent._.label         sentence label, or None (a heading)                  classify
    sent._.probabilities label -> probability                                 classify
    ent._.canonical      form that holds across years                         tag
    ent._.by             id of the rule or model that made the entity         tag
    ent._.score          confidence, 0 to 1                                   tag
    doc._.measures       list of `Measure`                                    measure
    ==================== ==================================================== =============

    An entity's place code is spaCy's own `ent.kb_id_`.
    """
    if Doc.has_extension("report"):
        return
    Doc.set_extension("report", default=None)
    Doc.set_extension("measures", default=[])
    Span.set_extension("label", default=None)
    Span.set_extension("probabilities", default=None)
    Span.set_extension("canonical", default="")
    Span.set_extension("by", default="")
    Span.set_extension("score", default=1.0)
