"""`azlift schedule`: every wave's phases on Prefect's calendar."""

import asyncio
import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.errors import NotFound, PartlyDone

COLUMNS = ("wave", "phase", "when", "on the calendar")
ShowOption = Annotated[bool, typer.Option("--show", help="Only say what the plan wants; Prefect is not asked.")]


def add_commands(app: typer.Typer) -> None:
    app.command()(schedule)


def schedule(
    show: ShowOption = False, workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE
) -> None:
    """Put every wave's preparation, test, landing, cutover, watching and closing on Prefect's calendar."""
    from azlift.scheduling import local_time, timetable
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    wanted = timetable(venue)

    def row(one: Any, when: Any, rule: str, what: str) -> dict[str, str]:
        said = local_time(when, wanted.zone) if when else _in_words(rule)
        return {"wave": one.wave, "phase": one.phase, "when": said, "what": what}

    if show:
        rows = [row(one, one.planned, "", "") for one in wanted.starts]
        rows += [row(one, None, one.rule, "") for one in wanted.repeats]
        missing = []
    else:
        changes = _write(wanted, workspace, venue)
        rows = [row(one, one.at, one.rule, one.what) for one in changes]
        missing = sorted({one.rule for one in changes if one.what == "no deployment"})
    _tell(rows, wanted.untimed, output)
    if missing:
        raise PartlyDone(
            f"Prefect has no deployment {', '.join(missing)}",
            advice="Make them: prefect deploy --prefect-file flows/prefect.yaml --all; then schedule again.",
        )


def _write(wanted: Any, workspace: Any, venue: Any) -> list[Any]:
    if not os.environ.get("PREFECT_API_URL"):
        raise NotFound(
            "no Prefect server is given: what is scheduled needs one that stays",
            advice="Start one (prefect server start), set PREFECT_API_URL=http://127.0.0.1:4200/api; or use --show.",
        )
    from azlift.runner.prefect_calendar import write_calendar

    return asyncio.run(write_calendar(wanted, workspace, venue.settings.estate, venue.now))


def _tell(rows: Sequence[dict[str, str]], untimed: Sequence[str], output: Output) -> None:
    rows = sorted(rows, key=lambda row: row["wave"])
    if output is Output.JSON:
        print_json({"starts": rows, "untimed": list(untimed)})
        return
    print_table("Calendar", COLUMNS, [tuple(row.values()) for row in rows])
    for one in untimed:
        say(one)


def _in_words(rule: str) -> str:
    """`DTSTART:…\\nRRULE:…;UNTIL=…` for people."""
    begins, _, repeats = rule.partition("\n")
    return f"{repeats.removeprefix('RRULE:')} from {begins.removeprefix('DTSTART:')}".lower() if rule else ""
