"""The images and extensions Azure publishes, level by level, as `az vm image list` and `az vm create` ask for them."""

from typing import Any

import pytest
from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

PUBLISHERS = "~/providers/Microsoft.Compute/locations/westeurope/publishers"
OFFERS = f"{PUBLISHERS}/Canonical/artifacttypes/vmimage/offers"
SKUS = f"{OFFERS}/0001-com-ubuntu-server-jammy/skus"
VERSIONS = f"{SKUS}/22_04-lts-gen2/versions"
TYPES = f"{PUBLISHERS}/Microsoft.Azure.Extensions/artifacttypes/vmextension/types"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (PUBLISHERS, "Canonical"),
        (OFFERS, "0001-com-ubuntu-server-jammy"),
        (SKUS, "22_04-lts-gen2"),
        (VERSIONS, "22.04.202510020"),
        (TYPES, "CustomScript"),
        (f"{TYPES}/CustomScript/versions", "2.1.13"),
    ],
)
def test_every_level_is_a_bare_array_of_names_with_ids(desk: Desk, path: str, name: str) -> None:
    rows: Any = desk.ask("GET", path).json()
    found = {row["name"]: row for row in rows}
    assert list(SDK.problems("VirtualMachineImageResource", found[name])) == []
    assert found[name]["id"].endswith(f"/{name}")


def test_the_newest_version_is_found_as_clients_ask_for_it(desk: Desk) -> None:
    (newest,) = desk.ask("GET", f"{VERSIONS}?$orderby=name desc&$top=1").json()
    assert newest["name"] == desk.ask("GET", VERSIONS).json()[-1]["name"]
    body = desk.ask("GET", f"{VERSIONS}/{newest['name']}").json()
    assert list(SDK.problems("VirtualMachineImage", body)) == []
    assert body["properties"]["hyperVGeneration"] == "V2"
    assert {"name": "SecurityType", "value": "TrustedLaunchSupported"} in body["properties"]["features"]


def test_an_extension_says_which_system_it_is_for(desk: Desk) -> None:
    body = desk.ask("GET", f"{TYPES}/CustomScript/versions/2.1.13").json()
    assert body["properties"]["operatingSystem"] == "Linux"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{PUBLISHERS}/nobody/artifacttypes/vmimage/offers", "NotFound"),
        (f"{OFFERS}/none/skus", "NotFound"),
        (f"{SKUS}/none/versions", "NotFound"),
        (f"{VERSIONS}/1.0.0", "NotFound"),
        (f"{TYPES}/None/versions", "ArtifactNotFound"),
        (f"{TYPES}/CustomScript/versions/9.9", "ArtifactNotFound"),
    ],
)
def test_what_is_not_published_is_not_found(desk: Desk, path: str, code: str) -> None:
    assert desk.ask("GET", path).refusal == (404, code)
