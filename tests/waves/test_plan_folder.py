from pathlib import Path

import pytest

from azlift.errors import PlanError
from azlift.waves import write_plan_files

TEXTS = {"plan.csv": "wave,group\r\n1,billing\r\n", "plan.yaml": "waves: {}\n"}


def test_the_files_hold_the_texts_byte_for_byte(tmp_path: Path) -> None:
    write_plan_files(tmp_path, TEXTS)
    assert {name: (tmp_path / name).read_bytes().decode() for name in TEXTS} == TEXTS


def test_an_unchanged_file_is_written_anew(tmp_path: Path) -> None:
    write_plan_files(tmp_path, TEXTS)
    write_plan_files(tmp_path, {**TEXTS, "plan.csv": "other"})
    assert (tmp_path / "plan.csv").read_text() == "other"


def test_a_file_that_a_person_changed_is_never_written_over(tmp_path: Path) -> None:
    write_plan_files(tmp_path, TEXTS)
    (tmp_path / "plan.csv").write_text("mine")
    with pytest.raises(PlanError, match=r"plan\.csv: was changed") as caught:
        write_plan_files(tmp_path, {**TEXTS, "plan.yaml": "new"})
    assert "azlift plan --edited" in caught.value.advice
    assert ((tmp_path / "plan.csv").read_text(), (tmp_path / "plan.yaml").read_text()) == ("mine", TEXTS["plan.yaml"])


def test_the_file_whose_changes_are_taken_up_is_written_anew(tmp_path: Path) -> None:
    write_plan_files(tmp_path, TEXTS)
    (tmp_path / "plan.csv").write_text("mine")
    write_plan_files(tmp_path, TEXTS, tmp_path / "sub" / ".." / "plan.csv")
    assert (tmp_path / "plan.csv").read_bytes().decode() == TEXTS["plan.csv"]


def test_a_changed_file_that_says_the_same_again_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_bytes(TEXTS["plan.csv"].encode())
    write_plan_files(tmp_path, TEXTS)
