"""Exports of a ServiceNow configuration database: tables of CIs (`cmdb_ci_server` and its kind) and `cmdb_rel_ci`.

Columns under their internal names (`ram`) or their labels (`RAM (MB)`), as documented for the Configuration Item,
Computer and Server classes: RAM in MB, disk space in GB, `cpu_count` CPUs of `cpu_core_count` cores each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from azlift.estate.cells import text_of
from azlift.estate.columns import tags_of
from azlift.estate.headers import Spellings, squeeze
from azlift.estate.intake.layout import (
    header_findings,
    header_row,
    known_positions,
    link_uses,
    sheets_of,
    tabs_not_read,
    uses_of,
)
from azlift.estate.intake.quantities import read_count, read_mib
from azlift.estate.intake.rows import Parts, apart_by_name, make_record, nic_of, os_facts, stated, team, whole_disk
from azlift.estate.intake.servicenow_relations import RELATIONS, Known, read_relations
from azlift.estate.intake.servicenow_words import (
    APPLICATIONS,
    GONE,
    INSTALLED,
    INSTANCES,
    MACHINES,
    OPERATIONAL,
    SYS_ID,
    class_of,
    status_of,
)
from azlift.estate.record import Excluded, Reading, Record
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Application

ITEMS: Spellings = {
    "name": ("name",),
    "sys_id": ("sys_id", "Sys ID"),
    "class": ("sys_class_name", "Class"),
    "operational_status": ("operational_status", "Operational status"),
    "install_status": ("install_status", "Install Status"),
    "vcpu": ("cpu_count", "CPU count"),
    "cores": ("cpu_core_count", "CPU core count"),
    "memory_mib": ("ram", "RAM (MB)"),
    "disk_space": ("disk_space", "Disk space (GB)"),
    "os_name": ("os", "Operating System"),
    "os_version": ("os_version", "OS Version"),
    "ip_address": ("ip_address", "IP Address"),
    "mac_address": ("mac_address", "MAC Address"),
    "fqdn": ("fqdn", "Fully qualified domain name"),
    "domain": ("dns_domain", "DNS Domain"),
    "virtual": ("virtual", "Is Virtual", "IsVirtual"),
    "environment": ("environment", "used_for", "Used for", "u_environment"),
    "owner": ("support_group", "Support group", "owned_by", "Owned by"),
    "application": ("application", "application_service", "u_application", "u_application_name", "u_app"),
    "datacenter": ("location", "Location"),
    "assigned_to": ("assigned_to", "Assigned to"),
    "managed_by": ("managed_by", "Managed by"),
    "supported_by": ("supported_by", "Supported by"),
}
"""`u_` begins the columns that customers add to ServiceNow's own."""
UNITS = {"memory_mib": "MB", "disk_space": "GB"}
PERSONS = ("assigned_to", "managed_by", "supported_by")
TELLING = frozenset({"operational_status", "install_status", "vcpu", "memory_mib", "disk_space", "os_name"})
TAGGED = ("class", "operational_status", "install_status")
MOST_CORES = 4_096
VIRTUAL: Mapping[bool | None, str] = {True: "virtual", False: "physical"}


def recognise(source: Source) -> str:
    """What shows that this is an export of a ServiceNow CMDB; nothing where it is none."""
    if sheet := next(_item_sheets(source), None):
        return f"a ServiceNow CMDB's configuration items: the columns {header_row(sheet)}"
    if sheet := next(_relation_sheets(source), None):
        return f"a ServiceNow CMDB's relations: the columns {header_row(sheet)}, and types such as X::Y"
    return ""


def read(source: Source) -> Reading:
    """Its machines, applications, and the relations between them."""
    items, relations = tuple(_item_sheets(source)), tuple(_relation_sheets(source))
    rows = tuple(_Item(sheet, row) for sheet in items for row in sheet.rows)
    servers = {item.name for item in rows if item.kind in MACHINES - INSTANCES}
    records, shared = apart_by_name(
        _record(item, servers, source.keep_personal) for item in rows if not _is_application(item)
    )
    applications = tuple(_application(item, source.keep_personal) for item in rows if _is_application(item))
    known = Known(
        {item.sys_id: item.row.text("name").strip() for item in rows if item.sys_id},
        frozenset(text for item in rows if not _is_application(item) for text in item.called),
        frozenset(text for item in rows if _is_application(item) for text in item.called),
    )
    related = read_relations(relations, known, records)
    return Reading(
        file=source.name,
        kind="servicenow-cmdb",
        tabs=tuple(sheet.tab for sheet in (*items, *relations) if sheet.tab),
        rows=len(rows) - len(applications) if items else sum(len(sheet.rows) for sheet in relations),
        records=related.records,
        links=related.links,
        applications=applications,
        application_links=related.application_links,
        findings=(
            *tabs_not_read(source, (*items, *relations)),
            *(finding for sheet in items for finding in header_findings(sheet)),
            *shared,
            *related.findings,
        ),
        columns=(
            *(
                use
                for sheet in items
                for use in uses_of(sheet, source.keep_personal, units=UNITS, persons=PERSONS, tagged=TAGGED)
            ),
            *(use for sheet in relations for use in link_uses(sheet, source.keep_personal)),
        ),
    )


