"""The one exception that a user's input can cause."""

from zipfile import BadZipFile

# What a broken file of arrays (.npz) and the JSON beside it can raise when they are read.
BROKEN = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    BadZipFile,
)


class BaogaoError(Exception):
    """Bad input, told in one line: what, where, and what to do.

    Parameters
    ----------
    what : str
        What is wrong.
    where : str
        The place: a path, with line or offset where there is one.
    todo : str
        What the user can do about it.
    """

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(what, where, todo)

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{line}; {self.todo}" if self.todo else line
        # A path or a message may carry line breaks or terminal escapes.
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
