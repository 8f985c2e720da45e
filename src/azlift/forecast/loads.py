"""What has to be copied of a machine, and the lines it is copied over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from azlift.model import Calendar, Line, LinkToAzure, Route, Workload, WorkloadId
from azlift.model.openings import joined, parse_opening, stretches_of

MIB_PER_GIB = 1024
GIB_PER_HOUR_OF_MBIT_PER_S = 1e6 / 8 * 3600 / 2**30
GIB_PER_HOUR_OF_MB_PER_S = 1e6 * 3600 / 2**30
LONGEST_BLACKOUT_DAYS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """One machine's copy: `gib` and `change_gib_per_hour` as they go over the line `link` (empty: none is given).

    `datastore` is that of the first disk whose source names it, for a machine's snapshot is in one; where none does, no
    limit of a datastore is known to bind.
    """

    workload: WorkloadId
    link: str
    gib: float
    change_gib_per_hour: float
    disks: int
    host: str = ""
    datastore: str = ""


def used_gib(workload: Workload) -> float:
    """What is taken up at the source: as the datastore counts it, else the guest; else all that its disks can hold.

    A full copy reads what is allocated, which the guest's own count can miss.
    """
    capacity = workload.disk_capacity_mib
    known = workload.in_use_mib if workload.in_use_mib is not None else workload.used_mib
    held = capacity if known is None else known
    return (min(held, capacity) if capacity else held) / MIB_PER_GIB


def load_of(workload: Workload, calendar: Calendar) -> Load:
    """A machine's copy; nothing of one that is built anew, stays or goes."""
    rules = calendar.replication
    copied = workload.route in (None, Route.REHOST)
    gib = used_gib(workload) * rules.sent_share if copied else 0.0
    changes = (entry.share_per_day for entry in rules.changes if entry.covers(workload))
    link = calendar.link_of(workload.datacenter)
    return Load(
        workload=workload.id,
        link=link.name if link else "",
        gib=gib,
        change_gib_per_hour=gib * next(changes, rules.change_share_per_day) / 24,
        disks=max(1, len(workload.disks)),
        host=workload.host,
        datastore=next((disk.datastore for disk in workload.disks if disk.datastore), ""),
    )


def lines_of(calendar: Calendar, origin: datetime, hours: float) -> dict[str, Line]:
    """The links by name, with what they carry and their blackouts in hours from the origin."""
    return {link.name: _line(link, calendar, origin, hours) for link in calendar.links}


def _line(link: LinkToAzure, calendar: Calendar, origin: datetime, hours: float) -> Line:
    first = origin.date() - timedelta(days=LONGEST_BLACKOUT_DAYS)
    last = (origin + timedelta(hours=hours)).date() + timedelta(days=1)
    zone = link.time_zone or calendar.time_zone
    closed = joined(
        stretch for text in link.blackouts for stretch in stretches_of(parse_opening(text), zone, first, last)
    )
    hour = timedelta(hours=1)
    return Line(
        name=link.name,
        gib_per_hour=link.mbit_per_s * GIB_PER_HOUR_OF_MBIT_PER_S * link.usable_share,
        closed=tuple(((one.start - origin) / hour, (one.end - origin) / hour) for one in closed if one.end > origin),
    )


def total_gib(loads: Iterable[Load]) -> float:
    return sum(load.gib for load in loads)


def total_change(loads: Iterable[Load]) -> float:
    """GiB an hour."""
    return sum(load.change_gib_per_hour for load in loads)
