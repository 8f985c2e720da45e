"""vCPU quotas: what is in use, and the refusal of more."""

from typing import Any

from tests.rehearsal.compute.conftest import COMPUTE, VM, body, from_image, ident
from tests.rehearsal.compute.estate import scale_set
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.quota import cores_in_use, judge_quota
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Wanted


def test_quotas_refuse_a_direct_put_by_region_and_by_family(ready: Desk) -> None:
    for name in ("cores", "standardDSv5Family"):
        quota = {"location": "westeurope", "name": name, "limit": 1}
        ready.ask("POST", "/rehearsal/quotas", quota, api=None)
        reply = ready.ask("PUT", VM, body(ready))
        assert reply.refusal == (409, "OperationNotAllowed")
        words = "Total Regional" if name == "cores" else name
        assert f"exceeding approved {words} Cores quota" in reply.json()["error"]["message"]
        ready.ask("POST", "/rehearsal/quotas", {**quota, "limit": 2}, api=None)
    ready.put(VM, body(ready))
    usages = ready.ask("GET", "~/providers/Microsoft.Compute/locations/westeurope/usages").json()["value"]
    found = {each["name"]["value"]: (each["currentValue"], each["limit"]) for each in usages}
    assert found["cores"] == found["standardDSv5Family"] == (2, 2)
    assert found["virtualMachines"] == (1, 25000)


def wanted(desk: Desk, name: str, size: str = "Standard_D4s_v5", location: str = "westeurope") -> Wanted:
    found = read_id(ident(desk, VM).replace("vm1", name))
    return Wanted(found, "2024-07-01", location, {}, {}, {"hardwareProfile": {"vmSize": size}})


def judge(desk: Desk, *machines: Wanted) -> str | None:
    try:
        judge_quota(desk.world, machines, 409, "OperationNotAllowed")
    except AzureError as error:
        return error.message
    return None


def test_machines_together_may_fill_a_quota_and_not_go_beyond(desk: Desk) -> None:
    two = [wanted(desk, "a"), wanted(desk, "b")]
    desk.world.keep_quota("westeurope", "cores", 8)
    assert judge(desk, *two) is None
    desk.world.keep_quota("westeurope", "cores", 7)
    message = judge(desk, *two) or ""
    assert "exceeding approved Total Regional Cores quota" in message
    assert "Current Limit: 7, Current Usage: 0, Additional Required: 8, (Minimum) New Limit Required: 8." in message


def test_the_quota_of_a_family_stops_that_family_in_that_region_only(desk: Desk) -> None:
    desk.world.keep_quota("westeurope", "standardDSv5Family", 3)
    assert "approved standardDSv5Family Cores quota" in (judge(desk, wanted(desk, "a")) or "")
    assert judge(desk, wanted(desk, "a", "Standard_E4s_v5")) is None
    assert judge(desk, wanted(desk, "a", location="northeurope")) is None


def test_a_standing_machine_adds_only_what_it_grows_by(ready: Desk) -> None:
    ready.put(VM, body(ready))
    ready.world.keep_quota("westeurope", "cores", 4)
    assert cores_in_use(ready.world, "westeurope") == {"cores": 2, "standardDSv5Family": 2}
    assert judge(ready, wanted(ready, "VM1")) is None
    assert "Additional Required: 6" in (judge(ready, wanted(ready, "vm1", "Standard_D8s_v5")) or "")
    ready.world.keep_quota("westeurope", "cores", 1)
    assert judge(ready, wanted(ready, "vm1", "Standard_D2s_v5")) is None


def test_a_deallocated_machine_still_counts_and_a_deleted_one_does_not(ready: Desk) -> None:
    ready.put(VM, body(ready))
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait()
    assert cores_in_use(ready.world, "westeurope")["cores"] == 2
    ready.ask("DELETE", VM)
    ready.wait()
    assert cores_in_use(ready.world, "westeurope") == {}


def test_a_size_nobody_knows_is_not_the_quotas_matter(desk: Desk) -> None:
    desk.world.keep_quota("westeurope", "cores", 0)
    assert judge(desk, wanted(desk, "a", "Standard_None")) is None
    assert judge(desk) is None


def test_usages_name_every_family_of_the_region(desk: Desk) -> None:
    path = "~/providers/Microsoft.Compute/locations/West Europe/usages"
    rows: list[Any] = desk.ask("GET", path).json()["value"]
    names = [each["name"]["value"] for each in rows]
    counted = ["availabilitySets", "cores", "virtualMachines", "virtualMachineScaleSets", "lowPriorityCores"]
    assert names[:5] == counted
    assert {size.family for size in desk.world.catalogue.in_region("westeurope")} == set(names[5:])
    assert {each["currentValue"] for each in rows} == {0}


def test_spot_machines_have_a_quota_of_their_own(ready: Desk) -> None:
    ready.world.keep_quota("westeurope", "lowPriorityCores", 1)
    spot = from_image(ready)
    spot["properties"]["priority"] = "Spot"
    reply = ready.ask("PUT", VM, spot)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "exceeding approved LowPriority Cores quota" in reply.json()["error"]["message"]
    ready.world.keep_quota("westeurope", "lowPriorityCores", 2)
    ready.put(VM, spot)
    assert cores_in_use(ready.world, "westeurope") == {"lowPriorityCores": 2}


def test_the_idle_places_of_a_reservation_count_and_those_filled_count_once(ready: Desk) -> None:
    group = f"{COMPUTE}/capacityReservationGroups/kept"
    ready.put(group, {"location": "westeurope", "properties": {}})
    three = {"location": "westeurope", "sku": {"name": "Standard_D2s_v5", "capacity": 3}, "properties": {}}
    ready.put(f"{group}/capacityReservations/d2", three)
    assert cores_in_use(ready.world, "westeurope")["cores"] == 6
    given = from_image(ready)
    given["properties"]["capacityReservation"] = {"capacityReservationGroup": {"id": ident(ready, group)}}
    ready.put(VM, given)
    assert cores_in_use(ready.world, "westeurope")["cores"] == 6


def test_instances_of_a_scale_set_count(ready: Desk) -> None:
    ready.put(f"{COMPUTE}/virtualMachineScaleSets/web", {"location": "westeurope", **scale_set(ready, capacity=3)})
    assert cores_in_use(ready.world, "westeurope")["cores"] == 6
