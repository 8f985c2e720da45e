"""A request for one resource: ids, names, tags and locations before anything is looked at."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.intake import check_location, read_tags

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


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


def test_the_portals_own_tags_may_hold_ids(desk: Desk) -> None:
    tags = {"hidden-link:/subscriptions/s/resourceGroups/g": "Resource", "hidden-title": "x"}
    assert desk.put(f"{DISKS}/d", plain(disk(tags=tags)))["tags"] == tags


@pytest.mark.parametrize("character", list("<>%&\\?/"))
def test_no_name_of_a_tag_has_a_forbidden_character(character: str) -> None:
    with pytest.raises(AzureError) as caught:
        read_tags({f"a{character}": "1"})
    assert caught.value.code == "InvalidTagNameCharacters"
    assert read_tags({"a": character}) == {"a": character}


def test_tags_are_copied_and_their_names_not_empty() -> None:
    given = {"a": "1"}
    assert read_tags(given) == given
    assert read_tags(given) is not given
    with pytest.raises(AzureError, match="1 to 512 characters"):
        read_tags({"": "1"})


def test_a_location_is_known_by_either_name_or_refused_with_the_known_ones(desk: Desk) -> None:
    assert check_location(desk.world, "UK South", "A.B/cs") == "uksouth"
    with pytest.raises(AzureError) as caught:
        check_location(desk.world, "Atlantis", "A.B/cs")
    assert caught.value.code == "LocationNotAvailableForResourceType"
    assert "The provided location 'Atlantis' is not available for resource type 'A.B/cs'." in caught.value.message
    assert "westeurope" in caught.value.message


@pytest.mark.parametrize(
    ("member", "code"),
    [("Location", None), ("ID", None), ("provisioning", "InvalidRequestContent"), ("zone", "InvalidRequestContent")],
)
def test_members_at_the_top_are_known_in_any_case_or_refused(desk: Desk, member: str, code: str | None) -> None:
    given = {name: value for name, value in plain(disk()).items() if name.lower() != member.lower()}
    reply = desk.ask("PUT", f"{DISKS}/d", {**given, member: "westeurope"})
    assert reply.status == 202 if code is None else reply.refusal == (400, code)


@pytest.mark.parametrize("name", ["-d", "d.", "d d", "d\n", "ä", "d'"])
def test_names_outside_the_rule_of_their_type_are_refused_with_the_rule(desk: Desk, name: str) -> None:
    reply = desk.ask("PUT", f"{DISKS}/{name}", plain(disk()))
    assert reply.refusal == (400, "InvalidParameter")
    assert "1 to 80 letters, digits, '_', '-' or '.'" in reply.json()["error"]["message"]
    assert desk.world.resources == {}
