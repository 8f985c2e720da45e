from estates import estate, machine

from azlift.model import Disk, Estate


def test_a_workload_is_found_by_its_id() -> None:
    web, db = machine("web01"), machine("db01")
    assert estate(web, db).by_id == {web.id: web, db.id: db}


def test_a_workloads_capacity_is_the_sum_of_its_disks() -> None:
    disks = tuple(Disk(key=str(n), label="", capacity_mib=1024 * n) for n in (1, 2, 3))
    assert machine("web01", disks=disks).disk_capacity_mib == 6 * 1024


def test_an_estate_survives_being_written_down() -> None:
    made = estate(machine("{{7*7}}"), machine("\u202egnp"))
    _ = made.by_id
    assert Estate.model_validate_json(made.model_dump_json()) == made
