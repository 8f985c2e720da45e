"""Azure's own images."""

import re

import pytest

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.platform_images import (
    FURTHER_OFFERS,
    OFFERS,
    PUBLISHERS,
    find_image,
    find_offer,
    guessed_system,
    image_body,
    image_id,
    read_image_id,
)


@pytest.mark.parametrize(
    ("publisher", "offer", "sku", "system", "generation"),
    [
        ("Canonical", "UbuntuServer", "18.04-LTS", "Linux", "V1"),
        ("Canonical", "UbuntuServer", "18_04-lts-gen2", "Linux", "V2"),
        ("canonical", "ubuntuserver", "16.04.0-LTS", "Linux", "V1"),
        ("Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-gen2", "Linux", "V2"),
        ("Canonical", "ubuntu-24_04-lts", "server", "Linux", "V2"),
        ("Canonical", "ubuntu-24_04-lts", "server-gen1", "Linux", "V1"),
        ("MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter", "Windows", "V1"),
        ("MicrosoftWindowsServer", "WindowsServer", "2022-datacenter-azure-edition", "Windows", "V2"),
        ("MicrosoftWindowsServer", "WindowsServer", "2012-R2-Datacenter", "Windows", "V1"),
        ("MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter-smalldisk", "Windows", "V1"),
        ("MicrosoftWindowsDesktop", "Windows-10", "20h2-pro", "Windows", "V1"),
        ("MicrosoftSQLServer", "sql2019-ws2019", "sqldev", "Windows", "V1"),
        ("MicrosoftSQLServer", "SQL2017-WS2016", "Enterprise", "Windows", "V1"),
        ("RedHat", "RHEL", "7.8", "Linux", "V1"),
        ("RedHat", "RHEL", "8-lvm-gen2", "Linux", "V2"),
        ("OpenLogic", "CentOS", "7.7", "Linux", "V1"),
        ("SUSE", "sles-15-sp3", "gen2", "Linux", "V2"),
        ("some-vendor", "firewall", "byol", "Linux", "V1"),
    ],
)
def test_images_that_exist_are_found(publisher: str, offer: str, sku: str, system: str, generation: str) -> None:
    image = find_image(publisher, offer, sku, "latest")
    assert (image.os_type, image.generation) == (system, generation)
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.\d+)?", image.version)


@pytest.mark.parametrize(
    ("offer", "sku", "version"),
    [
        ("UbuntuServer", "18.04-TLS", "latest"),
        ("0001-com-ubuntu-server-jammy", "jammy", "latest"),
        ("WindowsServer", "18.04-LTS", "latest"),
        ("UbuntuServer", "18.04-LTS", "newest"),
        ("UbuntuServer", "18.04-LTS", "1.x"),
    ],
)
def test_images_that_do_not_are_azures_platform_image_not_found(offer: str, sku: str, version: str) -> None:
    with pytest.raises(AzureError) as caught:
        find_image("Canonical", offer, sku, version)
    assert (caught.value.status, caught.value.code) == (404, "PlatformImageNotFound")
    assert f"The platform image 'Canonical:{offer}:{sku}:{version}' is not available." in caught.value.message


def test_a_version_that_is_named_is_kept_and_small_disks_are_small() -> None:
    assert find_image("Canonical", "UbuntuServer", "18.04-LTS", "18.04.201901010").version == "18.04.201901010"
    sizes = [find_image("MicrosoftWindowsServer", "WindowsServer", sku, "latest").gib
             for sku in ("2022-datacenter-g2", "2022-datacenter-smalldisk-g2")]  # fmt: skip
    assert sizes == [127, 30]


def test_every_listed_image_exists_and_its_id_reads_back() -> None:
    for offer in OFFERS:
        for sku in offer.listed:
            image = find_image(offer.publisher, offer.name, sku, offer.versions[0])
            assert read_image_id(image_id("s", "westeurope", image)) == image
            assert image_body(image)["hyperVGeneration"] == image.generation
    assert read_image_id("/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i") is None


def test_every_publisher_of_the_table_has_a_pattern_for_its_other_offers() -> None:
    assert PUBLISHERS.keys() == FURTHER_OFFERS.keys()
    found = find_offer("CANONICAL", "ubuntuserver")
    assert found is not None
    assert found.name == "UbuntuServer"


def test_the_system_of_an_unknown_image_is_a_guess_from_its_publisher() -> None:
    assert [guessed_system(name) for name in ("MicrosoftWindowsX", "microsoftsqlserver", "vendor")] == [
        "Windows",
        "Windows",
        "Linux",
    ]
    assert find_image("vendor", "o", "s", "latest", "Windows").gib == 127
