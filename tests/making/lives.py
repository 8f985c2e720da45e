"""Waves whose night is on record, without anything having been done: what comes after it can be tested alone."""

from datetime import datetime, timedelta
from pathlib import Path

from azlift import journey
from azlift.clock import move_clock
from azlift.model import CheckReport, CheckResult, Cutover, GroupId, Landing, Milestone, Noun, Watch
from azlift.on_record import watch_of, wave_subject
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue

TO_GO = (
    *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING),
    *(Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING, Stage.GO),
)


def report(group: GroupId, at: datetime, *failing: str) -> CheckReport:
    """A look at a group: a web page and a port, of which these fail."""
    results = tuple(
        CheckResult(
            name=name,
            kind="tcp",
            passed=name not in failing,
            expected="open",
            found="closed" if name in failing else "open",
        )
        for name in ("web", "port")
    )
    return CheckReport(group=group, at=at, results=results)


def put_down(venue: Venue, subject: str, *steps: tuple[Stage, Noun]) -> None:
    for number, (stage, fact) in enumerate(steps):
        venue.ledger.record(subject, stage, f"{stage}-{number}-{fact.fingerprint}", fact)


def validated(venue: Venue, *groups: GroupId) -> None:
    """These groups were landed, moved and found to be well."""
    for group in groups:
        landing = Landing(subject=group, digest="d", deployments=(), resources=())
        moved = Cutover(group=group, digest="d", down_from=None, up_at=None, steps=())
        stages = (Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED)
        journey.render(group, venue)
        put_down(venue, group, *((stage, landing) for stage in stages), (Stage.CUT_OVER, moved))
        put_down(venue, group, (Stage.VALIDATED, report(group, venue.now)))


def wave_at(venue: Venue, wave: str, last: Stage, **said: object) -> None:
    """The wave went through its night up to this stage."""
    for stage in TO_GO[: TO_GO.index(last) + 1] if last in TO_GO else (*TO_GO, last):
        put_down(venue, wave_subject(wave), (stage, Milestone(wave=wave, reason=f"so it was: {stage}", **said)))  # type: ignore[arg-type]


def watched(venue: Venue, wave: str, **failing: tuple[str, ...]) -> None:
    made = Watch(wave=wave, at=venue.now, groups=1, checked=2, failing=failing)
    venue.ledger.record(watch_of(wave), Stage.DONE, made.fingerprint, made)


def let_pass(folder: Path, venue: Venue, hours: float) -> None:
    """So many hours of the rehearsal's calendar."""
    move_clock(folder / CALENDAR_FILE, venue.now + timedelta(hours=hours))
