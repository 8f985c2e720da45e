"""What Azure's size list (Microsoft.Compute/skus, as JSON) says of the sizes of a region, in the catalogue's words.

Traps of that list, each with a test:
- `MemoryGB` is GiB, `MaxResourceVolumeMB` MiB.
- `vCPUs` of a constrained size is what its quota is charged; the guest sees `vCPUsAvailable`.
- Bytes per second come as 10**6 and as 2**20 times the figure the documentation prints: see `throughput`.
- `restrictions` are about the subscription that asked, now; what it may use is asked of Azure before landing. So a
  restricted size is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from azlift.catalog.document import SIZE_COLUMNS
from azlift.model import MIB_PER_GIB

HALF_MIB = 2**19
ARCHITECTURES = ("x64", "Arm64")
GENERATIONS = ("V1", "V2")

Sku = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """`facts` by the size's name, `zones` joined without a separator; `left_out` are sizes whose entry lacks a fact."""

    facts: Mapping[str, Mapping[str, Any]]
    zones: Mapping[str, str]
    left_out: Sequence[str]


def read_skus(skus: Iterable[Sku], region: str) -> Listed:
    """The virtual machines among `skus` that `region` sells; one whose entry cannot be read stops no other."""
    facts: dict[str, Mapping[str, Any]] = {}
    zones: dict[str, str] = {}
    left_out: list[str] = []
    for sku in skus:
        if sku.get("resourceType") != "virtualMachines" or not _sold_in(sku, region):
            continue
        try:
            found, zones_here = _facts(sku), _zones(sku, region)
        except (LookupError, ValueError, InvalidOperation, TypeError, AttributeError):
            left_out.append(str(sku.get("name")))
            continue
        facts[found["name"]], zones[found["name"]] = found, zones_here
    return Listed(facts, zones, left_out)


def throughput(bytes_per_second: int) -> Decimal:
    """MB (10**6 bytes) per second.

    A whole number of half MiB is the documentation's figure times 2**20 (D4s_v3 prints 96 MBps and lists 100,663,296;
    D2s_v5 prints 85 and lists 85,000,000), and the printed figure is what is promised. Below 8,192 MB/s no multiple of
    10**6 is one of 2**19 as well.
    """
    unit = 2**20 if bytes_per_second % HALF_MIB == 0 else 10**6
    return Decimal(bytes_per_second) / unit


def _facts(sku: Sku) -> dict[str, Any]:
    said = {one["name"]: one["value"] for one in sku["capabilities"]}
    uncached = _number(said, "UncachedDiskBytesPerSecond")
    return dict.fromkeys(SIZE_COLUMNS) | {
        "name": sku["name"],
        "family": sku["family"],
        "vcpu": int(said.get("vCPUsAvailable") or said["vCPUs"]),
        "vcpu_quota": int(said["vCPUs"]),
        "memory_gib": Decimal(said["MemoryGB"]),
        "max_data_disks": int(said["MaxDataDiskCount"]),
        "max_nics": int(said["MaxNetworkInterfaces"]),
        "architecture": _one_of(ARCHITECTURES, said.get("CpuArchitectureType", "x64")),
        "generations": ",".join(_one_of(GENERATIONS, each) for each in said["HyperVGenerations"].split(",")),
        "premium_io": said["PremiumIO"] == "True",
        "uncached_iops": _number(said, "UncachedDiskIOPS"),
        "uncached_mb_per_s": uncached if uncached is None else throughput(uncached),
        "temp_disk_gib": _temp_disk_gib(said),
        "accelerated_networking": _flag(said, "AcceleratedNetworkingEnabled"),
        "encryption_at_host": _flag(said, "EncryptionAtHostSupported"),
        "cpu_score": _number(said, "ACUs"),
    }


def _temp_disk_gib(said: Mapping[str, str]) -> int | None:
    """Newer sizes have their temp disk as local NVMe and list it apart; 0 is none at all."""
    volume, nvme = _number(said, "MaxResourceVolumeMB"), _number(said, "NvmeDiskSizeInMiB")
    return None if volume is None else (volume or nvme or 0) // MIB_PER_GIB


def _one_of(known: Sequence[str], said: str) -> str:
    """A size of a kind azlift does not know cannot be told fit for anything. Raises ValueError."""
    if said not in known:
        raise ValueError(f"{said} is none of {', '.join(known)}")
    return said


def _number(said: Mapping[str, str], name: str) -> int | None:
    return int(said[name]) if name in said else None


def _flag(said: Mapping[str, str], name: str) -> bool | None:
    return said[name] == "True" if name in said else None


def _sold_in(sku: Sku, region: str) -> bool:
    return region in {str(location).casefold() for location in sku.get("locations") or ()}


def _zones(sku: Sku, region: str) -> str:
    found = [one.get("zones") or () for one in sku.get("locationInfo") or () if one["location"].casefold() == region]
    return "".join(sorted(zone for zones in found for zone in zones))
