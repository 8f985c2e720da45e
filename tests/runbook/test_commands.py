import asyncio
import json
import time
from pathlib import Path

import pytest

from azlift.errors import OutcomeUnknown, StepFailed
from azlift.model import Command, Order
from azlift.runbook.commands import SAID_AT_MOST, run, succeeds


def script(folder: Path, text: str) -> Command:
    file = folder / "step.sh"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return Command(run=("./step.sh", "-x", "a b"))


def told(command: Command, order: Order, folder: Path) -> str:
    return asyncio.run(run(command, order, folder))


def test_a_program_is_told_what_it_is_about_and_names_are_never_arguments(tmp_path: Path, order: Order) -> None:
    command = script(
        tmp_path, 'printf "%s|" "$@" > args; cat > about; echo "$AZLIFT_GROUP $AZLIFT_STEP $AZLIFT_UNDO"; pwd'
    )
    said = told(command, order, tmp_path)
    assert said.splitlines() == ["shop drain 0", str(tmp_path)]
    assert (tmp_path / "args").read_text() == "-x|a b|"
    assert json.loads((tmp_path / "about").read_text()) == order.model_dump(mode="json")


def test_a_program_sees_none_of_our_secrets_but_what_is_named(
    tmp_path: Path, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AZURE_CLIENT_SECRET", "PGPASSWORD", "PREFECT_API_KEY", "DNS_TOKEN", "ANYTHING_ELSE"):
        monkeypatch.setenv(name, f"secret-of-{name}")
    command = script(tmp_path, "env").model_copy(update={"environment": ("DNS_TOKEN",)})
    said = told(command, order, tmp_path)
    assert "DNS_TOKEN=<DNS_TOKEN>" in said, "it is given, and not shown"
    assert "secret-of" not in said
    assert "AZURE_CLIENT_SECRET" not in said


def test_a_program_that_ends_badly_says_how(tmp_path: Path, order: Order) -> None:
    with pytest.raises(StepFailed, match=r"\./step\.sh ended with 3: no route to dns") as failed:
        told(script(tmp_path, "echo no route to dns >&2; exit 3"), order, tmp_path)
    assert "goes on with this step" in failed.value.advice


def test_a_program_that_cannot_be_started_says_why(tmp_path: Path, order: Order) -> None:
    with pytest.raises(StepFailed, match="cannot be started: No such file"):
        told(Command(run=("./nowhere",)), order, tmp_path)


def test_a_program_that_takes_too_long_is_ended_with_its_children_and_nobody_knows(
    tmp_path: Path, order: Order
) -> None:
    command = script(tmp_path, "(sleep 3; touch late) & sleep 60").model_copy(update={"timeout_minutes": 0.005})
    began = time.monotonic()
    with pytest.raises(OutcomeUnknown, match="was ended after"):
        told(command, order, tmp_path)
    assert time.monotonic() - began < 3
    time.sleep(3.2)
    assert not (tmp_path / "late").exists()


def test_a_program_that_is_given_up_ends(tmp_path: Path, order: Order) -> None:
    command = script(tmp_path, "(sleep 2; touch late) & sleep 60")

    async def give_up() -> None:
        task = asyncio.create_task(run(command, order, tmp_path))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    time.sleep(2.2)
    assert not (tmp_path / "late").exists()


def test_what_it_prints_is_cut_to_its_end_and_cannot_act_on_a_terminal(tmp_path: Path, order: Order) -> None:
    command = script(tmp_path, r"""head -c 300000 /dev/zero | tr '\0' x; printf '\033[2Jend\n\377'""")
    said = told(command, order, tmp_path)
    assert len(said) <= SAID_AT_MOST + 20
    assert "<U+001B>[2Jend" in said


def test_look_answers_by_its_exit_code(tmp_path: Path, order: Order) -> None:
    yes = script(tmp_path, "exit 0").model_copy(update={"look": ("./step.sh",)})
    assert asyncio.run(succeeds(yes, order, tmp_path))
    assert not asyncio.run(succeeds(yes.model_copy(update={"look": ("/bin/false",)}), order, tmp_path))
