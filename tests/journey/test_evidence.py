from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.journey.evidence import OffBoarding, read_evidence
from azlift.model import OFF_BOARDED

WHOLE = """\
archive: vault-7, kept until 2034-01-01
restore_test: 2027-02-01 by J. Doe, the database was read
records:
  asset_register: CHG001
  cmdb: CHG002
  monitoring: CHG003
  backup: CHG004
  siem: CHG005
  disaster_recovery: CHG006
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "evidence.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_evidence_that_is_whole_is_read_with_its_six_records(tmp_path: Path) -> None:
    given = read_evidence(written(tmp_path, WHOLE))
    assert given.archive == "vault-7, kept until 2034-01-01"
    assert tuple(given.records.model_dump()) == OFF_BOARDED
    assert given.records.disaster_recovery == "CHG006"


@pytest.mark.parametrize("name", ["archive", "restore_test", *OFF_BOARDED])
def test_each_part_that_is_missing_or_empty_is_named(tmp_path: Path, name: str) -> None:
    lines = WHOLE.splitlines()
    missing = [one for one in lines if not one.strip().startswith(f"{name}:")]
    empty = [one.partition(":")[0] + ": ''" if one.strip().startswith(f"{name}:") else one for one in lines]
    for text in (missing, empty):
        with pytest.raises(InputError, match=name):
            read_evidence(written(tmp_path, "\n".join(text)))


def test_a_key_that_nobody_knows_is_told_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_evidence(written(tmp_path, WHOLE + "  smdb: CHG007\n"))
    assert "smdb" in str(caught.value)
    assert "10" in str(caught.value)


def test_a_file_that_is_not_there_is_told_with_what_it_should_hold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file") as caught:
        read_evidence(tmp_path / "none.yaml")
    assert caught.value.advice == "Give a YAML file with archive, restore_test and records."


def test_the_off_boarding_records_are_those_of_the_trade() -> None:
    assert tuple(OffBoarding.model_fields) == OFF_BOARDED
