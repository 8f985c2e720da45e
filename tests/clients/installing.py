"""What the clients need, made by `make`: one at a time, whichever test process asks, and once."""

import fcntl
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make(target: str) -> None:
    """Make a target of the Makefile unless it is made."""
    with (ROOT / "Makefile").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["make", "--silent", target], cwd=ROOT, check=True)
