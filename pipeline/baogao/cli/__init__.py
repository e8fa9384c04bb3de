"""The command `baogao`: each command checks its arguments and calls one function."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any

import typer

from baogao.cli import annotate, compare, evaluate, export, info, show, train
from baogao.errors import BaogaoError

app = typer.Typer(
    name="baogao",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def baogao(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Annotate Chinese government work reports (政府工作报告)."""
    if version:
        from baogao.version import __version__

        print(f"baogao {__version__}")
        raise typer.Exit


app.command("annotate")(annotate.annotate)
app.command("export")(export.export)
app.command("show")(show.show)
app.command("info")(info.info)
app.add_typer(compare.app, name="compare")
app.command("evaluate")(evaluate.evaluate)
app.command("train")(train.train)

# Newer versions of typer bring their own click; either way this is what BadParameter is one of.
_UsageError: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


def main() -> None:
    """Run the command line; a user's mistake is one line on standard error and exit status 2."""
    # File names and reports hold what no encoding knows; what cannot be printed is escaped.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except BaogaoError as error:
        _stop(str(error), 2)
    except _UsageError as error:
        told: Any = error
        command = told.ctx.command_path if getattr(told, "ctx", None) else "baogao"
        _stop(f"{' '.join(told.format_message().split()).rstrip('.')}; see {command} --help", 2)
    except (KeyboardInterrupt, typer.Abort):
        _stop("interrupted", 130)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing is to be flushed into it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _stop(message: str, status: int) -> None:
    print(f"baogao: {BaogaoError(message)}", file=sys.stderr)
    sys.exit(status)
