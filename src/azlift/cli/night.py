"""A wave's night: what it will consist of, cutting over, answering what is asked by hand, go or no-go."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli.screen import (
    DEFAULT_WORKSPACE,
    Output,
    OutputOption,
    Workspace,
    print_json,
    print_section,
    say,
    watching,
)
from azlift.errors import AzliftError, InputError, PartlyDone, PersonNeeded, StepWaits

WaveArgument = Annotated[str, typer.Argument(help="A wave of the plan, such as wave-01.")]
OnlyGroup = Annotated[str | None, typer.Option("--group", help="Only this group of the wave.")]
Answered = Annotated[bool, typer.Option("--done/--not-done", help="Whether it was done.")]
Comment = Annotated[str, typer.Option("--comment", help="What was done, or why not; it is kept with your name.")]
Go = Annotated[bool, typer.Option("--go/--no-go", help="Go, or take it back.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with your name.")]
Without = Annotated[list[str] | None, typer.Option("--without", help="A group the go leaves behind; can be repeated.")]


def add_commands(app: typer.Typer) -> None:
    app.command()(runbook)
    app.command()(forecast)
    app.command("cut-over")(cut_over)
    app.command()(answer)
    app.command()(decide)


def runbook(
    wave: WaveArgument,
    group: OnlyGroup = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show what a wave's night consists of: steps, inverses, minutes, and the point of no return."""
    from azlift import journey
    from azlift.report import runbook_section, steps_section, unknown_text
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    groups = _groups(wave, group, venue)
    books = [journey.runbook_of(one, venue) for one in groups]
    if output is Output.JSON:
        print_json([book.model_dump(mode="json") for book in books])
        return
    for section in [steps_section(book) for book in books] if group else [runbook_section(wave, books)]:
        print_section(section, workspace)
    for said in filter(None, (unknown_text(books), "" if group else f"Step by step: azlift runbook {wave} --group G")):
        say(said)


