"""A lost ledger, made anew from Azure: what stands, what its tags say, and what cannot be told any more.

What is recovered of a subject: its wave, its resources, the digest it was sent under, whether it stands as it should,
and how far it has come. What one plan renders exactly as it stands is taken from the plan; the rest from the tags.
Nothing in Azure is changed. A subject that is on record is left alone, so that this may be run again.

First of all it is put on record whose place is taken: what bears another ledger's name would else be refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from azlift import cloud
from azlift.errors import AzliftError, NotAsExpected
from azlift.journey.marking import MACHINE, stage_marked
from azlift.journey.reading import digest_of, stage_of, wave_of_zone
from azlift.journey.renderings import rendered
from azlift.ledger import SUCCESSION
from azlift.model import (
    DIGEST_TAG,
    Acceptance,
    CheckReport,
    Cutover,
    ExpectedResource,
    Landing,
    Noun,
    ObservedResource,
    Recovered,
    Rendering,
    Retirement,
    Roster,
    Sender,
    SentDeployment,
    Succession,
    WaveId,
)
from azlift.on_record import ESTATE, zone_of
from azlift.rendering import (
    GROUP_TAG,
    LANDING_ZONE,
    STAGE_TAG,
    WAVE_TAG,
    WORKLOAD_TAG,
    deployment_stem,
    standing_rendering,
)
from azlift.stages import Kind, Stage, comes_before, may_follow
from azlift.venue import Venue
from azlift.verification import judge_standing

LOST = (
    "who decided what, and why: approvals, waivers, answers, who accepted (that it was accepted is recovered)",
    "the stages of waves: commit, ready and approve those that are not done yet anew",
    "the order of events before today, failed attempts, durations and forecasts",
    "what stood before a landing and was changed by it: a roll-back deletes what azlift made and restores nothing",
    "verdicts of tests, and steps of cutovers that were under way",
)
"""What is nowhere but in the ledger."""

RESOURCE_GROUP = "microsoft.resources/resourcegroups"
NETWORK = "microsoft.network/virtualnetworks"


@dataclass(frozen=True)
class Remains:
    """What stands of one subject."""

    subject: str
    wave: WaveId
    resources: tuple[ObservedResource, ...]

    @property
    def digests(self) -> tuple[str, ...]:
        """What was sent; more than one where a landing over an older one had not ended."""
        return tuple(sorted({r.tags.get(DIGEST_TAG, "") for r in self.resources}))

    @property
    def marked(self) -> Stage | None:
        """How far the group has come, as its machines say: the furthest, which is the one that protects most."""
        said = [stage for r in self.resources if (stage := stage_marked(r.tags.get(STAGE_TAG, "")))]
        return next((stage for stage in reversed(Stage) if stage in said), None)


async def find_remains(venue: Venue) -> dict[WaveId, tuple[Remains, ...]]:
    """What stands of the estate, by wave; a landing zone before its groups."""
    found = await cloud.list_estate(venue.cloud, venue.settings.estate)
    subjects: dict[tuple[WaveId, str], list[ObservedResource]] = {}
    for resource in found:
        wave, group = resource.tags.get(WAVE_TAG, ""), resource.tags.get(GROUP_TAG, "")
        if wave and group:
            subject = zone_of(wave) if group == LANDING_ZONE else group
            subjects.setdefault((wave, subject), []).append(resource)
    waves: dict[WaveId, list[Remains]] = {}
    for wave, subject in sorted(subjects, key=lambda one: (one[0], one[1] != zone_of(one[0]), one[1])):
        waves.setdefault(wave, []).append(Remains(subject, wave, tuple(subjects[wave, subject])))
    return {wave: tuple(remains) for wave, remains in waves.items()}


async def succeed(venue: Venue) -> tuple[Sender, ...]:
    """Take the place of every other ledger that sent something of this estate, under way or done; those it is new to.

    These must be used no more: from here on what one of the two sends, the other is refused.
    """
    found = await cloud.list_senders(venue.cloud, venue.settings.estate)
    others = tuple(sender for sender in found if not venue.ledger.has_sent(sender))
    if others:
        key = digest_of(*(sender.event for sender in others))
        venue.ledger.record(SUCCESSION, Stage.SAID, key, Succession(senders=others, at=venue.now))
    return others


async def rebuild(remains: Sequence[Remains], venue: Venue) -> tuple[Recovered, ...]:
    """Put on record what stands of a wave; what the ledger knows of already is left out. Under the wave's lease."""
    groups = {_resource_group(one) for one in remains}
    histories = {group: await cloud.list_deployments(venue.cloud, group) for group in groups}
    lost = [one for one in remains if not _is_on_record(one, histories[_resource_group(one)], venue)]
    types = {r.type for one in lost for r in one.resources}
    versions = await cloud.newest_versions(venue.cloud, types) if types else {}
    return tuple([await _rebuild(one, Sights(versions, histories[_resource_group(one)]), venue) for one in lost])


