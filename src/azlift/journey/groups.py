"""The verbs about a move group, or the landing zone of a wave, which is laid before its groups."""

from azlift import cloud
from azlift.errors import (
    NotAsExpected,
    UnexpectedPreview,
)
from azlift.journey import gates
from azlift.journey.approvable import preview_key
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
    return venue.ledger.record(subject, Stage.PREVIEWED, _preview_key(judged, venue), judged)


def _preview_key(judged: Preview, venue: Venue) -> str:
    """What is approved of it; of what was sent already, as it was: what stands since then is our own doing."""
    keys = venue.ledger.standings()[judged.subject].keys
    if judged.digest in venue.ledger.attempts(judged.subject, Stage.LANDED) and Stage.PREVIEWED in keys:
        return keys[Stage.PREVIEWED]
    return preview_key(judged)


async def land(subject: str, venue: Venue) -> Landing:
    """Deploy what was previewed and approved. Landing twice is landing once.

    A landing zone needs a committed wave, a group one with a go. Raises GateShut, WavePaused, DeploymentFailed,
    AzureError.
    """
    _check_may_go_on(subject, venue)
    rendering = venue.ledger.latest(subject, Rendering)
    if not venue.ledger.holds(subject, Stage.LANDED, rendering.digest):
        with failures_on_record(subject, Stage.LANDED, venue):
            await _pass_gate(subject, venue)
    return await venue.ledger.once(
        subject,
        Stage.LANDED,
        rendering.digest,
        lambda intent: cloud.deploy(venue.cloud, rendering, intent),
        about={"deployments": [part.deployment for part in rendering.parts]},
    )


async def _pass_gate(subject: str, venue: Venue) -> None:
    """A group's landing begins the wave's execution; that of a zone, or of a copy made for a test, does not."""
    apart, wave = ":" in subject, _wave_behind(subject, venue)
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
    check_not_held(_wave_behind(subject, venue), venue)


def _wave_behind(subject: str, venue: Venue) -> WaveId:
    """The wave of a group, of a landing zone, or of the copy that a group's test stands in."""
    return wave_of_zone(subject) or wave_of_group(current_plan(venue), subject.rpartition(":")[2]).id


async def roll_back(subject: str, venue: Venue) -> Removal:
    """Take back what was landed, and only that; what never left for Azure needs nothing."""
    renderings = renderings_sent(subject, venue)
    if not renderings:
        return Removal(subject=subject, deleted=())
    key = digest_of(*(r.digest for r in renderings))
    return await venue.ledger.once(
        subject, Stage.ROLLED_BACK, key, lambda _: cloud.remove(venue.cloud, subject, renderings)
    )
