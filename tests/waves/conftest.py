"""Puts this folder's maker of estates (`small_estates`) within reach of its tests, and finds the real inventories."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

SHARED = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[3] / "shared"))


@pytest.fixture
def shared_data() -> Path:
    """Open data that is too large to commit."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"the real inventories are not here: {folder} (set AZLIFT_SHARED)")
    return folder
