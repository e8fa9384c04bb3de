"""Train the tagger: its linear CRF, and the network beside it."""

from __future__ import annotations

from collections.abc import Sequence

from baogao.tag.model import TaggerModel
from baogao.train.crf import train_crf
from baogao.train.data import TaggedText
from baogao.train.network import Encoder, train_network


def train_tagger(
    texts: Sequence[TaggedText], encoder: Encoder | None = None, *, seed: int = 0
) -> TaggerModel:
    """Train a tagger.

    Parameters
    ----------
    texts : sequence of TaggedText
        Annotated documents.
    encoder : Encoder, optional
        Pretrained; without it the tagger has no network.
    seed : int
        Of the network's training.

    Returns
    -------
    TaggerModel
        The same data and seed give the same model.
    """
    model = train_crf(texts)
    if encoder is not None:
        model.network = train_network(texts, model.suffixes, encoder, seed=seed)
    return model
