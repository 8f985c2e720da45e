"""Puts this folder's maker of sources within reach of its tests, and finds the real exports."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

REAL_DATA = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[4] / "shared")) / "data"
"""Open data that is not committed; the tests that read it are skipped where it is absent."""


def _real(*parts: str) -> Path:
    path = REAL_DATA.joinpath(*parts)
    if not path.is_file():
        pytest.skip(f"the real export is not here: {path} (set AZLIFT_SHARED)")
    return path


@pytest.fixture
def import_template() -> Path:
    return _real("inventories", "azure-migrate-import", "AzureMigrateimporttemplate.csv")


@pytest.fixture
def lab_export() -> Path:
    return _real("dependencies", "azure-migrate-dependencies_lab.csv")
