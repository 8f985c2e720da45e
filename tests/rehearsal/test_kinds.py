"""What a rule sees of the world: what stands, and over it what the same template will create."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Surroundings, Wanted

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"
TYPE = "Microsoft.Compute/disks"


def planned(desk: Desk, name: str) -> Wanted:
    found = read_id(f"{desk.subscription}/resourceGroups/rg1/providers/{TYPE}/{name}")
    return Wanted(found, "2024-07-01", "northeurope", {}, {}, {"diskSizeGB": 8})


def test_without_a_template_a_rule_sees_what_stands(desk: Desk) -> None:
    made = desk.put(f"{DISKS}/d1", plain(disk()))
    around = Surroundings(desk.world)
    assert around.find(made["id"].upper() + "/") is desk.world.find(made["id"])
    assert around.find(f"{made['id']}x") is None


def test_what_is_planned_stands_before_what_is_there(desk: Desk) -> None:
    desk.put(f"{DISKS}/d1", plain(disk()))
    wanted = planned(desk, "D1")
    found = Surroundings(desk.world, {wanted.key: wanted}).find(str(wanted.id))
    assert found is wanted


def test_a_type_is_listed_once_per_id_the_planned_in_place_of_the_standing(desk: Desk) -> None:
    for name in ("d1", "d2"):
        desk.put(f"{DISKS}/{name}", plain(disk()))
    both = [planned(desk, "d2"), planned(desk, "d3")]
    around = Surroundings(desk.world, {each.key: each for each in both})
    found = {each.id.name: each.location for each in around.of_type(TYPE.upper())}
    assert found == {"d1": "westeurope", "d2": "northeurope", "d3": "northeurope"}
    assert len(around.of_type(TYPE)) == 3
    assert around.of_type("Microsoft.Compute/virtualMachines") == []


def test_the_key_of_a_request_is_its_id_without_case(desk: Desk) -> None:
    assert planned(desk, "D1").key == planned(desk, "d1").key
