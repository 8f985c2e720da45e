"""The server as a process: the line it prints, how it ends, and that kill -9 costs nothing."""

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.rehearsal.conftest import Raw, raw_client
from tests.rehearsal.landing_template import deployment, landing

from azlift.rehearsal.server import LOOPBACK, Address, Options, opened

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


class Process:
    """One server process."""

    def __init__(self, state: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "azlift.rehearsal", "--state", str(state), "--exit-with-parent", *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        self.address = Address(**json.loads(self.line))

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)

    def close(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(10)
        self.process.stdout.close()
        return code


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def ready(raw: Raw) -> None:
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        raw.ask("POST", f"~/providers/{namespace}/register")
    raw.ask("POST", "/rehearsal/clock", {"advance": 60}, api=None)
    raw.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})


def test_it_says_where_it_listens_and_ends_with_its_parent(state: Path) -> None:
    started = time.monotonic()
    server = Process(state)
    assert time.monotonic() - started < 20  # about one on a quiet machine; a busy one must not fail this
    assert set(json.loads(server.line)) == {
        "endpoint", "ca_file", "tenant_id", "subscription_id", "client_id", "client_secret"
    }  # fmt: skip
    for name in ("identity.json", "server.key", "world.sqlite"):
        assert stat.S_IMODE(os.stat(state / name).st_mode) == 0o600
    assert server.close() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(state: Path, number: int) -> None:
    server = Process(state)
    assert server.end(number) == 0
    server.close()


def test_kill_9_in_the_middle_of_a_deployment_costs_nothing(state: Path) -> None:
    first = Process(state, "--speed", "20")
    with raw_client(first.address) as raw:
        ready(raw)
        reply = raw.ask("PUT", f"{BASE}/d1", deployment(landing(machines=3)))
        assert reply.status_code == 201
        token, url = raw.headers["authorization"], reply.headers["azure-asyncoperation"]
    time.sleep(0.3)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    first.close()
    second = Process(state, "--speed", "400")
    assert second.address == first.address
    context = ssl.create_default_context(cafile=second.address.ca_file)
    with httpx.Client(verify=context) as client:
        limit = time.monotonic() + 10
        status = ""
        while status != "Succeeded" and time.monotonic() < limit:
            status = client.get(url, headers={"authorization": token}).json()["status"]
            time.sleep(0.05)
    assert status == "Succeeded"
    with raw_client(second.address) as raw:
        assert len(raw.ask("GET", "~/resources").json()["value"]) == 11
    assert second.close() == 0


def test_a_second_process_on_the_same_state_is_refused(state: Path) -> None:
    server = Process(state)
    command = [sys.executable, "-m", "azlift.rehearsal", "--state", str(state)]
    other = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert other.returncode == 1
    assert "already uses the state directory" in other.stderr
    server.close()


def taken() -> socket.socket:
    other = socket.create_server((LOOPBACK, 0))
    other.listen()
    return other


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(state: Path) -> None:
    with taken() as other, pytest.raises(OSError, match="in use"), opened(Options(state, other.getsockname()[1])):
        pass


def test_the_port_of_last_time_is_taken_again_and_another_when_it_is_not_free(state: Path) -> None:
    with opened(Options(state)) as first:
        port = first.listener.getsockname()[1]
    with opened(Options(state)) as second:
        assert second.address == first.address
    with socket.create_server((LOOPBACK, port)), opened(Options(state)) as third:
        assert third.address.endpoint != first.address.endpoint
        assert f"https://localhost:{port}" in third.front.identity.audiences  # tokens clients kept stay good


def test_no_simulated_time_passes_while_nobody_serves(state: Path) -> None:
    with opened(Options(state, speed=0.0)) as first:
        clock = first.front.world.clock
        clock.advance(1000)  # type: ignore[attr-defined]
    with opened(Options(state, speed=0.0)) as second:
        assert second.front.world.clock.now() == clock.now()


def test_without_a_state_directory_nothing_is_left_behind() -> None:
    with opened(Options()) as world:
        home = Path(world.address.ca_file).parent
        assert home.exists()
    assert not home.exists()


def test_a_scenario_that_cannot_be_used_is_said_in_one_line_and_no_traceback(tmp_path: Path) -> None:
    scenario = tmp_path / "night.yaml"
    scenario.write_text("faults:\n  - kind: meteor\n")
    command = [sys.executable, "-m", "azlift.rehearsal", "--faults", str(scenario)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f'{scenario}:2: faults[0].kind: found "meteor", expected one of status,')
    assert len(done.stderr.splitlines()) == 1
