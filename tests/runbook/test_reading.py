import json
from pathlib import Path

import pytest

from azlift import runbook
from azlift.errors import InputError
from azlift.model import Runbook
from azlift.runbook import read_runbook, runbook_schema

HOOK = "  - {step: drain, before: stop-source, command: {run: [./drain]}, nothing_to_undo: it only reads}\n"


def write(folder: Path, text: str) -> None:
    (folder / "runbook.yaml").write_text(text, encoding="utf-8")


def test_a_workspace_without_one_has_the_standard_steps_alone(tmp_path: Path) -> None:
    assert read_runbook(tmp_path).content == Runbook()


def test_a_runbook_is_read_with_the_rows_of_its_parts(tmp_path: Path) -> None:
    write(tmp_path, "steps:\n" + HOOK)
    said = read_runbook(tmp_path)
    (entry,) = said.content.steps
    assert entry.command
    assert entry.command.run == ("./drain",)
    assert said.place("steps", 0, "step").row == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  - {step: stop-sources, manual: x}\n", "row 2, key step: there is no standard step 'stop-sources'; Did you"),
        ("  - {step: drain, manual: x, nothing_to_undo: y}\n", "say before or after which step it comes"),
        ("  - {step: switch, before: start, manual: x, nothing_to_undo: y}\n", "is a standard step and has its place"),
        (
            "  - {step: drain, before: swich, manual: x, nothing_to_undo: y}\n",
            "key before: there is no step 'swich'. Did",
        ),
        ("  - {step: decide, skip: x}\n", "people decide go or no-go"),
        ("  - {step: accept, skip: x}\n", "a word of azlift's own"),
        ("  - {step: switch, comand: {run: [x]}}\n", "unknown key. Did you mean `command`?"),
        ("  - {step: switch, command: {run: []}}\n", "row 2, key run"),
        ("  - {step: switch, http: {url: 'https://u:p@x/'}}\n", "row 2, key url"),
        (
            "  - {step: a, before: b, skip: x}\n  - {step: b, after: a, skip: x}\n",
            "a is placed by a step that is placed by it",
        ),
        ("  - &x {step: switch, skip: a}\n  - *x\n", "an alias is not read"),
    ],
)
def test_every_fault_is_told_by_row_and_key(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, "steps:\n" + text)
    with pytest.raises(InputError) as found:
        read_runbook(tmp_path)
    assert told in str(found.value)
    assert found.value.exit_code == 3


def test_a_runbook_that_is_a_folder_is_an_error_of_input(tmp_path: Path) -> None:
    (tmp_path / "runbook.yaml").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_runbook(tmp_path)


def test_the_schema_that_editors_use_is_the_models() -> None:
    file = Path(runbook.__file__).with_name("runbook.schema.json")
    assert json.loads(file.read_text(encoding="utf-8")) == runbook_schema()
