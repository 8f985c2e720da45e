"""Testing a group before its night: an isolated copy in a network that leads nowhere, its checks, and its clean-up.

The copy is rendered from the group's own template and sizes, into a resource group and a network of its own. What it
shows is bound to the digest of what the group itself is rendered as: another template, size or disk voids it. Its
disks are empty until the data path fills them, so it proves template, isolation, machines and checks, and no data.

The verdict is on record under the copy's subject, where it outlives the clean-up, and on the group's own path where
the group stands. A copy that stands is a duty: the wave is not ready while it does.
"""

from azlift import cloud
from azlift.errors import AnsweredOtherwise, IllegalMove, NotAsExpected, Waiting
from azlift.isolation import judge_isolation
from azlift.journey.checking import check_group
from azlift.journey.gates import identify
from azlift.journey.groups import land, preview, render, verify
from azlift.journey.reading import checked_reason, digest_of, failures_on_record, stage_of, wave_of_subject
from azlift.journey.renderings import rendered
from azlift.journey.rolling_back import clean_copy
from azlift.journey.tests_on_record import resource_groups_of, test_stands, verdict_of
from azlift.model import CheckReport, CheckResult, GroupId, Removal, Rendering, TestVerdict, Verdict
from azlift.on_record import copy_of, copy_zone_of
from azlift.stages import MOVED, Stage, may_follow
from azlift.venue import Venue


async def test(group: GroupId, venue: Venue) -> TestVerdict:
    """Make the group's isolated copy, check it, and put down what it showed; the copy stands until `clean_test`.

    One that passed already, of what the group is rendered as today, is not made again. Raises IllegalMove for a group
    that has moved, NotAsExpected where the network leads somewhere or a check failed, AzureError.
    """
    wave_of_subject(group, venue)
    _check_testable(group, venue)
    known = verdict_of(group, venue)
    if known and known.passed:
        _mirror(group, known, venue)
        return known
    _begin_anew(group, venue)
    await _stand(copy_zone_of(group), venue)
    await _check_isolated(group, venue)
    stands = await _stand(copy_of(group), venue)
    verdict = await _judged(group, stands, venue)
    venue.ledger.record(copy_of(group), Stage.TESTED, _key(verdict), verdict)
    with failures_on_record(copy_of(group), Stage.TESTED, venue):
        _raise_if_failed(verdict.checks)
    _mirror(group, verdict, venue)
    return verdict


async def clean_test(group: GroupId, venue: Venue) -> tuple[Removal, ...]:
    """Take the group's copy away, and its network; cleaning twice is cleaning once.

    Raises PartlyDone, naming what is left standing.
    """
    wave_of_subject(group, venue)
    removals = await clean_copy(group, venue)
    verdict = venue.ledger.find_latest(group, TestVerdict)
    if verdict:
        _mirror(group, verdict, venue)
    return removals


async def answer_test(group: GroupId, venue: Venue, accepted: bool, reason: str) -> TestVerdict:
    """Say, as somebody who looked at the copy, that it will do, or that it will not; cleaned or not.

    What was accepted can be rejected later; what was rejected has to be tested again. Raises Waiting where no test of
    what the group is rendered as today is on record, NotAsExpected for one whose checks failed, AnsweredOtherwise.
    """
    wave_of_subject(group, venue)
    said, copy, now = checked_reason(reason), copy_of(group), verdict_of(group, venue)
    if now is None:
        raise Waiting(
            f"no test of {group} as it is rendered today is on record", advice=f"Test it: azlift test {group}"
        )
    if accepted:
        _raise_if_failed(now.checks)
    person, stage = await identify(venue), stage_of(copy, venue) or Stage.TESTED

    def judge(before: tuple[TestVerdict, ...]) -> TestVerdict | None:
        last = before[-1]
        if accepted and last.rejected_by:
            raise AnsweredOtherwise(
                f"{group} was rejected by {last.rejected_by.name or last.rejected_by.object_id}: {last.reason}",
                advice=f"See to that, then: azlift test {group} --clean, and test it again.",
            )
        by = last.accepted_by if accepted else last.rejected_by
        if by and by.object_id == person.object_id:
            return None
        word = {"accepted_by": person if accepted else None, "rejected_by": None if accepted else person}
        return last.model_copy(update={**word, "reason": said, "answered_at": venue.now})

    key = venue.ledger.standings()[copy].keys[stage]
    return venue.ledger.decide(copy, stage, key, TestVerdict, judge) or venue.ledger.latest(copy, TestVerdict)


