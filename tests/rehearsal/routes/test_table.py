"""Which path goes where, and what is said of one that goes nowhere."""

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.routes.table import ROUTES

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("~/resourceGroups/rg1/providers/Web/sites/w", (404, "InvalidResourceNamespace")),
        ("~/resourceGroups/rg1/providers/Microsoft.Web/sites/w", (404, "ResourceNotFound")),
        ("~/resourceGroups/rg1/providers/Microsoft.Compute/disks/d/providers/A.B/cs/c", (404, "ResourceNotFound")),
        ("/providers/Microsoft.Management/managementGroups/none/providers/A.B/cs", (404, "ResourceNotFound")),
        ("~/providers/Microsoft.Compute/disks/d", (404, "InvalidResourceType")),
        ("~/nothing", (404, "NotFound")),
        ("/nothing", (404, "NotFound")),
        ("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups", (404, "SubscriptionNotFound")),
        ("~/resourceGroups/none/resources", (404, "ResourceGroupNotFound")),
        (f"{DISKS.replace('rg1', 'none')}/d", (404, "ResourceGroupNotFound")),
        ("~/providers/Nothing", (404, "InvalidResourceNamespace")),
        ("~/operationresults/none", (404, "NotFound")),
    ],
)
def test_what_is_not_there_or_not_known_is_a_clear_error(desk: Desk, path: str, expected: tuple[int, str]) -> None:
    assert desk.ask("GET", path).refusal == expected


def test_methods_a_route_does_not_have_are_refused(desk: Desk) -> None:
    assert desk.ask("POST", "~/resourceGroups/rg1").refusal == (405, "MethodNotAllowed")
    assert desk.ask("POST", f"{DISKS}/d/dance").refusal == (400, "NotModelledInRehearsal")
    assert desk.ask("DELETE", "~/resourceGroups").refusal == (405, "MethodNotAllowed")
    assert desk.ask("POST", DISKS).refusal == (405, "MethodNotAllowed")


def test_no_two_routes_answer_the_same_call() -> None:
    seen = [(method, route.segments) for route in ROUTES for method in route.methods]
    assert len(seen) == len(set(seen)) > 30


def test_every_route_is_written_in_the_case_paths_are_compared_in() -> None:
    assert [route.segments for route in ROUTES if "/".join(route.segments) != "/".join(route.segments).lower()] == []


def test_a_path_is_found_in_any_case_and_its_names_kept_as_sent(desk: Desk) -> None:
    assert desk.ask("PUT", "~/RESOURCEGROUPS/MiXed", {"location": "westeurope"}).json()["name"] == "MiXed"
    assert desk.ask("GET", "~/resourcegroups/mixed/").status == 200


def test_calls_are_counted_under_the_name_of_their_route(desk: Desk) -> None:
    for method, path in (("GET", "~/locations"), ("GET", DISKS), ("HEAD", f"{DISKS}/d"), ("GET", "~/nothing")):
        desk.ask(method, path)
    told = desk.ask("GET", "/rehearsal/requests", api=None).json()["requests"]
    assert told == {
        "PUT group": 1,
        "GET locations": 1,
        "GET Microsoft.Compute/disks": 1,
        "HEAD Microsoft.Compute/disks/{name}": 1,
        "GET refused": 1,
    }


def test_the_wrong_method_is_told_with_method_and_path(desk: Desk) -> None:
    reply = desk.ask("PUT", "~/resources")
    assert reply.refusal == (405, "MethodNotAllowed")
    assert f"'PUT' at '{desk.subscription}/resources'" in reply.json()["error"]["message"]


def test_a_group_name_azure_would_refuse_is_refused_in_a_path_too(desk: Desk) -> None:
    assert desk.ask("GET", DISKS.replace("rg1", "rg.") + "/d").refusal == (400, "InvalidResourceGroup")
