"""Dictionaries in jieba's format, every line checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baogao.errors import BaogaoError

DOMAIN_WORDS = Path(__file__).with_name("words.txt")

# Above every frequency in jieba's own dictionary, where 的 has 318,825: a word that a
# user lists is wanted as one token.
DEFAULT_FREQUENCY = 500_000

_LINE = re.compile(r"(?P<word>\S+)(?: +(?P<frequency>[0-9]+))?(?: +(?P<tag>[a-z]+[0-9]*))?")


@dataclass(frozen=True, slots=True)
class Word:
    """A dictionary entry: the word, its frequency, its part of speech."""

    text: str
    frequency: int
    tag: str


def read_dictionary(path: Path) -> Iterator[Word]:
    """Yield the entries of a dictionary: `WORD [FREQUENCY] [TAG]` a line, UTF-8, `#` a comment.

    Parameters
    ----------
    path : Path
        The file. A tag is lower case (`n`, `nz`), as in jieba's own dictionary.

    Raises
    ------
    BaogaoError
        The file cannot be read, or a line is not of the format. jieba takes such a
        line silently as one long word.

    Examples
    --------
    >>> next(read_dictionary(DOMAIN_WORDS)).text
    '政府工作报告'
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BaogaoError(
            f"cannot read the dictionary: {error.strerror}", str(path), "check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise BaogaoError(
            f"not UTF-8 at byte {error.start}", str(path), "save the dictionary as UTF-8"
        ) from error
    for number, line in enumerate(lines, 1):
        entry = line.split("#", 1)[0].strip()
        if not entry:
            continue
        match = _LINE.fullmatch(entry.replace("\t", " "))
        if match is None:
            raise BaogaoError(
                f"not a dictionary line: {entry[:40]!r}",
                f"{path}:{number}",
                "write WORD, WORD FREQUENCY or WORD FREQUENCY tag, the tag in lower case",
            )
        yield Word(
            match["word"], int(match["frequency"] or DEFAULT_FREQUENCY), match["tag"] or "nz"
        )
