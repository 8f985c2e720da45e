import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_estates import estate, link, machine, workload_id

from azlift.errors import PlanError
from azlift.model import Limits, Route, WavePlan
from azlift.waves import azure_migrate_waves_csv, cmf_intake_csv, plan_csv, plan_waves, read_plan_edits
from azlift.waves.proposal import Proposal
from azlift.waves.table_edits import read_table
from azlift.waves.tables import Table

ESTATE = estate(
    [
        machine(0, "CRM", "dev"),
        machine(1, "CRM", "prod"),
        machine(2, "CRM", "prod"),
        machine(3, "AD"),
        machine(4, route=Route.RETIRE),
    ],
    [link(1, 3, 389)],
)
PLAN = plan_waves(ESTATE, Limits())
TEXT = plan_csv(PLAN, ESTATE, {})


def reading(tmp_path: Path, text: str | bytes) -> WavePlan:
    path = tmp_path / "plan.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_plan_edits(path, PLAN, ESTATE)


def refusal(tmp_path: Path, text: str) -> PlanError:
    with pytest.raises(PlanError) as raised:
        reading(tmp_path, text)
    return raised.value


def edited(number: int, **cells: str) -> str:
    """The file with cells of one machine's row changed."""
    header, *lines = TEXT.splitlines()
    columns = header.split(",")
    rows = []
    for line in lines:
        row = dict(zip(columns, line.split(",", len(columns) - 1), strict=True))
        rows.append(row | cells if row["workload"] == workload_id(number) else row)
    return "\n".join([header, *(",".join(row.values()) for row in rows)]) + "\n"


def without(number: int) -> str:
    return "".join(line for line in TEXT.splitlines(keepends=True) if workload_id(number) not in line)


def test_a_file_without_edits_gives_an_equal_plan(tmp_path: Path) -> None:
    assert reading(tmp_path, TEXT) == PLAN


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_excel_saves_is_accepted(tmp_path: Path, separator: str, mark: str) -> None:
    rows = [line.split(",")[:4] for line in TEXT.splitlines()]
    text = "".join(separator.join(row) + "\r\n" for row in rows)
    assert reading(tmp_path, f"{mark}{text}") == PLAN


def test_a_file_in_excels_own_code_page_is_accepted(tmp_path: Path) -> None:
    assert reading(tmp_path, TEXT.replace("Team A", "Köln").encode("cp1252")) == PLAN


def test_the_header_may_be_written_and_ordered_otherwise(tmp_path: Path) -> None:
    rows = [line.split(",") for line in TEXT.splitlines()]
    text = "".join(f"{row[3]},{row[0]},{row[2]}\n" for row in rows[1:])
    assert reading(tmp_path, f"Workload, WAVE ,Group\n{text}\n,,\n") == PLAN


def test_the_wave_of_all_rows_of_a_group_moves_it_into_a_new_wave(tmp_path: Path) -> None:
    plan = reading(tmp_path, edited(3, wave="7"))
    assert plan.by_wave["wave-07"].groups == ("ad",)
    assert plan.by_wave["wave-07"].why.startswith("edited by a person: ")
    assert [finding.code for finding in plan.violations] == ["group-before-its-dependency"]


def test_the_group_column_regroups_machines(tmp_path: Path) -> None:
    plan = reading(tmp_path, edited(3, group="crm-dev", wave="1"))
    assert plan.by_group["crm-dev"].workloads == (workload_id(0), workload_id(3))
    assert plan.by_group["crm-dev"].because == "edited by a person: 2 machines: vm0, vm3"
    assert plan.by_group["crm-prod"].after == ("crm-dev",)
    assert "ad" not in plan.by_group


def test_no_wave_is_a_slip_and_not_a_way_to_keep_a_machine_behind(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="column wave: found nothing, expected a wave's number"):
        reading(tmp_path, edited(2, wave=""))


@pytest.mark.parametrize("word", ["stay", "STAY"])
def test_a_machine_can_be_kept_behind(tmp_path: Path, word: str) -> None:
    plan = reading(tmp_path, edited(2, wave=word))
    assert plan.staying == (workload_id(2), workload_id(4))
    assert plan.by_group["crm-prod"].workloads == (workload_id(1),)


