"""VM extensions."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import VM, act, body, from_image, words_of
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.extensions import NO_AGENT, NOT_RUNNING, handler_of

PATH = f"{VM}/extensions/script"


def extension(**members: Any) -> Any:
    handler = {"publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1"}
    return {"location": "westeurope", "properties": {**handler, **members}}


@pytest.fixture
def running(ready: Desk) -> Desk:
    ready.put(VM, from_image(ready))
    return ready


def test_an_extension_answers_all_but_its_secrets(running: Desk) -> None:
    reply = running.ask("PUT", PATH, extension(settings={"a": 1}, protectedSettings={"password": "s3cr3t"}))
    assert (reply.status, "operations" in reply.headers["azure-asyncoperation"]) == (201, True)
    running.wait()
    found = running.ask("GET", PATH)
    assert b"s3cr3t" not in found.body + running.ask("GET", VM).body + reply.body
    assert found.json()["properties"] == {
        **extension(settings={"a": 1})["properties"],
        "autoUpgradeMinorVersion": False,
        "provisioningState": "Succeeded",
    }
    assert found.json()["type"] == "Microsoft.Compute/virtualMachines/extensions"


def test_a_changed_secret_is_a_change_and_the_same_is_none(running: Desk) -> None:
    running.put(PATH, extension(protectedSettings={"password": "one"}))
    before = running.world.resources[f"{running.subscription}{PATH[1:]}".lower()].changed
    running.put(PATH, extension(protectedSettings={"password": "one"}))
    assert running.world.resources[f"{running.subscription}{PATH[1:]}".lower()].changed == before
    running.put(PATH, extension(protectedSettings={"password": "two"}))
    assert running.world.resources[f"{running.subscription}{PATH[1:]}".lower()].changed > before


def test_a_machine_lists_its_extensions_and_takes_them_along(running: Desk) -> None:
    running.put(PATH, extension())
    assert [each["name"] for each in running.ask("GET", f"{VM}/extensions").json()["value"]] == ["script"]
    assert [each["name"] for each in running.ask("GET", VM).json()["resources"]] == ["script"]
    running.ask("DELETE", VM)
    running.wait()
    assert running.ask("GET", PATH).status == 404


def test_one_extension_of_a_handler(running: Desk) -> None:
    running.put(PATH, extension())
    reply = running.ask("PUT", f"{VM}/extensions/second", extension(publisher="microsoft.azure.extensions"))
    assert reply.refusal == (400, "BadRequest")
    assert "Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension 'second'" in words_of(
        reply
    )
    other = extension(publisher="Microsoft.OSTCExtensions", type="VMAccessForLinux", typeHandlerVersion="1.5")
    assert running.ask("PUT", f"{VM}/extensions/second", other).status == 201


def test_a_machine_that_is_off_takes_no_extension_and_lets_none_go(running: Desk) -> None:
    running.put(PATH, extension())
    act(running, f"{VM}/deallocate")
    for reply in (running.ask("PUT", f"{VM}/extensions/b", extension(type="X")), running.ask("DELETE", PATH)):
        assert (reply.refusal, words_of(reply)) == ((409, "OperationNotAllowed"), NOT_RUNNING)


@pytest.mark.parametrize(
    "profile", [{"allowExtensionOperations": False}, {"linuxConfiguration": {"provisionVMAgent": False}}]
)
def test_a_machine_without_an_agent_takes_no_extension(ready: Desk, profile: Any) -> None:
    ready.put(VM, from_image(ready, **profile))
    reply = ready.ask("PUT", PATH, extension())
    assert (reply.refusal, words_of(reply)) == ((409, "OperationNotAllowed"), NO_AGENT)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (extension(publisher=None), (400, "InvalidParameter")),
        (extension(typeHandlerVersion="latest"), (400, "InvalidParameter")),
        (extension(type_handler_version="2"), (400, "BadRequest")),
        (
            extension(
                protectedSettings={}, protectedSettingsFromKeyVault={"secretUrl": "https://x", "sourceVault": {}}
            ),
            (400, "InvalidParameter"),
        ),
        ({"properties": extension()["properties"]}, (400, "LocationRequired")),
    ],
)
def test_extensions_azure_refuses_are_refused(running: Desk, given: Any, expected: tuple[int, str]) -> None:
    assert running.ask("PUT", PATH, given).refusal == expected


def test_an_extension_keeps_its_handler_and_is_patched(running: Desk) -> None:
    running.put(PATH, extension())
    assert running.ask("PUT", PATH, extension(type="Other")).refusal == (409, "PropertyChangeNotAllowed")
    assert running.ask("PATCH", PATH, {"properties": {"settings": {"b": 2}}}).status == 200
    running.wait()
    assert running.ask("GET", PATH).json()["properties"]["settings"] == {"b": 2}
    assert handler_of(extension()["properties"]) == "Microsoft.Azure.Extensions.CustomScript"


def test_an_extension_needs_its_machine(ready: Desk) -> None:
    assert ready.ask("PUT", PATH, extension()).refusal == (404, "ParentResourceNotFound")
    ready.put(VM, body(ready))
    assert ready.ask("PUT", PATH, extension()).status == 201
    assert ready.ask("GET", f"{PATH}?$expand=other").refusal == (400, "InvalidParameter")
