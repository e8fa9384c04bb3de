"""Labels from the section's role and cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from baogao.classify.context import Item
from baogao.classify.cues import SECTION_ROLES, CueTable
from baogao.classify.features import Floats, cue_matrix

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
    return verdict(sentences, cue_matrix(sentences, table), table)


def verdict(sentences: Sequence[Item], found: Floats, table: CueTable) -> Probabilities:
    """Return what `classify_by_rules` does, from cues that were looked for already.

    Parameters
    ----------
    sentences : sequence of Item
        The sentences of a text in order.
    found : numpy.ndarray, shape (len(sentences), len(table.cues))
        As `cue_matrix` gives it.
    table : CueTable
        Roles and cues.
    """
    roles = np.asarray(
        [
            SECTION_ROLES.index(
                "none" if item.role in ("review", "plan") and not item.stated else item.role
            )
            for item in sentences
        ],
        dtype=np.int64,
    )
    weights = np.zeros((len(SECTION_ROLES), len(table.cues), table.priors.shape[1]))
    for j, cue in enumerate(table.cues):
        for role in cue.roles:
            weights[SECTION_ROLES.index(role), j, cue.label] = cue.weight
    scores = table.priors[roles] + np.einsum("sc,scl->sl", found, weights[roles])
    scores -= scores.max(axis=1, keepdims=True, initial=0.0)
    exponents = np.exp(scores)
    probabilities: Probabilities = exponents / exponents.sum(axis=1, keepdims=True)
    return probabilities
