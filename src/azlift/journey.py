"""The verbs, in order: the path of one workload. Read this file first.

    survey → place → plan → render → preview → land → verify          and, until a person accepts, roll_back

Each verb reads the last fact from the ledger, makes the next one, and writes it down. The subject of the first three
is the estate; of the others a move group, or the landing zone of a wave, which is laid before its groups.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path

from azlift import cloud
from azlift.errors import AzliftError, NotAsExpected, NotFound, PlanError, UnexpectedPreview, Waiting
from azlift.estate import read_estate
from azlift.ledger import Intent
from azlift.model import (
    Estate,
    Failure,
    GroupId,
    Landing,
    Placement,
    Preview,
    Removal,
    Rendering,
    Roster,
    Unplaceable,
    Verdict,
    Wave,
    WaveId,
    WavePlan,
)
from azlift.rendering import render_group, render_zone, resource_names
from azlift.sizing import choose_placement
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.verification import judge_preview, judge_standing
from azlift.waves import plan_csv, plan_waves, plan_yaml, read_plan_edits, write_plan_files

ESTATE = "estate:all"
"""The subject of what concerns the whole estate; the colon keeps it apart from any group's slug."""

RENEWED_EVERY_SECONDS = 20
"""A lease lasts a minute: two renewals may be late before another driver can take the wave."""

Carry = Callable[[GroupId], Awaitable[bool]]
"""Does what there is to do for one group; whether it went well."""


def zone_of(wave: WaveId) -> str:
    """The subject of a wave's landing zone."""
    return f"zone:{wave}"


# -- the estate ---------------------------------------------------------------------------------------------------


def survey(sources: Sequence[Path], venue: Venue) -> Estate:
    """Read the inventory. Raises InputError."""
    estate = read_estate(sources)
    return venue.ledger.record(ESTATE, Stage.SURVEYED, estate.fingerprint, estate)


def place(venue: Venue) -> Roster:
    """Choose each workload's size, disks and name in Azure, or say why it has none."""
    estate = venue.ledger.latest(ESTATE, Estate)
    catalogue, sku = venue.catalogue, venue.settings.disk_sku
    basis = _roster_basis(estate, venue)
    known = venue.ledger.find_latest(ESTATE, Roster)
    if known and known.basis == basis:
        return known
    chosen = [choose_placement(workload, catalogue, sku) for workload in estate.workloads]
    roster = Roster(
        basis=basis,
        placements=tuple(c for c in chosen if isinstance(c, Placement)),
        unplaceable=tuple(c for c in chosen if isinstance(c, Unplaceable)),
        names=resource_names(estate.workloads, known.names if known else {}),
    )
    return venue.ledger.record(ESTATE, Stage.PLACED, basis, roster)


def plan(venue: Venue, edited: Path | None = None) -> WavePlan:
    """Put the workloads that move into groups and waves; `edited` is a plan file a person changed. Raises PlanError."""
    estate, roster = routed_estate(venue), venue.ledger.latest(ESTATE, Roster)
    limits = venue.settings.limits
    basis = _plan_basis(roster, venue)
    known = venue.ledger.find_latest(ESTATE, WavePlan)
    if edited is not None:
        base = known if known and known.basis == basis else plan_waves(estate, limits)
        made = read_plan_edits(edited, base, estate).model_copy(update={"basis": basis})
    elif known and known.basis == basis:
        return known
    else:
        made = plan_waves(estate, limits).model_copy(update={"basis": basis})
    _check_landed_groups_stay(made, venue)
    return venue.ledger.record(ESTATE, Stage.PLANNED, made.fingerprint, made)


def write_plan(venue: Venue, taken_up: Path | None = None) -> None:
    """Write plan.csv and plan.yaml to the workspace. Raises PlanError rather than write over a person's changes."""
    estate, made = routed_estate(venue), current_plan(venue)
    sizes = {p.workload: (p.size, p.cost_per_month) for p in venue.ledger.latest(ESTATE, Roster).placements}
    texts = {"plan.csv": plan_csv(made, estate, sizes), "plan.yaml": plan_yaml(made, estate)}
    write_plan_files(venue.workspace, texts, taken_up)


