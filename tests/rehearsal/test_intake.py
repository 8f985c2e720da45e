"""A request for one resource: ids, names, tags and locations before anything is looked at."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

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
