"""Azure's own images: publishers, offers, SKUs and versions, as far as this table has them.

The table lists what the image routes answer. A SKU of a listed offer that is not listed but fits the offer's pattern
exists too (Azure has hundreds); one that does not is Azure's PlatformImageNotFound. A publisher that is not here is
taken at its word: an image of the marketplace whose operating system only the request knows.
Source of names and generations: Azure's pages on finding images and on generation 2 machines; versions are of our time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError, Json

LATEST = "latest"
VERSION = re.compile(r"\d+\.\d+\.\d+(\.\d+)?")
SECOND_GENERATION = re.compile(r".*(gen2|gen-?second|-g2|arm64|azure-edition|win11-|cvm).*", re.IGNORECASE)
GIB = {"Windows": 127, "Linux": 30}  # OS disk sizes of the usual images
SMALL_GIB = 30  # Windows images whose SKU says smalldisk


@dataclass(frozen=True)
class Offer:
    """An offer: the SKUs listed, a pattern of those that exist beside them, its versions with the newest last."""

    publisher: str
    name: str
    os_type: str
    listed: tuple[str, ...]
    further: str
    versions: tuple[str, ...]
    gen2_unless: str = ""  # where SKUs are generation 2 unless their name says this

    def has(self, sku: str) -> bool:
        known = sku.lower() in map(str.lower, self.listed)
        return known or re.fullmatch(self.further, sku, re.IGNORECASE) is not None


@dataclass(frozen=True)
class PlatformImage:
    """One version of an image."""

    publisher: str
    offer: str
    sku: str
    version: str
    os_type: str
    generation: str
    gib: int


UBUNTU = r"(minimal-|pro-|cvm-)*2\d_\d\d(-daily)?(-lts)?(-.+)?"
WINDOWS = r"(ws)?(2008-r2-sp1|2012(-r2)?|2016|2019|2022|2025|datacenter-core-\d+|server-2016)(-.+)?"
RHEL = (
    r"[6-9]([._]\d+)?(-lvm|lvm|-raw|-ci|-byos|_gen2|-gen2|_arm64|-gen1)*(-gen2)?(\d+)?|"
    r"\d{2,3}(sapha|sapapps|sap-ha|-gen2|_gen2)*"
)
SQL = r"(enterprise(dbengineonly|core)?|standard|web|sqldev|express)(-gen2|_payg|-payg|-arm64)*"
DAILY = ("{}.202507010", "{}.202508120", "{}.202510020")
OFFERS = (
    Offer("Canonical", "ubuntu-24_04-lts", "Linux", ("server", "server-gen1", "server-arm64", "minimal", "ubuntu-pro"),
          r"(server|minimal|cvm|ubuntu-pro|pro)(-.+)?", tuple(v.format("24.04") for v in DAILY), "gen1"),
    Offer("Canonical", "0001-com-ubuntu-server-jammy", "Linux", ("22_04-lts", "22_04-lts-gen2", "22_04-lts-arm64"),
          UBUNTU, tuple(v.format("22.04") for v in DAILY)),
    Offer("Canonical", "0001-com-ubuntu-minimal-jammy", "Linux", ("minimal-22_04-lts", "minimal-22_04-lts-gen2"),
          UBUNTU, tuple(v.format("22.04") for v in DAILY)),
    Offer("Canonical", "0001-com-ubuntu-pro-jammy", "Linux", ("pro-22_04-lts", "pro-22_04-lts-gen2"),
          UBUNTU, tuple(v.format("22.04") for v in DAILY)),
    Offer("Canonical", "0001-com-ubuntu-server-focal", "Linux", ("20_04-lts", "20_04-lts-gen2", "20_04-lts-arm64"),
          UBUNTU, ("20.04.202505200",)),
    Offer("Canonical", "UbuntuServer", "Linux", ("16.04-LTS", "16_04-lts-gen2", "18.04-LTS", "18_04-lts-gen2"),
          r"1\d[._]\d\d(\.\d)?(-daily)?(-lts)?(-gen2)?", ("18.04.202306070", "18.04.202401161")),
    Offer("Debian", "debian-11", "Linux", ("11", "11-gen2"), r"11(-.+)?", ("0.20250703.2162",)),
    Offer("Debian", "debian-12", "Linux", ("12", "12-gen2", "12-arm64"), r"12(-.+)?", ("0.20250703.2162",)),
    Offer("Debian", "debian-13", "Linux", ("13", "13-gen2", "13-arm64"), r"13(-.+)?", ("0.20250814.2204",)),
    Offer("RedHat", "RHEL", "Linux", ("7-LVM", "7lvm-gen2", "8-lvm-gen2", "8_10", "9-lvm-gen2", "9_4", "94_gen2"),
          RHEL, ("9.4.2025061013",)),
    Offer("RedHat", "RHEL-SAP-HA", "Linux", ("88sapha-gen2", "92sapha-gen2"), r".+", ("9.2.2025032117",)),
    Offer("SUSE", "sles-12-sp5", "Linux", ("gen1", "gen2"), r"gen[12]", ("2025.06.03",)),
    Offer("SUSE", "sles-15-sp5", "Linux", ("gen1", "gen2"), r"gen[12]", ("2025.06.03",)),
    Offer("SUSE", "sles-15-sp6", "Linux", ("gen1", "gen2"), r"gen[12]", ("2025.06.03",)),
    Offer("OpenLogic", "CentOS", "Linux", ("7.9", "7_9-gen2", "8_5-gen2"), r"[678][._]\d(-.+)?|\d_\d+-gen2",
          ("7.9.2022101800",)),
    Offer("Oracle", "Oracle-Linux", "Linux", ("ol79-lvm-gen2", "ol810-lvm-gen2", "ol94-lvm-gen2"), r"(ol)?\d.*",
          ("9.4.4",)),
    Offer("almalinux", "almalinux-x86_64", "Linux", ("8-gen1", "8-gen2", "9-gen1", "9-gen2"), r"\d+-gen[12]",
          ("9.6.202505220",)),
    Offer("resf", "rockylinux-x86_64", "Linux", ("8-base", "9-base", "9-lvm"), r"\d+-(base|lvm)", ("9.6.20250531",),
          "none"),
    Offer("MicrosoftCBLMariner", "azure-linux-3", "Linux", ("azure-linux-3", "azure-linux-3-gen2"),
          r"azure-linux-3(-.+)?", ("3.20250822.01",)),
    Offer("MicrosoftWindowsServer", "WindowsServer", "Windows",
          ("2012-R2-Datacenter", "2016-Datacenter", "2016-datacenter-gensecond", "2019-Datacenter",
           "2019-datacenter-gensecond", "2022-Datacenter", "2022-datacenter-g2", "2022-datacenter-azure-edition",
           "2022-datacenter-azure-edition-core", "2022-datacenter-smalldisk", "2022-datacenter-smalldisk-g2",
           "2025-datacenter-g2", "2025-datacenter-azure-edition"),
          WINDOWS, ("20348.3932.250705", "20348.4294.251009")),
    Offer("MicrosoftWindowsDesktop", "windows-11", "Windows",
          ("win11-23h2-ent", "win11-24h2-ent", "win11-24h2-pro", "win11-24h2-avd"), r"win11-2[1-9]h2-.+",
          ("26100.6584.250909",)),
    Offer("MicrosoftWindowsDesktop", "Windows-10", "Windows",
          ("win10-22h2-ent", "win10-22h2-ent-g2", "win10-22h2-pro-g2"),
          r"(win10-)?(19|20|21|22|rs)[\dh]+-?.*|win10-.+", ("19045.6332.250909",)),
    Offer("MicrosoftSQLServer", "sql2019-ws2019", "Windows", ("enterprise", "standard", "web", "sqldev", "sqldev-gen2"),
          SQL, ("15.0.250710",)),
    Offer("MicrosoftSQLServer", "sql2022-ws2022", "Windows",
          ("enterprise-gen2", "standard-gen2", "web-gen2", "sqldev-gen2"),
          SQL, ("16.0.250919",)),
)  # fmt: skip
PUBLISHERS = {offer.publisher.lower(): offer.publisher for offer in OFFERS}
_BY_NAME = {(offer.publisher.lower(), offer.name.lower()): offer for offer in OFFERS}
# Offers of the publishers above that are not listed, by what their names look like.
FURTHER_OFFERS = {
    "canonical": r"\d{4}-com-ubuntu-.+|ubuntu-.+|ubuntu_.+",
    "debian": r"debian-.+",
    "redhat": r"rhel.*",
    "suse": r"(sles|opensuse|suse|slem).*",
    "openlogic": r"centos.*",
    "oracle": r".+",
    "almalinux": r"almalinux.*",
    "resf": r"rockylinux.*",
    "microsoftcblmariner": r"(cbl-mariner|azure-linux).*",
    "microsoftwindowsserver": r"windowsserver.+|microsoftserver.+|server2016.+",
    "microsoftwindowsdesktop": r"(windows-|office-365|windows).+",
    "microsoftsqlserver": r"sql(server)?(20)?\d\d.*",
}


def find_offer(publisher: str, offer: str) -> Offer | None:
    return _BY_NAME.get((publisher.lower(), offer.lower()))


def offers_of(publisher: str) -> list[Offer]:
    return [offer for offer in OFFERS if offer.publisher.lower() == publisher.lower()]


def find_image(publisher: str, offer: str, sku: str, version: str, os_type: str | None = None) -> PlatformImage:
    """The image a reference names; `os_type` is what the request says of an image that is not in the table."""
    found = find_offer(publisher, offer)
    pattern = FURTHER_OFFERS.get(publisher.lower())
    known = found.has(sku) if found else pattern is None or re.fullmatch(pattern, offer, re.IGNORECASE) is not None
    if not known or (version.lower() != LATEST and not VERSION.fullmatch(version)):
        raise image_not_found(publisher, offer, sku, version)
    system = found.os_type if found else os_type or guessed_system(publisher)
    newest = found.versions[-1] if found else "1.0.0"
    small = "smalldisk" in sku.lower() or "smalldisk" in offer.lower()
    gib = SMALL_GIB if small else GIB[system]
    exact = newest if version.lower() == LATEST else version
    return PlatformImage(publisher, offer, sku, exact, system, generation_of(found, sku), gib)


def generation_of(offer: Offer | None, sku: str) -> str:
    """V1 or V2, as the SKU's name tells."""
    if offer is not None and offer.gen2_unless:
        return "V1" if offer.gen2_unless in sku.lower() else "V2"
    return "V2" if SECOND_GENERATION.fullmatch(sku) else "V1"


