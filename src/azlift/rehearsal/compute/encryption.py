"""Encryption at rest and access over the network, as disks and snapshots share them."""

from azlift.rehearsal.compute.refusals import invalid, referenced
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.strict import Voice, missing

ENCRYPTION_SET, DISK_ACCESS = "Microsoft.Compute/diskEncryptionSets", "Microsoft.Compute/diskAccesses"
PLATFORM_KEY = "EncryptionAtRestWithPlatformKey"


def judge_protection(wanted: Wanted, around: Surroundings, word: str) -> None:
    """An encryption set or a disk access that is named stands in the region and is of use."""
    _judge_encryption(wanted, around, word)
    policy, access = wanted.properties.get("networkAccessPolicy"), wanted.properties.get("diskAccessId")
    if policy == "AllowPrivate":
        if access is None:
            raise missing(Voice.COMPUTE, f"{word}.diskAccessId")
        referenced(around, access, "Disk Access", DISK_ACCESS, path=f"{word}.diskAccessId", location=wanted.location)
    elif access is not None:
        message = f"Parameter '{word}.diskAccessId' is allowed with networkAccessPolicy 'AllowPrivate' only."
        raise invalid(message, f"{word}.diskAccessId")


def _judge_encryption(wanted: Wanted, around: Surroundings, word: str) -> None:
    encryption = wanted.properties.get("encryption", {})
    given, path = encryption.get("diskEncryptionSetId"), f"{word}.encryption.diskEncryptionSetId"
    kind = encryption.get("type", PLATFORM_KEY if given is None else None)
    if kind == PLATFORM_KEY:
        if given is not None:
            raise invalid(f"Parameter '{path}' is not allowed with encryption type '{PLATFORM_KEY}'.", path)
        return
    if given is None:
        raise missing(Voice.COMPUTE, path)
    found = referenced(around, given, "Disk Encryption Set", ENCRYPTION_SET, path=path, location=wanted.location)
    of_set = found.properties.get("encryptionType", "EncryptionAtRestWithCustomerKey")
    if kind is not None and kind != of_set:
        message = f"The encryption type '{kind}' of the {word} is not that of the Disk Encryption Set, '{of_set}'."
        raise invalid(message, f"{word}.encryption.type")


def protection(wanted: Wanted, around: Surroundings) -> Json:
    """The defaults an answer shows."""
    encryption: Json = dict(wanted.properties.get("encryption", {}))
    given = around.find(encryption.get("diskEncryptionSetId", ""))
    if given is not None:
        of_set = given.properties.get("encryptionType", "EncryptionAtRestWithCustomerKey")
        encryption = {"type": of_set, "diskEncryptionSetId": str(given.id)}
    return {
        "networkAccessPolicy": wanted.properties.get("networkAccessPolicy", "AllowAll"),
        "publicNetworkAccess": wanted.properties.get("publicNetworkAccess", "Enabled"),
        "encryption": {"type": PLATFORM_KEY, **encryption},
    }


def protectors(properties: Json) -> list[str]:
    """The ids of the encryption set and the disk access something stands on."""
    found = (properties.get("encryption", {}).get("diskEncryptionSetId"), properties.get("diskAccessId"))
    return [each for each in found if each]
