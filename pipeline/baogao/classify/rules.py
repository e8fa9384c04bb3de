"""Labels from the section's role and cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from baogao.classify.context import Item
from baogao.classify.cues import SEARCHED, SECTION_ROLES, CueTable

Probabilities = npt.NDArray[np.float64]


def classify_by_rules(sentences: Sequence[Item], table: CueTable) -> Probabilities:
    """Return the probability of each label for each sentence.

    Parameters
    ----------
    sentences : sequence of Item
        The sentences of a text in order.
    table : CueTable
        Roles and cues.

    Returns
    -------
    numpy.ndarray of float64, shape (len(sentences), len(LABELS))
        Rows sum to 1.
    """
    scores = np.zeros((len(sentences), table.priors.shape[1]))
    for k, item in enumerate(sentences):
        role = item.role
        if role in ("review", "plan") and not item.stated:
            role = "none"
        scores[k] = table.priors[SECTION_ROLES.index(role)]
        searched = item.text[:SEARCHED]
        for cue in table.cues:
            if role in cue.roles and cue.pattern.search(searched):
                scores[k, cue.label] += cue.weight
    scores -= scores.max(axis=1, keepdims=True, initial=0.0)
    exponents = np.exp(scores)
    probabilities: Probabilities = exponents / exponents.sum(axis=1, keepdims=True)
    return probabilities