def forecast(
    wave: WaveArgument,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show when a wave's night ends and how long each group is down, as ranges; afterwards, beside what it took."""
    from azlift import journey
    from azlift.report import forecast_lines, forecast_section

    night = journey.compare_forecast(wave, _closed(workspace))
    if output is Output.JSON:
        print_json(night.model_dump(mode="json"))
        return
    print_section(forecast_section(night), workspace)
    for line in forecast_lines(night):
        say(line)


def cut_over(
    wave: WaveArgument,
    group: OnlyGroup = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for people's answers and go on by itself.")] = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Carry a wave's groups through their night, within its window. Run it again after anything: it goes on."""
    from azlift import convoy, journey
    from azlift.report import night_line
    from azlift.telling import telling_meanwhile

    failed: dict[str, AzliftError] = {}

    async def one(name: str, venue: Any) -> bool:
        try:
            await journey.go_on(name, venue)
        except AzliftError as error:
            failed[name] = error
            return False
        return True

    async def verb(venue: Any) -> list[str]:
        with watching(lambda: night_line(journey.night_of_wave(wave, venue))):
            async with convoy.driving(wave, venue):
                left_behind = await convoy.through_the_night(wave, venue, lambda name: one(name, venue), group)
                while wait and failed and all(isinstance(error, StepWaits) for error in failed.values()):
                    await convoy.until_answered(wave, venue)
                    failed.clear()
                    left_behind = await convoy.through_the_night(wave, venue, lambda name: one(name, venue), group)
                return left_behind

    _groups(wave, group, _closed(workspace))
    with telling_meanwhile(workspace):
        left_behind = _run(workspace, verb)
    _tell(wave, left_behind, failed, workspace, output)


def answer(
    subject: Annotated[str, typer.Argument(help="A move group, or a wave for all its groups that wait at the step.")],
    step: Annotated[str, typer.Argument(help="The step that asks; `azlift why GROUP` names it.")],
    done: Answered,
    comment: Comment,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Say whether a step that waits for a person was done."""
    from azlift import journey

    async def verb(venue: Any) -> tuple[list[str], str]:
        groups = _waiting_groups(subject, step, venue)
        person = await journey.identify(venue)
        for group in groups:
            journey.answer(group, step, person, done, comment, venue)
        return groups, journey.wave_of_subject(groups[0], venue).id

    groups, wave = _run(workspace, verb)
    for group in groups:
        say(f"{group}: {step} is {'done' if done else 'not done'}")
    say(f"Go on: azlift cut-over {wave} (where one runs with --wait, it goes on by itself)")


def decide(
    wave: WaveArgument,
    go: Go,
    reason: Reason,
    without: Without = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Say go or no-go for a wave in its window, as its decision owner."""
    from azlift import journey

    async def verb(venue: Any) -> Any:
        person = await journey.identify(venue)
        return await journey.decide(wave, venue, person, go, reason, tuple(without or ()))

    said = _run(workspace, verb)
    name = (said.by.name or said.by.object_id) if said.by else "nobody"
    say(f"{wave} is a {'go' if go else 'no-go'}, said by {name}: {said.reason}")
    for group, why in said.left_behind.items():
        say(f"    left behind: {group}: {why}")
    say(f"Announce it: azlift cut-over {wave}" if go else f"Take it back: azlift roll-back {wave}")


def _tell(wave: str, left_behind: list[str], failed: dict[str, AzliftError], workspace: Path, output: Output) -> None:
    """What was done, what waits for whom, and what comes next. Raises what the night ends with."""
    from azlift import journey
    from azlift.report import waiting_section

    venue = _closed(workspace)
    questions = journey.waiting_steps(wave, venue)
    if output is Output.JSON:
        told = {group: {"error": str(error), "advice": error.advice} for group, error in failed.items()}
        waiting = [question.model_dump(mode="json") for question in questions]
        print_json({"wave": wave, "left_behind": left_behind, "failed": told, "waiting": waiting})
    elif questions:
        print_section(waiting_section(questions), workspace)
    for group, error in failed.items():
        if not isinstance(error, StepWaits):
            say(f"{group}: {error}")
            say(f"    {error.advice}")
    if left_behind:
        needs_person = any(isinstance(error, PersonNeeded) for error in failed.values())
        kind = PersonNeeded if needs_person else PartlyDone
        advice = _answer_advice(wave, questions) if questions else f"See why: azlift status {wave}; then run it again."
        raise kind(f"not through their night: {', '.join(left_behind)}", advice=advice)
    say(f"Next: {journey.next_of_night(wave, venue)}")


def _answer_advice(wave: str, questions: Sequence[Any]) -> str:
    """How to answer the first question; where several groups wait at its step, for all of them."""
    first = questions[0]
    several = sum(question.step == first.step for question in questions) > 1
    command = f"azlift answer {wave if several else first.group} {first.step} --done --comment TEXT"
    return f"Say when it is done{' everywhere' if several else ''}: {command}; then run it again."


def _waiting_groups(subject: str, step: str, venue: Any) -> list[str]:
    """The group, or the wave's groups that wait at this step. Raises InputError where none does."""
    from azlift import journey, on_record

    if subject not in on_record.current_plan(venue).by_wave:
        return [subject]
    questions = journey.waiting_steps(subject, venue)
    groups = [question.group for question in questions if question.step == step]
    if not groups:
        asking = ", ".join(dict.fromkeys(question.step for question in questions)) or "no step"
        raise InputError(f"no group of {subject} waits at {step!r}", advice=f"They wait at: {asking}.")
    return groups


def _groups(wave: str, group: str | None, venue: Any) -> list[str]:
    from azlift import journey
    from azlift.errors import NotFound

    groups = [one for one in journey.wave_called(wave, venue).groups if group in (None, one)]
    if not groups and group:
        raise NotFound(f"{wave} has no group {group!r}", advice=f"`azlift status {wave}` lists its groups.")
    return groups


def _closed(workspace: Path) -> Any:
    """The venue without a connection to Azure: for what the ledger alone tells."""
    from azlift.venue import open_venue

    return open_venue(workspace)


def _run(workspace: Path, verb: Callable[[Any], Awaitable[Any]]) -> Any:
    from azlift.venue import opened

    async def run() -> Any:
        async with opened(str(workspace)) as venue:
            return await verb(venue)

    return asyncio.run(run())
