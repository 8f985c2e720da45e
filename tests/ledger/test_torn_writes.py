"""Promise 2: power loss and torn writes never corrupt the ledger; what is left is a prefix of the true history."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tallying import count, many
from tearing import Reader, half_folded, rubbished, truncated, written_ledger

TRANSACTIONS = 120
STEP = many(24, 1)
"""Every 24th half-kilobyte here, every one in `make proof`."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where there is such a folder: what is tried here is what is read, not how it got to the disk."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        yield Path(made)


def test_a_log_cut_anywhere_leaves_a_prefix_and_a_ledger_that_goes_on(folder: Path) -> None:
    base, log, hashes = written_ledger(folder / "true", TRANSACTIONS)
    reader = Reader(folder, hashes)
    left = [reader.read(base.read_bytes(), cut) for cut in truncated(log.read_bytes(), STEP)]
    assert left == sorted(left), "more of the log holds more of the history"
    assert reader.read(base.read_bytes(), log.read_bytes()) == TRANSACTIONS
    assert len(reader.prefixes) > TRANSACTIONS / STEP / 2
    count("P2", "log cut at a half-kilobyte", reader.points)


def test_a_log_with_rubbish_anywhere_leaves_a_prefix_and_a_ledger_that_goes_on(folder: Path) -> None:
    base, log, hashes = written_ledger(folder / "true", TRANSACTIONS)
    reader = Reader(folder, hashes)
    for torn in rubbished(log.read_bytes(), STEP):
        reader.read(base.read_bytes(), torn)
    assert len(reader.prefixes) > TRANSACTIONS / STEP / 2
    count("P2", "half-kilobyte of the log turned to rubbish", reader.points)


def test_a_file_written_by_half_while_the_log_is_folded_into_it_loses_nothing(folder: Path) -> None:
    base, log, hashes = written_ledger(folder / "true", TRANSACTIONS)
    reader = Reader(folder, hashes)
    for torn in half_folded(base, log, folder):
        assert reader.read(torn, log.read_bytes()) == TRANSACTIONS
    assert reader.points > 10
    count("P2", "page of the file written by half", reader.points)
