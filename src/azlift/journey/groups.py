"""The verbs about a move group, or the landing zone of a wave, which is laid before its groups."""

from azlift import cloud
from azlift.errors import NotAsExpected, UnexpectedPreview
from azlift.journey.pre_images import record_pre_images
from azlift.journey.reading import failures_on_record, wave_of_subject
from azlift.journey.renderings import rendered
from azlift.journey.waves import check_not_held
from azlift.model import Landing, Preview, Rendering, Verdict, WaveId
from azlift.on_record import zone_of
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.verification import judge_preview, judge_standing


async def prepare(wave: WaveId, venue: Venue) -> None:
    """Register the resource providers the templates use. Raises RightsNeeded, SignInNeeded, AzureError."""
    with failures_on_record(zone_of(wave), Stage.RENDERED, venue):
        await cloud.register_providers(venue.cloud)


def render(subject: str, venue: Venue) -> Rendering:
    """The ARM template and parameters of a group, a landing zone, or a group's copy and its network.

    Raises TemplateFault, NotFound, WavePaused.
    """
    _check_may_go_on(subject, venue)
    with failures_on_record(subject, Stage.RENDERED, venue):
        rendering = rendered(subject, venue)
        return venue.ledger.record(subject, Stage.RENDERED, rendering.digest, rendering)


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
    await record_pre_images(subject, rendering, venue)
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
    check_not_held(wave_of_subject(subject, venue).id, venue)
