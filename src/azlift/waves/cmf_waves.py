"""The intake form of AWS' Cloud Migration Factory: the plan's waves in it, written and read.

Columns as in github.com/aws-solutions/cloud-migration-factory-on-aws, source/integrations/mgn/MGN-automation-scripts/
server-list.csv; forms of old have `wave_id` for `wave_name`. There an application is in one wave (`wave_id` in
source/frontend/src/models/Application.ts), so what moves together stands as the application, and the machine's own
application is among the tags. What azlift has no field for, such as accounts and subnets of AWS, is taken from the
machine's tags, where reading a form leaves it.
"""

import csv
import io
from collections.abc import Mapping

from azlift.escaping import inert
from azlift.model import Estate, GroupId, OsFamily, Wave, WavePlan, Workload
from azlift.waves.named_rows import names_in, read_named_rows
from azlift.waves.proposal import Proposal
from azlift.waves.tables import Table

COLUMNS = (
    "wave_name", "app_name", "aws_region", "aws_accountid", "server_name", "server_os_family", "server_os_version",
    "server_fqdn", "server_tier", "server_environment", "r_type", "subnet_IDs", "securitygroup_IDs",
    "subnet_IDs_test", "securitygroup_IDs_test", "instanceType", "tenancy", "tags",
)  # fmt: skip
WAVE, MACHINE, TAGS = ("wave_name", "wave_id"), "server_name", "tags"
ID_TAG = "azlift_id"
"""Two machines can have one name."""


def is_cmf(table: Table) -> bool:
    """Whether it has the columns by which the form is known."""
    titles = table.titles
    return MACHINE in titles and sum(titles.count(wave) for wave in WAVE) == 1


def cmf_intake_csv(plan: WavePlan, estate: Estate) -> str:
    """The form, a row per machine; those that stay are in no wave. No cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for wave in plan.waves:
        for group in wave.groups:
            for workload in plan.by_group[group].workloads:
                writer.writerow(_row(estate.by_id[workload], wave, group))
    for workload in plan.staying:
        writer.writerow(_row(estate.by_id[workload], None, ""))
    return text.getvalue()


def read_cmf(table: Table, plan: WavePlan, estate: Estate) -> Proposal:
    """The plan's groups in the waves that the form names; machines without one stay. Raises PlanError."""
    titles = table.titles
    wave, machine = next(titles.index(name) for name in WAVE if name in titles), titles.index(MACHINE)
    tags = titles.index(TAGS) if TAGS in titles else None
    cells = [
        (number, name, _tags_of(said).get(ID_TAG, server))
        for number, (name, server, said) in table.pick(wave, machine, tags)
    ]
    return read_named_rows(table, cells, names_in(estate), (table.header[wave].strip(), MACHINE), plan, estate)


def _row(machine: Workload, wave: Wave | None, group: GroupId) -> list[str]:
    stated = {
        "wave_name": wave.id if wave else "",
        "app_name": group or machine.application,
        "server_name": machine.name,
        "server_os_family": "" if machine.os_family is OsFamily.UNKNOWN else machine.os_family.value,
        "server_os_version": machine.os_name,
        "server_fqdn": machine.fqdn,
        "server_environment": machine.environment,
        "r_type": machine.route.value.capitalize() if machine.route else "",
        "tags": _tags(machine),
    }
    return [inert(stated.get(column, machine.tags.get(column, ""))) for column in COLUMNS]


def _tags(machine: Workload) -> str:
    """`k=v;k=v`: a semicolon in a value would end it."""
    said = {ID_TAG: machine.id, "application": machine.application}
    return ";".join(f"{key}={value.replace(';', ',')}" for key, value in said.items() if value.strip())


def _tags_of(text: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}
