import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from small_estates import estate, estates, limits, machine, workload_id
from workbooks import write_tabs

from azlift.errors import PlanError
from azlift.model import Estate, Limits, Route
from azlift.waves import azure_migrate_waves_csv, fill_azure_migrate_waves, plan_waves
from azlift.waves.azure_migrate_waves import COLUMNS
from azlift.waves.proposal import Proposal
from azlift.waves.redrafting import proposal_of
from azlift.waves.table_edits import read_csv_edits, read_xlsx_edits

ESTATE = estate(
    [machine(0, "CRM", name="web01"), machine(1, "CRM", name="db01"), machine(2, "AD", name="dc01"),
     machine(3, name="old", route=Route.RETIRE)]
)  # fmt: skip
PLAN = plan_waves(ESTATE, Limits(machines_per_wave=2, pilot_machines=1))
THEIRS = (
    "Workload,Type,Application,Cores,Wave Name\r\n"
    "WEB01,Server,CRM,4,Wave 1\r\n"
    'db01,Server,CRM,"1,024",Wave 1\r\n'
    "dc01 ,Server,=1+1,2,Wave 2\r\n"
    "old,Server,,2,stay\r\n"
)
"""As Azure Migrate may write it; how it calls its columns is not documented."""
HOME = "wave-02" if "crm" in PLAN.by_wave["wave-02"].groups else "wave-01"


def reading(text: str) -> Proposal:
    return read_csv_edits(Path("mapping.csv"), text.encode(), PLAN, ESTATE)


def refusal(text: str) -> PlanError:
    with pytest.raises(PlanError) as raised:
        reading(text)
    return raised.value


@given(estates(), limits())
@settings(max_examples=50)
def test_what_is_written_is_read_as_the_plan_it_was(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    text = azure_migrate_waves_csv(plan, made)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["Workload ID"] for row in rows] == [
        *(member for wave in plan.waves for group in wave.groups for member in plan.by_group[group].workloads),
        *plan.staying,
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in rows for cell in row.values())
    assert all(row["Wave Name"] for row in rows)
    if rows:
        assert read_csv_edits(Path("mapping.csv"), text.encode(), plan, made) == proposal_of(plan)


def test_a_mapping_of_theirs_is_read_by_the_names_of_the_machines() -> None:
    asked = reading(THEIRS)
    assert asked.members == {"crm": [workload_id(0), workload_id(1)], "ad": [workload_id(2)]}
    assert asked.numbers == {"crm": 1, "ad": 2}


def test_it_is_read_from_a_workbook_too(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(THEIRS)))
    content = write_tabs(tmp_path / "mapping.xlsx", {"Inventory": rows}).read_bytes()
    assert read_xlsx_edits(Path("mapping.xlsx"), content, PLAN, ESTATE) == reading(THEIRS)


def test_a_group_goes_into_a_wave_with_a_new_name() -> None:
    assert reading(THEIRS.replace("Wave 1", "wave 12")).numbers == {"crm": 12, "ad": 2}


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "words"),
    [
        ("Wave 2", "Pilot", 4, "Wave Name", "found 'Pilot', expected a wave's name with its number, such as Wave 3"),
        ("Wave 2", "", 4, "Wave Name", "found '', expected a wave's name with its number"),
        ("Wave 2", "wave-01", 4, "Wave Name", "found 'wave-01', expected 'Wave 1' as in row 2: both are wave 1"),
        ('"1,024",Wave 1', "4,Wave 2", 3, "Wave Name", "'Wave 1' as in row 2: group 'crm' moves as a whole"),
        ("old,Server,,2,stay", "old,Server,,2,Wave 2", 5, "Wave Name", "expected stay: the machine's route is retire"),
        ("db01", "db02", 3, "Workload", "found 'db02', expected the id of a machine in this estate, or a name"),
        ("db01", "web01", 3, "Workload", "expected each machine once: it is in row 2"),
        ("old,Server,,2,stay\r\n", "", None, "Workload", "expected a row for w-000000000003 ('old')"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(
    old: str, new: str, row: int | None, column: str, words: str
) -> None:
    error = refusal(THEIRS.replace(old, new, 1))
    assert words in error.message
    assert f"{'not in the file' if row is None else f'row {row}'}, column {column}: " in error.message


def test_a_name_that_two_machines_have_is_nobodys() -> None:
    made = estate([machine(0, "A", name="twin"), machine(1, "B", name="twin")])
    plan = plan_waves(made, Limits())
    text = f"VM,azlift,Wave Name\ntwin,{workload_id(0)},Wave 1\ntwin,{workload_id(1)},Wave 2\n"
    assert read_csv_edits(Path("m.csv"), text.encode(), plan, made).numbers == {"a": 1, "b": 2}
    with pytest.raises(PlanError, match=r"row 1, column Workload Name: .* expected a column with names or ids"):
        read_csv_edits(Path("m.csv"), b"VM,Wave Name\ntwin,Wave 1\ntwin,Wave 2\n", plan, made)


def test_a_machine_that_stayed_is_in_no_group_to_move_with() -> None:
    plan = PLAN.model_copy(update={"groups": PLAN.groups[1:], "staying": (*PLAN.groups[0].workloads, *PLAN.staying)})
    waves = [
        wave.model_copy(update={"groups": wave.groups[1:]}) for wave in PLAN.waves if PLAN.groups[0].id in wave.groups
    ]
    plan = plan.model_copy(update={"waves": tuple(waves)})
    with pytest.raises(
        PlanError,
        match=r"found 'Wave [12]', expected stay: the machine is in no group of the plan; give it one in plan\.csv",
    ):
        read_csv_edits(Path("mapping.csv"), THEIRS.encode(), plan, ESTATE)


# -- filling in ---------------------------------------------------------------------------------------------------


def test_their_export_is_filled_in_and_nothing_else_of_it_changes() -> None:
    filled = fill_azure_migrate_waves(Path("mapping.csv"), THEIRS.encode(), PLAN, ESTATE)
    before, after = (list(csv.reader(io.StringIO(text, newline=""))) for text in (THEIRS, filled))
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    waves = {member: wave.id for wave in PLAN.waves for g in wave.groups for member in PLAN.by_group[g].workloads}
    assert [row[-1] for row in after] == ["Wave Name", *(waves.get(workload_id(n), "stay") for n in range(4))]


def test_fewer_machines_and_blank_rows_are_filled_in_as_they_are() -> None:
    filled = fill_azure_migrate_waves(Path("m.csv"), b"\xef\xbb\xbfWave Name;VM\n;old\n;\n", PLAN, ESTATE)
    assert filled == "Wave Name,VM\r\nstay,old\r\n,\r\n"


def test_an_export_with_an_unknown_machine_or_no_wave_is_not_filled_in() -> None:
    with pytest.raises(PlanError, match=r"row 3, column VM: found 'new', expected the id of a machine"):
        fill_azure_migrate_waves(Path("m.csv"), b"VM,Wave Name\nold,\nnew,\n", PLAN, ESTATE)
    with pytest.raises(PlanError, match=r"row 1, column Wave Name: .* expected one column Wave Name"):
        fill_azure_migrate_waves(Path("m.csv"), b"VM,Wave\nold,\n", PLAN, ESTATE)


def test_the_columns_end_with_the_one_that_is_documented() -> None:
    assert COLUMNS[-1] == "Wave Name"
