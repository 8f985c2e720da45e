"""Traces, demands and catalogues for the tests of what was measured; and a replay written apart from the code."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from azlift.model import Catalogue, Disk, DiskTier, Metric, PerUnitDisk, Size, Trace
from azlift.model.usage import Key
from azlift.sizing.banks import Series
from azlift.sizing.demand import Demand, Load

PREMIUM_V2 = PerUnitDisk(
    sku="PremiumV2_LRS",
    least_gib=1,
    most_gib=65_536,
    free_iops=3_000,
    free_mb_per_s=125,
    gib_with_free_iops=6,
    iops_per_gib=500,
    most_iops=80_000,
    mb_per_s_per_iops=Decimal("0.25"),
    most_mb_per_s=2_000,
    per_gib=Decimal("0.1"),
    per_iops=Decimal("0.006"),
    per_mb_per_s=Decimal("0.05"),
)
"""Limits: MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-types.md (2026-08-11); prices made up."""


def series(*values: float, repeat: int = 1) -> Series:
    return np.array([float(value) for value in values] * repeat)


def trace(interval_seconds: int = 300, **named: Series) -> Trace:
    """`cpu_percent=…` is of the machine, `disk_iops__d0=…` of its disk d0."""
    keys: dict[Key, Series] = {}
    for name, values in named.items():
        metric, _, disk = name.partition("__")
        keys[Metric(metric), disk] = values
    return Trace(interval_seconds=interval_seconds, start=None, series=keys)


def demand(interval_seconds: int = 300, allowed: int = 0, loads: Sequence[Load] = (Load(),), **known: Any) -> Demand:
    arrays = [values for values in known.values() if values is not None]
    arrays += [values for load in loads for values in (load.iops, load.mb_per_s) if values is not None]
    facts: dict[str, Any] = dict.fromkeys(("vcpu", "memory_mib", "disk_iops", "disk_mb_per_s", "network_mbit_per_s"))
    return Demand(
        interval_seconds=interval_seconds,
        intervals=len(arrays[0]),
        allowed=allowed,
        tail=0.0,
        loads=tuple(loads),
        split=False,
        **{**facts, **known},
    )


def tier(sku: str, name: str, gib: int, cost: str, iops: int | None, mb_per_s: int | None, **more: Any) -> DiskTier:
    return DiskTier(
        sku=sku,
        tier=name,
        capacity_gib=gib,
        cost_per_month=Decimal(cost),
        iops=iops,
        mb_per_s=None if mb_per_s is None else Decimal(mb_per_s),
        **more,
    )


TIERS = (
    tier("Standard_LRS", "S6", 64, "3", 500, 60),
    tier("Standard_LRS", "S10", 128, "6", 500, 60),
    tier("StandardSSD_LRS", "E6", 64, "5", 500, 100, burst_iops=600, burst_mb_per_s=Decimal(150)),
    tier("StandardSSD_LRS", "E10", 128, "10", 500, 100, burst_iops=600, burst_mb_per_s=Decimal(150)),
    tier("StandardSSD_LRS", "E60", 8_192, "400", 2_000, 400),
    tier("Premium_LRS", "P6", 64, "10", 240, 50, burst_iops=3_500, burst_mb_per_s=Decimal(170)),
    tier("Premium_LRS", "P10", 128, "20", 500, 100, burst_iops=3_500, burst_mb_per_s=Decimal(170)),
    tier("Premium_LRS", "P30", 1_024, "120", 5_000, 200),
    tier("Premium_LRS", "P40", 2_048, "230", 7_500, 250),
)
"""IOPS and MB/s as in managed_disk_tiers.csv of the catalogue's sources; prices rounded."""


def catalogue(*sizes: Size, tiers: Sequence[DiskTier] = TIERS, per_unit: Sequence[PerUnitDisk] = ()) -> Catalogue:
    return Catalogue(
        region="testland",
        seen_on="2026-08-22",
        source="a price list",
        sizes=sizes,
        disk_tiers=tuple(tiers),
        per_unit_disks=tuple(per_unit),
    )


def disk(gib: float = 64, key: str = "d0", **changes: Any) -> Disk:
    return Disk(**{"key": key, "label": f"Hard disk {key}", "capacity_mib": int(gib * 1024), **changes})


def undelivered(asked: Sequence[float], base: float, burst: float, full: float, start: float, seconds: int) -> set[int]:
    """The intervals in which a bank of `full` units times seconds does not deliver, played from `start` and then again:
    from where it stood, or from nothing if each round draws it down."""
    lasting = sum(base - min(wish, burst) for wish in asked if wish == wish) >= -1e-9
    first, level = _round(asked, base, burst, full, start, seconds)
    return first | _round(asked, base, burst, full, level if lasting else 0.0, seconds)[0]


def _round(
    asked: Sequence[float], base: float, burst: float, full: float, start: float, seconds: int
) -> tuple[set[int], float]:
    bank, missed = start, set()
    for position, wish in enumerate(asked):
        if wish != wish:
            continue
        delivered = min(wish, burst, base + bank / seconds)
        if delivered < wish - 1e-6:
            missed.add(position)
        bank = min(full, bank + (base - delivered) * seconds)
    return missed, bank
