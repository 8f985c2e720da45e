"""Access to the bytes of a disk, a snapshot or a restore point: beginGetAccess, endGetAccess, and what ends by itself.

A disk under a read SAS is in state ActiveSAS (ActiveSASFrozen on a hibernated machine), one being uploaded to goes from
ReadyToUpload to ActiveUpload, and is of use once its access is ended. Source: Azure's pages on uploading a VHD and on
securing the export of disks.
"""

import base64
import hashlib
from collections.abc import Mapping
from urllib.parse import quote

from azlift.rehearsal.azure_errors import AzureError, Json, not_modelled
from azlift.rehearsal.compute.answers import remember
from azlift.rehearsal.compute.creation import copied
from azlift.rehearsal.compute.models import shape
from azlift.rehearsal.compute.operating import begin
from azlift.rehearsal.compute.ownership import free_state, running_owner
from azlift.rehearsal.compute.refusals import invalid, not_allowed, out_of_range
from azlift.rehearsal.kinds import Action, by_action
from azlift.rehearsal.operations import DISK
from azlift.rehearsal.records import DONE, Event, Operation, Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World

LONGEST = 5_184_000  # 60 days. Source: Azure's note on SAS changes of 2025-02-15.
UPLOADING = frozenset({"ReadyToUpload", "ActiveUpload"})
UNDER_SAS = frozenset({"ActiveSAS", "ActiveSASFrozen", "ActiveUpload"})
STORAGE = "storage.rehearsal"  # the suffix the metadata document tells clients


def begin_access(world: World, resource: Resource, body: Json) -> Operation:
    """Grant a SAS; its URL is the result of the operation."""
    asked = shape("GrantAccessData").read(body, "", Voice.COMPUTE)
    _judge_access(world, resource, asked)
    token = world.new_guid()
    remember(world, resource, access={"token": token, "kind": asked["access"]})
    _enter(world, resource, asked["access"])
    world.schedule(asked["durationInSeconds"], "access_expired", resource.key, token=token)
    result = {"accessSAS": _sas(resource, token, "abcd")}
    if asked.get("getSecureVMGuestStateSAS"):
        result["securityDataAccessSAS"] = _sas(resource, token, "vmgs")
    return begin(world, resource, "beginGetAccess", family=DISK, result=result)


def _judge_access(world: World, resource: Resource, asked: Json) -> None:
    if asked["access"] == "None":
        raise invalid("The value 'None' of parameter 'grantAccessData.access' is invalid.", "grantAccessData.access")
    if not 1 <= asked["durationInSeconds"] <= LONGEST:
        raise out_of_range("grantAccessData.durationInSeconds", asked["durationInSeconds"], 1, LONGEST)
    if asked.get("fileFormat") == "VHDX":
        raise not_modelled("downloads in the format VHDX")
    if resource.state not in DONE:
        raise AzureError(409, "Conflict", f"The resource {resource.id.name} is in state {resource.state}.")
    if resource.properties.get("networkAccessPolicy") == "DenyAll":
        message = f"Access to {resource.id.name} is not allowed: its networkAccessPolicy is 'DenyAll'."
        raise not_allowed(message, "networkAccessPolicy")
    if copied(resource.inside.get("copy"), world.instant) < 100:
        message = (
            f"The {_word(resource)} {resource.id.name} can not be accessed before its background copy is complete."
        )
        raise not_allowed(message)
    owner = running_owner(world, resource)
    if owner is not None:
        message = f"Access not permitted because disk {resource.id.name} is currently attached to running VM {owner}."
        raise AzureError(409, "Conflict", message)
    uploading = resource.properties.get("diskState") in UPLOADING
    if uploading != (asked["access"] == "Write"):
        state = resource.properties.get("diskState")
        message = f"Access '{asked['access']}' can not be granted to {resource.id.name} in state {state}."
        raise not_allowed(message, "grantAccessData.access")


def _enter(world: World, resource: Resource, access: str) -> None:
    if "diskState" not in resource.properties:
        return
    frozen = resource.properties["diskState"] in ("Frozen", "ActiveSASFrozen")
    state = "ActiveUpload" if access == "Write" else "ActiveSASFrozen" if frozen else "ActiveSAS"
    resource.properties = {**resource.properties, "diskState": state}
    world.keep(resource)


def end_access(world: World, resource: Resource, body: Json) -> Operation:
    """Take every SAS back; an upload is thereby complete."""
    _leave(world, resource)
    return begin(world, resource, "endGetAccess", family=DISK)


def _leave(world: World, resource: Resource) -> None:
    remember(world, resource, access=None)
    if resource.properties.get("diskState") in UNDER_SAS:
        resource.properties = {**resource.properties, "diskState": free_state(world, resource)}
        world.keep(resource)


def access_expired(world: World, event: Event) -> None:
    """The event at the end of a SAS: a read ends with it; an upload waits for another grant or its end."""
    resource = world.resources.get(event.key)
    granted = resource.inside.get("access") if resource else None
    if resource is not None and granted and granted["token"] == event.data["token"] and granted["kind"] == "Read":
        _leave(world, resource)


def forbid_under_sas(resource: Resource, doing: str) -> None:
    """Refuse what a SAS is in the way of."""
    if resource.inside.get("access") or resource.properties.get("diskState") in UNDER_SAS:
        kind = _word(resource)
        message = (
            f"There is an active shared access signature outstanding for {kind} {resource.id.name}. "
            f"Call EndGetAccess before {doing} the {kind}."
        )
        raise not_allowed(message)


def _word(resource: Resource) -> str:
    return resource.id.type.rsplit("/", 1)[-1].removesuffix("s")


def _sas(resource: Resource, token: str, blob: str) -> str:
    """The URL in the form of a managed disk's: its host under the rehearsal's own storage suffix, its signature made
    from the token."""
    digest = hashlib.sha256(f"{token}{blob}".encode()).digest()
    words = base64.b32encode(digest).decode().lower()
    upload = "impexp-" if resource.properties.get("diskState") in UPLOADING else ""
    signature = quote(base64.b64encode(digest).decode(), safe="")
    host = f"md-{upload}{words[:12]}.z{digest[0] % 50 + 1}.blob.{STORAGE}"
    return f"https://{host}/{words[12:24]}/{blob}?sv=2018-03-28&sr=b&si={token}&sig={signature}"


ACCESS: Mapping[str, Action] = by_action(Action("beginGetAccess", begin_access), Action("endGetAccess", end_access))