def guessed_system(publisher: str) -> str:
    """The operating system of an image nobody knows: what a publisher's name suggests."""
    return (
        "Windows" if publisher.lower().startswith(("microsoftwindows", "microsoftsql", "microsoftvisual")) else "Linux"
    )


def image_not_found(publisher: str, offer: str, sku: str, version: str) -> AzureError:
    """Azure's refusal of an image that does not exist."""
    message = (
        f"The platform image '{publisher}:{offer}:{sku}:{version}' is not available. Verify that all fields in the "
        "storage profile are correct. For more details about storage profile information, please refer to "
        "https://aka.ms/storageprofile"
    )
    return AzureError(404, "PlatformImageNotFound", message, target="imageReference")


def image_id(subscription: str, location: str, image: PlatformImage) -> str:
    """The id Azure gives a version of an image."""
    return (
        f"/Subscriptions/{subscription}/Providers/Microsoft.Compute/Locations/{location}/Publishers/{image.publisher}"
        f"/ArtifactTypes/VMImage/Offers/{image.offer}/Skus/{image.sku}/Versions/{image.version}"
    )


def read_image_id(text: str) -> PlatformImage | None:
    """The image an id of Azure's own names; None where the text is no such id."""
    parts = [part for part in text.split("/") if part]
    lowered = [part.lower() for part in parts]
    words = ("publishers", "artifacttypes", "offers", "skus", "versions")
    if not all(word in lowered for word in words):
        return None
    publisher, kind, offer, sku, version = (parts[lowered.index(word) + 1] for word in words)
    return find_image(publisher, offer, sku, version) if kind.lower() == "vmimage" else None


def versions_of(offer: Offer, sku: str) -> Iterator[PlatformImage]:
    """The versions of a SKU, oldest first."""
    for version in offer.versions:
        yield find_image(offer.publisher, offer.name, sku, version)


def image_body(image: PlatformImage) -> Json:
    """The properties of a version, as its GET answers them."""
    features = [{"name": "IsAcceleratedNetworkSupported", "value": "True"}]
    if image.generation == "V2":
        features = [
            {"name": "SecurityType", "value": "TrustedLaunchSupported"},
            *features,
            {"name": "DiskControllerTypes", "value": "SCSI, NVMe"},
            {"name": "IsHibernateSupported", "value": "True"},
        ]
    return {
        "hyperVGeneration": image.generation,
        "architecture": "Arm64" if "arm64" in image.sku.lower() else "x64",
        "osDiskImage": {"operatingSystem": image.os_type},
        "dataDiskImages": [],
        "automaticOSUpgradeProperties": {"automaticOSUpgradeSupported": True},
        "imageDeprecationStatus": {"imageState": "Active"},
        "features": features,
        "disallowed": {"vmDiskType": "Unmanaged"},
    }
