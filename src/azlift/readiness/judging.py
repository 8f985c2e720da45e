"""Judging evidence: each function says what is wrong, one text per fault, and what was seen where nothing is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from azlift.model import CoreQuota, ExpectedResource, Lock, ObservedResource, SignIn, SizeSold

MACHINE = "microsoft.compute/virtualmachines"
ROOM = 800
"""Deployments a resource group, or a subscription in one location, keeps. Source:
learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits."""
TOTAL_CORES = "cores"
"""What Azure calls the quota of a region over all families."""


class Judged(NamedTuple):
    faults: tuple[str, ...]
    evidence: str
    unknown: bool = False


def judge_providers(states: Mapping[str, str]) -> Judged:
    """Each resource provider that is used, and its state in the subscription."""
    faults = tuple(f"{name} is {state or 'unknown'}" for name, state in states.items() if state != "Registered")
    return Judged(faults, f"registered: {', '.join(states)}")


def judge_sizes(coming: Sequence[ExpectedResource], sold: Mapping[str, SizeSold]) -> Judged:
    """The sizes of the machines that will be created, in their zones, by what Azure sells here today."""
    wanted = Counter((machine.size or "", machine.zone or "") for machine in _machines(coming))
    faults = []
    for (size, zone), count in sorted(wanted.items()):
        found = sold.get(size.casefold())
        if found is None:
            faults.append(f"{size} ({count} machines) is not sold in this region")
        elif found.refused:
            faults.append(f"{size} ({count} machines): {found.refused}")
        elif zone and zone not in found.zones:
            faults.append(f"{size} ({count} machines) is not sold in zone {zone}")
    return Judged(tuple(faults), f"{len(wanted)} sizes for {sum(wanted.values())} machines")


def judge_quotas(
    coming: Sequence[ExpectedResource], sold: Mapping[str, SizeSold], quotas: Iterable[CoreQuota]
) -> Judged:
    """vCPU of each family, and of the region over all, for exactly the machines that will be created."""
    wanted: Counter[str] = Counter()
    for machine in _machines(coming):
        size = sold.get((machine.size or "").casefold())
        if size:
            wanted[size.family.casefold()] += size.vcpu
            wanted[TOTAL_CORES] += size.vcpu
    given = {quota.family.casefold(): quota for quota in quotas}
    faults = []
    for family, vcpu in sorted(wanted.items()):
        quota = given.get(family)
        if quota is None:
            faults.append(f"{family}: {vcpu} vCPU are needed; Azure lists no quota of it")
        elif quota.used + vcpu > quota.limit:
            faults.append(
                f"{quota.family}: {vcpu} vCPU are needed, {quota.used} of {quota.limit} are in use: "
                f"ask for a limit of {quota.used + vcpu}"
            )
    return Judged(tuple(faults), f"{wanted[TOTAL_CORES]} vCPU of {max(0, len(wanted) - 1)} families")


def judge_names(
    expected: Sequence[ExpectedResource], standing: Iterable[ObservedResource], tags: Mapping[str, str]
) -> Judged:
    """What already has a name that is to be given must carry our tags."""
    names = {resource.id.lower(): resource for resource in expected}
    taken = [found for found in standing if found.id.lower() in names]
    foreign = [f for f in taken if any(f.tags.get(tag) != value for tag, value in tags.items())]
    faults = tuple(f"{found.name} ({found.type}) stands already and is not ours" for found in foreign)
    return Judged(faults, f"{len(names)} names; {len(taken)} stand and are ours")


def judge_history(kept: Mapping[str, int], coming: Mapping[str, int]) -> Judged:
    """By place: how many deployments Azure keeps of it, and how many will be sent."""
    faults = tuple(
        f"{place} keeps {kept.get(place, 0)} deployments of {ROOM}; {count} are to come"
        for place, count in coming.items()
        if kept.get(place, 0) + count > ROOM
    )
    seen = ", ".join(f"{place} keeps {kept.get(place, 0)}" for place in coming)
    return Judged(faults, f"{seen} of {ROOM}")


def judge_locks(locks: Iterable[Lock], scopes: Iterable[str]) -> Judged:
    """A lock on what the wave writes to, or on anything above it: read-only stops it, the other its roll-back."""
    ours = [scope.lower().rstrip("/") for scope in scopes]
    effect = {"readonly": "nothing can be landed", "cannotdelete": "a roll-back could not delete"}
    hit = [lock for lock in locks if any(_meets(lock.scope.lower().rstrip("/"), scope) for scope in ours)]
    faults = tuple(f"{lock.level} {lock.name} on {lock.scope}: {effect.get(lock.level.lower(), '')}" for lock in hit)
    return Judged(faults, f"no lock on {len(ours)} scopes, above or below them")


def judge_sign_in(seen: SignIn, closes: datetime | None) -> Judged:
    """Whether what azlift signs in with lasts until the window closes, without a person."""
    token = f"{seen.kind}; the token in hand ends at {seen.token_until:%Y-%m-%d %H:%M} UTC"
    if not seen.renews:
        why = (
            "it is a person's session, which Entra can end at any time: nobody can promise that it outlives the window"
        )
        return Judged((f"{seen.kind}: {why}",), token, unknown=True)
    if not seen.known:
        return Judged(
            (f"{seen.kind}: nobody says when it ends; set `secret_ends` in azlift.yaml",), token, unknown=True
        )
    if seen.ends and closes and seen.ends <= closes:
        return Judged((f"{seen.kind} ends at {seen.ends:%Y-%m-%d}, the window at {closes:%Y-%m-%d %H:%M} UTC",), token)
    end = f"it ends at {seen.ends:%Y-%m-%d}" if seen.ends else "it has no end"
    return Judged((), f"{token}; new ones are fetched without a person; {end}")


def _machines(resources: Iterable[ExpectedResource]) -> list[ExpectedResource]:
    return [resource for resource in resources if resource.type.lower() == MACHINE]


def _meets(locked: str, scope: str) -> bool:
    """Whether one of the two is the other, or above it."""
    return locked == scope or locked.startswith(f"{scope}/") or scope.startswith(f"{locked}/")
