"""Promise 11: one inventory, one plan: in any order of its rows, under any PYTHONHASHSEED, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tallying import count, many

PERMUTED = Path(__file__).parents[1] / "making" / "permuted.py"
SEEDS = ("0", "1", "42", "31337", "4294967295")


@pytest.mark.slow
def test_the_order_of_rows_and_of_hashes_changes_no_byte_of_the_plan(tmp_path: Path) -> None:
    orders = many(2, 20)
    digests: list[str] = []
    for number, seed in enumerate(SEEDS[: many(2, len(SEEDS))]):
        folder = tmp_path / seed
        folder.mkdir()
        words = [sys.executable, str(PERMUTED), str(folder), str(number * orders), str((number + 1) * orders)]
        done = subprocess.run(
            words, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        digests += done.stdout.split()
    assert len(digests) == orders * many(2, len(SEEDS))
    assert len(set(digests)) == 1
    count("P11", "plans of one inventory in orders of its own, under 5 values of PYTHONHASHSEED", len(digests))
