"""Resource groups, resources by id, lists, filters, paging, providers: what ARM itself answers."""

from typing import Any

import pytest
from tests.rehearsal.conftest import API, Desk, HandClock, open_desk
from tests.rehearsal.landing_template import deployment, disk, landing, network, plain, template

from azlift.rehearsal.store import Store

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_a_group_lives_from_put_to_delete(desk: Desk) -> None:
    reply = desk.ask("PUT", "~/resourcegroups/Rg2", {"location": "West Europe", "tags": {"a": "1"}})
    assert reply.status == 201
    body = reply.json()
    assert (body["location"], body["id"]) == ("westeurope", f"{desk.subscription}/resourceGroups/Rg2")
    assert desk.ask("PUT", "~/resourceGroups/RG2", {"location": "westeurope"}).json()["name"] == "Rg2"
    assert desk.ask("PATCH", "~/resourceGroups/rg2", {"tags": {"b": "2"}}).json()["tags"] == {"b": "2"}
    assert [desk.ask("HEAD", f"~/resourceGroups/{name}").status for name in ("rg2", "none")] == [204, 404]
    reply = desk.ask("DELETE", "~/resourceGroups/rg2")
    assert (reply.status, desk.follow(reply, "location").status) == (202, 202)
    assert desk.ask("GET", "~/resourceGroups/rg2").json()["properties"]["provisioningState"] == "Deleting"
    assert desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"}).refusal == (
        409,
        "ResourceGroupBeingDeleted",
    )
    assert desk.ask("PUT", DISKS.replace("rg1", "rg2") + "/d", plain(disk())).refusal == (
        409,
        "ResourceGroupBeingDeleted",
    )
    desk.wait()
    assert desk.follow(reply, "location").status == 200
    assert desk.ask("GET", "~/resourceGroups/rg2").refusal == (404, "ResourceGroupNotFound")
    assert desk.ask("DELETE", "~/resourceGroups/rg2").refusal == (404, "ResourceGroupNotFound")


def test_a_deleted_group_takes_everything_with_it(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    desk.ask("DELETE", "~/resourceGroups/rg1")
    desk.wait()
    assert (desk.world.resources, desk.world.deployments, desk.world.groups) == ({}, {}, {})


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("x" * 91, {"location": "westeurope"}, (400, "InvalidResourceGroup")),
        ("ends.", {"location": "westeurope"}, (400, "InvalidResourceGroup")),
        ("a b", {"location": "westeurope"}, (400, "InvalidResourceGroup")),
        ("g", {}, (400, "LocationRequired")),
        ("g", {"location": "atlantis"}, (400, "LocationNotAvailableForResourceType")),
        ("g", {"location": "westeurope", "colour": "red"}, (400, "InvalidRequestContent")),
        ("g", [], (400, "InvalidRequestContent")),
        ("rg1", {"location": "eastus"}, (409, "InvalidResourceGroupLocation")),
    ],
)
def test_groups_azure_refuses_are_refused(desk: Desk, name: str, body: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"~/resourceGroups/{name}", body).refusal == expected


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ({f"t{number}": "" for number in range(51)}, "InvalidTags"),
        ({"a": "1", "A": "2"}, "InvalidTags"),
        ({"x" * 513: "1"}, "TagNameTooLong"),
        ({"a<b": "1"}, "InvalidTagNameCharacters"),
        ({"a": "x" * 257}, "TagValueTooLong"),
        ({"a": 1}, "InvalidRequestContent"),
        (["a"], "InvalidRequestContent"),
    ],
)
def test_tags_beyond_azures_limits_are_refused(desk: Desk, tags: Any, code: str) -> None:
    assert desk.ask("PUT", "~/resourceGroups/g", {"location": "westeurope", "tags": tags}).refusal == (400, code)
    assert desk.ask("PUT", f"{DISKS}/d", plain(disk(tags=tags))).refusal == (400, code)


def test_tags_at_azures_limits_are_taken(desk: Desk) -> None:
    tags = {f"t{number}": "v" * 256 for number in range(49)} | {"n" * 512: ""}
    assert desk.ask("PUT", "~/resourceGroups/g", {"location": "westeurope", "tags": tags}).json()["tags"] == tags


def test_ids_are_compared_without_case_and_echoed_as_created(desk: Desk) -> None:
    made = desk.put(f"{DISKS}/MyDisk", plain(disk()))
    assert made["id"].endswith("/resourceGroups/rg1/providers/Microsoft.Compute/disks/MyDisk")
    lower = "~/resourcegroups/RG1/providers/microsoft.compute/DISKS/mydisk"
    assert desk.ask("GET", lower).json() == made
    assert desk.ask("PUT", lower, plain(disk())).json()["id"] == made["id"]
    assert desk.ask("HEAD", lower).status == 204
    assert len(desk.world.resources) == 1


