import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from azlift.cli.rehearsal import _how_to_use

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
        text = ""
        for line in server.stdout:
            text += line
            if "Ctrl-C" in line:
                break
        server.terminate()
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


def test_what_to_type_survives_a_shell_whatever_the_secret_and_the_folder() -> None:
    names = ("endpoint", "tenant_id", "subscription_id", "client_id")
    told = _how_to_use({**dict.fromkeys(names, "x"), "client_secret": "-dash", "ca_file": "/home/a b/ca.pem"})
    typed = [shlex.split(line) for line in told.splitlines() if line.startswith(("  az ", "  export "))]
    assert "REQUESTS_CA_BUNDLE=/home/a b/ca.pem" in typed[0]
    assert [words[1] for words in typed[1:]] == ["cloud", "cloud", "config", "login", "provider", "provider"]
    assert "--password=-dash" in typed[4]
