"""Captured images: from a generalized machine, or from disks, snapshots and blobs."""

from azlift.rehearsal.compute.creation import DISK_TYPE, SNAPSHOT_TYPE
from azlift.rehearsal.compute.disk_performance import disk_sku
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import change_not_allowed, forbidden, invalid, referenced
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

SOURCES = {"managedDisk": ("disk", DISK_TYPE), "snapshot": ("snapshot", SNAPSHOT_TYPE)}


def _judge_image(wanted: Wanted, around: Surroundings) -> None:
    machine, storage = wanted.properties.get("sourceVirtualMachine"), wanted.properties.get("storageProfile", {})
    standing = around.world.find(str(wanted.id))
    if standing is not None:
        before = standing.wanted.get("sourceVirtualMachine")
        if machine is not None and before is not None and key_of(machine["id"]) != key_of(before["id"]):
            raise change_not_allowed("sourceVirtualMachine.id")
        return
    if machine is None and "osDisk" not in storage:
        raise missing(Voice.COMPUTE, "image.sourceVirtualMachine")
    if machine is not None and "osDisk" in storage:
        raise invalid(
            "Parameter 'storageProfile.osDisk' is not allowed with a source machine.", "storageProfile.osDisk"
        )
    if machine is not None:
        _judge_machine(machine.get("id"), wanted, around)
        return
    for number, disk in enumerate([storage["osDisk"], *storage.get("dataDisks", [])]):
        path = "osDisk" if number == 0 else f"dataDisks[{number - 1}]"
        _judge_source(disk, path, wanted, around)


def _judge_machine(machine_id: str | None, wanted: Wanted, around: Surroundings) -> None:
    path = "sourceVirtualMachine.id"
    words = "source Virtual Machine"
    found = referenced(around, machine_id, words, MACHINE_TYPE, path=path, location=wanted.location)
    standing = around.world.find(str(found.id))
    if standing is not None and not standing.inside.get("generalized"):
        raise forbidden("not generalized", "Create Image", standing.id.name)


def _judge_source(disk: Json, path: str, wanted: Wanted, around: Surroundings) -> None:
    given = [member for member in (*SOURCES, "blobUri") if member in disk]
    if len(given) != 1:
        message = f"Exactly one of managedDisk, snapshot and blobUri must be given for '{path}', not {len(given)}."
        raise invalid(message, f"storageProfile.{path}")
    for member, (words, kind) in SOURCES.items():
        if member in disk:
            where = f"storageProfile.{path}.{member}.id"
            referenced(around, disk[member].get("id"), words, kind, path=where, location=wanted.location)


def _compose_image(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    if standing is not None:
        return {**standing.properties}
    source = wanted.properties.get("sourceVirtualMachine")
    zone_resilient = wanted.properties.get("storageProfile", {}).get("zoneResilient", False)
    if source is None:
        return _of_disks(world, wanted, zone_resilient)
    machine = world.resources[key_of(source["id"])]
    storage = machine.properties["storageProfile"]
    os_disk = _captured(world, storage["osDisk"])
    os_disk |= {"osType": storage["osDisk"]["osType"], "osState": "Generalized"}
    data = [{"lun": each["lun"], **_captured(world, each)} for each in storage.get("dataDisks", [])]
    found = world.find(os_disk["managedDisk"]["id"]) if "managedDisk" in os_disk else None
    generation = found.properties.get("hyperVGeneration", "V1") if found else "V1"
    return {
        "sourceVirtualMachine": {"id": str(machine.id)},
        "storageProfile": {"osDisk": os_disk, "dataDisks": data, "zoneResilient": zone_resilient},
        "hyperVGeneration": wanted.properties.get("hyperVGeneration", generation),
    }


def _captured(world: World, disk: Json) -> Json:
    managed = disk.get("managedDisk", {})
    answer: Json = {"caching": disk.get("caching", "None"), "diskSizeGB": disk["diskSizeGB"]}
    if "id" in managed:
        answer |= {"managedDisk": {"id": managed["id"]}, "storageAccountType": managed["storageAccountType"]}
    return answer


def _of_disks(world: World, wanted: Wanted, zone_resilient: bool) -> Json:
    storage = wanted.properties["storageProfile"]
    os_disk = _filled(world, storage["osDisk"])
    source = _source(world, storage["osDisk"])
    generation = source.properties.get("hyperVGeneration", "V1") if source else "V1"
    return {
        "storageProfile": {
            "osDisk": os_disk,
            "dataDisks": [_filled(world, each) for each in storage.get("dataDisks", [])],
            "zoneResilient": zone_resilient,
        },
        "hyperVGeneration": wanted.properties.get("hyperVGeneration", generation),
    }


def _filled(world: World, disk: Json) -> Json:
    source = _source(world, disk)
    known: Json = {} if source is None else {"diskSizeGB": source.properties["diskSizeGB"]}
    kind = "Standard_LRS" if source is None or source.id.type != DISK_TYPE else disk_sku(source.top)
    return {"caching": "None", "storageAccountType": kind, **known, **disk}


def _source(world: World, disk: Json) -> Seen | None:
    for member in SOURCES:
        if member in disk:
            return world.find(disk[member]["id"])
    return None


IMAGE = compute_kind("images", "Image", check=_judge_image, compose=_compose_image)
