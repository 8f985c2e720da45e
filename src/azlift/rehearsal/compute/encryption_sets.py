"""Disk encryption sets and disk accesses: what disks point at for their keys and for private links."""

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.identities import judge_identity, keep_identity, show_identity
from azlift.rehearsal.compute.members import remove_nothing_used
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

CUSTOMER_KEY = "EncryptionAtRestWithCustomerKey"


def _judge_set(wanted: Wanted, around: Surroundings) -> None:
    judge_identity(wanted, around)
    if wanted.top.get("identity", {}).get("type", "None") == "None":
        raise missing(Voice.COMPUTE, "diskEncryptionSet.identity")
    if "activeKey" not in wanted.properties:
        raise missing(Voice.COMPUTE, "diskEncryptionSet.activeKey")
    url = wanted.properties["activeKey"]["keyUrl"]
    if not url.lower().startswith("https://") or "/keys/" not in url.lower():
        path = "diskEncryptionSet.activeKey.keyUrl"
        raise invalid(f"The value '{url}' of parameter '{path}' is not the address of a key.", path)
    standing = around.world.find(str(wanted.id))
    kind = wanted.properties.get("encryptionType")
    if standing is not None and kind is not None and kind != standing.properties["encryptionType"]:
        raise change_not_allowed("diskEncryptionSet.encryptionType")


def _compose_set(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {"encryptionType": CUSTOMER_KEY, "previousKeys": []}
    kept = {name: held[name] for name in ("encryptionType", "previousKeys", "lastKeyRotationTimestamp") if name in held}
    if standing is not None and held["activeKey"] != wanted.properties["activeKey"]:
        kept["previousKeys"] = [*kept["previousKeys"], held["activeKey"]]
        kept["lastKeyRotationTimestamp"] = iso_time(world.instant)
    return {"rotationToLatestKeyVersionEnabled": False, **kept, **wanted.properties}


def _associated(world: World, resource: Resource, body: Json) -> Json:
    return {"value": [str(world.resources[key].id) for key in sorted(world.index.users_of(resource.key))]}


def _compose_access(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    created = standing.properties["timeCreated"] if standing else iso_time(world.instant)
    return {"timeCreated": created}


def _link_resources(world: World, resource: Resource, body: Json) -> Json:
    """The one group a private endpoint can be made for."""
    link = {
        "id": f"{resource.id}/privateLinkResources/disks",
        "name": "disks",
        "type": "Microsoft.Compute/diskAccesses/privateLinkResources",
        "properties": {
            "groupId": "disks",
            "requiredMembers": ["diskAccess_1"],
            "requiredZoneNames": ["privatelink.blob.core.windows.net"],
        },
    }
    return {"value": [link]}


IN_USE = "{0} cannot be deleted because it is in use by: {1}."
ENCRYPTION_SET_KIND = compute_kind(
    "diskEncryptionSets",
    "DiskEncryptionSet",
    statuses=(200, 200),
    check=_judge_set,
    compose=_compose_set,
    whole=keep_identity,
    landed=show_identity,
    forbid_delete=remove_nothing_used(f"Disk Encryption Set {IN_USE}"),
    actions=by_action(Action("associatedResources", _associated, "GET")),
)
DISK_ACCESS_KIND = compute_kind(
    "diskAccesses",
    "DiskAccess",
    statuses=(200, 200),
    compose=_compose_access,
    forbid_delete=remove_nothing_used(f"Disk Access {IN_USE}"),
    actions=by_action(Action("privateLinkResources", _link_resources, "GET")),
)
