"""The columns azlift reads, by every spelling met so far.

Sources: RVTools 3.x ("Provisioned MB", which are MiB) and 4.x ("Provisioned MiB") headers, RVTools' internal names
(`vInfoVMName`; RVToolsMerge and other public readers of such files list them), and custom attributes people add. A
header is compared on its letters and digits alone, without the prefix of its tab: `Provisioned MB`, ` provisioned  mib`
and `vInfoProvisionedMiB` are one column. Never by position.
"""

import re
from collections.abc import Iterable, Mapping

from azlift.estate.cells import text_of
from azlift.workbook import Row

Spellings = Mapping[str, tuple[str, ...]]
"""A field, and the headers that mean it, the most telling first."""

IDENTITY: Spellings = {
    "name": ("VM", "VM Name"),
    "vm_id": ("VM ID",),
    "vm_uuid": ("VM UUID", "UUID"),
    "server": ("VI SDK Server",),
    "vcenter_uuid": ("VI SDK UUID",),
}
PRESENCE: Spellings = {**IDENTITY, "connected": ("Connected",)}
ATTRIBUTES: Spellings = {
    "application": ("Application", "Application Name", "App"),
    "owner": ("Owner", "Business Owner"),
    "environment": ("Environment", "Env"),
}
"""Custom attributes people add; among internal names RVTools writes them as `vInfo_tags_Application`."""
MACHINES: Spellings = {
    **IDENTITY,
    "power": ("Powerstate", "Power state"),
    "template": ("Template",),
    "placeholder": ("SRM Placeholder",),
    "vcpu": ("CPUs", "Num CPU"),
    "memory_mib": ("Memory", "Memory MiB"),
    "nics": ("NICs",),
    "disks": ("Disks", "Num Virtual Disks"),
    "total_capacity_mib": ("Total disk capacity MiB", "Total disk capacity"),
    "provisioned_mib": ("Provisioned MiB", "Provisioned"),
    "in_use_mib": ("In Use MiB", "In Use"),
    "active_mib": ("Active Memory",),
    "firmware": ("Firmware",),
    "secure_boot": ("EFI Secure boot",),
    "created_on": ("Creation date", "Create Date"),
    "smbios_uuid": ("SMBIOS UUID",),
    "primary_ip": ("Primary IP Address",),
    "datacenter": ("Datacenter",),
    "cluster": ("Cluster",),
    "host": ("Host",),
    "fqdn": ("DNS Name", "Guest Host Name"),
    "os_tools": ("OS according to the VMware Tools", "OS Tools"),
    "os_config": ("OS according to the configuration file", "OS"),
    **{field: (*names, *(f"tags {name}" for name in names)) for field, names in ATTRIBUTES.items()},
    **{f"network_{n}": (f"Network #{n}",) for n in range(1, 9)},
}
DISKS: Spellings = {
    **IDENTITY,
    "label": ("Disk", "Name"),
    "key": ("Disk Key", "Key"),
    "capacity_mib": ("Capacity MiB", "Capacity"),
    "raw": ("Raw",),
    "sharing": ("Sharing mode", "Sharing"),
    "shared_bus": ("Shared Bus",),
    "lun": ("Raw LUN ID",),
    "path": ("Disk Path", "Path"),
    "mode": ("Disk Mode", "Mode"),
    "thin": ("Thin",),
    "controller": ("Controller",),
    "unit": ("Unit #", "SCSI Unit #", "Unit Number"),
}
NICS: Spellings = {
    **IDENTITY,
    "label": ("NIC label", "NIC"),
    "network": ("Network", "Name"),
    "connected": ("Connected",),
    "mac": ("Mac Address", "Mac"),
    "ipv4": ("IPv4 Address", "IP4 Address", "IP Address"),
    "ipv6": ("IPv6 Address", "IP6 Address"),
}
PARTITIONS: Spellings = {
    **IDENTITY,
    "mount": ("Disk", "Partition"),
    "capacity_mib": ("Capacity MiB", "Capacity"),
    "used_mib": ("Consumed MiB", "Consumed"),
    "free_mib": ("Free MiB", "Free Space MiB"),
    "free_percent": ("Free %",),
}
CPUS: Spellings = {
    **IDENTITY,
    "vcpu": ("CPUs", "Num CPU"),
    "used_mhz": ("Overall", "Overall CPU Usage"),
    "most_mhz": ("Max", "Max CPU Usage"),
}
MEMORY: Spellings = {**IDENTITY, "memory_mib": ("Size MiB", "Size"), "active_mib": ("Active",)}
TOOLS: Spellings = {**IDENTITY, "state": ("Tools", "Tools Status"), "clock_synced": ("Sync time",)}
HOSTS: Spellings = {"name": ("Host", "Name"), "processor": ("CPU Model",), "speed_mhz": ("Speed", "CPU MHz")}
META: Spellings = {"version": ("RVTools version",), "written": ("xlsx creation datetime",)}
MANDATORY = ("name", "vcpu", "memory_mib")
HEADER_WITHIN_ROWS = 30
"""How far down a header is looked for: people write titles above their tables."""


INTERNAL = re.compile(
    r"[vV](?:Info|CPU|Memory|Disk|Partition|Network|CD|USB|Floppy|Snapshot|Tools|Host|MetaData)(?=[A-Z]|_tags_)"
)
"""What an internal name begins with, whatever the tab is called: `vInfoCPUs`, but not `vCPUs`."""
EXPORTED = re.compile(r"(?:rvtools_?)?tab(?=v)")
"""What RVTools puts before a tab's name in the names of CSV files: `RVTools_tabvInfo`."""


def tab_name(tab: str) -> str:
    """The name by which a tab is the same in a workbook and in a folder of CSV files: `vinfo`."""
    return EXPORTED.sub("", tab.strip().casefold(), count=1)


def squeeze(header: str, tab: str = "") -> str:
    """The letters and digits by which two spellings of a header are the same."""
    own = INTERNAL.sub("", header.strip(), count=1) if INTERNAL.match(header.strip()) else header
    letters = re.sub(r"[\W_]+", "", own.casefold()).removeprefix(tab_name(tab))
    return letters[:-1] + "ib" if letters.endswith(("mb", "kb")) else letters


def find_header(rows: Iterable[Row], tab: str, spellings: Spellings, mandatory: Iterable[str]) -> int | None:
    """The position of the first row that has every mandatory column."""
    for position, row in zip(range(HEADER_WITHIN_ROWS), rows, strict=False):
        columns = find_columns(row, tab, spellings)
        if all(field in columns for field in mandatory):
            return position
    return None


def find_columns(header: Row, tab: str, spellings: Spellings) -> dict[str, int]:
    """Field -> position. Of a field's columns the most telling spelling counts, and of equal ones the first."""
    places: dict[str, int] = {}
    for position, cell in enumerate(header):
        places.setdefault(squeeze(text_of(cell), tab), position)
    found = {
        field: next((places[key] for key in map(squeeze, names) if key in places), None)
        for field, names in spellings.items()
    }
    return {field: position for field, position in found.items() if position is not None}


def repeated_headers(header: Row, tab: str, columns: Mapping[str, int]) -> list[str]:
    """Headers of columns that are read, and of which there is another of the same spelling."""
    keys = [squeeze(text_of(cell), tab) for cell in header]
    return [text_of(header[position]) for position in columns.values() if keys.count(keys[position]) > 1]
