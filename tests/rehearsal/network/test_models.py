"""The bodies of Microsoft.Network: the same as in the SDK's models, and every answer one they know."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network import estate
from tests.rehearsal.network.sdk_models import SDK

from azlift.rehearsal import network
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.network.models import BODIES, MODELS, placed, pointers
from azlift.rehearsal.strict import Voice, gaps_in

ENVELOPE = {"id", "name", "type", "location", "tags"}
RESOURCES = {name for name in MODELS if {"location", "properties"} <= SDK.fields(name).keys()}


def plain(kind: Any) -> Any:
    """A kind of models.json with what it points at in place of the pointer; `any` for what has several forms."""
    if isinstance(kind, dict):
        (collection, item), *_ = kind.items()
        return plain(item) if collection == "ref" else {collection: plain(item)}
    return kind


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_model_has_the_members_of_the_sdk_and_no_other(name: str) -> None:
    known, ours = SDK.fields(name), MODELS[name]
    beside = ENVELOPE if name in RESOURCES else set()
    read_only = {member for member, (_, visibility, _) in known.items() if visibility == ["read"]}
    assert set(ours.get("readOnly", ())) == read_only - beside
    assert {*ours["members"], *ours.get("notModelled", ())} == known.keys() - read_only - beside
    required = {member for member, (_, _, optional) in known.items() if not optional}
    assert set(ours.get("required", ())) == required - read_only - beside


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_member_is_of_the_kind_the_sdk_says(name: str) -> None:
    known = SDK.fields(name)
    for member, kind in MODELS[name]["members"].items():
        assert plain(kind) == SDK.kind(known[member][0]), member


def test_every_model_can_be_read_as_a_shape() -> None:
    assert {BODIES.shape(name).name for name in MODELS} == MODELS.keys()


def test_what_is_not_modelled_says_what_it_is() -> None:
    gaps = dict(gaps_in(network.SUBNET.properties))
    assert gaps["ipAllocations"] == "IP allocations"
    with pytest.raises(AzureError, match="does not model IP allocations"):
        BODIES.shape("SubnetPropertiesFormat").read({"ipAllocations": []}, "", Voice.NETWORK)


def test_a_part_has_a_name_and_its_id_is_not_the_senders() -> None:
    part = BODIES.shape("Probe")
    assert part.read({"name": "p", "id": "mine"}, "", Voice.NETWORK) == {"name": "p"}
    with pytest.raises(AzureError, match="Cannot parse"):
        part.read({"id": "mine"}, "", Voice.NETWORK)


def test_parts_are_placed_all_the_way_down_and_pointers_found() -> None:
    configuration = {"name": "ip1", "properties": {"subnet": {"id": "/s"}, "publicIPAddress": {"id": "/p"}}}
    properties = {"ipConfigurations": [configuration], "networkSecurityGroup": {"id": "/g"}}
    found = dict(pointers("NetworkInterface", properties))
    assert found == {"subnet": "/s", "publicIPAddress": "/p", "networkSecurityGroup": "/g"}
    body = {"id": "/n", "type": "T", "etag": "e", "properties": properties}
    (part,) = placed("NetworkInterface", body)["properties"]["ipConfigurations"]
    assert {name: part[name] for name in ("id", "type", "etag")} == {
        "id": "/n/ipConfigurations/ip1",
        "type": "T/ipConfigurations",
        "etag": "e",
    }
    assert part["properties"]["provisioningState"] == "Succeeded"


@pytest.fixture
def built(desk: Desk) -> Desk:
    estate.build(desk)
    return desk


def modelled(desk: Desk) -> Iterator[tuple[str, str]]:
    """The id and model of what stands and has a model."""
    for resource in list(desk.world.resources.values()):
        if resource.id.type in estate.MODEL_OF:
            yield str(resource.id), estate.MODEL_OF[resource.id.type]


def test_every_resource_answers_what_its_model_knows(built: Desk) -> None:
    seen = set()
    for resource_id, model in modelled(built):
        found = built.ask("GET", resource_id).json()
        found = {name: each for name, each in found.items() if name != "type"}  # some models do not say it; Azure does
        assert list(SDK.problems(model, found, model)) == []
        seen.add(model)
    assert seen == set(estate.MODEL_OF.values())


def without_etags(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_etags(each) for name, each in value.items() if name != "etag"}
    return [without_etags(each) for each in value] if isinstance(value, list) else value


def test_what_an_answer_said_can_be_put_back_and_changes_nothing(built: Desk) -> None:
    for resource_id, _ in modelled(built):
        before: Any = built.ask("GET", resource_id).json()
        if "privateEndpoint" in before["properties"]:
            continue  # the interface of an endpoint is the endpoint's to write
        reply = built.ask("PUT", resource_id, before)
        assert reply.status in (200, 201), (resource_id, reply.body)
        built.wait(4 * 3600)
        assert without_etags(built.ask("GET", resource_id).json()) == without_etags(before), resource_id
