"""What people say of a wave, as the identity they are signed in with: who am I, commit, approve, withdraw, waive."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.errors import InputError, did_you_mean
from azlift.model import Approval, Gate, Person, Waiver

WaveArgument = Annotated[str, typer.Argument(help="A wave of the plan, such as wave-01.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with your name.")]
Role = Annotated[str, typer.Option("--role", help="In which role you speak, where you hold several the gate asks for.")]
Ends = Annotated[str, typer.Option("--ends", help="When it ends: 48h, 7d, or a UTC time such as 2027-01-31T18:00.")]
Groups = Annotated[list[str] | None, typer.Option("--group", help="Only this group; can be given again.")]
GateOption = Annotated[str, typer.Option("--gate", help="Which gate: commit, go, decide, accept, hand over, retire.")]
DeviceCode = Annotated[
    bool, typer.Option("--device-code", help="Sign in as yourself, on any device: a page and a code are shown.")
]
No = Annotated[bool, typer.Option("--no", help="Say no: the gate stays shut until you withdraw it.")]


def add_commands(app: typer.Typer) -> None:
    for command in (whoami, role, commit, ready, approve, withdraw, waive):
        app.command()(command)


def whoami(workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Show who azlift acts as, by Entra's token, and which roles people.yaml gives them."""
    from azlift import journey
    from azlift.approval import read_people

    person: Person = _asked(workspace, journey.identify)
    people = read_people(workspace)
    roles = people.roles_of(person.object_id) if people else ()
    if output is Output.JSON:
        print_json({**person.model_dump(mode="json"), "roles": roles})
        return
    say(f"{person.name or 'no name'}, {'an application' if person.application else 'a person'}")
    print(person.object_id)
    say(f"tenant {person.tenant_id}; roles in people.yaml: {', '.join(roles) or 'none'}")


def role(workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Print the custom role that the identity which drives needs, for `az role definition create`."""
    from azlift.readiness import role_definition
    from azlift.settings import read_settings

    subscription = read_settings(workspace).subscription_id or "SUBSCRIPTION_ID"
    print_json({**role_definition(), "AssignableScopes": [f"/subscriptions/{subscription}"]})


def commit(
    wave: WaveArgument,
    reason: Reason,
    role: Role = "",
    ends: Ends = "",
    device_code: DeviceCode = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Say that a wave shall be carried as it is planned: who moves with whom, when, and to what."""
    _speak("commit", wave, workspace, device_code, reason=reason, role=role, ends=ends)


def ready(wave: WaveArgument, workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Look at everything a wave needs before it is approved, in Azure and on record, and say what is not so."""
    from azlift import journey

    checklist = _asked(workspace, lambda venue: journey.ready(wave, venue))
    if output is Output.JSON:
        print_json(checklist.model_dump(mode="json"))
    else:
        rows = [(item.state, item.title, item.evidence) for item in checklist.items]
        print_table(f"{wave}: what its approval needs", ("state", "line", "evidence"), rows)
        for item in checklist.items:
            if item.remedy and item.state != "waived":
                say(f"{item.code}: {item.who}: {item.remedy}")
    if not checklist.green:
        raise journey.not_ready(checklist)
    say(f"{wave} is ready: an approval would cover {checklist.digest[:12]}")


def approve(
    wave: WaveArgument,
    reason: Reason,
    gate: GateOption = "go",
    groups: Groups = None,
    role: Role = "",
    ends: Ends = "",
    no: No = False,
    device_code: DeviceCode = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Say yes (or no) at a gate of a wave, to exactly what is planned, rendered and previewed now."""
    answer = "no" if no else "yes"
    said = {"reason": reason, "role": role, "answer": answer}
    _speak(_gate(gate), wave, workspace, device_code, ends=ends, groups=groups, **said)


def withdraw(
    wave: WaveArgument,
    reason: Reason,
    gate: GateOption = "go",
    groups: Groups = None,
    device_code: DeviceCode = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Take back what you said at a gate, yes or no."""
    _speak(_gate(gate), wave, workspace, device_code, reason=reason, groups=groups, answer="withdrawn")


def waive(
    wave: WaveArgument,
    code: Annotated[str, typer.Argument(help="The line of the checklist, such as sign-in.")],
    reason: Reason,
    ends: Annotated[str, typer.Option("--ends", help="When it ends: 48h, 7d (at most 30d), or a UTC time.")],
    device_code: DeviceCode = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Let a line of a wave's checklist that is not green block no longer, for a time and on your word."""
    from azlift import journey

    async def verb(venue: Any) -> Waiver:
        end = moment_of(ends, venue.now)
        if end is None:
            raise InputError("a waiver needs an end", advice="Say when: --ends 7d.")
        person = await journey.sign_in(venue, _show_code) if device_code else None
        return await journey.waive(wave, code, venue, reason=reason, expires_at=end, person=person)

    waiver = _asked(workspace, verb)
    name = waiver.person.name or waiver.person.object_id
    say(f"{name} waived {code} of {wave} until {waiver.expires_at:%Y-%m-%d %H:%M} UTC")


def _speak(
    gate: Gate,
    wave: str,
    workspace: Path,
    device_code: bool,
    ends: str = "",
    groups: list[str] | None = None,
    **said: Any,
) -> None:
    from azlift import journey

    about = tuple(groups or ())

    async def verb(venue: Any) -> tuple[Approval, tuple[str, ...], datetime | None]:
        until = moment_of(ends, venue.now)
        person = await journey.sign_in(venue, _show_code) if device_code else None
        word = await journey.approve(gate, wave, venue, groups=about, expires_at=until, person=person, **said)
        missing = journey.gate_standing(gate, wave, venue, about).missing
        return word, missing, journey.wave_called(wave, venue).closes

    word, missing, closes = _asked(workspace, verb)
    name = word.person.name or word.person.object_id
    until = "" if word.answer == "withdrawn" else f", until {word.expires_at:%Y-%m-%d %H:%M} UTC"
    say(f"{name} said {word.answer} at the gate `{gate}` of {wave}{until}; it covers {word.digest[:12]}")
    if (gate, word.answer) == ("go", "yes") and closes and word.expires_at < closes:
        say(f"    it ends before the window does ({closes:%Y-%m-%d %H:%M} UTC): say it again before then")
    for one in missing:
        say(f"    still missing: {one}")
    if not missing:
        say("    the gate is open")


def _show_code(page: str, code: str) -> None:
    say(f"Open {page} and enter the code {code}")


def _gate(name: str) -> Gate:
    gates = get_args(Gate)
    if name not in gates:
        hint = did_you_mean(name, gates) or f"Gates are {', '.join(gates)}."
        raise InputError(f"there is no gate {name!r}. {hint}", advice="Choose one of them: --gate NAME.")
    chosen: Gate = name  # type: ignore[assignment]  # it is one of them, as was seen
    return chosen


def moment_of(text: str, now: datetime) -> datetime | None:
    """`48h` and `7d` from now, or a UTC time; None for an empty text. Raises InputError."""
    if not text:
        return None
    try:
        if text[-1] in "hd" and text[:-1].isdecimal() and len(text) <= 5:
            return now + timedelta(hours=int(text[:-1]) * (24 if text[-1] == "d" else 1))
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"expected 48h, 7d or a time such as 2027-01-31T18:00, found {text!r}", advice="Correct --ends."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _asked(workspace: Path, verb: Callable[[Any], Awaitable[Any]]) -> Any:
    """Run what a person says; it needs no lease."""
    from azlift.venue import opened

    async def run() -> Any:
        async with opened(str(workspace)) as venue:
            return await verb(venue)

    return asyncio.run(run())
