import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from small_estates import estate, estates, limits, machine, workload_id

from azlift.errors import PlanError
from azlift.escaping import inert
from azlift.estate import read_inventory
from azlift.estate.intake.cmf import read, recognise
from azlift.estate.tables import csv_source
from azlift.model import Estate, Limits, OsFamily, Route, WavePlan
from azlift.waves import cmf_intake_csv, plan_waves
from azlift.waves.barred import pinned_to
from azlift.waves.cmf_waves import COLUMNS
from azlift.waves.redrafting import proposal_of
from azlift.waves.table_edits import read_csv_edits


def in_order(plan: WavePlan) -> Iterator[tuple[str, int | None]]:
    """Each machine and its wave's number, as the form lists them."""
    for wave in plan.waves:
        for group in wave.groups:
            yield from ((workload, wave.number) for workload in plan.by_group[group].workloads)
    yield from ((workload, None) for workload in plan.staying)


@given(estates(), limits())
@settings(max_examples=50)
def test_what_is_written_is_read_as_the_plan_it_was(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    text = cmf_intake_csv(plan, made)
    assert read_csv_edits(Path("intake.csv"), text.encode(), plan, made) == proposal_of(plan)


@given(estates(), limits())
@settings(max_examples=50)
def test_azlifts_own_reader_of_the_form_finds_the_same_machines_and_waves(made: Estate, few: Limits) -> None:
    """Names as inventories are read: without NUL, with single blanks, and none that means nothing (`NaN`)."""
    clean = (" ".join(workload.name.replace("\x00", "").split()) for workload in made.workloads)
    names = [f"{name}{number}" for number, name in enumerate(clean)]
    named = [w.model_copy(update={"name": name}) for w, name in zip(made.workloads, names, strict=True)]
    made = made.model_copy(update={"workloads": tuple(named)})
    plan = plan_waves(made, few)
    source = csv_source("intake.csv", cmf_intake_csv(plan, made).encode())
    records = read(source).records
    wanted = list(in_order(plan))
    assert not wanted or recognise(source).startswith("AWS Cloud Migration Factory")
    assert [record.tags["azlift_id"] for record in records] == [workload for workload, _ in wanted]
    assert [record.name for record in records] == [inert(made.by_id[w].name) for w, _ in wanted]
    assert [pinned_to(str(record.facts.get("wave") or "")) for record in records] == [wave for _, wave in wanted]
    assert [record.facts.get("route") for record in records] == [made.by_id[workload].route for workload, _ in wanted]


def test_a_row_tells_what_the_form_asks_for() -> None:
    known = machine(0, "HR; payroll", "dev").model_copy(
        update={
            "os_family": OsFamily.WINDOWS,
            "os_name": "windows server 2016",
            "fqdn": "vm0.example.local",
            "tags": {"aws_accountid": "001122223333", "securitygroup_IDs": "sg-1;sg-2", "server_name": "not this"},
        }
    )
    made = estate([known])
    (row,) = csv.DictReader(io.StringIO(cmf_intake_csv(plan_waves(made, Limits()), made)))
    assert tuple(row) == COLUMNS
    assert {column: cell for column, cell in row.items() if cell} == {
        "wave_name": "wave-01",
        "app_name": "hr-payroll",
        "aws_accountid": "001122223333",
        "server_name": "vm0",
        "server_os_family": "windows",
        "server_os_version": "windows server 2016",
        "server_fqdn": "vm0.example.local",
        "server_environment": "dev",
        "r_type": "Rehost",
        "securitygroup_IDs": "sg-1;sg-2",
        "tags": f"azlift_id={workload_id(0)};application=HR, payroll",
    }


def test_no_cell_is_a_formula() -> None:
    made = estate([machine(0, "=1", "+1", name="@SUM(A1)").model_copy(update={"tags": {"tenancy": "-1"}})])
    (row,) = csv.DictReader(io.StringIO(cmf_intake_csv(plan_waves(made, Limits()), made)))
    assert [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
    assert (row["server_name"], row["server_environment"], row["tenancy"]) == ("'@SUM(A1)", "'+1", "'-1")


@pytest.mark.parametrize("name", ["0-intake-form_v1.csv", "mgn-server-list.csv"])
def test_a_real_form_is_surveyed_planned_edited_and_read(name: str, shared_data: Path) -> None:
    made = read_inventory([shared_data / "inventories" / "aws-cmf" / name]).estate
    plan = plan_waves(made, Limits())
    text = (shared_data / "inventories" / "aws-cmf" / name).read_text(encoding="utf-8-sig")
    asked = read_csv_edits(Path(name), text.encode(), plan, made)
    waves = {made.by_id[member].name: asked.numbers[g] for g, members in asked.members.items() for member in members}
    assert waves == {"Server1": 1, "Server2": 1, **dict.fromkeys(("Server3", "Server4", "Server5"), 2),
                     **dict.fromkeys(("Server6", "Server7", "Server8"), 3)}  # fmt: skip
    accounts = {row["aws_accountid"] for row in csv.DictReader(io.StringIO(cmf_intake_csv(plan, made)))}
    assert accounts == {"111122223333"}


def test_a_form_of_names_alone_is_read_and_a_machine_without_a_wave_stays() -> None:
    made = estate([machine(0, "A", name="web"), machine(1, "B", name="db"), machine(2, route=Route.RETIRE, name="old")])
    plan = plan_waves(made, Limits())
    text = "wave_id,app_name,server_name\n7,x,WEB\n,x,db\n,x,old\n"
    assert read_csv_edits(Path("i.csv"), text.encode(), plan, made).numbers == {"a": 7}
    with pytest.raises(PlanError, match=r"row 3, column server_name: found 'dB2', expected the id of a machine"):
        read_csv_edits(Path("i.csv"), text.replace(",db", ",dB2").encode(), plan, made)
