"""Entities of a `Doc`, and what they refer to."""

from baogao.tag.tagger import Tagger

__all__ = ["Tagger"]
