"""Resource groups: created, tagged, removed with everything inside."""

from dataclasses import replace
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.governance import govern_group, note_group
from azlift.rehearsal.identifiers import check_group_name, group_key
from azlift.rehearsal.intake import read_tags
from azlift.rehearsal.operations import ARM, finish_operation, start_operation
from azlift.rehearsal.records import SUCCEEDED, Event, Group, Operation
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import World

GROUP_TYPE = "Microsoft.Resources/resourceGroups"


def _any(value: Any, path: str, voice: Voice) -> Any:
    return value


GROUP = Shape(
    "ResourceGroup",
    {"location": text, "tags": _any, "managedBy": text},
    read_only=("id", "name", "type", "properties"),
)
GROUP_PATCH = Shape("ResourceGroupPatchable", {"tags": _any, "managedBy": text}, read_only=("name", "properties"))


def judge_group(world: World, subscription: str, name: str, body: Any) -> Group:
    """The group a body asks for, or the refusal of it."""
    check_group_name(name)
    clean = GROUP.read(body, "", Voice.ARM)
    if "location" not in clean:
        raise AzureError(400, "LocationRequired", "The location property is required for this definition.")
    location = _location(world, clean["location"])
    tags = read_tags(clean.get("tags", {}))
    standing = world.groups.get(group_key(subscription, name))
    if standing is None:
        return Group(subscription.lower(), name, location, tags, world.instant, clean.get("managedBy"))
    if standing.location != location:
        message = (
            f"Invalid resource group location '{location}'. "
            f"The Resource group already exists in location '{standing.location}'."
        )
        raise AzureError(409, "InvalidResourceGroupLocation", message)
    _forbid_deleting(standing)
    return replace(standing, tags=tags, managed_by=clean.get("managedBy", standing.managed_by))


def _location(world: World, given: str) -> str:
    """The normal form of a region, or Azure's refusal, which for groups has words of its own."""
    normal = normal_location(given)
    if normal not in world.catalogue.regions:
        known = ",".join(world.catalogue.regions)
        message = (
            f"The provided location '{given}' is not available for resource group. "
            f"List of available regions is '{known}'."
        )
        raise AzureError(400, "LocationNotAvailableForResourceGroup", message)
    return normal


def put_group(world: World, subscription: str, name: str, body: Any) -> tuple[Group, bool]:
    """Create or change a group; answers it and whether it is new."""
    group, noted = govern_group(world, judge_group(world, subscription, name, body))
    created = group.key not in world.groups
    note_group(world, group, noted)
    world.keep_group(group)
    return group, created


def patch_group(world: World, group: Group, body: Any) -> Group:
    _forbid_deleting(group)
    clean = GROUP_PATCH.read(body, "", Voice.ARM)
    if "tags" in clean:
        group, noted = govern_group(world, replace(group, tags=read_tags(clean["tags"])))
        note_group(world, group, noted)
    world.keep_group(group)
    return group


def delete_group(world: World, group: Group) -> Operation:
    """Begin the removal of a group and all in it."""
    group.state = "Deleting"
    world.keep_group(group)
    seconds = durations.usual(GROUP_TYPE, "delete")
    return start_operation(world, ARM, group.location, group.key, seconds, "group_delete_due")


def group_delete_due(world: World, event: Event) -> None:
    """The event at the end of a group's removal."""
    operation = finish_operation(world, event)
    if operation is None or operation.target not in world.groups:
        return
    for key in world.index.in_group(operation.target):
        world.drop(key)
    for deployment in world.history(operation.target):
        world.drop_deployment(deployment.key)
    world.drop_group(operation.target)


def _forbid_deleting(group: Group) -> None:
    if group.state != SUCCEEDED:
        message = f"The resource group '{group.name}' is in deprovisioning state and cannot perform this operation."
        raise AzureError(409, "ResourceGroupBeingDeleted", message)
