import json
import os
import signal
import stat
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from azure.core.credentials import AccessToken
from azure_sights import inside, retry_at_once
from estates import estate, machine, planned

from azlift import journey
from azlift.approval import write_no_gates
from azlift.errors import InputError, SignInNeeded, Unreachable
from azlift.runner.pretend_azure import STATE, pretend_azure
from azlift.settings import write_settings
from azlift.stages import Stage
from azlift.venue import ACCESS_FILE, Venue

ROOT = Path(__file__).parents[2]


def ready(folder: Path) -> None:
    write_settings(folder, templates=str(ROOT / "templates"), estate="lone")
    write_no_gates(folder)
    planned(folder, estate(machine("web01")))


async def carry(subject: str, venue: Venue) -> None:
    journey.render(subject, venue)
    for verb in (journey.preview, journey.land, journey.verify):
        await verb(subject, venue)  # type: ignore[operator]


async def carry_zone(venue: Venue) -> None:
    await journey.prepare("wave-01", venue)
    await carry("zone:wave-01", venue)


def test_the_access_file_is_its_owners_alone_and_goes_with_the_server(tmp_path: Path) -> None:
    with pretend_azure(tmp_path, 1000) as access:
        mode = stat.S_IMODE((tmp_path / ACCESS_FILE).stat().st_mode)
        assert (mode, json.loads((tmp_path / ACCESS_FILE).read_text())) == (0o600, {**access, "speed": 1000})
    assert not (tmp_path / ACCESS_FILE).exists()


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    with pretend_azure(tmp_path, 1000) as access:
        port = int(access["endpoint"].rpartition(":")[2])
        listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        assert [address for address in listening if address.endswith(f":{port:04X}")][:1] == [f"0100007F:{port:04X}"]


def test_a_killed_server_is_one_clear_error_and_the_next_run_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retry_at_once(monkeypatch)
    with pretend_azure(tmp_path, 1000):
        ready(tmp_path)
        inside(tmp_path, carry_zone)
        kill_server(tmp_path)
        with pytest.raises(Unreachable) as caught:
            inside(tmp_path, lambda venue: journey.prepare("wave-01", venue))
        assert caught.value.exit_code == 7
        assert "Run the same command again" in caught.value.advice
    with pretend_azure(tmp_path, 1000):
        inside(tmp_path, lambda venue: carry("web01", venue))

        async def landed(venue: Venue) -> tuple[object, ...]:
            standings = venue.ledger.standings()
            return standings["zone:wave-01"].stage, standings["web01"].stage

        assert inside(tmp_path, landed) == (Stage.VERIFIED, Stage.VERIFIED)


def kill_server(folder: Path) -> None:
    """`kill -9` of the process that serves this folder's state."""
    wanted = str((folder / STATE).resolve()).encode()
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and wanted in (process / "cmdline").read_bytes():
            os.kill(int(process.name), signal.SIGKILL)
            return
    raise AssertionError("no server is running")


def test_an_expired_token_asks_for_a_person_and_nothing_is_lost(tmp_path: Path) -> None:
    with pretend_azure(tmp_path, 1000) as access:
        ready(tmp_path)
        inside(tmp_path, carry_zone)
        expired = expired_token(tmp_path, access)

        async def with_an_expired_token(venue: Venue) -> None:
            async def token(*_: object, **__: object) -> AccessToken:
                return AccessToken(expired, int(time.time()) + 3600)

            venue.cloud.credential.get_token = token  # type: ignore[method-assign]
            if hasattr(venue.cloud.credential, "get_token_info"):
                venue.cloud.credential.get_token_info = token
            journey.render("web01", venue)
            await journey.preview("web01", venue)

        with pytest.raises(SignInNeeded, match="ExpiredAuthenticationToken") as caught:
            inside(tmp_path, with_an_expired_token)
        assert caught.value.exit_code == 4
        assert expired not in str(caught.value)
        inside(tmp_path, lambda venue: carry("web01", venue))


def expired_token(folder: Path, access: dict[str, str]) -> str:
    """What the server itself would have issued two hours ago."""
    facts: dict[str, Any] = json.loads((folder / STATE / "identity.json").read_text())
    then = int(time.time()) - 7200
    claims = {"aud": access["endpoint"], "iss": f"{access['endpoint']}/{facts['tenant_id']}/v2.0", "iat": then}
    claims |= {"nbf": then, "exp": then + 3600, "appid": facts["client_id"], "oid": facts["object_id"]}
    claims |= {"sub": facts["object_id"], "tid": facts["tenant_id"], "ver": "1.0"}
    from azlift.rehearsal.identity import KEY_ID

    return jwt.encode(claims, facts["signing_key"], algorithm="RS256", headers={"kid": KEY_ID})


def test_a_scenario_that_cannot_be_used_is_an_error_of_the_file_and_no_server_is_started(tmp_path: Path) -> None:
    scenario = tmp_path / "faults.yaml"
    scenario.write_text("faults:\n  - kind: meteor\n")
    with (
        pytest.raises(InputError, match=r"faults.yaml:2: faults\[0\].kind: found \"meteor\""),
        pretend_azure(tmp_path, 1.0, scenario),
    ):
        pass
    assert not (tmp_path / STATE).exists()
