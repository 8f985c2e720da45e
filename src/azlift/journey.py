"""The verbs, in order: the path of one workload. Read this file first.

    survey → place → plan → render → preview → land → verify          and, until a person accepts, roll_back

Each verb reads the last fact from the ledger, makes the next one, and writes it down. The subject of the first three
is the estate; of the others a move group, or the landing zone of a wave, which is laid before its groups.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from azlift import cloud
from azlift.assessment import read_rule_book
from azlift.errors import (
    AzliftError,
    NotAsExpected,
    NotFound,
    PlanError,
    UnexpectedPreview,
)
from azlift.estate import read_inventory, write_survey
from azlift.model import (
    BusinessCase,
    Estate,
    Failure,
    GroupId,
    Landing,
    Preview,
    Removal,
    Rendering,
    Roster,
    Verdict,
    Wave,
    WaveId,
    WavePlan,
)
from azlift.money import make_business_case, read_figures
from azlift.on_record import ESTATE, current_plan, routed_estate, under_way, zone_of
from azlift.placing import place_anew, staleness
from azlift.planning import lay_out, plan_anew, take_up
from azlift.rendering import render_group, render_zone, subnet_blocks, workloads_of
from azlift.report import PLACEMENTS, placements_csv
from azlift.scarcity import landing_roster, landing_target
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.verification import judge_preview, judge_standing
from azlift.waves import (
    Effort,
    has_calendar,
    read_calendar,
)

# -- the estate ---------------------------------------------------------------------------------------------------


def survey(sources: Sequence[Path], venue: Venue, keep_personal: bool = False) -> Estate:
    """Read the inventories, and leave the estate as tables in the workspace. Raises InputError."""
    inventory = read_inventory(sources, keep_personal)
    estate = inventory.estate
    write_survey(venue.workspace, inventory)
    return venue.ledger.record(ESTATE, Stage.SURVEYED, estate.fingerprint, estate)


def place(venue: Venue) -> Roster:
    """Choose each workload's size, disks and name in Azure, or say why it has none."""
    estate = venue.ledger.latest(ESTATE, Estate)
    basis = _roster_basis(estate, venue)
    known = venue.ledger.find_latest(ESTATE, Roster)
    roster = known if known and known.basis == basis else place_anew(estate, basis, known, venue)
    (venue.workspace / PLACEMENTS).write_text(placements_csv(estate, roster), encoding="utf-8-sig", newline="")
    return venue.ledger.record(ESTATE, Stage.PLACED, basis, roster)


def plan(venue: Venue, edited: Path | None = None, effort: Effort | None = None) -> WavePlan:
    """Put the workloads that move into groups and waves; `edited` is a plan file a person changed. Raises PlanError.

    While what it was made from is the same the last plan stands, unless its search was cut short.
    """
    estate, roster = routed_estate(venue), venue.ledger.latest(ESTATE, Roster)
    if roster.basis != _roster_basis(venue.ledger.latest(ESTATE, Estate), venue):
        raise PlanError("the inventory or the settings have changed since placing", advice="Run azlift place first.")
    desk, basis = lay_out(estate, roster, *under_way(venue), venue), _plan_basis(roster, venue)
    stands = desk.known and desk.known.basis == basis and (edited or not desk.known.cut_short)
    base = desk.known if desk.known and stands else plan_anew(desk, effort)
    made = (take_up(edited, base, desk) if edited else base).model_copy(update={"basis": basis})
    if made != desk.known:
        _check_landed_groups_stay(made, venue)
    return venue.ledger.record(ESTATE, Stage.PLANNED, made.fingerprint, made)