def test_an_edited_plan_can_be_written_and_read_again(tmp_path: Path) -> None:
    first = reading(tmp_path, edited(3, group="directory", wave="4"))
    path = tmp_path / "again.csv"
    path.write_text(plan_csv(first, ESTATE, {}))
    assert read_plan_edits(path, first, ESTATE) == first


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        (without(3), None, "workload", f"found no row, expected a row for {workload_id(3)} ('vm3')"),
        (edited(3, workload="w-1"), 3, "workload", "found 'w-1', expected the id of a machine in this estate"),
        (TEXT + edited(3).splitlines()[2] + "\n", 7, "workload", "expected each machine once: it is in row 3"),
        (edited(2, wave="5"), 5, "wave", "found '5', expected '2' as in row 4: group 'crm-prod' moves as a whole"),
        (edited(3, wave="two"), 3, "wave", "found 'two', expected a wave's number (1 to 9999) or stay"),
        (edited(3, wave="0"), 3, "wave", "found '0', expected a wave's number"),
        (edited(3, wave="-1"), 3, "wave", "found '-1', expected a wave's number"),
        (edited(3, group="Ad Hoc"), 3, "group", "found 'Ad Hoc', expected a group's id: a-z, 0-9 and -"),
        (edited(3, group=""), 3, "group", "found '', expected a group's id"),
        (edited(4, wave="1", group="old"), 6, "wave", "found '1', expected stay: the machine's route is retire"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(
    tmp_path: Path, text: str, row: int | None, column: str, words: str
) -> None:
    error = refusal(tmp_path, text)
    assert (error.file, error.row, error.column) == ("plan.csv", row, column)
    assert words in str(error)
    assert error.advice


def test_all_bad_rows_are_said_at_once_but_at_most_twenty(tmp_path: Path) -> None:
    error = refusal(tmp_path, TEXT + "".join(f"1,,a,w-{n}\n" for n in range(30)))
    assert "30 places to correct, the first 20 are:" in error.message
    assert len(error.message.splitlines()) == 21


def test_a_missing_column_is_named_with_the_header_found(tmp_path: Path) -> None:
    error = refusal(tmp_path, "wave,machine\n1,2\n")
    assert "column group: found 'wave,machine', expected one column group" in error.message
    assert error.row == 1


def test_an_empty_file_has_no_columns(tmp_path: Path) -> None:
    assert "expected one column wave" in refusal(tmp_path, "").message


def test_what_cannot_be_seen_is_visible_in_the_message(tmp_path: Path) -> None:
    assert r"'\u202e1\x1b[2J'" in refusal(tmp_path, edited(3, wave="\u202e1\x1b[2J")).message


WRITTEN = [TEXT, azure_migrate_waves_csv(PLAN, ESTATE), cmf_intake_csv(PLAN, ESTATE)]
CELLS = ["", "1", "wave-01", "Wave 2", "stay", "crm-dev", "2026-12-12T2100Z", "vm1", "=1+1", "azlift_id=w-1", "٣", "²"]
CELL = st.sampled_from([*CELLS, *ESTATE.by_id]) | st.text(max_size=8)


def outcome(table: Table) -> Proposal | PlanError:
    try:
        return read_table(table, PLAN, ESTATE)
    except PlanError as error:
        return error


@given(st.sampled_from(WRITTEN), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8), CELL), max_size=3))
@settings(max_examples=200)
def test_whatever_cells_are_changed_to_they_are_read_or_refused_in_words(
    text: str, changes: list[tuple[int, int, str]]
) -> None:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for row, column, cell in changes:
        rows[row][column] = cell
    found = outcome(Table(Path("plan.csv"), "", rows[0], rows[1:]))
    if isinstance(found, PlanError):
        assert (found.file, "expected" in found.message, bool(changes)) == ("plan.csv", True, True)
    else:
        members = [member for members in found.members.values() for member in members]
        assert len(set(members)) == len(members)
        assert ESTATE.by_id.keys() >= set(members)
        assert found.numbers.keys() == found.members.keys()
        assert found.windows.keys() <= {*found.numbers.values()}