def test_the_api_version_is_required_and_well_formed(desk: Desk) -> None:
    assert desk.ask("GET", "~/resourceGroups", api=None).refusal == (400, "MissingApiVersionParameter")
    assert desk.ask("GET", "~/resourceGroups", api="latest").refusal == (400, "InvalidApiVersionParameter")
    assert desk.ask("GET", "~/resourceGroups", api="2024-07-01-preview").status == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("~/resourceGroups/rg1/providers/Microsoft.Web/sites/w", (404, "InvalidResourceNamespace")),
        ("~/resourceGroups/rg1/providers/Microsoft.Compute/sites/w", (400, "InvalidResourceType")),
        ("~/resourceGroups/rg1/providers/Microsoft.Authorization/locks/l", (404, "InvalidResourceNamespace")),
        ("~/providers/Microsoft.Authorization/roleAssignments/r", (404, "InvalidResourceNamespace")),
        ("~/providers/Microsoft.Compute/disks/d", (404, "InvalidResourceType")),
        ("~/resourceGroups/rg1/providers/Microsoft.Network/publicIPAddresses/p", (400, "InvalidResourceType")),
        ("~/nothing", (404, "NotFound")),
        ("/nothing", (404, "NotFound")),
        ("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups", (404, "SubscriptionNotFound")),
        ("~/resourceGroups/none/resources", (404, "ResourceGroupNotFound")),
        (f"{DISKS.replace('rg1', 'none')}/d", (404, "ResourceGroupNotFound")),
        ("~/providers/Microsoft.Nothing", (404, "InvalidResourceNamespace")),
        ("~/operationresults/none", (404, "NotFound")),
    ],
)
def test_what_is_not_there_or_not_known_is_a_clear_error(desk: Desk, path: str, expected: tuple[int, str]) -> None:
    assert desk.ask("GET", path).refusal == expected


def test_methods_a_route_does_not_have_are_refused(desk: Desk) -> None:
    assert desk.ask("POST", "~/resourceGroups/rg1").refusal == (405, "MethodNotAllowed")
    assert desk.ask("POST", f"{DISKS}/d/beginGetAccess").refusal == (400, "InvalidResourceType")
    assert desk.ask("DELETE", "~/resourceGroups").refusal == (405, "MethodNotAllowed")
    assert desk.ask("POST", DISKS).refusal == (405, "MethodNotAllowed")


def test_bodies_that_are_no_json_are_refused(desk: Desk) -> None:
    for body in (b"", b"{", b"\xff", b"[" * 100_000):
        assert desk.ask("PUT", "~/resourceGroups/g", body).refusal == (400, "InvalidRequestContent")