def routed_estate(venue: Venue) -> Estate:
    """The estate with the routes that placing decided: what has no place in Azure is retained."""
    estate = venue.ledger.latest(ESTATE, Estate)
    staying = {u.workload: u for u in venue.ledger.latest(ESTATE, Roster).unplaceable}
    workloads = (
        w.model_copy(update={"route": staying[w.id].route, "route_reason": staying[w.id].findings[0].message})
        if w.id in staying
        else w
        for w in estate.workloads
    )
    return estate.model_copy(update={"workloads": tuple(workloads)})


def _roster_basis(estate: Estate, venue: Venue) -> str:
    """The digest of what a roster is decided from: estate, catalogue and the settings that choose in it."""
    catalogue = venue.catalogue
    return _digest(estate.fingerprint, catalogue.region, catalogue.seen_on, venue.settings.disk_sku)


def _plan_basis(roster: Roster, venue: Venue) -> str:
    return _digest(roster.basis, venue.settings.limits.fingerprint)


def _agreed(venue: Venue) -> tuple[Estate, Roster, WavePlan]:
    """Estate, roster and plan, each made from the one before; PlanError when one was renewed and the next was not."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.latest(ESTATE, Roster)
    made = current_plan(venue)
    if roster.basis != _roster_basis(estate, venue) or made.basis != _plan_basis(roster, venue):
        raise PlanError(
            "the inventory or the settings have changed since the waves were planned",
            advice="Run azlift place and azlift plan; what has landed stays in its wave.",
        )
    return estate, roster, made


def _check_landed_groups_stay(made: WavePlan, venue: Venue) -> None:
    """A group that stands in Azure stands in its wave's resource group: it cannot change waves while it does."""
    wave_of = {group: wave.id for wave in made.waves for group in wave.groups}
    for subject, standing in venue.ledger.standings().items():
        if standing.stage not in {Stage.LANDED, Stage.VERIFIED} or ":" in subject:
            continue
        stands_in = venue.ledger.latest(subject, Rendering).tags["azlift-wave"]
        if wave_of.get(subject) != stands_in:
            raise PlanError(
                f"{subject} has landed in {stands_in}; this plan puts it into {wave_of.get(subject, 'no wave')}",
                advice=f"Leave it there, or roll it back first: azlift roll-back {stands_in} --group {subject}. "
                "For another inventory, choose another --workspace.",
            )


# -- a group, or a wave's landing zone ------------------------------------------------------------------------------


async def prepare(wave: WaveId, venue: Venue) -> None:
    """Register the resource providers the templates use. Raises RightsNeeded, SignInNeeded, AzureError."""
    with _failures_on_record(zone_of(wave), Stage.RENDERED, venue):
        await cloud.register_providers(venue.cloud)


def render(subject: str, venue: Venue) -> Rendering:
    """The ARM template and parameters of a group or a landing zone. Raises TemplateFault, NotFound."""
    with _failures_on_record(subject, Stage.RENDERED, venue):
        wave = wave_of_zone(subject)
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
        venue.target(wave),
        venue.templates,
    )


def _render_zone(wave: WaveId, venue: Venue) -> Rendering:
    estate, _, made = _agreed(venue)
    planned = wave_called(wave, venue)
    members = [estate.by_id[w] for group in planned.groups for w in made.by_group[group].workloads]
    rendering = render_zone(planned, members, venue.target(planned), venue.templates)
    return rendering.model_copy(update={"subject": zone_of(wave)})


async def preview(subject: str, venue: Venue) -> Preview:
    """Ask Azure what it would do, and judge it. Raises UnexpectedPreview, AzureError."""
    rendering = venue.ledger.latest(subject, Rendering)

    async def ask(_: Intent) -> Preview:
        judged = judge_preview(rendering, await cloud.preview(venue.cloud, rendering))
        if judged.surprises:
            listed = "; ".join(f"{c.kind} {c.resource} {c.detail}".strip() for c in judged.surprises[:5])
            raise UnexpectedPreview(
                f"{len(judged.surprises)} changes were not planned: {listed}",
                code="UnexpectedPreview",
                advice="Something else has that name, or it was changed since. Look at it before landing.",
            )
        return judged

    return await venue.ledger.once(subject, Stage.PREVIEWED, rendering.digest, ask)


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
    """Compare what stands with what was rendered. Raises NotAsExpected with the first differences."""
    rendering = venue.ledger.latest(subject, Rendering)

    async def look(_: Intent) -> Verdict:
        verdict = judge_standing(rendering, await cloud.observe(venue.cloud, rendering, venue.ledger.clock))
        if not verdict.passed:
            raise NotAsExpected(
                f"{len(verdict.differences)} of {verdict.checked} differ: {'; '.join(verdict.differences[:5])}",
                code="NotAsExpected",
                advice="Compare with the group in Azure; landing again puts back what is missing.",
            )
        return verdict

    return await venue.ledger.once(subject, Stage.VERIFIED, rendering.digest, look)