def money(venue: Venue) -> BusinessCase:
    """The business case of what was placed, by the plan's waves where there is a plan. Raises SettingsError."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.latest(ESTATE, Roster)
    figures, made = read_figures(venue.workspace), venue.ledger.find_latest(ESTATE, WavePlan)
    return make_business_case(estate, landing_roster(roster, made), made, figures, venue.today)


def _roster_basis(estate: Estate, venue: Venue) -> str:
    """The digest of what a roster is decided from: estate, catalogue, rules, and the settings that choose."""
    catalogue, settings = venue.catalogue, venue.settings
    rules = (settings.sizing.fingerprint, read_rule_book(venue.workspace).fingerprint, venue.as_of.isoformat())
    stale = (finding.code for finding in staleness(venue))
    return _digest(estate.fingerprint, catalogue.fingerprint, settings.disk_sku, *rules, *stale)


def _plan_basis(roster: Roster, venue: Venue) -> str:
    calendar = read_calendar(venue.workspace).content if has_calendar(venue.workspace) else None
    return _digest(roster.basis, venue.settings.limits.fingerprint, calendar.fingerprint if calendar else "")


def _agreed(venue: Venue) -> tuple[Estate, Roster, WavePlan]:
    """Estate, roster as the plan lands it, and plan, each made from the one before; PlanError when one was renewed and
    the next was not."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.latest(ESTATE, Roster)
    made = current_plan(venue)
    if roster.basis != _roster_basis(estate, venue) or made.basis != _plan_basis(roster, venue):
        raise PlanError(
            "the inventory or the settings have changed since the waves were planned",
            advice="Run azlift place and azlift plan; what has landed stays in its wave.",
        )
    return estate, landing_roster(roster, made), made


def _check_landed_groups_stay(made: WavePlan, venue: Venue) -> None:
    """What was sent to Azure stands in its wave's resource group: it cannot leave its wave, or its group, meanwhile."""
    wave_of = {group: wave.id for wave in made.waves for group in wave.groups}
    for subject in venue.ledger.standings():
        sent = _renderings_sent(subject, venue)
        if not sent:
            continue
        wave, group = sent[-1].tags["azlift-wave"], made.by_group.get(subject)
        if wave_of_zone(subject) in made.by_wave:
            continue
        if group is None or wave_of[subject] != wave or workloads_of(sent[-1]) - set(group.workloads):
            only = "" if wave_of_zone(subject) else f" --group {subject}"
            raise PlanError(
                f"{subject} has landed in {wave}, whole or in part; this plan moves it, or machines of it, elsewhere",
                advice=f"Leave it there, or roll it back first: azlift roll-back {wave}{only}. For another inventory, "
                "choose another --workspace.",
            )


# -- a group, or a wave's landing zone ------------------------------------------------------------------------------


async def prepare(wave: WaveId, venue: Venue) -> None:
    """Register the resource providers the templates use. Raises RightsNeeded, SignInNeeded, AzureError."""
    with _failures_on_record(zone_of(wave), Stage.RENDERED, venue):
        await cloud.register_providers(venue.cloud)


def render(subject: str, venue: Venue) -> Rendering:
    """The ARM template and parameters of a group or a landing zone. Raises TemplateFault, NotFound."""
    wave = wave_of_zone(subject)
    _ = wave_called(wave, venue) if wave else wave_of_group(current_plan(venue), subject)
    with _failures_on_record(subject, Stage.RENDERED, venue):
        rendering = _render_zone(wave, venue) if wave else _render_group(subject, venue)
        return venue.ledger.record(subject, Stage.RENDERED, rendering.digest, rendering)


def _render_group(group: GroupId, venue: Venue) -> Rendering:
    estate, roster, made = _agreed(venue)
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
    estate, roster, made = _agreed(venue)
    planned = wave_called(wave, venue)
    members = [estate.by_id[w] for group in planned.groups for w in made.by_group[group].workloads]
    sent = _renderings_sent(zone_of(wave), venue)
    kept = subnet_blocks(sent[-1]) if sent else {}
    target = landing_target(venue.target(planned), planned, made, roster)
    rendering = render_zone(planned, members, target, venue.templates, kept)
    return rendering.model_copy(update={"subject": zone_of(wave)})


async def preview(subject: str, venue: Venue) -> Preview:
    """Ask Azure what it would do, and judge it; asked anew until it has landed.

    Raises UnexpectedPreview, AzureError.
    """
    rendering = venue.ledger.latest(subject, Rendering)
    if venue.ledger.holds(subject, Stage.LANDED, rendering.digest):
        return venue.ledger.latest(subject, Preview)
    with _failures_on_record(subject, Stage.PREVIEWED, venue):
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
    """Deploy what was previewed. Landing twice is landing once. Raises DeploymentFailed, AzureError."""
    rendering = venue.ledger.latest(subject, Rendering)
    return await venue.ledger.once(
        subject,
        Stage.LANDED,
        rendering.digest,
        lambda intent: cloud.deploy(venue.cloud, rendering, intent),
        about={"deployments": [part.deployment for part in rendering.parts]},
    )


