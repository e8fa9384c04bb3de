"""The command `baogao`: each command checks its arguments and calls one function."""

from __future__ import annotations

import os
import sys

import typer

from baogao.cli import annotate, export, info, show
from baogao.errors import BaogaoError

app = typer.Typer(
    name="baogao",
    help="Annotate Chinese government work reports (政府工作报告).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("annotate")(annotate.annotate)
app.command("export")(export.export)
app.command("show")(show.show)
app.command("info")(info.info)


def main() -> None:
    """Run the command line; a user's mistake is one line on standard error and exit status 2."""
    try:
        app()
    except BaogaoError as error:
        print(f"baogao: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("baogao: interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing is to be flushed into it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
