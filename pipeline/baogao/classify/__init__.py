"""A label for each sentence: achievement, plan, problem or other."""

from baogao.classify.component import Classifier

__all__ = ["Classifier"]
