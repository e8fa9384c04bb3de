"""Text that knows where each of its characters came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from baogao.report import Offsets, Removed


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text and, for each of its code points, the code point of the source it stands for.

    Attributes
    ----------
    text : str
    offsets : numpy.ndarray of int32, shape (len(text),)
        Never falling. `source[offsets[i]] == text[i]` for every character that was kept;
        a replaced or inserted one has the offset of what it replaces or stands before.
    """

    text: str
    offsets: Offsets

    @classmethod
    def identity(cls, text: str) -> AlignedText:
        """Return a text that is its own source."""
        return cls(text, np.arange(len(text), dtype=np.int32))

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> AlignedText:
        """Return the text with spans replaced.

        Parameters
        ----------
        edits : iterable of (start, end, replacement)
            Code points into `text`, end exclusive, in order and without overlap;
            `start == end` inserts.

        Examples
        --------
        >>> new = AlignedText.identity("甲 乙丙").replace([(1, 2, ""), (3, 3, "|")])
        >>> new.text, new.offsets.tolist()
        ('甲乙|丙', [0, 2, 3, 3])
        """
        text, offsets = self.text, self.offsets
        parts: list[str] = []
        ranges: list[Offsets] = []
        done = 0
        for start, end, replacement in edits:
            if not done <= start <= end <= len(text):
                raise ValueError(f"edit {start}:{end} overlaps, is out of order or outside")
            parts.append(text[done:start])
            ranges.append(offsets[done:start])
            if replacement:
                parts.append(replacement)
                ranges.append(self._offsets_for(start, end, len(replacement)))
            done = end
        if not parts:
            return self
        parts.append(text[done:])
        ranges.append(offsets[done:])
        return AlignedText("".join(parts), np.concatenate(ranges))

    def delete(self, spans: Iterable[tuple[int, int]]) -> AlignedText:
        """Return the text without spans `(start, end)`, in order and without overlap."""
        return self.replace((start, end, "") for start, end in spans)

    def cut(self, spans: Iterable[tuple[int, int]], kind: str) -> tuple[AlignedText, list[Removed]]:
        """Delete spans and return also the record of what went.

        Parameters
        ----------
        spans : iterable of (start, end)
            As for `delete`.
        kind : str
            `Removed.kind` of the records; blank spans get none.
        """
        spans = list(spans)
        removed = [
            Removed(*self.source_span(start, end), kind, self.text[start:end])
            for start, end in spans
            if self.text[start:end].strip()
        ]
        return self.delete(spans), removed

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of `text[start:end]`, `start < end`."""
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1

    def _offsets_for(self, start: int, end: int, length: int) -> Offsets:
        if start == end:
            if start < len(self.offsets):
                at = int(self.offsets[start])
            else:
                at = int(self.offsets[-1]) if len(self.offsets) else 0
            return np.full(length, at, dtype=np.int32)
        index = np.minimum(np.arange(start, start + length), end - 1)
        return self.offsets[index]
