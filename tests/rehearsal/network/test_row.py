"""What a row amounts to: references of every sort are judged."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, ident


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"{NETWORK}/publicIPAddresses/none", 400),
        ("~/resourceGroups/rg1/providers/Microsoft.Network/customIPPrefixes/any", 201),
    ],
)
def test_a_reference_stands_where_the_world_would_have_it(desk: Desk, target: str, status: int) -> None:
    body = {"location": "westeurope", "properties": {"publicIpAddresses": [{"id": ident(desk, target)}]}}
    assert desk.ask("PUT", f"{NETWORK}/natGateways/nat1", body).status == status


def test_a_resource_guid_and_the_defaults_stay_over_a_rewrite(desk: Desk) -> None:
    path, body = f"{NETWORK}/natGateways/nat1", {"location": "westeurope"}
    made = desk.put(path, body)
    assert made["properties"]["idleTimeoutInMinutes"] == 4
    assert made["properties"]["resourceGuid"]
    assert desk.put(path, body) == made
