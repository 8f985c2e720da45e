"""Commands in machines, by the action and as resources."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import VM, act, from_image, words_of
from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.run_commands import DOCUMENTS, MOST_COMMANDS, document, documents

SHELL = {"commandId": "RunShellScript", "script": ["echo hello"]}


@pytest.fixture
def running(ready: Desk) -> Desk:
    ready.put(VM, from_image(ready))
    return ready


def command(**source: Any) -> Any:
    return {"location": "westeurope", "properties": {"source": source or {"script": "ls"}}}


def test_a_command_answers_in_the_form_of_its_system(running: Desk, facts: Any) -> None:
    found = act(running, f"{VM}/runCommand", SHELL)
    assert list(SDK.problems("RunCommandResult", found)) == []
    (output,) = found["value"]
    assert (output["code"], output["message"]) == (
        "ProvisioningState/succeeded",
        "Enable succeeded: \n[stdout]\n\n[stderr]\n",
    )


def test_windows_answers_both_streams(ready: Desk) -> None:
    ready.put(VM, from_image(ready, "MicrosoftWindowsServer"))
    found = act(ready, f"{VM}/runCommand", {"commandId": "RunPowerShellScript", "script": ["dir"]})
    codes = [each["code"] for each in found["value"]]
    assert codes == ["ComponentStatus/StdOut/succeeded", "ComponentStatus/StdErr/succeeded"]
    assert ready.ask("POST", f"{VM}/runCommand", SHELL).refusal == (404, "NotFound")


def test_one_command_at_a_time(running: Desk) -> None:
    assert running.ask("POST", f"{VM}/runCommand", SHELL).status == 202
    reply = running.ask("POST", f"{VM}/runCommand", SHELL)
    assert reply.refusal == (409, "Conflict")
    assert "Run command extension execution is in progress" in words_of(reply)
    running.wait()
    assert running.ask("POST", f"{VM}/runCommand", SHELL).status == 202


@pytest.mark.parametrize("action", ["powerOff", "deallocate"])
def test_a_machine_that_is_off_runs_nothing(running: Desk, action: str) -> None:
    act(running, f"{VM}/{action}")
    assert running.ask("POST", f"{VM}/runCommand", SHELL).refusal == (409, "OperationNotAllowed")
    assert running.ask("PUT", f"{VM}/runCommands/c1", command()).refusal == (409, "OperationNotAllowed")


def test_bodies_of_a_command_are_read_strictly(running: Desk) -> None:
    assert running.ask("POST", f"{VM}/runCommand", {"script": ["x"]}).refusal == (400, "InvalidParameter")
    assert running.ask("POST", f"{VM}/runCommand", {**SHELL, "scripts": []}).refusal == (400, "BadRequest")


def test_a_managed_command_tells_how_it_went_and_hides_its_secrets(running: Desk) -> None:
    given = command(script="ls")
    given["properties"] |= {
        "protectedParameters": [{"name": "p", "value": "secret"}],
        "runAsUser": "u",
        "runAsPassword": "secret",
    }
    path = f"{VM}/runCommands/c1"
    assert running.ask("PUT", path, given).status == 201
    view = running.ask("GET", f"{path}?$expand=instanceView").json()["properties"]["instanceView"]
    assert (view["executionState"], "endTime" in view) == ("Running", False)
    running.wait()
    found = running.ask("GET", f"{path}?$expand=instanceView")
    assert b"secret" not in found.body
    view = found.json()["properties"]["instanceView"]
    assert (view["executionState"], view["exitCode"]) == ("Succeeded", 0)
    assert running.ask("DELETE", path).status == 202


@pytest.mark.parametrize("source", [{"script": "a", "scriptUri": "https://b"}, {"scriptShell": "Default"}])
def test_a_command_has_one_source(running: Desk, source: Any) -> None:
    assert running.ask("PUT", f"{VM}/runCommands/c1", command(**source)).refusal == (400, "InvalidParameter")
    alone = command()
    alone["properties"]["runAsPassword"] = "x"
    assert running.ask("PUT", f"{VM}/runCommands/c1", alone).refusal == (400, "InvalidParameter")


def test_a_machine_has_so_many_commands_and_not_one_more(running: Desk) -> None:
    for number in range(MOST_COMMANDS):
        running.put(f"{VM}/runCommands/c{number}", command())
    assert running.ask("PUT", f"{VM}/runCommands/more", command()).refusal == (409, "OperationNotAllowed")
    assert running.ask("PUT", f"{VM}/runCommands/c0", command(script="other")).status == 200


def test_every_command_has_a_document() -> None:
    for row in DOCUMENTS:
        assert list(SDK.problems("RunCommandDocument", document(row[0].upper()))) == []
    for each in documents():
        assert list(SDK.problems("RunCommandDocumentBase", each)) == []
