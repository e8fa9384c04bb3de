"""`baogao train`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def train(
    config: Annotated[Path, typer.Argument(help="Configuration (YAML), as models/train.yaml.")],
) -> None:
    """Train a model package from gold and reports."""
    from baogao.train import read_config, train_package

    out = train_package(read_config(config), lambda line: print(line, file=sys.stderr, flush=True))
    print(out)
