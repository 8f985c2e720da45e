import os
from pathlib import Path

import pytest

from azlift.errors import LedgerUnwritable
from azlift.ledger.schema import open_database


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerUnwritable, match="file") as caught:
        open_database(tmp_path / "file" / "a.ledger")
    assert "--workspace" in caught.value.advice


def test_the_tables_are_made_once_and_kept(tmp_path: Path) -> None:
    for _ in range(2):
        open_database(tmp_path / "a.ledger").dispose()
    assert os.listdir(tmp_path) == ["a.ledger"]
