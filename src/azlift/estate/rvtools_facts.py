"""What the tabs beside vInfo say of a machine: file systems, use of one moment, snapshots, media, tools, processor.

RVTools asks vCenter for the use of CPU and memory at the moment of the export: one sample, which is no measurement of
a machine's load. A machine that is off used nothing and says nothing: RVTools writes 0 for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from azlift.estate.machines import Machine
from azlift.estate.rvtools_tabs import CPU, MEDIA, MEMORY_TAB, SNAPSHOT, TOOLS_TAB, Own, Tabs
from azlift.estate.sheet import WHOLE_NUMBER, SheetRow
from azlift.model import FileSystem, Metric, Power, Usage


def facts_beside(machine: Machine, own: Own, tabs: Tabs) -> dict[str, Any]:
    """Fields of Workload; what no tab states is not there."""
    facts: dict[str, Any] = {}
    if tabs.lists_all_of(SNAPSHOT, machine.name) or SNAPSHOT in own:
        facts["snapshots"] = len(own.get(SNAPSHOT, ()))
    if any(tabs.lists_all_of(tab, machine.name) or tab in own for tab in MEDIA):
        facts["mounted_media"] = _mounted(own)
    if tools := own.get(TOOLS_TAB):
        state, synced = tools[0].text("state").strip(), tools[0].truth_or_none("clock_synced")
        facts |= {"tools_state": state} if state else {}
        facts |= {"clock_synced": synced} if synced is not None else {}
    if processor := _host(machine, tabs.hosts, "processor"):
        facts["processor"] = processor
    return facts


def _mounted(own: Own) -> tuple[str, ...]:
    return tuple(word for tab, word in MEDIA.items() if any(row.truth("connected") for row in own.get(tab, ())))


def _host(machine: Machine, hosts: Mapping[str, SheetRow], field: str) -> str:
    host = hosts.get(machine.host.strip().casefold())
    return " ".join(host.text(field).split()) if host else ""


# -- file systems -------------------------------------------------------------------------------------------------


def file_systems_of(rows: Sequence[SheetRow]) -> tuple[FileSystem, ...]:
    """A row without a capacity that can be read is no file system; its cell is a fault, empty or not."""
    return tuple(_file_systems(rows))


def _file_systems(rows: Sequence[SheetRow]) -> Iterator[FileSystem]:
    for row in rows:
        capacity_mib = row.mib_or_none("capacity_mib")
        if capacity_mib is not None:
            yield FileSystem(mount=row.text("mount"), capacity_mib=capacity_mib, used_mib=_used_mib(row, capacity_mib))
        elif "capacity_mib" in row.columns:
            row.add_fault("capacity_mib", WHOLE_NUMBER)


def _used_mib(row: SheetRow, capacity_mib: int) -> int | None:
    """Consumed, else what is not free; a share of free space is the roughest, and may be text (`49%`)."""
    used_mib, free_mib = row.mib_or_none("used_mib"), row.mib_or_none("free_mib")
    if used_mib is not None or (free_mib is None and "free_percent" not in row.columns):
        return used_mib
    if free_mib is not None:
        return max(0, capacity_mib - free_mib)
    percent = row.decimal_or_none("free_percent")
    return None if percent is None or percent > 100 else round(capacity_mib * (100 - percent) / 100)


# -- use of one moment --------------------------------------------------------------------------------------------


def usage_of(machine: Machine, own: Own, tabs: Tabs) -> tuple[Usage, ...]:
    """CPU and memory in percent of what the machine has."""
    if machine.power is not Power.ON:
        return ()
    parts = (
        (Metric.CPU_PERCENT, *_cpu_mhz(machine, own.get(CPU, ()), tabs.hosts)),
        (Metric.MEMORY_PERCENT, *_memory_mib(machine, own.get(MEMORY_TAB, ()))),
    )
    return tuple(
        Usage(metric=metric, sample=round(100 * used / whole, 2), samples=1, source=machine.origin.file)
        for metric, used, whole in parts
        if used is not None and whole
    )


def _cpu_mhz(
    machine: Machine, rows: Sequence[SheetRow], hosts: Mapping[str, SheetRow]
) -> tuple[int | None, int | None]:
    """Overall, of Max; where vCPU gives no Max, of the machine's CPUs at its host's speed."""
    if not rows:
        return None, None
    used, most = rows[0].number_or_none("used_mhz"), rows[0].number_or_none("most_mhz")
    host = hosts.get(machine.host.strip().casefold())
    speed = host.number_or_none("speed_mhz") if host and not most else None
    return used, most or (machine.vcpu or 0) * (speed or 0)


def _memory_mib(machine: Machine, rows: Sequence[SheetRow]) -> tuple[int | None, int | None]:
    """Active, of Size: vMemory's, else vInfo's own (4.x)."""
    active = rows[0].mib_or_none("active_mib") if rows else None
    size = rows[0].mib_or_none("memory_mib") if rows else None
    return machine.active_mib if active is None else active, size or machine.memory_mib


def disagreements_of(machine: Machine, own: Own) -> tuple[str, str]:
    """Where vCPU has another number of CPUs than vInfo, and vMemory another size: vCPU's number, vMemory's size."""
    pairs = ((CPU, "vcpu", machine.vcpu), (MEMORY_TAB, "memory_mib", machine.memory_mib))
    found = [(own[tab][0].number_or_none(field) if own.get(tab) else None, stated) for tab, field, stated in pairs]
    cpus, memory = (f"{other:,} instead of {stated:,}" if other and stated and other != stated else ""
                    for other, stated in found)  # fmt: skip
    return cpus, memory