@dataclass(frozen=True)
class Sights:
    """What Azure says beside a subject's resources: API versions by type, and its deployments by name."""

    versions: Mapping[str, str]
    deployments: Mapping[str, SentDeployment]


async def _rebuild(remains: Remains, sights: Sights, venue: Venue) -> Recovered:
    for digest in remains.digests:
        rendering, source, notes = await _rendering(remains, digest, sights, venue)
        recovered = Recovered(
            subject=remains.subject,
            wave=remains.wave,
            digest=rendering.digest,
            source=source,
            resources=tuple(r.id for r in remains.resources if r.tags.get(DIGEST_TAG, "") == digest),
            marked=remains.marked or "",
            notes=(*notes, *_notes(remains, venue)),
            at=venue.now,
        )
        known = venue.ledger.find_latest(remains.subject, Recovered)
        if known is None or known.digest != rendering.digest:
            venue.ledger.record(remains.subject, Stage.RENDERED, rendering.digest, rendering)
            venue.ledger.record(remains.subject, Stage.PREVIEWED, rendering.digest, recovered)
        landed = await _land(remains, rendering, sights, venue)
    if landed:
        await _verify(remains, rendering, venue)
        _advance(remains, rendering, venue)
    return recovered


def _is_on_record(remains: Remains, deployments: Mapping[str, SentDeployment], venue: Venue) -> bool:
    """Whether the ledger knows by itself, and not by an earlier rebuilding, of everything that was sent: it tried to
    land it and was not refused, and no other ledger has landed it since."""
    subject, ledger = remains.subject, venue.ledger
    previewed = [e for e in ledger.outline(subject) if e.kind is Kind.OUTCOME and e.stage is Stage.PREVIEWED]
    sent = {name for digest in remains.digests if digest for name in _sent_as(subject, digest, deployments)}
    senders = (deployments[name].sender for name in sent)
    return (
        bool(ledger.attempts(subject, Stage.LANDED))
        and previewed[-1].noun != Recovered.__name__
        and {*remains.digests} - {""} <= ledger.sent_digests(subject)
        and all(sender is None or ledger.wrote(sender) for sender in senders)
    )


def _sent_as(subject: str, digest: str, deployments: Iterable[str]) -> list[str]:
    """The names of the deployments that sent a subject under this digest."""
    stem = deployment_stem(wave_of_zone(subject) or subject, digest)
    return sorted(name for name in deployments if name == stem or name.startswith(f"{stem}-"))


async def _rendering(
    remains: Remains, digest: str, sights: Sights, venue: Venue
) -> tuple[Rendering, Literal["plan", "tags"], tuple[str, ...]]:
    """What was sent, from the plan where that says the same, and from the tags otherwise, with why."""
    try:
        planned = rendered(remains.subject, venue)
    except AzliftError as error:
        why = f"taken from its tags alone: {error}"
    else:
        if planned.digest == digest:
            return planned, "plan", ()
        why = f"taken from its tags alone: today's plan renders it as {planned.digest[:8]}, it stands as {digest[:8]}"
    stem = deployment_stem(wave_of_zone(remains.subject) or remains.subject, digest)
    sent = _sent_as(remains.subject, digest, sights.deployments) if digest else []
    unsure = () if sent else ("its deployment is no longer in Azure's history: whether all of it stands is not known",)
    own = [r for r in remains.resources if r.tags.get(DIGEST_TAG, "") == digest]
    subnets = await _subnets(own, sights, venue)
    made = standing_rendering(remains.subject, digest, own, sent or [stem], sights.versions, subnets)
    return made, "tags", (why, *unsure)


async def _subnets(resources: Sequence[ObservedResource], sights: Sights, venue: Venue) -> dict[str, str]:
    """The blocks of the network's subnets, by their names."""
    networks = [
        ExpectedResource(id=r.id, type=r.type, name=r.name, api_version=sights.versions[r.type.lower()])
        for r in resources
        if r.type.lower() == NETWORK
    ]
    standing = await cloud.read_standing(venue.cloud, networks)
    subnets = [subnet for network in standing for subnet in network.body["properties"].get("subnets") or ()]
    return {str(subnet["name"]): str(subnet["properties"]["addressPrefix"]) for subnet in subnets}


