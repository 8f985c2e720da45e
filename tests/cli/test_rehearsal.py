import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-c", "from azlift.cli import main; main()", "rehearsal", "serve", "--speed", "100"]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_how_to_reach_it_until_it_is_stopped(tmp_path: Path, stop: signal.Signals) -> None:
    command = [*SERVE, "--workspace", str(tmp_path), "-o", "json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1, text=True) as server:
        assert server.stdout
        said = json.loads(server.stdout.readline())
        members = {"endpoint", "ca_file", "tenant_id", "subscription_id", "client_id", "client_secret"}
        assert set(said) == members
        import ssl

        trusted = ssl.create_default_context(cafile=said["ca_file"])
        endpoints = httpx.get(f"{said['endpoint']}/metadata/endpoints?api-version=2022-09-01", verify=trusted)
        assert endpoints.json()["authentication"]["loginEndpoint"].startswith(said["endpoint"])
        os.kill(server.pid, stop)
        _, err = server.communicate(timeout=20)
    assert server.returncode == 0, err
    assert "Traceback" not in err


def test_serve_tells_a_person_how_to_point_az_at_it(tmp_path: Path) -> None:
    with subprocess.Popen([*SERVE, "--workspace", str(tmp_path)], cwd=ROOT, stdout=-1, text=True) as server:
        assert server.stdout
        lines = []
        while not lines or "Ctrl-C" not in lines[-1]:
            lines.append(server.stdout.readline())
        server.terminate()
    text = "".join(lines)
    for word in ("az cloud register", "az login --service-principal", "REQUESTS_CA_BUNDLE", "this machine only"):
        assert word in text


def test_two_servers_on_one_world_are_refused(tmp_path: Path) -> None:
    command = [*SERVE, "--workspace", str(tmp_path), "-o", "json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=-1, text=True) as first:
        assert first.stdout
        first.stdout.readline()
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        assert second.returncode != 0
        assert "Traceback" not in second.stderr
        first.terminate()
