"""Report → spaCy `Doc` with tokens and sentences."""

from baogao.segment.document import cut_tokens, make_doc, tagged_words
from baogao.segment.sentences import Sentence, sentence_spans, sentences, text_of

__all__ = [
    "Sentence",
    "cut_tokens",
    "make_doc",
    "sentence_spans",
    "sentences",
    "tagged_words",
    "text_of",
]
