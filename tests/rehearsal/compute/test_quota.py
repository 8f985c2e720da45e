"""vCPU quotas: what is in use, and the refusal of more."""

from tests.rehearsal.compute.conftest import VM, body
from tests.rehearsal.conftest import Desk


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
