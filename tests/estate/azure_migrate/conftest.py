"""Puts this folder's maker of sources within reach of its tests, and finds the real exports."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

REAL_DATA = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[4] / "shared")) / "data"
"""Open data that is not committed; the tests that read it are skipped where it is absent."""


@pytest.fixture
def real_data() -> Path:
    if not REAL_DATA.is_dir():
        pytest.skip(f"the real exports are not here: {REAL_DATA} (set AZLIFT_SHARED)")
    return REAL_DATA


@pytest.fixture
def import_template(real_data: Path) -> Path:
    return real_data / "inventories" / "azure-migrate-import" / "AzureMigrateimporttemplate.csv"


@pytest.fixture
def lab_export(real_data: Path) -> Path:
    return real_data / "dependencies" / "azure-migrate-dependencies_lab.csv"
