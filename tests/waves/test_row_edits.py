from pathlib import Path

import pytest
from small_estates import estate, machine, workload_id

from azlift.errors import PlanError
from azlift.model import Limits
from azlift.waves import plan_waves
from azlift.waves.proposal import Proposal
from azlift.waves.table_edits import read_table
from azlift.waves.tables import Table

ESTATE = estate([machine(0, "CRM"), machine(1, "AD"), machine(2, "Web")])
PLAN = plan_waves(ESTATE, Limits())
EARLY, LATE = "2026-12-12T2100Z", "2026-12-19T2100Z"


def reading(*lines: tuple[str, ...], header: str = "wave,window,group,workload", tab: str = "") -> Proposal:
    return read_table(Table(Path("plan.csv"), tab, header.split(","), lines), PLAN, ESTATE)


def rows(*windows: str) -> list[tuple[str, ...]]:
    return [("1", window, f"g{n}", workload_id(n)) for n, window in enumerate(windows)]


def test_a_wave_has_the_window_that_its_rows_say() -> None:
    asked = reading(*rows(EARLY, EARLY)[:2], ("2", LATE, "g2", workload_id(2)))
    assert asked.windows == {1: EARLY, 2: LATE}


def test_an_empty_cell_goes_with_the_rest_of_its_wave() -> None:
    assert reading(*rows("", EARLY, "")).windows == {1: EARLY}
    assert reading(*rows("", "", "")).windows == {}


def test_a_file_without_the_column_says_nothing_of_windows() -> None:
    lines = [("1", f"g{n}", workload_id(n)) for n in range(3)]
    assert reading(*lines, header="Wave,GROUP,workload").windows == {}


def test_a_column_of_another_tool_in_a_file_of_azlifts_says_nothing() -> None:
    lines = [("1", f"g{n}", workload_id(n), "Wave 9", "x") for n in range(3)]
    asked = reading(*lines, header="wave,group,workload,Wave Name,server_name")
    assert asked.numbers == {"g0": 1, "g1": 1, "g2": 1}


def test_a_window_of_a_machine_that_stays_is_nothing() -> None:
    stays = ("stay", "whenever", "", workload_id(2))
    assert reading(*rows(EARLY, EARLY), stays).windows == {1: EARLY}


def test_rows_of_one_wave_that_disagree_on_its_window_are_both_named() -> None:
    with pytest.raises(PlanError) as raised:
        reading(*rows(EARLY, "", LATE), tab="plan")
    error = raised.value
    assert (error.tab, error.row, error.column) == ("plan", 4, "window")
    assert f"found '{LATE}', expected '{EARLY}' as in row 2, or nothing: a wave has one window" in error.message


@pytest.mark.parametrize("text", ["2026-12-12", "2026-12-12T21:00Z", "2026-02-30T2100Z", "12", "\u202e", "=1+1"])
def test_what_is_no_windows_id_is_named(text: str) -> None:
    with pytest.raises(PlanError, match=r"column window: found .*, expected the id of a window, which is its opening"):
        reading(*rows(text, "", ""))


def test_a_column_there_twice_is_named() -> None:
    with pytest.raises(PlanError, match=r"row 1, column window: .* expected one column window"):
        reading(header="wave,window,group,workload,window")
