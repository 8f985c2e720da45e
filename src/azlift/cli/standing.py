"""`azlift status` and `azlift why`: where waves and groups stand, from the ledger alone; and the hold on a wave."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.errors import AzliftError
from azlift.escaping import plain

WATCHED_EVERY_SECONDS = 2.0
CLEAR = "\x1b[H\x1b[2J"

Subject = Annotated[str | None, typer.Argument(help="Only this wave, group by group, or only this group.")]
WaveArgument = Annotated[str, typer.Argument(help="A wave of the plan, such as wave-01.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence; it stays on record.")]
Watch = Annotated[bool, typer.Option("--watch", help="Show it again whenever it changes, until Ctrl-C.")]


def add_commands(app: typer.Typer) -> None:
    for command in (status, why, pause, resume, abandon):
        app.command()(command)


def status(
    subject: Subject = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
    watch: Watch = False,
) -> None:
    """Where every wave and group stands: stage, run, health, and what holds of it."""
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    if watch:
        _watch(lambda: _state(venue, subject), lambda: show(venue, subject, output))
    else:
        show(venue, subject, output)


def why(
    group: Annotated[str, typer.Argument(help="A move group.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """What a group waits for, since when, and who can act."""
    from azlift import journey
    from azlift.report import why_data, why_lines
    from azlift.venue import open_venue

    found = journey.why(group, open_venue(workspace))
    if output is Output.JSON:
        print_json(why_data(found))
        return
    for line in why_lines(found):
        print(plain(line))


def pause(wave: WaveArgument, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Let nothing new begin in a wave; what is in hand ends its step first. It needs no Azure and no sign-in."""
    from azlift import journey

    made = _said_by_somebody(workspace, lambda venue, by: journey.pause(wave, venue, reason, by), needed=False)
    say(f"{wave} is paused: {made.reason}. What is in hand ends its step; then: azlift resume {wave} --reason TEXT")


def resume(wave: WaveArgument, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Let a paused wave go on; run what drives it again."""
    from azlift import journey

    _said_by_somebody(workspace, lambda venue, by: journey.resume(wave, venue, reason, by))
    say(f"{wave} may go on: run again what was stopped, such as azlift migrate {wave}")


def abandon(wave: WaveArgument, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Give a wave up, of which nothing stands in Azure: it is not carried until it is committed anew."""
    from azlift import journey

    _said_by_somebody(workspace, lambda venue, by: journey.abandon(wave, venue, reason, by))
    say(f"{wave} is abandoned; its groups stay in the plan")


def show(venue: Any, subject: str | None, output: Output = Output.TABLE) -> None:
    """Print where all stands, or a wave, or a group. Raises NotFound."""
    from azlift import on_record
    from azlift.report import status_data

    plan = on_record.current_plan(venue)
    wave, group, waves = _looked_at(venue, plan, subject)
    if output is Output.JSON:
        print_json(status_data(plan, [_only(group, one) for one in waves], venue.ledger.failures()))
    elif group:
        _show_group(venue, plan, waves[0], group)
    else:
        _show_waves(plan, waves, wave)
        _show_untold(venue)
        _show_open_gates(venue)


def _only(group: str | None, wave: Any) -> Any:
    kept = tuple(one for one in wave.groups if group in {None, one.group})
    return wave.model_copy(update={"groups": kept})


def _show_waves(plan: Any, waves: list[Any], wave: str | None) -> None:
    from azlift.report import condition_lines, group_rows, status_rows

    print_table("Waves", *status_rows(plan, waves))
    if wave:
        print()
        print_table(wave, *group_rows(plan, waves[0].groups))
    lines = list(condition_lines(waves))
    if lines:
        print("\n" + "\n".join(map(plain, lines)))


def _show_open_gates(venue: Any) -> None:
    from azlift import journey

    if journey.gates_open(venue):
        say("nobody is asked anything: people.yaml says `gates: none`")


def _show_untold(venue: Any) -> None:
    """Who could not be told; what keeps no wave is a remark."""
    for failure in venue.ledger.failures():
        if failure.subject.startswith(("told:", "ticket:")):
            say(f"{failure.subject}: {failure.message}. {failure.advice}")


def _show_group(venue: Any, plan: Any, wave: Any, group: str) -> None:
    from azlift import journey
    from azlift.report import group_rows, why_lines

    print_table(wave.wave, *group_rows(plan, [one for one in wave.groups if one.group == group]))
    print("\n" + "\n".join(map(plain, why_lines(journey.why(group, venue)))) + "\n")
    events = [(one.at[:19].replace("T", " "), one.stage, one.kind, one.driver) for one in venue.ledger.outline(group)]
    print_table("On record", ("at (UTC)", "stage", "event", "driver"), events)


def _looked_at(venue: Any, plan: Any, subject: str | None) -> tuple[str | None, str | None, list[Any]]:
    """The wave and the group that are meant, and where the waves to be shown stand. A wave's id comes before a group's
    that is the same."""
    from azlift import journey

    group = subject if subject in plan.by_group and subject not in plan.by_wave else None
    wave = journey.wave_of_group(plan, group).id if group else subject
    return wave, group, [journey.wave_standing(wave, venue)] if wave else list(journey.wave_standings(venue))


def _state(venue: Any, subject: str | None) -> str:
    """What would be shown, as text that is the same while nothing changes."""
    from azlift import on_record

    _, group, waves = _looked_at(venue, on_record.current_plan(venue), subject)
    return json.dumps([_only(group, one).model_dump(mode="json") for one in waves])


def _watch(read: Callable[[], str], paint: Callable[[], None]) -> None:
    """Paint at once and after each change; on a terminal in place. Ends with Ctrl-C, which is how one leaves."""
    for _ in _changes(read):
        if sys.stdout.isatty():
            print(CLEAR, end="")
        paint()
        sys.stdout.flush()


def _changes(read: Callable[[], str]) -> Iterator[None]:
    last = ""
    try:
        while True:
            now = read()
            if now != last:
                yield
            last = now
            time.sleep(WATCHED_EVERY_SECONDS)
    except KeyboardInterrupt:
        return


def _said_by_somebody(workspace: Path, act: Callable[[Any, Any], Any], needed: bool = True) -> Any:
    """Do it as whoever azlift acts as; where that is not `needed`, also when nobody can say now who that is."""
    from azlift.venue import opened

    async def run() -> Any:
        async with opened(str(workspace)) as venue:
            return act(venue, await _who(venue, needed))

    return asyncio.run(run())


async def _who(venue: Any, needed: bool) -> Any:
    """The signed-in person; None where nobody is asked who they are, or, unless it is needed, where nobody can say."""
    from azlift import journey

    if journey.gates_open(venue):
        return None
    try:
        return await journey.identify(venue)
    except AzliftError as error:
        if needed:
            raise
        say(f"who you are is not on record, since it cannot be known now: {error}")
        return None
