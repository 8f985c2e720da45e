import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Azlift = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def azlift(tmp_path: Path) -> Azlift:
    """Runs the command as a person does, in the repository's folder, with a workspace of its own."""

    def run(*arguments: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "AZLIFT_WORKSPACE": str(tmp_path / "workspace"), "COLUMNS": "100", **variables}
        command = [sys.executable, "-c", "from azlift.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return run
