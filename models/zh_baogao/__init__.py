"""The trained baogao pipeline: `spacy.load("zh_baogao")`."""

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_path


def load(**overrides: Any) -> Language:
    """Load the pipeline.

    Parameters
    ----------
    **overrides
        `vocab`, `disable`, `enable`, `exclude` and `config`, as for `spacy.load`.
    """
    return load_model_from_path(Path(__file__).with_name("model"), **overrides)
