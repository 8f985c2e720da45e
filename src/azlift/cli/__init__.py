"""The command line: one command per verb. Data goes to standard output, everything else to standard error.

Heavy things (Azure's SDK, Prefect) are imported by the commands that need them: `azlift --help` answers at once.
"""

import gc
import os
import signal
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from azlift.cli import (
    catalog,
    estate,
    ledger,
    life,
    money,
    night,
    people,
    plan,
    pretend_world,
    rehearsal,
    schedule,
    show,
    standing,
    taking_back,
    telling,
    wave,
)
from azlift.cli.screen import complain
from azlift.errors import AzliftError

RARELY = (50_000, 20, 100)
"""Objects between two searches for circles: with the usual 700, a command on 10,000 machines spends a third of its time
looking for what it hardly makes."""
ORDER = ("survey", "place", "plan")
"""What comes first in the help: commands with commands of their own would come last."""


class InOrderOfUse(TyperGroup):
    def list_commands(self, context: Any) -> list[str]:
        names = super().list_commands(context)
        return [*ORDER, *(name for name in names if name not in ORDER)]


app = typer.Typer(
    name="azlift",
    cls=InOrderOfUse,
    help="Carry a legacy estate into Azure in waves: rehearsed first, resumable after any crash, reversible.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
estate.add_commands(app)
app.add_typer(plan.app, name="plan")
show.add_commands(app)
money.add_commands(app)
people.add_commands(app)
wave.add_commands(app)
night.add_commands(app)
taking_back.add_commands(app)
life.add_commands(app)
standing.add_commands(app)
telling.add_commands(app)
schedule.add_commands(app)
rehearsal.add_commands(app)
app.add_typer(catalog.app, name="catalog")
app.add_typer(ledger.app, name="ledger")
pretend_world.add_commands(rehearsal.app)
app.add_typer(rehearsal.app, name="rehearsal")

INTERRUPTED = 130
"""What typer makes of Ctrl-C."""
TERMINATED = 128 + signal.SIGTERM


def main() -> None:
    """Run a command; every way it can end has its exit code (README, "Exit codes"), and none is a traceback."""
    gc.set_threshold(*RARELY)
    terminated = _ended_by_term()
    try:
        app()
    except AzliftError as error:
        complain(error)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            print("azlift: stopped. Run the same command again: it takes up where this one stopped.", file=sys.stderr)
            sys.exit(TERMINATED if terminated else INTERRUPTED)
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left, as `head` does
        sys.exit(0)
    except Exception as error:
        if os.environ.get("AZLIFT_DEBUG"):
            raise
        complain(
            AzliftError(
                f"{type(error).__name__}: {error}", advice="This is a fault of azlift: AZLIFT_DEBUG=1 shows where."
            )
        )
        sys.exit(AzliftError.exit_code)


def _ended_by_term() -> list[int]:
    """Let SIGTERM stop a command as Ctrl-C does, so that its lease is given back; the list tells that it came."""
    came: list[int] = []

    def stop(number: int, _frame: Any) -> None:
        came.append(number)
        if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None):  # as a shell has it that starts us in background
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGTERM, stop)
    return came
