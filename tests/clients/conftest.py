"""A pretend Azure in a process of its own, as a user starts it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from azlift.rehearsal.server import Address

SPEED = "400"  # simulated seconds per real second: a machine in about a tenth of a second
ROOT = Path(__file__).parents[2]


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
