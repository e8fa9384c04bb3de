"""The whole pipeline as one spaCy `Language`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baogao.errors import BaogaoError
from baogao.segment.segmenters import SEGMENTERS, Segmenter

if TYPE_CHECKING:
    from spacy.language import Language

# The tagger comes before the sentencizer: it cuts the tokens at the entities' edges.
COMPONENTS = ("baogao_tagger", "baogao_sentencizer", "baogao_classifier", "baogao_measurer")
MODEL = "zh_baogao"


def load(
    model: str | Path = MODEL,
    *,
    segmenter: Segmenter = "rjieba",
    user_dict: str | Path | None = None,
    indicators: str | Path | None = None,
    exclude: Iterable[str] = (),
) -> Language:
    """Return the annotation pipeline.

    Parameters
    ----------
    model : str or Path
        An installed model package or a folder of one; `"none"` for rules alone.
    segmenter : {"rjieba", "jieba", "pkuseg"}
        The word segmenter.
    user_dict : path, optional
        A dictionary in jieba's format (`WORD FREQUENCY tag`), checked line by line.
    indicators : path, optional
        A researcher's own catalogue of indicators, in the form of the package's
        `measure/indicators.yaml`: `- {id: cocoons, unit: 吨, names: [蚕茧产量]}`.
    exclude : iterable of str
        Components to leave out, of `COMPONENTS`.

    Returns
    -------
    spacy.language.Language
        Call it on a text, or on `baogao.segment.make_doc(nlp, report)`.

    Raises
    ------
    BaogaoError
        No such model, segmenter or component, or a bad dictionary or catalogue.

    Examples
    --------
    >>> nlp = load("none")
    >>> [sentence.text for sentence in nlp("建成“一网通办”。下一步，加快建设。").sents]
    ['建成“一网通办”。', '下一步，加快建设。']
    """
    left_out = list(exclude)
    for name in left_out:
        if name not in COMPONENTS:
            raise BaogaoError(f"unknown component {name!r}", "", f"use {', '.join(COMPONENTS)}")
    if segmenter not in SEGMENTERS:
        raise BaogaoError(f"unknown segmenter {segmenter!r}", "", f"use {', '.join(SEGMENTERS)}")
    dictionary = str(user_dict) if user_dict is not None else None
    catalogue = str(indicators) if indicators is not None else None
    if str(model) == "none":
        return build(
            segmenter=segmenter, user_dict=dictionary, indicators=catalogue, exclude=left_out
        )

    import spacy

    config: dict[str, Any] = {
        "nlp.tokenizer.segmenter": segmenter,
        "nlp.tokenizer.user_dict": dictionary,
    }
    if catalogue is not None:
        config["components.baogao_measurer.indicators"] = catalogue
    try:
        nlp = spacy.load(model, exclude=left_out, config=config)
    except OSError as error:
        raise BaogaoError(
            "no such model", str(model), "install the package zh-baogao, name a folder, or use none"
        ) from error
    nlp.max_length = _MAX_LENGTH
    return nlp


# spaCy's limit of a million characters is there for models whose memory grows with the text.
_MAX_LENGTH = 1_000_000_000


def build(
    *,
    segmenter: Segmenter = "rjieba",
    user_dict: str | None = None,
    indicators: str | None = None,
    exclude: Iterable[str] = (),
) -> Language:
    """Return the pipeline with rules alone, from the registered factories.

    Parameters
    ----------
    segmenter, user_dict, indicators, exclude
        As for `load`.
    """
    import spacy

    # Registers the factories in a source tree that was not installed.
    import baogao.classify
    import baogao.measure
    import baogao.segment
    import baogao.tag  # noqa: F401

    tokenizer = {"@tokenizers": "baogao_tokenizer", "segmenter": segmenter, "user_dict": user_dict}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.max_length = _MAX_LENGTH
    left_out = set(exclude)
    for name in COMPONENTS:
        if name not in left_out:
            own = {"indicators": indicators} if name == "baogao_measurer" else {}
            nlp.add_pipe(name, config=own)
    return nlp
