from pathlib import Path

import pytest

from azlift.waves.proposal import FAULTS_SHOWN, WAVE_NUMBER, Fault, quoted, refuse


def test_all_faults_are_said_at_once_in_the_order_of_their_rows() -> None:
    faults = [
        Fault(None, "wave", "nothing", "web01"),
        Fault(9, "wave", "'x'", "a number"),
        Fault(2, "group", "''", "a name"),
    ]
    error = refuse(Path("/anywhere/plan.csv"), faults)
    places = [line.strip().partition(":")[0] for line in str(error).splitlines()[1:]]
    assert places == ["row 2, column group", "row 9, column wave", "not in the file, column wave"]
    assert (error.file, error.row, error.column) == ("plan.csv", 2, "group")


def test_no_more_faults_are_listed_than_a_person_reads() -> None:
    error = refuse(Path("plan.csv"), [Fault(row, "wave", "'x'", "a number") for row in range(2, 200)])
    assert len(str(error).splitlines()) == 1 + FAULTS_SHOWN
    assert "198 places" in str(error)


@pytest.mark.parametrize(
    ("text", "valid"), [("1", True), ("9999", True), ("0", False), ("01", False), ("10000", False)]
)
def test_wave_numbers(text: str, valid: bool) -> None:
    assert bool(WAVE_NUMBER.fullmatch(text)) is valid


def test_what_cannot_be_seen_is_made_visible_and_short() -> None:
    assert quoted("a\u202eb") == "'a\\u202eb'"
    assert len(quoted("x" * 1000)) < 90
