"""What is looked at for a wave's readiness, line by line: in Azure, and on record. Nothing is changed by looking."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property

from azlift import cloud
from azlift.errors import AzureError, Unreachable
from azlift.journey.reading import stage_of, subjects_of
from azlift.journey.rehearsed import rehearsed_rollback
from azlift.journey.renderings import rendered
from azlift.journey.tests_on_record import test_leftovers, verdict_of
from azlift.model import ExpectedResource, GroupId, ObservedResource, Preview, Rendering, Wave
from azlift.on_record import zone_of
from azlift.readiness import (
    Judged,
    judge_history,
    judge_locks,
    judge_names,
    judge_providers,
    judge_quotas,
    judge_rights,
    judge_sign_in,
    judge_sizes,
    needed_actions,
)
from azlift.stages import STANDING, Stage
from azlift.venue import Venue
from azlift.verification import judge_standing


@dataclass
class Scene:
    """One wave as it is looked at: what it would be sent as now, and what stands in its resource groups."""

    wave: Wave
    venue: Venue
    _seen: list[ObservedResource] | None = field(default=None)

    @cached_property
    def groups(self) -> dict[GroupId, Rendering]:
        """What each group would be sent as by the templates, plan and settings of now."""
        return {group: rendered(group, self.venue) for group in self.wave.groups}

    @property
    def ahead(self) -> dict[GroupId, Rendering]:
        """The groups that do not stand yet."""
        return {g: r for g, r in self.groups.items() if stage_of(g, self.venue) not in STANDING}

    @property
    def location(self) -> str:
        return next(iter(self.groups.values())).location

    @property
    def resource_groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r.resource_group for r in self.groups.values() if r.resource_group))

    async def standing(self) -> list[ObservedResource]:
        """Every resource in the wave's resource groups; listed once."""
        if self._seen is None:
            self._seen = [
                r for name in self.resource_groups for r in await cloud.list_resources(self.venue.cloud, name)
            ]
        return self._seen

    async def coming(self) -> list[ExpectedResource]:
        """Exactly what will be created: what is expected and does not stand."""
        stand = {found.id.lower() for found in await self.standing()}
        return [r for one in self.groups.values() for r in one.expected if r.id.lower() not in stand]


Look = Callable[[Scene], Awaitable[Judged]]


async def _landing_zone(scene: Scene) -> Judged:
    zone, venue = zone_of(scene.wave.id), scene.venue
    if stage_of(zone, venue) is not Stage.VERIFIED:
        return Judged((f"it is {stage_of(zone, venue) or 'not begun'}",), "")
    sent = venue.ledger.latest(zone, Rendering)
    verdict = judge_standing(sent, await cloud.observe(venue.cloud, sent, venue.ledger.clock))
    return Judged(verdict.differences, f"{verdict.checked} resources stand as rendered")


async def _templates(scene: Scene) -> Judged:
    venue, faults = scene.venue, []
    for subject in subjects_of(scene.wave.id, venue):
        known = venue.ledger.find_latest(subject, Rendering)
        fresh = scene.groups[subject] if subject in scene.groups else rendered(subject, venue)
        if known is None:
            faults.append(f"{subject} was never rendered")
        elif known.digest != fresh.digest:
            faults.append(f"{subject} would be rendered otherwise now ({known.digest[:12]}, now {fresh.digest[:12]})")
    return Judged(tuple(faults), f"{len(scene.groups) + 1} renderings are as they were")


async def _previews(scene: Scene) -> Judged:
    faults = []
    for group, fresh in scene.ahead.items():
        known = scene.venue.ledger.find_latest(group, Preview)
        if known is None or known.digest != fresh.digest:
            faults.append(f"{group}: not asked of what would be sent now")
        elif stage_of(group, scene.venue) is Stage.RENDERED:
            faults.append(f"{group}: its last what-if was refused, or never came to an end")
    return Judged(tuple(faults), f"{len(scene.ahead)} groups, no surprises")


async def _providers(scene: Scene) -> Judged:
    return judge_providers(await cloud.provider_states(scene.venue.cloud))


