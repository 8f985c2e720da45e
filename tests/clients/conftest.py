"""A pretend Azure in a process of its own, as a user starts it, and azure-cli signed in there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.clients.azure_cli import Az, open_az, walk
from tests.clients.chapters import SIGN_IN
from tests.clients.installing import ROOT, make

from azlift.rehearsal.server import Address

SPEED = "400"  # simulated seconds per real second: a machine in about a tenth of a second


@pytest.fixture(scope="module")
def azure() -> Iterator[Address]:
    """`python -m azlift.rehearsal`, gone at the end."""
    command = [sys.executable, "-m", "azlift.rehearsal", "--speed", SPEED, "--exit-with-parent"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        yield Address(**json.loads(server.stdout.readline()))
        server.stdin.close()


@pytest.fixture(scope="module")
def az(azure: Address, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Az]:
    """A session that is signed in."""
    make(".venv-az/ready")
    folder = tmp_path_factory.mktemp("az")
    words = {
        "endpoint": azure.endpoint,
        "subscription": azure.subscription_id,
        "tenant": azure.tenant_id,
        "client": azure.client_id,
        "secret": azure.client_secret,
        "files": str(folder),
    }
    with open_az(folder / "config", azure.ca_file, words) as session:
        walk(session, SIGN_IN)
        yield session
