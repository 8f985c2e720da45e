"""Taking back: what a subject's landings created is deleted, what they changed is made again what it was.

Possible until a person accepts the group. What is not ours is never touched, and is named where it is in the way.
"""

from collections.abc import Sequence

from azlift import cloud
from azlift.errors import AzliftError, DecisionDue, IllegalMove, PartlyDone, Standstill
from azlift.journey.cutting_over import undo_cutover
from azlift.journey.pre_images import stood_before
from azlift.journey.reading import (
    copy_stands,
    digest_of,
    renderings_sent,
    stage_of,
    subjects_of,
    wave_called,
    wave_of_zone,
)
from azlift.model import GroupId, Milestone, Removal, Rendering, WaveId
from azlift.on_record import copy_of, copy_zone_of, group_of_copy, step_of, wave_subject
from azlift.stages import Stage, may_follow
from azlift.venue import Venue

FINAL = frozenset({Stage.ACCEPTED, Stage.SOURCE_RETIRED})
DECIDE_FIRST = frozenset({Stage.CUTTING_OVER, Stage.VALIDATING, Stage.GO, Stage.HYPERCARE})
OVER = frozenset({Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED})


async def roll_back(subject: str, venue: Venue) -> Removal:
    """Take back what was landed, and only that; what never left for Azure needs nothing.

    What was begun of a group's night goes first, by the inverse of each step, then its copy.

    Raises IllegalMove once the group is accepted, PastReturn where a step cannot be undone, StepWaits where a person is
    to undo one, PartlyDone for a copy that could not be cleaned as a whole, HeldByAnother where another ledger sent
    what stands: then nothing is touched.
    """
    _check_revocable(subject, venue)
    if group_of_copy(subject):
        return await _clean(subject, venue)
    if not wave_of_zone(subject):
        await _undo_night(subject, venue)
        await clean_copy(subject, venue)
    renderings = renderings_sent(subject, venue)
    if not renderings:
        return Removal(subject=subject, deleted=())
    key = digest_of(*(r.digest for r in renderings))
    removal = await venue.ledger.once(subject, Stage.ROLLED_BACK, key, lambda _: _remove(subject, renderings, venue))
    wave = wave_of_zone(subject)
    if wave:
        _conclude(wave, venue)
    return removal


def check_can_be_taken_back(wave: WaveId, venue: Venue) -> None:
    """Asked before a whole wave is taken back. Raises DecisionDue where its night was begun and nobody said no-go,
    IllegalMove once operations have it."""
    wave_called(wave, venue)
    stage = stage_of(wave_subject(wave), venue)
    if stage in DECIDE_FIRST:
        raise DecisionDue(
            f"{wave} is {stage}: it is taken back as a whole on its decision owner's word",
            advice=f"First: azlift decide {wave} --no-go --reason TEXT; or take back one group: --group GROUP.",
        )
    if stage in OVER:
        raise IllegalMove(
            f"{wave} is {stage}: operations have it, and it can no longer be taken back",
            advice="What is wrong is to be moved forward, or restored from a backup.",
        )


async def _undo_night(group: GroupId, venue: Venue) -> None:
    """Where its cutover was begun: the steps are taken back first, so that nobody is led to what is about to go."""
    if not any(subject.startswith(step_of(group, "")) for subject in venue.ledger.standings()):
        return
    try:
        await undo_cutover(group, venue)
    except Standstill:
        raise  # a person is asked, and nothing has failed
    except AzliftError as error:
        venue.ledger.record_failure(group, Stage.ROLLED_BACK, "", error)
        raise


async def clean_copy(group: GroupId, venue: Venue) -> tuple[Removal, ...]:
    """Take away the group's isolated copy, then the network it stands in. Raises PartlyDone, naming what is left."""
    return tuple([await _clean(subject, venue) for subject in (copy_of(group), copy_zone_of(group))])


async def _clean(subject: str, venue: Venue) -> Removal:
    """Where its test came to a verdict that stays on record: `test cleaned` follows `tested`, and ends no life."""
    if not copy_stands(subject, venue):
        return Removal(subject=subject, deleted=())
    renderings = renderings_sent(subject, venue)
    stage = Stage.TEST_CLEANED if may_follow(stage_of(subject, venue), Stage.TEST_CLEANED) else Stage.ROLLED_BACK

    async def whole() -> Removal:
        removal = await _remove(subject, renderings, venue)
        if removal.kept:
            raise PartlyDone(
                f"left standing, held by something that is not azlift's: {', '.join(_names(removal.kept))}"
                + (f" (in the way: {', '.join(_names(removal.foreign))})" if removal.foreign else ""),
                advice=f"Remove that, then: azlift test {group_of_copy(subject)} --clean",
            )
        return removal

    key = digest_of(stage, *(r.digest for r in renderings))
    return await venue.ledger.once(subject, stage, key, lambda _: whole())


async def _remove(subject: str, renderings: Sequence[Rendering], venue: Venue) -> Removal:
    sent = cloud.Sent(venue.ledger.has_sent, venue.ledger.sent_digests(subject))
    return await cloud.remove(venue.cloud, subject, renderings, sent, stood_before(subject, venue))


def _conclude(wave: WaveId, venue: Venue) -> None:
    """The wave itself is rolled back once nothing of it is left, where anything of its life was on record."""
    stage = stage_of(wave_subject(wave), venue)
    gone = all(not renderings_sent(subject, venue) for subject in subjects_of(wave, venue))
    if gone and stage is not None and stage is not Stage.ROLLED_BACK and may_follow(stage, Stage.ROLLED_BACK):
        said = Milestone(wave=wave, reason="everything that was landed of it is taken back")
        venue.ledger.record(wave_subject(wave), Stage.ROLLED_BACK, digest_of(wave, stage), said)


def _check_revocable(subject: str, venue: Venue) -> None:
    stage = stage_of(subject, venue)
    if stage in FINAL:
        raise IllegalMove(
            f"{subject} is {stage}: it can no longer be taken back",
            advice="Acceptance is the point of no return. Move what is wrong forward, or restore it from a backup.",
        )


def _names(ids: Sequence[str]) -> list[str]:
    return [id_.rpartition("/")[2] for id_ in ids]
