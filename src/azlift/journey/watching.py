"""Hypercare: a wave's groups are looked at again and again after the go, and what gets worse is told.

A look puts nothing new on a group's record while it is as it was. What fails becomes a failure of the group, with what
to do, which is told like any other; what passes again ends it.
"""

from azlift.errors import NotAsExpected, Waiting
from azlift.journey.checking import check_group
from azlift.journey.reading import stage_of, wave_called
from azlift.model import CheckReport, GroupId, Milestone, Watch, WaveId
from azlift.on_record import watch_of, wave_subject
from azlift.stages import Stage
from azlift.venue import Venue

WATCHED = frozenset({Stage.VALIDATED, Stage.ACCEPTED})
"""The stages of groups that are looked at: they work in Azure, and their source still stands."""


async def watch(wave: WaveId, venue: Venue) -> Watch:
    """Look at every group of the wave once; the first look after the go begins its hypercare.

    What fails is in the answer and on record, and no error. Raises Waiting before the go, and what a look at Azure
    raises.
    """
    groups = [group for group in wave_called(wave, venue).groups if stage_of(group, venue) in WATCHED]
    _begin(wave, venue)
    reports = {group: await check_group(group, venue, "validate") for group in groups}
    was_well = {group: venue.ledger.standings()[group].run != "failed" for group in groups}
    for group, report in reports.items():
        _put_down(group, report, wave, venue)
    made = Watch(
        wave=wave,
        at=venue.now,
        groups=len(groups),
        checked=sum(len(report.results) for report in reports.values()),
        failing={g: tuple(_said(one)) for g, one in reports.items() if not one.passed},
        worse=tuple(g for g, one in reports.items() if not one.passed and was_well[g]),
    )
    return venue.ledger.record(watch_of(wave), Stage.DONE, made.fingerprint, made)


def _begin(wave: WaveId, venue: Venue) -> None:
    stage = stage_of(wave_subject(wave), venue)
    if stage is Stage.GO:
        began = Milestone(wave=wave, reason="it is watched since its go")
        venue.ledger.record(wave_subject(wave), Stage.HYPERCARE, began.fingerprint, began)
    elif stage not in (Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED):
        raise Waiting(
            f"{wave} is {stage or 'not begun'}: it is watched after its go",
            advice=f"See what it waits for: azlift status {wave}",
        )


def _put_down(group: GroupId, report: CheckReport, wave: WaveId, venue: Venue) -> None:
    """A change for the worse or the better; the same failure again is no news."""
    standing, stage = venue.ledger.standings()[group], stage_of(group, venue)
    if stage is None:
        return
    if report.passed:
        if standing.run == "failed":
            # under the key that was: what people have approved of it since stands
            venue.ledger.decide(group, stage, standing.keys[stage], CheckReport, lambda _: report)
        return
    worse = NotAsExpected(
        f"{len(report.failed)} of {len(report.results)} checks fail that passed before: {'; '.join(_said(report)[:5])}",
        code="Regression",
        advice=f"Look at it; look again: azlift watch {wave}. Not accepted yet, it can go back: azlift decide {wave} "
        "--no-go --reason TEXT, then azlift roll-back",
    )
    known = {failure.subject: failure.message for failure in venue.ledger.failures()}
    if known.get(group) != worse.message:
        venue.ledger.record_failure(group, stage, "", worse)


def _said(report: CheckReport) -> list[str]:
    return [f"{one.name}: expected {one.expected}, found {one.found}" for one in report.failed]