def test_resources_are_filtered_by_group_type_and_tag(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    desk.put(f"{DISKS}/a", plain(disk(tags={"Wave": "1", "app": "it's"})))
    desk.put(f"{DISKS}/b", plain(disk(tags={"wave": "2"})))
    desk.put(f"{DISKS.replace('rg1', 'rg2')}/c", plain(disk(tags={"wave": "1"})))
    desk.put("~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v", plain(network()))

    def names(text: str, scope: str = "~") -> list[str]:
        reply = desk.ask("GET", f"{scope}/resources?$filter={text}".replace("=", "=", 1))
        return [each["name"] for each in reply.json()["value"]]

    assert names("resourceGroup eq 'RG1'") == ["a", "b", "v"]
    assert names("resourceType eq 'microsoft.compute/disks'") == ["a", "b", "c"]
    assert names("tagName eq 'wave' and tagValue eq '1'") == ["a", "c"]
    assert names("tagName eq 'wave' and tagValue eq '1'", "~/resourceGroups/rg2") == ["c"]
    assert names("tagName eq 'WAVE'") == ["a", "b", "c"]
    assert names("tagName eq 'app' and tagValue eq 'it''s'") == ["a"]
    assert names("name eq 'B' and location eq 'West Europe'") == ["b"]
    for wrong in ("wave eq '1'", "tagName ne 'x'", "tagName eq x", "tagValue eq '1'", "name eq 'a' or name eq 'b'"):
        assert desk.ask("GET", f"~/resources?$filter={wrong}").refusal == (400, "InvalidFilterInQueryString")


def test_lists_come_in_pages(desk: Desk) -> None:
    for number in range(5):
        desk.ask("PUT", f"{DISKS}/d{number}", plain(disk()))
    desk.wait()
    seen: list[str] = []
    path = "~/resources?$top=2&$expand=createdTime,provisioningState"
    while path:
        answer = desk.ask("GET", path).json()
        seen += [each["name"] for each in answer["value"]]
        assert all("createdTime" in each and "changedTime" not in each for each in answer["value"])
        path = answer.get("nextLink", "").removeprefix("https://localhost:1").replace("%24", "$").replace("%2F", "/")
        path = path.replace("%2C", ",").replace(f"&api-version={API}", "").replace(f"api-version={API}&", "")
    assert seen == [f"d{number}" for number in range(5)]
    assert desk.ask("GET", "~/resources?$top=0").refusal == (400, "InvalidTopQueryParameter")
    assert desk.ask("GET", "~/resources?$expand=all").refusal == (400, "InvalidExpandInQueryString")


def test_conditions_on_etags_are_honoured(desk: Desk) -> None:
    path = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"
    assert desk.ask("PUT", path, plain(network()), headers={"if-match": "*"}).refusal == (412, "PreconditionFailed")
    made = desk.put(path, plain(network()))
    again = desk.ask("PUT", path, plain(network()), headers={"if-none-match": "*"})
    assert again.refusal == (412, "PreconditionFailed")
    assert desk.ask("PUT", path, plain(network()), headers={"if-match": made["etag"]}).status == 200


def test_providers_are_registered_in_simulated_time(bare_desk: Desk) -> None:
    one = "~/providers/Microsoft.Compute"
    bare_desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    assert bare_desk.ask("GET", one).json()["registrationState"] == "NotRegistered"
    assert bare_desk.ask("PUT", f"{DISKS}/d", plain(disk())).refusal == (409, "MissingSubscriptionRegistration")
    assert bare_desk.ask("POST", f"{one}/register").json()["registrationState"] == "Registering"
    bare_desk.wait(20)
    assert bare_desk.ask("GET", one).json()["registrationState"] == "Registered"
    bare_desk.put(f"{DISKS}/d", plain(disk()))
    assert bare_desk.ask("POST", f"{one}/unregister").refusal == (409, "CannotUnregisterProvider")
    assert bare_desk.ask("POST", "~/providers/Microsoft.Resources/unregister").refusal[0] == 409
    assert (
        bare_desk.ask("POST", "~/providers/Microsoft.Storage/unregister").json()["registrationState"] == "NotRegistered"
    )
    states = {
        each["namespace"]: each["registrationState"] for each in bare_desk.ask("GET", "~/providers").json()["value"]
    }
    assert states["Microsoft.Resources"] == "Registered"
    types = bare_desk.ask("GET", one).json()["resourceTypes"]
    assert {each["resourceType"] for each in types} == {"virtualMachines", "disks"}


def test_the_subscription_its_tenant_and_its_locations_are_listed(desk: Desk) -> None:
    assert desk.ask("GET", "/subscriptions").json()["value"][0]["id"] == desk.subscription
    assert desk.ask("GET", "~").json()["state"] == "Enabled"
    assert desk.ask("GET", "/tenants").json()["value"][0]["tenantId"] == desk.world.account.tenant_id
    locations = {each["name"]: each for each in desk.ask("GET", "~/locations").json()["value"]}
    assert [each["logicalZone"] for each in locations["westeurope"]["availabilityZoneMappings"]] == ["1", "2", "3"]
    assert "availabilityZoneMappings" not in locations["ukwest"]


def test_groups_are_listed_and_filtered_by_tag(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/g", {"location": "westeurope", "tags": {"Wave": "1"}})
    assert [each["name"] for each in desk.ask("GET", "~/resourceGroups").json()["value"]] == ["g", "rg1"]
    found = desk.ask("GET", "~/resourceGroups?$filter=tagName eq 'wave' and tagValue eq '1'").json()["value"]
    assert [each["name"] for each in found] == ["g"]


def test_every_answer_carries_arms_headers(desk: Desk) -> None:
    for path in ("~/resourceGroups", "~/nothing"):
        headers = desk.ask("GET", path).headers
        assert headers["x-ms-correlation-request-id"] == "00000000-0000-0000-0000-00000000c0de"
        assert headers["x-ms-routing-request-id"].split(":")[1] == "20260921T141320Z"
        assert {"x-ms-request-id", "strict-transport-security", "cache-control"} <= headers.keys()
        assert "x-ms-ratelimit-remaining-subscription-reads" in headers
    assert desk.ask("GET", "~/nothing").headers["x-ms-failure-cause"] == "gateway"
    assert desk.ask("HEAD", "~/resourceGroups/rg1").body == b""


def test_the_same_requests_at_the_same_instants_make_the_same_world(desk: Desk) -> None:
    other = open_desk(Store(None), desk.front.identity.facts, HandClock())
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        other.world.keep_registration(namespace, "Registered")
    other.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    for each in (desk, other):
        each.clock.instant = 1_790_000_100.0
        each.deploy(deployment(template([network(), disk()])))
    assert {k: r.document() for k, r in desk.world.resources.items()} == {
        k: r.document() for k, r in other.world.resources.items()
    }


def test_a_failure_of_our_own_is_a_500_and_told_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("azlift.rehearsal.front.dispatch", broken)
    assert desk.ask("GET", "~/resourceGroups").refusal == (500, "InternalServerError")
    assert "on purpose" in caplog.text