async def roll_back(subject: str, venue: Venue) -> Removal:
    """Take back what was landed, and only that; what never left for Azure needs nothing."""
    renderings = _renderings_sent(subject, venue)
    if not renderings:
        return Removal(subject=subject, deleted=())
    key = _digest(*(r.digest for r in renderings))
    return await venue.ledger.once(
        subject, Stage.ROLLED_BACK, key, lambda _: cloud.remove(venue.cloud, subject, renderings)
    )


# -- a wave ---------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def driving(wave: WaveId, venue: Venue) -> AsyncIterator[None]:
    """Be the wave's one driver while the block runs. Raises HeldByAnother."""

    async def keep(renew: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(RENEWED_EVERY_SECONDS)
            renew()

    with venue.ledger.driving(wave) as renew:
        keeper = asyncio.create_task(keep(renew))
        try:
            yield
        finally:
            keeper.cancel()


async def carry_in_order(wave: WaveId, venue: Venue, carry: Carry) -> list[GroupId]:
    """`carry` each group of the wave once all it comes after stand verified; the groups left behind, by name.

    A group left behind never stops its neighbours; what comes after it waits, and that is on record too.
    """
    made = current_plan(venue)
    groups = {group: made.by_group[group].after for group in wave_called(wave, venue).groups}
    stand = {s.subject for s in venue.ledger.standings().values() if s.stage is Stage.VERIFIED}

    async def one(group: GroupId, carried: Mapping[GroupId, bool]) -> bool:
        missing = [g for g in groups[group] if not carried.get(g, g in stand)]
        if not missing:
            return await carry(group)
        waiting = Waiting(f"it comes after {', '.join(missing)}, which does not stand", advice="See to that first.")
        venue.ledger.record_failure(group, Stage.RENDERED, "", waiting)
        return False

    carried = await _in_order(groups, one, venue.settings.groups_at_once)
    return [group for group in groups if not carried[group]]


async def take_back_in_order(
    wave: WaveId, venue: Venue, take_back: Carry, only: GroupId | None = None
) -> list[GroupId]:
    """`take_back` each group, or `only` one, once all that come after it are; those that could not be, by name."""
    made = current_plan(venue)
    groups = [g for g in wave_called(wave, venue).groups if only in {None, g}]
    before = {group: tuple(g for g in groups if group in made.by_group[g].after) for group in groups}

    async def one(group: GroupId, taken: Mapping[GroupId, bool]) -> bool:
        return all(taken[g] for g in before[group]) and await take_back(group)

    taken = await _in_order(before, one, venue.settings.groups_at_once)
    return [group for group in groups if not taken[group]]


async def _in_order(
    after: Mapping[GroupId, Sequence[GroupId]],
    one: Callable[[GroupId, Mapping[GroupId, bool]], Awaitable[bool]],
    at_once: int,
) -> dict[GroupId, bool]:
    """Run `one` for every group, after those it names among them, at most `at_once` under way."""
    gate, results = asyncio.Semaphore(at_once), dict[GroupId, bool]()
    ended = {group: asyncio.Event() for group in after}

    async def run(group: GroupId) -> None:
        try:
            for earlier in after[group]:
                if earlier in ended:
                    await ended[earlier].wait()
            async with gate:
                results[group] = await one(group, results)
        finally:
            ended[group].set()

    await asyncio.gather(*(run(group) for group in after))
    return results


# -- reading --------------------------------------------------------------------------------------------------------


def current_plan(venue: Venue) -> WavePlan:
    """The plan as it was last made or edited. Raises NotFound."""
    return venue.ledger.latest(ESTATE, WavePlan)


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
