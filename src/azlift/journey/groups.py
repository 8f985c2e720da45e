"""The verbs about a move group, or the landing zone of a wave, which is laid before its groups."""

from azlift import cloud
from azlift.errors import (
    NotAsExpected,
    UnexpectedPreview,
)
from azlift.journey.estate import agreed
from azlift.journey.reading import (
    digest_of,
    failures_on_record,
    renderings_sent,
    wave_called,
    wave_of_group,
    wave_of_zone,
)
from azlift.journey.waves import check_not_held
from azlift.model import (
    GroupId,
    Landing,
    Preview,
    Removal,
    Rendering,
    Verdict,
    WaveId,
)
from azlift.on_record import current_plan, zone_of
from azlift.rendering import render_group, render_zone, subnet_blocks
from azlift.scarcity import landing_target
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.verification import judge_preview, judge_standing


async def prepare(wave: WaveId, venue: Venue) -> None:
    """Register the resource providers the templates use. Raises RightsNeeded, SignInNeeded, AzureError."""
    with failures_on_record(zone_of(wave), Stage.RENDERED, venue):
        await cloud.register_providers(venue.cloud)


def render(subject: str, venue: Venue) -> Rendering:
    """The ARM template and parameters of a group or a landing zone. Raises TemplateFault, NotFound."""
    wave = wave_of_zone(subject)
    _ = wave_called(wave, venue) if wave else wave_of_group(current_plan(venue), subject)
    _check_may_go_on(subject, venue)
    with failures_on_record(subject, Stage.RENDERED, venue):
        rendering = _render_zone(wave, venue) if wave else _render_group(subject, venue)
        return venue.ledger.record(subject, Stage.RENDERED, rendering.digest, rendering)


def _render_group(group: GroupId, venue: Venue) -> Rendering:
    estate, roster, made = agreed(venue)
    wave = wave_of_group(made, group)
    members = [estate.by_id[workload] for workload in made.by_group[group].workloads]
    return render_group(
        made.by_group[group],
        members,
        {w.id: roster.by_workload[w.id] for w in members},
        {w.id: roster.names[w.id] for w in members},
        landing_target(venue.target(wave), wave, made, roster),
        venue.templates,
    )


def _render_zone(wave: WaveId, venue: Venue) -> Rendering:
    estate, roster, made = agreed(venue)
    planned = wave_called(wave, venue)
    members = [estate.by_id[w] for group in planned.groups for w in made.by_group[group].workloads]
    sent = renderings_sent(zone_of(wave), venue)
    kept = subnet_blocks(sent[-1]) if sent else {}
    target = landing_target(venue.target(planned), planned, made, roster)
    rendering = render_zone(planned, members, target, venue.templates, kept)
    return rendering.model_copy(update={"subject": zone_of(wave)})


async def preview(subject: str, venue: Venue) -> Preview:
    """Ask Azure what it would do, and judge it; asked anew until it has landed.

    Raises UnexpectedPreview, AzureError, WavePaused.
    """
    _check_may_go_on(subject, venue)
    rendering = venue.ledger.latest(subject, Rendering)
    if venue.ledger.holds(subject, Stage.LANDED, rendering.digest):
        return venue.ledger.latest(subject, Preview)
    with failures_on_record(subject, Stage.PREVIEWED, venue):
        judged = judge_preview(rendering, await cloud.preview(venue.cloud, rendering))
        if judged.surprises:
            listed = "; ".join(f"{c.kind} {c.resource} {c.detail}".strip() for c in judged.surprises[:5])
            raise UnexpectedPreview(
                f"{len(judged.surprises)} changes were not planned: {listed}",
                code="UnexpectedPreview",
                advice="Something else has that name, or it was changed since. Look at it before landing.",
            )
    return venue.ledger.record(subject, Stage.PREVIEWED, rendering.digest, judged)


async def land(subject: str, venue: Venue) -> Landing:
    """Deploy what was previewed. Landing twice is landing once. Raises DeploymentFailed, AzureError, WavePaused."""
    _check_may_go_on(subject, venue)
    rendering = venue.ledger.latest(subject, Rendering)
    return await venue.ledger.once(
        subject,
        Stage.LANDED,
        rendering.digest,
        lambda intent: cloud.deploy(venue.cloud, rendering, intent),
        about={"deployments": [part.deployment for part in rendering.parts]},
    )


async def verify(subject: str, venue: Venue) -> Verdict:
    """Look at what stands, each time, and compare it with what was rendered. Raises NotAsExpected, AzureError,
    WavePaused."""
    _check_may_go_on(subject, venue)
    rendering = venue.ledger.latest(subject, Rendering)
    with failures_on_record(subject, Stage.VERIFIED, venue):
        verdict = judge_standing(rendering, await cloud.observe(venue.cloud, rendering, venue.ledger.clock))
        if not verdict.passed:
            raise NotAsExpected(
                f"{len(verdict.differences)} of {verdict.checked} differ: {'; '.join(verdict.differences[:5])}",
                code="NotAsExpected",
                advice="Compare with the group in Azure; migrating the wave again lands the group anew.",
            )
    return venue.ledger.record(subject, Stage.VERIFIED, rendering.digest, verdict)


def _check_may_go_on(subject: str, venue: Venue) -> None:
    """Whether nobody holds the subject's wave; a hold is no failure of the subject, and leaves none on record."""
    check_not_held(wave_of_zone(subject) or wave_of_group(current_plan(venue), subject).id, venue)


async def roll_back(subject: str, venue: Venue) -> Removal:
    """Take back what was landed, and only that; what never left for Azure needs nothing."""
    renderings = renderings_sent(subject, venue)
    if not renderings:
        return Removal(subject=subject, deleted=())
    key = digest_of(*(r.digest for r in renderings))
    return await venue.ledger.once(
        subject, Stage.ROLLED_BACK, key, lambda _: cloud.remove(venue.cloud, subject, renderings)
    )
