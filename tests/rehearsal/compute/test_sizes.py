"""Sizes as the compute provider shows them, and the zones they are in."""

from tests.rehearsal.conftest import Desk


def test_skus_and_sizes_come_from_the_catalogue(ready: Desk) -> None:
    skus = ready.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=location eq 'ukwest'").json()["value"]
    found = next(each for each in skus if each["name"] == "Standard_D2s_v5")
    assert found["locationInfo"][0]["zones"] == []
    assert {"name": "vCPUs", "value": "2"} in found["capabilities"]
    sizes = ready.ask("GET", "~/providers/Microsoft.Compute/locations/westeurope/vmSizes").json()["value"]
    assert {each["name"]: each["memoryInMB"] for each in sizes}["Standard_D2s_v5"] == 8192
    nowhere = ready.ask("GET", "~/providers/Microsoft.Compute/locations/atlantis/usages")
    assert nowhere.refusal == (400, "NoRegisteredProviderFound")
    assert ready.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=tier eq 'x'").refusal == (
        400,
        "InvalidFilterInQueryString",
    )
