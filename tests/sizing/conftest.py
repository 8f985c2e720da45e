"""A machine and a small catalogue, each changed in the one respect a test is about."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from azlift.model import Catalogue, Disk, DiskTier, Firmware, Nic, Origin, OsFamily, Power, Size, Workload

Machine = Callable[..., Workload]
MakeSize = Callable[..., Size]
MakeCatalogue = Callable[..., Catalogue]


def disk(gib: float, key: str = "d0", **changes: Any) -> Disk:
    return Disk(**{"key": key, "label": f"Hard disk {key}", "capacity_mib": int(gib * 1024), **changes})


@pytest.fixture(scope="session")
def machine() -> Machine:
    def make(**changes: Any) -> Workload:
        facts: dict[str, Any] = {
            "id": "w-0123456789ab",
            "name": "sql01",
            "origin": Origin(file="estate.xlsx", tab="vInfo", row=2),
            "source_key": "vc|vm-1",
            "power": Power.ON,
            "firmware": Firmware.BIOS,
            "os_name": "Microsoft Windows Server 2022 (64-bit)",
            "os_family": OsFamily.WINDOWS,
            "os_bits": 64,
            "vcpu": 2,
            "memory_mib": 8192,
            "disks": (disk(64, os_disk=True),),
            "nics": (Nic(label="Network adapter 1"),),
        }
        return Workload(**{**facts, **changes})

    return make


@pytest.fixture(scope="session")
def make_size() -> MakeSize:
    def make(name: str = "Standard_D2s_v5", **changes: Any) -> Size:
        facts: dict[str, Any] = {
            "family": "standardDSv5Family",
            "vcpu": 2,
            "vcpu_quota": 2,
            "memory_gib": Decimal(8),
            "max_data_disks": 4,
            "max_nics": 2,
            "architecture": "x64",
            "generations": ("V1", "V2"),
            "premium_io": True,
            "zones": ("1", "2", "3"),
            "linux_per_hour": Decimal("0.1"),
            "windows_per_hour": Decimal("0.2"),
        }
        return Size(name=name, **{**facts, **changes})

    return make


@pytest.fixture(scope="session")
def make_catalogue() -> MakeCatalogue:
    def make(*sizes: Size) -> Catalogue:
        tiers = [("P6", 64, "10.21"), ("P10", 128, "21.68"), ("P80", 32767, "4000")]
        return Catalogue(
            region="testland",
            seen_on="2026-08-22",
            source="a price list",
            sizes=sizes,
            disk_tiers=tuple(
                DiskTier(sku="Premium_LRS", tier=tier, capacity_gib=gib, cost_per_month=Decimal(cost))
                for tier, gib, cost in tiers
            ),
        )

    return make