async def _land(remains: Remains, rendering: Rendering, sights: Sights, venue: Venue) -> bool:
    """Put on record that it was sent, and whether that had ended when the ledger was lost."""
    found = {part.deployment: sights.deployments.get(part.deployment) for part in rendering.parts}
    states = {name: deployment.state if deployment else "" for name, deployment in found.items()}

    async def look(_: object) -> Landing:
        unfinished = sorted(
            f"{name}: {state}" for name, state in states.items() if state.lower() not in ("", "succeeded")
        )
        if not remains.marked and (unfinished or len(remains.digests) > 1):
            raise NotAsExpected(
                f"its landing had not ended when the ledger was lost ({', '.join(unfinished) or 'two stand mixed'})",
                code="LandingNotEnded",
                advice=f"Carry the wave on, which lands it anew: azlift migrate {remains.wave}",
            )
        return Landing(
            subject=remains.subject,
            digest=rendering.digest,
            deployments=tuple(states),
            resources=tuple(e.id for e in rendering.expected),
            adopted=tuple(states),
        )

    try:
        await venue.ledger.once(remains.subject, Stage.LANDED, rendering.digest, look, about={"recovered": True})
    except NotAsExpected:
        return False  # on record, with what to do
    return True


async def _verify(remains: Remains, rendering: Rendering, venue: Venue) -> None:
    """Look whether it stands as it was sent. Once its work has moved, what people changed since is no fault."""
    if not may_follow(stage_of(remains.subject, venue), Stage.VERIFIED):
        return
    verdict = judge_standing(rendering, await cloud.observe(venue.cloud, rendering, venue.ledger.clock))
    if verdict.passed or remains.marked:
        venue.ledger.record(remains.subject, Stage.VERIFIED, rendering.digest, verdict)
        return
    error = NotAsExpected(
        f"{len(verdict.differences)} of {verdict.checked} differ: {'; '.join(verdict.differences[:5])}",
        code="NotAsExpected",
        advice=f"Carry the wave on, which lands it anew: azlift migrate {remains.wave}",
    )
    venue.ledger.record_failure(remains.subject, Stage.VERIFIED, rendering.digest, error)


def _advance(remains: Remains, rendering: Rendering, venue: Venue) -> None:
    """As far as the machines say that the group has come, with facts that name nobody: that is lost."""
    group, digest, now = remains.subject, rendering.digest, venue.now
    reason = f"recovered from the tag {STAGE_TAG} of its machines; who said so, and why, is lost"
    facts: dict[Stage, Noun] = {
        Stage.CUT_OVER: Cutover(group=group, digest=digest, down_from=None, up_at=None, steps=()),
        Stage.VALIDATED: CheckReport(group=group, at=now, results=()),
        Stage.ACCEPTED: Acceptance(group=group, person=None, reason=reason, at=now),
        Stage.SOURCE_RETIRED: Retirement(
            group=group, person=None, reason=reason, at=now, archive="", restore_test="", records={}
        ),
    }
    for stage, fact in facts.items():
        reached = stage_of(group, venue)
        if remains.marked and reached and comes_before(reached, stage) and not comes_before(remains.marked, stage):
            venue.ledger.record(group, stage, f"recovered {digest}", fact)


def _notes(remains: Remains, venue: Venue) -> tuple[str, ...]:
    """What a person should know before the wave is carried on."""
    roster = venue.ledger.find_latest(ESTATE, Roster)
    machines = [r for r in remains.resources if r.type.lower() == MACHINE and roster]
    names = {r.name: roster.names.get(r.tags.get(WORKLOAD_TAG, ""), "") for r in machines if roster}
    notes = [
        f"{name} stands, and today's placing calls that machine {new or 'nothing'}"
        for name, new in names.items()
        if new != name
    ]
    if "" in remains.digests:
        notes.append("some of it bears no digest: it was landed by an azlift that gave none")
    return tuple(notes)


def _resource_group(remains: Remains) -> str | None:
    """Where its deployments are on record; None: at the subscription, where a resource group itself is made."""
    first = remains.resources[0]
    zone = any(r.type.lower() == RESOURCE_GROUP for r in remains.resources)
    return None if zone else first.id.split("/")[4]
