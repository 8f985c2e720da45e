import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import with_window
from people import enter_code, in_directory, person, say, write_people
from typer.testing import CliRunner

from azlift import journey
from azlift.cli import app
from azlift.cli.people import moment_of
from azlift.errors import GateShut, InputError, NotReady
from azlift.model import Checklist
from azlift.stages import Stage

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)


def ask(folder: Path, *words: str) -> Any:
    return CliRunner().invoke(app, [*words, "--workspace", str(folder)])


def test_it_says_who_it_is(workspace: Callable[..., Path]) -> None:
    folder = workspace()
    me = inside(folder, journey.identify)
    write_people(folder, {"sponsor": [me]})
    shown = ask(folder, "whoami")
    assert shown.stdout.strip() == me.object_id
    assert "an application" in shown.stderr
    assert "roles in people.yaml: sponsor" in shown.stderr
    assert json.loads(ask(folder, "whoami", "-o", "json").stdout)["roles"] == ["sponsor"]


def test_a_word_is_told_with_what_is_still_missing(
    workspace: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    me = inside(folder, journey.identify).model_copy(update={"application": False, "name": "Ann"})
    write_people(folder, {"architect": [me], "business_owner": ["00000001-0000-4000-8000-000000000000"]})

    async def as_ann(_: Any) -> Any:
        return me

    monkeypatch.setattr("azlift.journey.gates.identify", as_ann)
    said = ask(folder, "commit", "wave-01", "--reason", "as agreed", "--ends", "48h")
    assert "Ann said yes at the gate `commit` of wave-01, until " in said.stderr
    assert "still missing: business_owner: 0 of 1 said yes" in said.stderr
    no = ask(folder, "approve", "wave-01", "--gate", "commit", "--no", "--reason", "wait")
    assert isinstance(no.exception, GateShut)
    back = ask(folder, "withdraw", "wave-01", "--gate", "commit", "--reason", "wait")
    assert "Ann said withdrawn at the gate `commit`" in back.stderr


def test_a_gate_that_is_none_is_told_with_the_one_that_may_be_meant(workspace: Callable[..., Path]) -> None:
    refused = ask(workspace(), "approve", "wave-01", "--gate", "committ", "--reason", "x")
    assert isinstance(refused.exception, InputError)
    assert "Did you mean `commit`?" in str(refused.exception)


def test_an_end_is_a_span_or_a_time() -> None:
    assert moment_of("", NOW) is None
    assert moment_of("48h", NOW) == NOW + timedelta(hours=48)
    assert moment_of("7d", NOW) == NOW + timedelta(days=7)
    assert moment_of("2027-01-31T18:00", NOW) == datetime(2027, 1, 31, 18, tzinfo=UTC)
    assert moment_of("2027-01-31T18:00+01:00", NOW) == datetime(2027, 1, 31, 17, tzinfo=UTC)
    for wrong in ("soon", "h", "-3h", "99999999h", "7w"):
        with pytest.raises(InputError, match="expected 48h, 7d or a time"):
            moment_of(wrong, NOW)


def test_somebody_speaks_as_themselves_by_a_device_code(
    workspace: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    ann = in_directory(folder, "ann")["ann"]
    write_people(folder, {"architect": [ann], "business_owner": ["00000001-0000-4000-8000-000000000000"]})
    shown: list[str] = []

    def show(page: str, code: str) -> None:
        shown.append(f"Open {page} and enter the code {code}")
        enter_code(folder, page, code, ann)

    monkeypatch.setattr("azlift.cli.people._show_code", show)
    said = ask(folder, "commit", "wave-01", "--reason", "as agreed", "--device-code")
    assert "ann said yes at the gate `commit` of wave-01" in said.stderr
    assert len(shown) == 1


def test_the_page_and_the_code_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    from azlift.cli.people import _show_code

    _show_code("https://example.com/device", "ABC")
    assert capsys.readouterr().err == "Open https://example.com/device and enter the code ABC\n"


def test_a_checklist_that_is_not_green_ends_with_what_to_do(workspace: Callable[..., Path]) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    shown = ask(folder, "ready", "wave-01", "-o", "json")
    assert isinstance(shown.exception, NotReady)
    items = {item["code"]: item["state"] for item in json.loads(shown.stdout)["items"]}
    assert items["landing-zone"] == "red"
    table = ask(folder, "ready", "wave-01")
    assert "the landing zone stands" in " ".join(table.stdout.split())
    assert "tested: the engineer who drives the wave: azlift test GROUP" in table.stderr
    waived = ask(folder, "waive", "wave-01", "tested", "--reason", "by hand", "--ends", "7d")
    assert "waived tested of wave-01 until" in waived.stderr
    assert "waived" in ask(folder, "ready", "wave-01").stdout


def test_the_role_is_printed_for_the_subscription(workspace: Callable[..., Path]) -> None:
    printed = json.loads(ask(workspace(subscription_id="4711"), "role").stdout)
    assert printed["AssignableScopes"] == ["/subscriptions/4711"]
    assert printed["Actions"]


def test_a_go_that_ends_before_its_window_says_so(
    workspace: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    with_window(venue, venue.now + timedelta(days=20), venue.now + timedelta(days=20, hours=8))
    tenant = venue.access.tenant_id.lower()
    ann, ben, cat = (person(name, tenant) for name in ("ann", "ben", "cat"))
    write_people(folder, {"architect": [ann], "business_owner": [ben], "sponsor": [cat]})
    for speaker in (ann, ben):
        say(folder, "commit", "wave-01", speaker)
    digest = journey.gate_digest("go", "wave-01", venue)
    seen = Checklist(wave="wave-01", at=venue.now, digest=digest, items=())
    venue.ledger.decide("wave:wave-01", Stage.READY, digest, Checklist, lambda _: seen)

    async def as_cat(_: Any) -> Any:
        return cat

    monkeypatch.setattr("azlift.journey.gates.identify", as_cat)
    said = ask(folder, "approve", "wave-01", "--reason", "go ahead")
    assert "it ends before the window does" in said.stderr
