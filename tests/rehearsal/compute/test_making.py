"""Resources the provider makes by itself."""

from tests.rehearsal.compute.conftest import COMPUTE, ident
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.making import make
from azlift.rehearsal.identifiers import read_id


def test_what_is_made_is_finished_and_stands(desk: Desk) -> None:
    place = read_id(ident(desk, f"{COMPUTE}/disks/d1"))
    made = make(desk.world, place, {"diskSizeGB": 1}, location="westeurope", tags={"a": "b"})
    assert desk.world.find(str(place)) is made
    body = made.body()
    assert (body["tags"], body["properties"]) == ({"a": "b"}, {"diskSizeGB": 1, "provisioningState": "Succeeded"})
