"""Evidence that speaks for values, weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Votes:
    """What speaks for a value: weight and source of each, the first heaviest."""

    found: list[tuple[str, float, str]] = field(default_factory=list)

    def add(self, value: object, weight: float, source: str) -> None:
        """Note one piece of evidence."""
        if value:
            self.found.append((str(value), weight, source))

    def best(self) -> str:
        """Return the value with the most weight, the earliest noted at a tie; empty for none."""
        total: defaultdict[str, float] = defaultdict(float)
        for value, weight, _ in self.found:
            total[value] += weight
        return max(total, key=lambda value: total[value]) if total else ""

    def contradictions(self, value: str, agree: Mapping[str, str] | None = None) -> list[str]:
        """Return `source says other` for each source that says another value."""
        said: dict[str, str] = {}
        for other, weight, source in self.found:
            if weight >= 1 and other != value and not (agree and agree.get(other) == value):
                said.setdefault(source, other)
        return [f"{source} says {other}" for source, other in said.items()]
