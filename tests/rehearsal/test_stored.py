"""Types without semantics: kept as they come, said to be, with the children their providers make."""

from tests.rehearsal.conftest import Desk

ACCOUNT = "~/resourceGroups/rg1/providers/Microsoft.EventHub/namespaces/ns1"


def put(desk: Desk, path: str = ACCOUNT, **members: object) -> None:
    desk.world.keep_registration("Microsoft.EventHub", "Registered")
    desk.put(path, {"location": "westeurope", "properties": {}, **members})


def test_the_answer_says_that_the_type_has_no_semantics(desk: Desk) -> None:
    put(desk)
    assert any("semantics" in value for value in desk.ask("GET", ACCOUNT).headers.values())


def test_children_come_once_and_are_not_listed_as_resources(desk: Desk) -> None:
    put(desk)
    rules = desk.ask("GET", f"{ACCOUNT}/AuthorizationRules").json()["value"]
    assert [each["name"] for each in rules] == ["RootManageSharedAccessKey"]
    etag = desk.world.find(rules[0]["id"]).etag  # type: ignore[union-attr]
    put(desk, tags={"a": "b"})
    assert desk.world.find(rules[0]["id"]).etag == etag  # type: ignore[union-attr]
    listed = desk.ask("GET", "~/resourceGroups/rg1/resources").json()["value"]
    assert [each["name"] for each in listed] == ["ns1"]


def test_children_go_with_their_parent(desk: Desk) -> None:
    put(desk)
    desk.ask("DELETE", ACCOUNT)
    desk.wait()
    assert desk.ask("GET", f"{ACCOUNT}/AuthorizationRules/RootManageSharedAccessKey").status == 404


def test_a_child_needs_the_parent_its_provider_would_make_it_in(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.Storage", "Registered")
    container = "~/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/st1/blobServices/default/containers/c"
    assert desk.ask("PUT", container, {}).refusal == (404, "ParentResourceNotFound")


def test_properties_that_are_an_empty_text_are_none(desk: Desk) -> None:
    put(desk, properties="")
    assert desk.ask("GET", ACCOUNT).json()["properties"]["provisioningState"] == "Succeeded"