async def _rights(scene: Scene) -> Judged:
    return judge_rights(needed_actions(), await cloud.list_permissions(scene.venue.cloud))


async def _sizes(scene: Scene) -> Judged:
    return judge_sizes(await scene.coming(), await cloud.sizes_sold(scene.venue.cloud, scene.location))


async def _quota(scene: Scene) -> Judged:
    sold = await cloud.sizes_sold(scene.venue.cloud, scene.location)
    quotas = await cloud.list_all_core_quotas(scene.venue.cloud, scene.location)
    return judge_quotas(await scene.coming(), sold, quotas)


async def _names(scene: Scene) -> Judged:
    stand = await scene.standing()
    judged = [judge_names(one.expected, stand, one.tags) for one in scene.groups.values()]
    count = sum(len(one.expected) for one in scene.groups.values())
    return Judged(tuple(f for one in judged for f in one.faults), f"{count} names are free or carry our tags")


async def _policy(scene: Scene) -> Judged:
    """Azure's own checks of every group that is to land, asked now: its policies, its quotas, its template rules."""
    faults = [await _refusal(group, rendering, scene.venue) for group, rendering in scene.ahead.items()]
    return Judged(tuple(f for f in faults if f), f"{len(faults)} groups pass Azure's checks, policies included")


async def _refusal(group: GroupId, rendering: Rendering, venue: Venue) -> str:
    try:
        await cloud.validate(venue.cloud, rendering)
    except Unreachable:
        raise
    except AzureError as error:
        return f"{group}: {error}"
    return ""


async def _history(scene: Scene) -> Judged:
    venue = scene.venue
    kept = await cloud.deployments_kept(venue.cloud, scene.resource_groups, scene.location)
    coming = dict.fromkeys(scene.resource_groups, 0)
    for rendering in scene.ahead.values():
        if rendering.resource_group:
            coming[rendering.resource_group] += len(rendering.parts)
    stands = stage_of(zone_of(scene.wave.id), venue) is Stage.VERIFIED
    return judge_history(kept, {**coming, venue.cloud.subscription: 0 if stands else 1})


async def _locks(scene: Scene) -> Judged:
    subscription = scene.venue.cloud.subscription
    scopes = [f"{subscription}/resourceGroups/{name}" for name in scene.resource_groups]
    return judge_locks(await cloud.list_locks(scene.venue.cloud), scopes)


async def _sign_in(scene: Scene) -> Judged:
    return judge_sign_in(await cloud.read_sign_in(scene.venue.cloud), scene.wave.closes)


async def _rollback_rehearsed(scene: Scene) -> Judged:
    faults = [f"{g}: no" for g in scene.wave.groups if not _rehearsed(g, scene.venue)]
    return Judged(tuple(faults), f"{len(scene.wave.groups)} groups' templates were landed and taken back")


def _rehearsed(group: GroupId, venue: Venue) -> bool:
    return bool(venue.ledger.find_latest(group, Rendering) and rehearsed_rollback(group, venue))


async def _tested(scene: Scene) -> Judged:
    verdicts = {group: verdict_of(group, scene.venue) for group in scene.wave.groups}
    faults = [
        f"{group}: {'its test failed' if verdict else 'not tested as it would be rendered now'}"
        for group, verdict in verdicts.items()
        if verdict is None or not verdict.checks.passed
    ]
    return Judged(tuple(faults), f"{len(verdicts)} groups were tested as they are rendered now")


async def _leftovers(scene: Scene) -> Judged:
    left = test_leftovers(scene.wave.id, scene.venue)
    return Judged(tuple(f"a copy of {one} may still stand" for one in left), "no copy stands")


LOOKS: dict[str, Look] = {
    "landing-zone": _landing_zone,
    "templates": _templates,
    "what-if": _previews,
    "providers": _providers,
    "rights": _rights,
    "sizes": _sizes,
    "quota": _quota,
    "names": _names,
    "policy": _policy,
    "history": _history,
    "locks": _locks,
    "sign-in": _sign_in,
    "rollback-rehearsed": _rollback_rehearsed,
    "tested": _tested,
    "test-leftovers": _leftovers,
}
"""By the line's code, in the order in which the checklist shows them."""
