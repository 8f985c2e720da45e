"""The JavaScript SDK, unmodified, against the pretend Azure."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.clients.installing import make

from azlift.rehearsal.server import Address

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).with_name("js") / "conformance.test.mjs"


@pytest.fixture(scope="module")
def node() -> str:
    """The node of this environment, with the SDK as package-lock.json has it."""
    make("tests/clients/js/node_modules/ready")
    return str(Path(sys.executable).with_name("node"))


def test_the_javascript_sdk_works(azure: Address, node: str) -> None:
    environment = {
        **os.environ,
        "ENDPOINT": azure.endpoint,
        "TENANT": azure.tenant_id,
        "SUBSCRIPTION": azure.subscription_id,
        "CLIENT": azure.client_id,
        "SECRET": azure.client_secret,
        "NODE_EXTRA_CA_CERTS": azure.ca_file,
        "NO_PROXY": "localhost",
    }
    command = [node, "--test", "--test-reporter=tap", str(SCRIPT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-2_000:]
    assert re.search(r"^# pass [1-9]\d+$", done.stdout, re.MULTILINE), done.stdout