@dataclass(frozen=True)
class _Item:
    """A row about one CI. Without a class it is of its tab's (`cmdb_ci_appl`), and else a server."""

    sheet: Sheet
    row: SheetRow

    @property
    def kind(self) -> str:
        of_tab = class_of(self.sheet.tab) if squeeze(self.sheet.tab).startswith("cmdbci") else ""
        return class_of(self.row.text("class")) or of_tab or "server"

    @property
    def sys_id(self) -> str:
        return self.row.text("sys_id").strip().casefold()

    @property
    def name(self) -> str:
        return " ".join(self.row.text("name").split()).casefold()

    @property
    def called(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.sys_id, self.name)))


def _item_sheets(source: Source) -> Iterator[Sheet]:
    for sheet in sheets_of(source, ITEMS, ("name",)):
        found = sheet.columns.keys()
        if ("sys_id" in found or "class" in found) and found & TELLING:
            yield sheet


def _relation_sheets(source: Source) -> Iterator[Sheet]:
    for sheet in sheets_of(source, RELATIONS, ("parent", "child", "type")):
        if any("::" in row.text("type") for row in sheet.rows):
            yield sheet


def _is_application(item: _Item) -> bool:
    return item.kind in APPLICATIONS and bool(item.name) and not _gone(item.row)


# -- machines -----------------------------------------------------------------------------------------------------


def _record(item: _Item, servers: set[str], keep_personal: bool) -> Record:
    row = item.row
    facts: Mapping[str, Any] = {
        "vcpu": _vcpu(row),
        "memory_mib": read_mib(row, "memory_mib", UNITS["memory_mib"]),
        "kind": VIRTUAL.get(row.truth_or_none("virtual")),
        "fqdn": _fqdn(row),
        "environment": _text(row, "environment"),
        "application": _text(row, "application"),
        "datacenter": _text(row, "datacenter"),
        "owner": "" if SYS_ID.fullmatch(row.text("owner").strip()) else team(row, "owner", keep_personal),
        **os_facts(_os_name(row)),
    }
    parts = Parts(
        disks=whole_disk(read_mib(row, "disk_space", UNITS["disk_space"])),
        nics=nic_of(row.text("ip_address"), row.text("mac_address").strip()),
        tags=_tags(item, keep_personal),
        excluded=_exclude(item, servers),
        sys_id=item.sys_id,
    )
    return make_record(item.sheet, row, facts, parts)


def _vcpu(row: SheetRow) -> int | None:
    count, cores = read_count(row, "vcpu", MOST_CORES), read_count(row, "cores", MOST_CORES)
    return count * (cores or 1) if count else None


def _fqdn(row: SheetRow) -> str:
    name, domain = stated(row, "name"), stated(row, "domain")
    return stated(row, "fqdn") or (f"{name}.{domain}" if name and domain and "." not in name else "")


def _os_name(row: SheetRow) -> str:
    name, version = _text(row, "os_name"), _text(row, "os_version")
    return name if version.casefold() in name.casefold() else f"{name} {version}".strip()


def _text(row: SheetRow, field: str) -> str:
    """The cell, unless it is the sys_id of something another table describes."""
    text = stated(row, field)
    return "" if SYS_ID.fullmatch(text) else text


def _tags(item: _Item, keep_personal: bool) -> dict[str, str]:
    tagged = {item.sheet.columns[field] for field in TAGGED if field in item.sheet.columns}
    known = known_positions(item.sheet, PERSONS, keep_personal) - tagged
    references = {n for n, cell in enumerate(item.row.cells) if SYS_ID.fullmatch(text_of(cell).strip())}
    return tags_of(item.row, known | references, keep_personal)


# -- what is no workload, and what is no machine ------------------------------------------------------------------


def _exclude(item: _Item, servers: set[str]) -> Excluded | None:
    if gone := _gone(item.row):
        return "excluded", gone
    if item.kind in INSTANCES and item.name in servers:
        return "duplicate", "the virtual machine of a server that the export lists under the same name"
    if item.kind not in MACHINES:
        return "excluded", f"a CI of class {item.row.text('class').strip()!r} is no machine that moves"
    return None


def _gone(row: SheetRow) -> str:
    """Which status says that the CI is no more; nothing while it may be there."""
    for field, numbers in (("operational_status", OPERATIONAL), ("install_status", INSTALLED)):
        status = status_of(row.text(field), numbers)
        if status in GONE:
            return f"{status}: {field} is {row.text(field).strip()!r}"
    return ""


def _application(item: _Item, keep_personal: bool) -> Application:
    return Application(
        name=stated(item.row, "name"),
        owner="" if SYS_ID.fullmatch(item.row.text("owner").strip()) else team(item.row, "owner", keep_personal),
        environment=_text(item.row, "environment"),
        tags=_tags(item, keep_personal),
        origin=place_of(item.sheet, item.row),
    )