async def verify(subject: str, venue: Venue) -> Verdict:
    """Look at what stands, each time, and compare it with what was rendered. Raises NotAsExpected, AzureError."""
    rendering = venue.ledger.latest(subject, Rendering)
    with _failures_on_record(subject, Stage.VERIFIED, venue):
        verdict = judge_standing(rendering, await cloud.observe(venue.cloud, rendering, venue.ledger.clock))
        if not verdict.passed:
            raise NotAsExpected(
                f"{len(verdict.differences)} of {verdict.checked} differ: {'; '.join(verdict.differences[:5])}",
                code="NotAsExpected",
                advice="Compare with the group in Azure; migrating the wave again lands the group anew.",
            )
    return venue.ledger.record(subject, Stage.VERIFIED, rendering.digest, verdict)


async def roll_back(subject: str, venue: Venue) -> Removal:
    """Take back what was landed, and only that; what never left for Azure needs nothing."""
    renderings = _renderings_sent(subject, venue)
    if not renderings:
        return Removal(subject=subject, deleted=())
    key = _digest(*(r.digest for r in renderings))
    return await venue.ledger.once(
        subject, Stage.ROLLED_BACK, key, lambda _: cloud.remove(venue.cloud, subject, renderings)
    )


# -- reading --------------------------------------------------------------------------------------------------------


def outdated_steps(venue: Venue) -> tuple[str, ...]:
    """Which of place and plan were made from what has changed since, and are to be made anew."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.find_latest(ESTATE, Roster)
    made = venue.ledger.find_latest(ESTATE, WavePlan)
    if roster and roster.basis != _roster_basis(estate, venue):
        return ("place", "plan") if made else ("place",)
    return ("plan",) if roster and made and made.basis != _plan_basis(roster, venue) else ()


def wave_called(wave: WaveId, venue: Venue) -> Wave:
    """The wave of this id. Raises NotFound, naming those there are."""
    waves = current_plan(venue).by_wave
    if wave not in waves:
        raise NotFound(f"the plan has no wave {wave!r}", advice=f"It has {', '.join(waves) or 'none'}.")
    return waves[wave]


def subjects_of(wave: WaveId, venue: Venue) -> tuple[str, ...]:
    """A wave's landing zone and its groups."""
    return (zone_of(wave), *wave_called(wave, venue).groups)


def failures_of(wave: WaveId, venue: Venue) -> list[Failure]:
    """The last failure of each of the wave's subjects that has not got past it."""
    subjects = set(subjects_of(wave, venue))
    return [failure for failure in venue.ledger.failures() if failure.subject in subjects]


def removals_of(wave: WaveId, venue: Venue) -> list[Removal]:
    """What the wave's last roll-backs did, subject by subject."""
    found = (venue.ledger.find_latest(subject, Removal) for subject in subjects_of(wave, venue))
    return [removal for removal in found if removal]


def wave_of_zone(subject: str) -> WaveId | None:
    """The wave whose landing zone this subject is, or None for a group."""
    return subject.removeprefix("zone:") if subject.startswith("zone:") else None


def wave_of_group(plan: WavePlan, group: GroupId) -> Wave:
    """The wave a group is planned in. Raises NotFound."""
    for wave in plan.waves:
        if group in wave.groups:
            return wave
    raise NotFound(f"the plan puts no group {group} into a wave", advice="`azlift status` lists them.")


@contextmanager
def _failures_on_record(subject: str, stage: Stage, venue: Venue) -> Iterator[None]:
    """What goes wrong before anything is asked of Azure is a fact about the subject too."""
    try:
        yield
    except AzliftError as error:
        venue.ledger.record_failure(subject, stage, "", error)
        raise


def _renderings_sent(subject: str, venue: Venue) -> list[Rendering]:
    """What this life of the subject may have sent, whether or not an answer came; oldest first."""
    sent = set(venue.ledger.attempts(subject, Stage.LANDED))
    return [r for r in venue.ledger.facts(subject, Rendering) if r.digest in sent]


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
