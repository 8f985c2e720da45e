from pathlib import Path

from synthetic import write_workbook

from azlift.estate import read_inventory


def test_a_synthetic_workbook_has_as_many_machines_as_asked_and_all_are_workloads(tmp_path: Path) -> None:
    estate = read_inventory([write_workbook(tmp_path / "big.xlsx", 300, seed=7)]).estate
    assert len(estate.workloads) == estate.totals.rows == 300
    assert estate.findings == ()
    assert estate.totals.disks == sum(len(workload.disks) for workload in estate.workloads)
    assert estate.totals.disk_capacity_mib == sum(workload.disk_capacity_mib for workload in estate.workloads)
    assert estate.totals.nics == sum(len(workload.nics) for workload in estate.workloads)


def test_the_same_seed_makes_the_same_estate_and_another_does_not(tmp_path: Path) -> None:
    one, two, other = (
        read_inventory([write_workbook(tmp_path / f"{name}.xlsx", 100, seed)]).estate.workloads
        for name, seed in (("one", 1), ("two", 1), ("other", 2))
    )
    unplaced = {"origin"}
    assert [w.model_dump(exclude=unplaced) for w in one] == [w.model_dump(exclude=unplaced) for w in two]
    assert {w.id for w in one}.isdisjoint(w.id for w in other)
