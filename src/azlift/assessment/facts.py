"""What a rule may ask about: a machine's facts, a disk's, and what surrounds them.

Of a machine: name, kind, power, days_off, application, environment, os_name, os_words (the name as its maker
spells it, see `model.systems`), os_family, os_bits, os_product and days_since_support (where `support.yaml` knows the
release), firmware, secure_boot, vcpu, memory_mib, disks, data_disks,
nics, snapshots, mounted_media, tools_state, clock_synced, encrypted, ipv6, namesakes, idle_cpu_percent, listens,
processes. Of a disk: label, capacity_mib, capacity_gib, os_disk, raw, shared, mode, controller, estimated, generation.
Of both: the limits in `Limits`, by name. A fact that no source states is absent.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple

import yaml

from azlift.model import MIB_PER_GIB, Catalogue, Disk, Estate, Firmware, Metric, Workload, WorkloadId
from azlift.model.systems import system_words

LARGEST_DISK_GIB = 32_767
"""Of Standard HDD, Standard SSD and Premium SSD. Source: MicrosoftDocs/azure-compute-docs
articles/virtual-machines/disks-types.md (2026-08-11)."""


@dataclass(frozen=True)
class Limits:
    """The most any size of the region takes; None where the catalogue holds no size."""

    most_vcpu: int | None
    most_memory_mib: int | None
    most_data_disks: int | None
    most_nics: int | None
    most_disk_gib: int = LARGEST_DISK_GIB


@dataclass(frozen=True)
class Surroundings:
    """What judging one machine needs to know of the others, of the region and of the day."""

    as_of: date
    limits: Limits
    namesakes: Counter[str] = field(default_factory=Counter)
    processes: dict[WorkloadId, set[str]] = field(default_factory=dict)
    """The processes that were seen to be connected to, and `port/1433` for each port: what a machine serves."""

    @cached_property
    def limit_facts(self) -> dict[str, int]:
        """The limits that are known, by name."""
        return {name: limit for name, limit in asdict(self.limits).items() if limit is not None}


class Release(NamedTuple):
    """A release of a system and the day its maker's own support of it ends."""

    product: str
    pattern: re.Pattern[str]
    ends: date
    source: str


def surroundings(estate: Estate, catalogue: Catalogue, as_of: date) -> Surroundings:
    sizes = [size for size in catalogue.sizes if size.architecture == "x64"]
    served: dict[WorkloadId, set[str]] = defaultdict(set)
    for link in estate.links:
        if link.kind == "observed":
            served[link.target].update(
                filter(None, (link.process.casefold(), f"port/{link.port}" if link.port else ""))
            )
    return Surroundings(
        as_of=as_of,
        limits=Limits(
            most_vcpu=max((size.vcpu for size in sizes), default=None),
            most_memory_mib=max((int(size.memory_gib * MIB_PER_GIB) for size in sizes), default=None),
            most_data_disks=max((size.max_data_disks for size in sizes), default=None),
            most_nics=max((size.max_nics for size in sizes), default=None),
        ),
        namesakes=Counter(workload.name.strip().casefold() for workload in estate.workloads),
        processes=dict(served),
    )


def machine_facts(workload: Workload, around: Surroundings) -> dict[str, Any]:
    release = release_of(workload.os_name)
    facts: dict[str, Any] = {
        **around.limit_facts,
        "name": workload.name,
        "kind": workload.kind,
        "power": str(workload.power),
        "days_off": _days_since(workload.powered_off_since, around.as_of),
        "application": workload.application,
        "environment": workload.environment,
        "os_name": workload.os_name.strip() or "(empty)",
        "os_words": system_words(workload.os_name) or "(empty)",
        "os_family": str(workload.os_family),
        "os_bits": workload.os_bits,
        "os_product": release.product if release else None,
        "support_ends": release.ends.isoformat() if release else None,
        "support_source": release.source if release else None,
        "days_since_support": _days_since(release.ends, around.as_of) if release else None,
        "firmware": str(workload.firmware),
        "secure_boot": workload.secure_boot,
        "vcpu": workload.vcpu,
        "memory_mib": workload.memory_mib,
        "disks": len(workload.disks),
        "data_disks": max(0, len(workload.disks) - 1),
        "nics": len(workload.nics),
        "snapshots": workload.snapshots,
        "mounted_media": ", ".join(workload.mounted_media) or None,
        "tools_state": workload.tools_state or None,
        "clock_synced": workload.clock_synced,
        "encrypted": workload.encrypted,
        "ipv6": any(_is_routed_ipv6(address) for nic in workload.nics for address in nic.addresses),
        "namesakes": around.namesakes[workload.name.strip().casefold()],
        "idle_cpu_percent": _peak_cpu(workload),
        "listens": " ".join(sorted(around.processes.get(workload.id, ()))) or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def disk_facts(workload: Workload, around: Surroundings) -> Iterator[dict[str, Any]]:
    generation = "V2" if workload.firmware is Firmware.EFI else "V1"
    for disk in workload.disks:
        yield {
            **around.limit_facts,
            "label": disk.label,
            "capacity_mib": disk.capacity_mib,
            "capacity_gib": -(-disk.capacity_mib // MIB_PER_GIB),
            "os_disk": disk.os_disk,
            "raw": disk.raw,
            "shared": disk.shared,
            "mode": disk.mode,
            "controller": disk.controller,
            "estimated": disk.estimated,
            "generation": generation,
            "estimate_note": _estimate_note(disk),
        }


def _estimate_note(disk: Disk) -> str:
    estimate = " Its size is an estimate: this inventory gives none per disk, RVTools' vDisk tab does."
    return estimate if disk.estimated else ""


def _days_since(day: date | None, as_of: date) -> int | None:
    return (as_of - day).days if day else None


def _is_routed_ipv6(address: str) -> bool:
    """Whether it is an IPv6 address somebody chose: every interface has a link-local one."""
    try:
        parsed = ip_address(address.split("%")[0])
    except ValueError:
        return False
    return isinstance(parsed, IPv6Address) and not parsed.is_link_local and not parsed.is_loopback


def _peak_cpu(workload: Workload) -> float | None:
    """The 95th percentile of its CPU where one was measured, else its peak; a value of one moment says nothing."""
    for usage in workload.usage:
        if usage.metric is Metric.CPU_PERCENT:
            return usage.p95 if usage.p95 is not None else usage.peak
    return None


# -- systems ----------------------------------------------------------------------------------------------------------

RANGE = re.compile(r"or later|or earlier")
BITS = re.compile(r"\((?:32|64)[- ]bit\)")


@lru_cache(maxsize=1024)
def release_of(os_name: str) -> Release | None:
    """The newest release this name may stand for; None where it states none, or one that is not in the table."""
    words = BITS.sub("", system_words(os_name))
    if RANGE.search(words):
        return None
    return next((row for row in releases() if row.pattern.search(words)), None)


@lru_cache
def releases() -> Sequence[Release]:
    """The rows of `support.yaml`, in its order: of several that match, what ended last stands first."""
    written = yaml.safe_load((files("azlift.assessment") / "support.yaml").read_text(encoding="utf-8"))
    return [
        Release(
            f"{family['product']} {version}",
            re.compile(rf"{family['words']}\D*(?:[\d.]+/)*{re.escape(str(version).casefold())}(?!\w)"),
            ends,
            f"endoflife.date/{family['page']}",
        )
        for family in written["families"]
        for version, ends in family["ends"].items()
    ]
