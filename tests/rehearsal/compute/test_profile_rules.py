"""Operating-system profiles."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import VM, body, from_image, refusal, words_of
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.profile_rules import LINUX_NAME, MOST_DATA, WINDOWS_NAME, check_base64, shown_profile

WINDOWS = "MicrosoftWindowsServer"
KEY = {"path": "/home/me/.ssh/authorized_keys", "keyData": "ssh-rsa AAAA me"}


def keys(*given: Any) -> Any:
    return {"linuxConfiguration": {"disablePasswordAuthentication": True, "ssh": {"publicKeys": list(given)}}}


@pytest.mark.parametrize(
    ("publisher", "profile", "words"),
    [
        (WINDOWS, {"computerName": "a-name-of-16-chr"}, "Windows computer name cannot be more than 15"),
        (WINDOWS, {"computerName": "12345"}, "Windows computer name"),
        (WINDOWS, {"computerName": "a_b"}, "Windows computer name"),
        (WINDOWS, {"adminPassword": None}, "Required parameter 'adminPassword' is missing"),
        (WINDOWS, {"adminPassword": "Short1!"}, "must be between 8-123 characters long"),
        (WINDOWS, {"adminUsername": "u" * 21}, "Windows admin user name cannot be more than 20"),
        (WINDOWS, {"linuxConfiguration": {}}, "Parameter 'linuxConfiguration' is not allowed"),
        (
            WINDOWS,
            {"windowsConfiguration": {"provisionVMAgent": False}, "secrets": [{"sourceVault": {"id": "/x"}}]},
            "Certificates cannot be added to your VM if the VM agent is not provisioned.",
        ),
        ("Canonical", {"computerName": "l" * 65}, "Linux host name cannot exceed 64"),
        ("Canonical", {"computerName": "a b"}, "Linux host name"),
        ("Canonical", {"adminUsername": None}, "Required parameter 'adminUsername' is missing"),
        ("Canonical", {"adminUsername": "root"}, "The Admin Username specified is not allowed."),
        ("Canonical", {"adminPassword": "secret"}, "at least 3 of password complexity requirements"),
        ("Canonical", {"adminPassword": "P@ssw0rd"}, "The Admin password specified is not allowed."),
        ("Canonical", {"adminPassword": None, **keys()}, "Required parameter 'adminPassword' is missing"),
        ("Canonical", keys({"path": "/h", "keyData": "ssh-rsa A"}), "Destination path for SSH public keys"),
        ("Canonical", keys({"keyData": "GEN-SSH-PUB-KEY"}), "publicKeys.keyData is invalid"),
        ("Canonical", {"windowsConfiguration": {}}, "Parameter 'windowsConfiguration' is not allowed"),
        ("Canonical", {"customData": "#cloud-config"}, "Custom data in OSProfile must be in Base64 encoding"),
    ],
)
def test_profiles_azure_refuses_are_refused(ready: Desk, publisher: str, profile: Any, words: str) -> None:
    reply = ready.ask("PUT", VM, from_image(ready, publisher, **profile))
    assert reply.refusal == (400, "InvalidParameter")
    assert words in words_of(reply)


def test_a_profile_comes_with_an_image_and_with_nothing_else(ready: Desk) -> None:
    given = from_image(ready)
    del given["properties"]["osProfile"]
    assert refusal(ready, given) == (400, "InvalidParameter")
    attached = body(ready)
    attached["properties"]["osProfile"] = {"computerName": "x"}
    assert refusal(ready, attached) == (400, "InvalidParameter")


def test_a_key_stands_in_for_a_password_on_linux(ready: Desk) -> None:
    made = ready.put(VM, from_image(ready, adminPassword=None, **keys({"keyData": KEY["keyData"]})))
    assert made["properties"]["osProfile"]["linuxConfiguration"]["ssh"]["publicKeys"] == [KEY]


def test_a_password_nobody_can_use_is_not_judged(ready: Desk) -> None:
    ready.put(VM, from_image(ready, adminPassword=KEY["keyData"] * 2, **keys({"keyData": KEY["keyData"]})))


@pytest.mark.parametrize(("publisher", "longest"), [(WINDOWS, WINDOWS_NAME), ("Canonical", LINUX_NAME)])
def test_a_computer_name_may_be_as_long_as_its_system_allows(ready: Desk, publisher: str, longest: int) -> None:
    assert refusal(ready, from_image(ready, publisher, computerName="n" * (longest + 1))) == (400, "InvalidParameter")
    assert ready.ask("PUT", VM, from_image(ready, publisher, computerName="n" * longest)).status == 201


@pytest.mark.parametrize(
    "change",
    [
        {"adminUsername": "other"},
        {"computerName": "vm2"},
        {"adminPassword": "Another-12345"},
        {"customData": "aGVsbG8="},
        keys(KEY),
    ],
)
def test_what_is_fixed_in_a_profile_can_not_change(ready: Desk, change: Any) -> None:
    ready.put(VM, from_image(ready, customData="Zmlyc3Q="))
    changed = from_image(ready, **{"customData": "Zmlyc3Q=", **change})
    assert refusal(ready, changed) == (409, "PropertyChangeNotAllowed")


def test_patch_settings_can_change_and_secrets_may_be_left_out(ready: Desk) -> None:
    ready.put(VM, from_image(ready, customData="Zmlyc3Q="))
    settings = {"patchSettings": {"patchMode": "AutomaticByPlatform"}}
    changed = from_image(ready, adminPassword=None, linuxConfiguration=settings)
    made = ready.put(VM, changed)
    assert made["properties"]["osProfile"]["linuxConfiguration"]["patchSettings"] == {
        "patchMode": "AutomaticByPlatform",
        "assessmentMode": "ImageDefault",
    }
    del changed["properties"]["osProfile"]
    assert refusal(ready, changed) == (400, "InvalidParameter")


def test_windows_configurations_are_kept(ready: Desk) -> None:
    windows = {
        "timeZone": "UTC",
        "enableAutomaticUpdates": False,
        "winRM": {"listeners": [{"protocol": "Http"}]},
        "additionalUnattendContent": [
            {"passName": "OobeSystem", "componentName": "Microsoft-Windows-Shell-Setup", "settingName": "AutoLogon"}
        ],
    }
    secrets = [{"sourceVault": {"id": "/v"}, "vaultCertificates": [{"certificateUrl": "https://x"}]}]
    given = from_image(ready, WINDOWS, windowsConfiguration=windows, secrets=secrets)
    made = ready.put(VM, given)["properties"]["osProfile"]
    assert made["windowsConfiguration"].items() >= windows.items()
    assert made["windowsConfiguration"]["patchSettings"]["patchMode"] == "Manual"
    assert made["secrets"] == secrets


def test_no_secret_of_a_profile_is_shown() -> None:
    shown = shown_profile({"computerName": "c", "adminUsername": "u", "adminPassword": "p", "customData": "d"}, "Linux")
    assert not shown.keys() & {"adminPassword", "customData"}
    assert (shown["secrets"], shown["allowExtensionOperations"], shown["requireGuestProvisionSignal"]) == (
        [],
        True,
        True,
    )
    assert (
        shown_profile({"adminUsername": "u", "allowExtensionOperations": False}, "Linux")["allowExtensionOperations"]
        is False
    )


def test_data_is_as_long_as_azure_takes() -> None:
    check_base64(None, "Data", "data")
    check_base64("A" * (MOST_DATA // 3 * 4), "Data", "data")
    with pytest.raises(Exception, match="Data must be in Base64 encoding"):
        check_base64("A" * (MOST_DATA // 3 * 4 + 4), "Data", "data")
