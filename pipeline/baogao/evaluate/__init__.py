"""Scores of an annotated corpus against gold."""

from baogao.evaluate.scores import Counts, Scores, predicted_from_jsonl, score, score_document

__all__ = ["Counts", "Scores", "predicted_from_jsonl", "score", "score_document"]
