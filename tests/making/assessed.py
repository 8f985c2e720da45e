"""A machine that nothing speaks against, changed in the one respect a test is about; and its surroundings."""

from datetime import date
from typing import Any

from azlift.assessment.facts import Limits, Surroundings
from azlift.model import Disk, Firmware, Nic, Origin, OsFamily, Power, Workload

AS_OF = date(2026, 8, 22)
LIMITS = Limits(most_vcpu=416, most_memory_mib=11_953_152, most_data_disks=64, most_nics=15)


def disk(gib: float, key: str = "d0", **changes: Any) -> Disk:
    return Disk(**{"key": key, "label": "Hard disk 1", "capacity_mib": int(gib * 1024), **changes})


def around(as_of: date = AS_OF, **changes: Any) -> Surroundings:
    return Surroundings(as_of, LIMITS, **changes)


def machine(**changes: Any) -> Workload:
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
