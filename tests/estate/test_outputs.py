"""What a survey leaves in the workspace."""

from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate.assembly import Inventory, read_inventory
from azlift.estate.outputs import save_mappings, surveyed_traces, write_survey


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    folder = tmp_path / "inventory"
    folder.mkdir()
    (folder / "list.csv").write_text("Hostname,vCPU,RAM_GB,Owner\nweb01,2,4,=cmd()\n")
    lines = [f"2026-08-01T00:{minute:02}:00Z,web01,cpu_pct,{minute}" for minute in range(0, 60, 5)]
    (folder / "cpu.csv").write_text("\n".join(["time,workload,metric,value", *lines]))
    return read_inventory([folder])


def test_the_estate_stands_as_tables_with_a_report_and_no_formula(inventory: Inventory, tmp_path: Path) -> None:
    write_survey(tmp_path / "ws", inventory)
    folder = tmp_path / "ws" / "survey"
    assert {"workloads.csv", "workloads.parquet", "left_out.csv", "quality.md", "traces.parquet"} <= {
        path.name for path in folder.iterdir()
    }
    assert ",=cmd()" not in (folder / "workloads.csv").read_text(encoding="utf-8-sig")
    assert "web01" in (folder / "workloads.csv").read_text(encoding="utf-8-sig")
    assert (folder / "quality.md").read_text().startswith("#")


def test_series_come_back_for_this_estate_and_no_other(inventory: Inventory, tmp_path: Path) -> None:
    assert surveyed_traces(tmp_path / "ws", inventory.estate) == {}
    write_survey(tmp_path / "ws", inventory)
    (workload,) = inventory.estate.workloads
    assert list(surveyed_traces(tmp_path / "ws", inventory.estate)) == [workload.id]
    with pytest.raises(InputError):
        surveyed_traces(tmp_path / "ws", inventory.estate.model_copy(update={"workloads": ()}))


def test_a_lists_mapping_is_saved_beside_it_and_read_again(inventory: Inventory, tmp_path: Path) -> None:
    (file,) = save_mappings(inventory.opened)
    assert file == tmp_path / "inventory" / "list.csv.columns.yaml"
    again = read_inventory([tmp_path / "inventory"])
    assert again.estate.workloads == inventory.estate.workloads
    (mapped,) = (one for one in again.opened if one.columns_yaml)
    assert "its columns are in" in mapped.because
