"""RVTools' own columns of vInfo: what is none of them was put there by people, and is kept as a tag.

Sources: the vInfo headers of 4.x as several public tools list them (a generator of RVTools files, a reference of all
sheets made from a real export, a script that merges exports of many vCenters), those of the open 3.x workbook, and the
internal names of RVToolsMerge and a dashboard for RVTools. Annotations are not among them: they are free text of
people, and dropped as such (see `columns`).
"""

from azlift.estate.headers import ATTRIBUTES, INTERNAL, MACHINES, squeeze

UNREAD = """
Config status, Connection state, Guest state, Heartbeat, Consolidation Needed, PowerOn, Suspended To Memory,
Suspend time, Suspend Interval, Change Version, Overall Cpu Readiness, Fixed Passthru HotPlug,
min Required EVC Mode Key, Latency Sensitivity, Op Notification Timeout, EnableUUID, CBT, Num Monitors,
Video Ram KiB, Resource pool, Folder ID,
Folder, vApp, DAS protection, FT State, FT Role, FT Latency, FT Bandwidth, FT Sec. Latency, Vm Failover In Progress,
Unshared MiB, HA Restart Priority, HA Isolation Response, HA VM Monitoring, Cluster rule(s), Cluster rule name(s),
Boot Required, Boot delay, Boot retry delay, Boot retry enabled, Boot BIOS setup, Reboot PowerOff, HW version, Version,
HW upgrade status, HW upgrade policy, HW target, Path, Log directory, Snapshot directory, Suspend directory,
Customization Info, Guest Detailed Data, Instance UUID, VI SDK Server type, VI SDK API Version, Object ID, VMRef,
Internal Sort Column, com.vrlcm.snapshot
"""
OWN = frozenset(
    squeeze(name)
    for name in (
        *UNREAD.split(","),
        *(name for field in MACHINES if field not in ATTRIBUTES for name in MACHINES[field]),
    )
)
TELLING = frozenset(
    map(
        squeeze,
        (
            *("SRM Placeholder", "VI SDK Server", "VI SDK UUID", "Total disk capacity MiB"),
            *("OS according to the configuration file", "OS according to the VMware Tools"),
        ),
    )
)
"""Columns nobody but RVTools names so."""
TAGS = "_tags_"
"""Among internal names, what stands between the tab and a custom attribute: `vInfo_tags_Team`."""


def is_own(header: str) -> bool:
    """Whether RVTools itself writes a column of this header into vInfo."""
    words = header.strip()
    if INTERNAL.match(words) and "notes" not in words.casefold():
        return TAGS not in words
    return squeeze(words, "vInfo") in OWN


def is_telling(header: str) -> bool:
    """Whether one such column is enough to know vInfo by, whatever the tab is called."""
    return bool(INTERNAL.match(header.strip())) or squeeze(header) in TELLING


def attribute_name(header: str) -> str:
    """What people called the column: the header, without what RVTools puts before it among internal names."""
    return INTERNAL.sub("", header, count=1).removeprefix(TAGS)
