"""The verbs about a move group, or the landing zone of a wave, which is laid before its groups."""

from azlift import cloud
from azlift.errors import NotAsExpected, UnexpectedPreview
from azlift.journey import gates
from azlift.journey.approvable import preview_key
from azlift.journey.pre_images import record_pre_images
from azlift.journey.reading import failures_on_record, wave_of_subject
from azlift.journey.renderings import rendered
from azlift.journey.waves import check_not_held
from azlift.model import Landing, Preview, Rendering, Verdict, WaveId
from azlift.on_record import zone_of
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.verification import digests_of_others, judge_preview, judge_standing


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
    """Ask Azure what it would do, and judge it; asked anew until it has landed. Of a landing that was recovered from
    Azure the preview is lost, and an empty one stands for it.

    Raises HeldByAnother where it stands as this ledger never sent it, UnexpectedPreview, AzureError, WavePaused.
    """
    _check_may_go_on(subject, venue)
    rendering = venue.ledger.latest(subject, Rendering)
    if venue.ledger.holds(subject, Stage.LANDED, rendering.digest):
        known = venue.ledger.find_latest(subject, Preview)
        return known or Preview(subject=subject, digest=rendering.digest, changes=(), surprises=())
    with failures_on_record(subject, Stage.PREVIEWED, venue):
        changes = await cloud.preview(venue.cloud, rendering)
        others = digests_of_others(rendering, changes, venue.ledger.sent_digests(subject))
        if others:
            raise await cloud.refusal_of(venue.cloud, rendering, others)
        judged = judge_preview(rendering, changes)
        if judged.surprises:
            listed = "; ".join(f"{c.kind} {c.resource} {c.detail}".strip() for c in judged.surprises[:5])
            raise UnexpectedPreview(
                f"{len(judged.surprises)} changes were not planned: {listed}",
                code="UnexpectedPreview",
                advice="Something else has that name, or it was changed since. Look at it before landing.",
            )
    return venue.ledger.record(subject, Stage.PREVIEWED, _key_of(judged, venue), judged)


def _key_of(judged: Preview, venue: Venue) -> str:
    """What is approved of it; of what was sent already, as it was: what stands since then is our own doing."""
    keys = venue.ledger.standings()[judged.subject].keys
    if judged.digest in venue.ledger.attempts(judged.subject, Stage.LANDED) and Stage.PREVIEWED in keys:
        return keys[Stage.PREVIEWED]
    return preview_key(judged)


async def land(subject: str, venue: Venue) -> Landing:
    """Deploy what was previewed and approved. Landing twice is landing once.

    A landing zone needs a committed wave, a group one with a go. Raises GateShut, WavePaused, HeldByAnother where
    another ledger sent it, DeploymentFailed, AzureError.
    """
    _check_may_go_on(subject, venue)
    rendering = venue.ledger.latest(subject, Rendering)
    if not venue.ledger.holds(subject, Stage.LANDED, rendering.digest):
        with failures_on_record(subject, Stage.LANDED, venue):
            await _pass_gate(subject, venue)
    await record_pre_images(subject, rendering, venue)
    return await venue.ledger.once(
        subject,
        Stage.LANDED,
        rendering.digest,
        lambda intent: cloud.deploy(venue.cloud, rendering, intent),
        about={"deployments": [part.deployment for part in rendering.parts]},
    )


async def _pass_gate(subject: str, venue: Venue) -> None:
    """A group's landing begins the wave's execution; that of a zone, or of a copy made for a test, does not."""
    apart, wave = ":" in subject, wave_of_subject(subject, venue).id
    driver = None if gates.gates_open(venue) else await gates.identify(venue)
    gates.require("commit" if apart else "go", wave, venue, driver=driver)
    if not apart:
        gates.begin_executing(wave, venue, driver)


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
