"""Waves that are killed once, and then left alone."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

UNDER_FIRE = Path(__file__).parents[1] / "crash"


def kill(points: Mapping[Path, int], wave: str) -> None:
    """Carry each workspace's wave in a process that is killed at that point, and not a second time."""
    kills = [f"under_fire.forked({str(folder)!r}, {wave!r}, {point})" for folder, point in points.items()]
    script = "\n".join(["import under_fire", *kills])
    subprocess.run([sys.executable, "-c", script], cwd=UNDER_FIRE, check=True, capture_output=True)
