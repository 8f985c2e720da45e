import json
from pathlib import Path

import jsonschema
import pytest

from azlift import notices
from azlift.errors import InputError
from azlift.notices import NOTICES_FILE, Notices, notices_schema, read_notices
from azlift.notices.reading import hours_between

WHOLE = """
channels:
  - name: ops
    kind: teams
    url_from: AZLIFT_TEAMS_URL
    tell: [gates, failures, window]
    quiet: {hours: "22:00-07:00", time_zone: Europe/Amsterdam}
  - name: pilot-team
    kind: email
    url_from: PILOT_MAIL
    waves: [wave-01]
remind_hours: [48, 2]
"""


def read(folder: Path, text: str) -> Notices:
    (folder / NOTICES_FILE).write_text(text, encoding="utf-8")
    return read_notices(folder)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    whole = read(tmp_path, WHOLE)
    ops, pilot = whole.channels
    assert (ops.name, ops.kind, ops.tell) == ("ops", "teams", ("gates", "failures", "window"))
    assert ops.quiet
    assert ops.quiet.even_then == ("window", "failures")
    assert pilot.tell == ("gates", "failures", "window", "holds", "life")
    assert pilot.waves == ("wave-01",)
    assert whole.remind_hours == (48.0, 2.0)


def test_without_a_file_nobody_is_told(tmp_path: Path) -> None:
    assert read_notices(tmp_path) == Notices()


def test_an_address_written_instead_of_a_variables_name_is_refused_and_not_repeated(tmp_path: Path) -> None:
    address = "https://prod.example.org/workflows/a/triggers/manual/paths/invoke?sig=TOPSECRET"
    with pytest.raises(InputError) as raised:
        read(tmp_path, f"channels:\n  - {{name: ops, kind: teams, url_from: '{address}'}}\n")
    said = f"{raised.value} {raised.value.advice}"
    assert "row 2" in said
    assert "the name of a variable" in said
    assert "TOPSECRET" not in said
    assert "prod.example" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("channels: [{name: a, kind: fax, url_from: A_URL}]", "fax"),
        ("channels: [{name: a, kind: slack, url_from: A_URL, tell: [weather]}]", "weather"),
        ("channels: [{name: a, kind: slack, url_from: A_URL, tell: []}]", "at least 1"),
        ("channels: [{name: a, kind: slack, url_from: A_URL, quiet: {hours: '25:00-07:00'}}]", "hour must be in"),
        ("channels: [{name: a, kind: slack, url_from: A_URL, quiet: {hours: '07:00-07:00'}}]", "two different times"),
        ("channels: [{name: a, kind: slack, url_from: A_URL, quiet: {hours: night}}]", "expected two times"),
        (
            "channels: [{name: a, kind: slack, url_from: A_URL, quiet: {hours: '22:00-07:00', time_zone: Mars/X}}]",
            "Mars/X",
        ),
        ("channels: [{name: a, kind: slack, url_from: A_URL}, {name: a, kind: slack, url_from: B_URL}]", "already"),
        ("chanels: []", "channels"),
        ("remind_hours: [0]", "greater than 0"),
    ],
)
def test_a_fault_is_named_with_its_row_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read(tmp_path, text)
    assert NOTICES_FILE in str(raised.value)
    assert "row 1" in str(raised.value)
    assert said in str(raised.value)


def test_hours_may_pass_midnight() -> None:
    first, last = hours_between("22:00-07:30")
    assert (first.hour, last.hour, last.minute) == (22, 7, 30)


def test_a_file_that_is_a_folder_is_an_error_of_input(tmp_path: Path) -> None:
    (tmp_path / NOTICES_FILE).mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_notices(tmp_path)


def test_editors_have_a_schema_that_knows_every_key() -> None:
    schema = json.loads(Path(notices.__file__).with_name("notices.schema.json").read_text(encoding="utf-8"))
    assert schema == json.loads(json.dumps(notices_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == set(Notices.model_fields)
