from pathlib import Path

import pytest

from azlift.errors import PlanError
from azlift.waves import write_plan_files

FILES = {"plan.csv": b"wave,group\r\n1,billing\r\n", "plan.yaml": b"waves: {}\n"}


def test_the_files_hold_what_was_given_byte_for_byte(tmp_path: Path) -> None:
    write_plan_files(tmp_path, FILES)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES


def test_an_unchanged_file_is_written_anew(tmp_path: Path) -> None:
    write_plan_files(tmp_path, FILES)
    write_plan_files(tmp_path, {**FILES, "plan.csv": b"other"})
    assert (tmp_path / "plan.csv").read_text() == "other"


def test_a_file_that_a_person_changed_is_never_written_over(tmp_path: Path) -> None:
    write_plan_files(tmp_path, FILES)
    (tmp_path / "plan.csv").write_text("mine")
    with pytest.raises(PlanError, match=r"plan\.csv: was changed") as caught:
        write_plan_files(tmp_path, {**FILES, "plan.yaml": b"new"})
    assert "azlift plan --edited" in caught.value.advice
    assert ((tmp_path / "plan.csv").read_text(), (tmp_path / "plan.yaml").read_text()) == (
        "mine",
        FILES["plan.yaml"].decode(),
    )


def test_the_file_whose_changes_are_taken_up_is_written_anew(tmp_path: Path) -> None:
    write_plan_files(tmp_path, FILES)
    (tmp_path / "plan.csv").write_text("mine")
    write_plan_files(tmp_path, FILES, tmp_path / "sub" / ".." / "plan.csv")
    assert (tmp_path / "plan.csv").read_bytes() == FILES["plan.csv"]


def test_a_changed_file_that_says_the_same_again_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_bytes(FILES["plan.csv"])
    write_plan_files(tmp_path, FILES)
