"""A deployment as the world keeps it: written down and read back."""

import json
from typing import Any

import pytest

from azlift.rehearsal.deployments.record import Deployment, Node

GROUP = "/subscriptions/s/resourceGroups/Rg"


def deployment(**changes: Any) -> Deployment:
    base: dict[str, Any] = {
        "id": f"{GROUP}/providers/Microsoft.Resources/deployments/D1",
        "name": "D1",
        "scope": GROUP,
        "location": "westeurope",
        "tags": {},
        "mode": "Incremental",
        "correlation_id": "c",
        "status_id": "0858",
        "template_hash": "1",
        "utc_now": "2026-01-01T00:00:00Z",
        "guid_seed": "g",
        "started": 1.0,
        "changed": 2.0,
    }
    return Deployment(**{**base, **changes})


def test_a_deployment_is_read_back_as_it_was_written_without_its_bytes() -> None:
    nodes = [
        Node(f"{GROUP}/providers/A.B/cs/c", "A.B/cs", ("/x", "/y"), "Failed", "o", "t", 1.0, 2.0, "Conflict", {"a": 1}),
        Node(f"{GROUP}/providers/A.B/cs/d", "A.B/cs", (), waits_for="o2"),
    ]
    made = deployment(nodes=nodes, error={"code": "x"}, outputs={}, canceled=True, parent="/p", evaluation_id="e")
    made.serial = b"{}"
    again = Deployment.from_document(json.loads(json.dumps(made.document())))
    assert again.serial is None
    made.serial = None
    assert again == made


@pytest.mark.parametrize(
    ("node_id", "name"),
    [
        (f"{GROUP}/providers/Microsoft.Compute/disks/d1", "d1"),
        (f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s", "v/s"),
        (GROUP, "Rg"),
        ("/subscriptions/s/providers/Microsoft.Resources/deployments/x", "x"),
    ],
)
def test_a_node_is_named_as_the_template_names_it(node_id: str, name: str) -> None:
    assert Node(node_id, "any", ()).name == name


@pytest.mark.parametrize(
    ("state", "over"),
    [("Accepted", False), ("Running", False), ("Succeeded", True), ("Failed", True), ("Canceled", True)],
)
def test_a_deployment_is_over_in_its_last_states_only(state: str, over: bool) -> None:
    assert deployment(state=state).over is over


def test_its_key_has_no_case() -> None:
    assert deployment().key == f"{GROUP}/providers/Microsoft.Resources/deployments/d1".lower()
