"""A comparison on disk."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from baogao.errors import BaogaoError

ENDINGS = (".csv", ".parquet")
PICTURES = (".html", ".png")


def check_target(path: Path, endings: tuple[str, ...] = ENDINGS) -> None:
    """Check that a comparison can be written to a path, before it is made.

    Raises
    ------
    BaogaoError
        The name ends in none of the endings, or the folder is not there.
    """
    if path.suffix.lower() not in endings:
        raise BaogaoError("unknown ending", str(path), f"use {' or '.join(endings)}")
    if not path.parent.is_dir():
        raise BaogaoError("no such folder", str(path.parent), "make it first")


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a comparison as CSV or Parquet.

    CSV is UTF-8 with a byte order mark, which spreadsheets, Stata and pandas know; lists are
    joined by ` | `. Text of reports is not changed, so that a cell may begin with `=`: import it
    as text into a spreadsheet.

    Raises
    ------
    BaogaoError
        The target cannot be written.
    """
    check_target(path)
    partial = path.with_name(path.name + ".partial")
    try:
        if path.suffix.lower() == ".parquet":
            frame.to_parquet(partial, index=False)
        else:
            flat = frame.copy()
            for name in flat.columns:
                if flat[name].map(_is_list).any():
                    flat[name] = flat[name].map(joined)
            flat.to_csv(partial, index=False, encoding="utf-8-sig")
        partial.replace(path)
    except OSError as error:
        raise BaogaoError(
            f"cannot be written: {error.strerror}", str(path), "choose another place"
        ) from error


def joined(value: object) -> object:
    """Return a list as text, anything else as it is."""
    return " | ".join(map(str, value)) if _is_list(value) else value  # type: ignore[call-overload]


def _is_list(value: object) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, str)
