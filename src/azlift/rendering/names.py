"""Azure names made from hostile text: only `a-z`, `0-9` and hyphens, and never the same twice.

Prefixes are the Cloud Adoption Framework's abbreviations (learn.microsoft.com, "Abbreviation recommendations").
Lengths are from "Naming rules and restrictions for Azure resources", ibidem.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from unicodedata import combining, normalize

from azlift.errors import PlanError, SettingsError
from azlift.model import OsFamily, Target, Workload, WorkloadId

WINDOWS_NAME = 15
"""Characters of a NetBIOS computer name."""
LINUX_NAME = 64
SUBNET_STEM = 60
"""Azure allows 80 for subnets and security groups; this leaves room for prefix and hash."""
PLACE = 59
"""Virtual networks may have 64 characters, of which `vnet-` takes 5."""

SHORTEST_HASH, LONGEST_HASH = 4, 12
COPY_HASH = 8
NO_NETWORK = "default"


def slug(text: str) -> str:
    """The text in `a-z0-9` and single inner hyphens; may be empty."""
    folded = normalize("NFKD", normalize("NFKD", text).casefold())
    letters = "".join(character for character in folded if not combining(character))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def resource_names(
    workloads: Iterable[Workload], kept: Mapping[WorkloadId, str] = MappingProxyType({})
) -> dict[WorkloadId, str]:
    """Each workload's VM name, unique over the estate whatever the case and the order of rows.

    `vm-<slug>` where the slug says the whole name, fits, and is nobody else's; otherwise as much of the slug as
    fits and a hash of the workload's id, as long as it takes to be unique. `kept` are names given before: a machine
    keeps the name it may have landed under, whoever comes after it.
    """
    by_id = {workload.id: workload for workload in workloads}
    names, taken = {id_: kept[id_] for id_ in by_id if id_ in kept}, set(kept.values())
    newcomers = {id_: workload for id_, workload in by_id.items() if id_ not in kept}
    faithful = {id_: name for id_, workload in newcomers.items() if (name := _faithful(workload))}
    claims = Counter(faithful.values())
    names |= {id_: name for id_, name in faithful.items() if claims[name] == 1 and name not in taken}
    unnamed = [workload for id_, workload in newcomers.items() if id_ not in names]
    names |= _hashed(unnamed, taken | set(names.values()))
    return {id_: names[id_] for id_ in sorted(names)}


def subnet_name(network: str) -> str:
    """The subnet for a source network; names that differ in case only share one, and `""` has `snet-default`."""
    text = network.strip().casefold()
    stem = slug(text)
    if not text:
        return f"snet-{NO_NETWORK}"
    if stem == text and stem != NO_NETWORK and len(stem) <= SUBNET_STEM:
        return f"snet-{stem}"
    return f"snet-{_with_hash(stem, _hash(text)[:SHORTEST_HASH], SUBNET_STEM)}"


def resource_group_name(target: Target) -> str:
    return f"rg-{place_name(target)}"


def place_name(target: Target) -> str:
    """`<estate>-<wave>-<region>`: what the names of a wave's resource group and network have in common.

    Those of an isolated copy end in `-test-` and its group's id, of which a hash is the last part where it is long.
    """
    place = f"{target.estate}-{target.wave}-{target.region}"
    if target.copy_of:
        whole = f"{place}-test-{target.copy_of}"
        short = f"{place}-test-" + _with_hash(target.copy_of, _hash(target.copy_of)[:COPY_HASH], PLACE - len(place) - 6)
        place = whole if len(whole) <= PLACE else short
    if slug(place) != place or len(place) > PLACE:
        raise SettingsError(
            f"found {place!r} ({len(place)} characters) for estate, wave and region; "
            f"expected lower-case letters, digits and single hyphens, at most {PLACE} characters",
            column="estate",
            advice="Shorten or correct `estate`, and check `region`.",
        )
    return place


def _faithful(workload: Workload) -> str:
    """`vm-<slug>` when nothing of the name is lost, else nothing."""
    stem = slug(workload.name)
    name = f"vm-{stem}"
    return name if stem and stem == workload.name.casefold() and len(name) <= _longest(workload) else ""


def _hashed(waiting: list[Workload], taken: set[str]) -> dict[WorkloadId, str]:
    """Names with a hash: all who clash at one length go on to the next, so that order does not matter."""
    names: dict[WorkloadId, str] = {}
    for length in range(SHORTEST_HASH, LONGEST_HASH + 1):
        tries = {workload.id: _shortened(workload, length) for workload in waiting}
        claims = Counter(tries.values())
        settled = {id_: name for id_, name in tries.items() if claims[name] == 1 and name not in taken}
        names |= settled
        taken = taken | set(settled.values())
        waiting = [workload for workload in waiting if workload.id not in settled]
    if waiting:
        raise PlanError(
            f"no unique VM name left for {', '.join(sorted(workload.id for workload in waiting))}",
            advice="Give these machines different names in the inventory.",
        )
    return names


def _shortened(workload: Workload, length: int) -> str:
    return f"vm-{_with_hash(slug(workload.name), _hash(workload.id)[:length], _longest(workload) - len('vm-'))}"


def _with_hash(stem: str, digits: str, room: int) -> str:
    kept = stem[: max(0, room - len(digits) - 1)].strip("-")
    return f"{kept}-{digits}" if kept else digits


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _longest(workload: Workload) -> int:
    return WINDOWS_NAME if workload.os_family is OsFamily.WINDOWS else LINUX_NAME
