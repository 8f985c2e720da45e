"""Small estates for tests, and workspaces in which they are planned."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from azlift import journey, on_record
from azlift.estate import Inventory, write_survey
from azlift.model import Disk, Estate, Link, Nic, Origin, OsFamily, Power, Totals, Trace, Workload, WorkloadId
from azlift.stages import Stage
from azlift.venue import Venue, open_venue


def machine(name: str, application: str = "", **changed: Any) -> Workload:
    said: dict[str, Any] = {
        "id": "w-" + sha256(name.encode()).hexdigest()[:12],
        "name": name,
        "origin": Origin(file="made.xlsx", tab="vInfo", row=2),
        "source_key": f"name:{name}",
        "power": Power.ON,
        "os_name": "Ubuntu Linux (64-bit)",
        "os_family": OsFamily.LINUX,
        "os_bits": 64,
        "vcpu": 2,
        "memory_mib": 4096,
        "disks": (Disk(key="1", label="Hard disk 1", capacity_mib=40_960, os_disk=True),),
        "nics": (Nic(label="Network adapter 1", network="app-net"),),
        "application": application,
    }
    return Workload(**{**said, **changed})


def estate(*machines: Workload, links: tuple[Link, ...] = ()) -> Estate:
    totals = Totals(rows=len(machines))
    return Estate(sources=(), totals=totals, workloads=machines, left_out=(), links=links)


def surveyed(workspace: Path, made: Estate, traces: Mapping[WorkloadId, Trace] | None = None) -> Venue:
    venue = open_venue(workspace)
    if traces:
        write_survey(workspace, Inventory(made, traces, ()))
    venue.ledger.record(on_record.ESTATE, Stage.SURVEYED, made.fingerprint, made)
    return venue


def planned(workspace: Path, made: Estate, traces: Mapping[WorkloadId, Trace] | None = None) -> Venue:
    venue = surveyed(workspace, made, traces)
    journey.place(venue)
    journey.plan(venue)
    return venue