def _check_testable(group: GroupId, venue: Venue) -> None:
    stage = stage_of(group, venue)
    if stage in MOVED:
        raise IllegalMove(
            f"{group} is {stage}: a test comes before the cutover",
            advice=f"What stands there now is checked by: azlift verify {group}",
        )


def _begin_anew(group: GroupId, venue: Venue) -> None:
    """A copy that was cleaned is gone: what is on record of it must not be taken for standing."""
    copy = copy_of(group)
    if stage_of(copy, venue) is Stage.TEST_CLEANED:
        cleaned = venue.ledger.latest(copy, Removal)
        venue.ledger.record(copy, Stage.ROLLED_BACK, digest_of("cleaned", *cleaned.deleted), cleaned)


async def _stand(subject: str, venue: Venue) -> Verdict:
    render(subject, venue)
    await preview(subject, venue)
    await land(subject, venue)
    return await verify(subject, venue)


async def _check_isolated(group: GroupId, venue: Venue) -> None:
    """No machine is started before its network is known to lead nowhere. Raises NotAsExpected."""
    with failures_on_record(copy_zone_of(group), Stage.VERIFIED, venue):
        faults = [result for result in await _isolation(group, venue) if not result.passed]
        if faults:
            listed = "; ".join(f"{fault.name}: {fault.found}" for fault in faults[:5])
            raise NotAsExpected(
                f"the network for the copy of {group} leads somewhere: {listed}",
                code="NotIsolated",
                advice=f"Correct templates/isolated_zone.json.j2, or clean what was added: azlift test {group} --clean",
            )


async def _isolation(group: GroupId, venue: Venue) -> tuple[CheckResult, ...]:
    zone = venue.ledger.latest(copy_zone_of(group), Rendering)
    return judge_isolation(zone, await cloud.read_standing(venue.cloud, zone.expected))


async def _judged(group: GroupId, stands: Verdict, venue: Venue) -> TestVerdict:
    as_rendered = CheckResult(
        name=copy_of(group),
        kind="stands",
        passed=stands.passed,
        expected=f"{stands.checked} resources as rendered",
        found="; ".join(stands.differences) or "all of them",
    )
    looked = await check_group(group, venue, "verify", copy_of(group))
    results = (*await _isolation(group, venue), as_rendered, *looked.results)
    return TestVerdict(
        group=group,
        digest=rendered(group, venue).digest,
        checks=CheckReport(group=group, at=venue.now, results=results),
        resource_groups=resource_groups_of(copy_zone_of(group), venue),
    )


def _raise_if_failed(report: CheckReport) -> None:
    if report.failed:
        listed = "; ".join(f"{one.name}: expected {one.expected}, found {one.found}" for one in report.failed[:5])
        raise NotAsExpected(
            f"{len(report.failed)} of {len(report.results)} checks of the copy of {report.group} failed: {listed}",
            code="TestFailed",
            advice=f"The copy stands, to be looked at. Then: azlift test {report.group} --clean, and test again.",
        )


def _mirror(group: GroupId, verdict: TestVerdict, venue: Venue) -> None:
    """Put it on the group's own path too, where the group has come far enough for it: tested, and cleaned if so."""
    if may_follow(stage_of(group, venue), Stage.TESTED):
        venue.ledger.record(group, Stage.TESTED, _key(verdict), verdict)
    if stage_of(group, venue) is Stage.TESTED and not test_stands(group, venue):
        venue.ledger.record(group, Stage.TEST_CLEANED, _key(verdict), verdict)


def _key(verdict: TestVerdict) -> str:
    return digest_of(verdict.digest, verdict.model_dump_json(include={"checks"}))
