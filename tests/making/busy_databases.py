"""A machine whose data disk was measured to need what Premium SSD v2 alone gives at that size, and its trace."""

from typing import Any

import numpy as np
from estates import machine
from measured import trace

from azlift.model import Disk, Trace, Workload

IOPS = 9_000.0
"""More than a P10 bursts to; a tier that has them all the time (P60) holds 8 TiB. Source: disks-types.md, see
`azlift.sizing.disk_plans`."""


def busy_database(name: str = "db01", application: str = "", **changed: Any) -> Workload:
    """128 GiB of data on 4 vCPU."""
    disks = (
        Disk(key="os", label="Hard disk 1", capacity_mib=40_960, os_disk=True),
        Disk(key="data", label="Hard disk 2", capacity_mib=131_072),
    )
    return machine(name, application, **{"vcpu": 4, "memory_mib": 16_384, "disks": disks, **changed})


def busy_trace() -> Trace:
    """A day of 5-minute samples."""
    day = np.ones(288)
    return trace(
        cpu_percent=50 * day,
        memory_percent=60 * day,
        disk_iops__os=50 * day,
        disk_iops__data=IOPS * day,
        disk_mb_per_s__data=150 * day,
    )
