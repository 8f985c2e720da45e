import json
from pathlib import Path

import pytest

from azlift import checks
from azlift.checks import checks_schema, read_checks
from azlift.errors import InputError
from azlift.model import Checks


def write(folder: Path, text: str) -> None:
    (folder / "checks.yaml").write_text(text, encoding="utf-8")


def test_a_workspace_without_any_has_none(tmp_path: Path) -> None:
    assert read_checks(tmp_path).content == Checks()


def test_checks_are_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        "checks:\n"
        "  - {name: ssh, machines: [web*], tcp: {port: 22}}\n"
        "  - {name: page, groups: [shop], http: {url: 'https://shop.example.com/health'}, slower_at_most: 1.5}\n"
        "without_agent: [fw*]\n",
    )
    read = read_checks(tmp_path).content
    assert [check.kind for check in read.checks] == ["tcp", "http"]
    assert read.checks[1].slower_at_most == 1.5
    assert read.without_agent == ("fw*",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  - {name: a, tcp: {port: 99999}}\n", "row 2, key port"),
        ("  - {name: a, tpc: {port: 22}}\n", "Did you mean `tcp`?"),
        ("  - {name: a, tcp: {port: 22}}\n  - {name: A, tcp: {port: 23}}\n", "row 3, key name: 'A' is given twice"),
        ("  - {name: a, sql: {url: 'postgresql://u:p@db/x'}}\n", "the password stands in the open"),
        ("  - {name: a}\n", "expected one of tcp, http, dns, sql, script"),
    ],
)
def test_every_fault_is_told_by_row_and_key(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, "checks:\n" + text)
    with pytest.raises(InputError) as found:
        read_checks(tmp_path)
    assert told in str(found.value)


def test_a_file_that_cannot_be_read_is_an_error_of_input(tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_checks(tmp_path)


def test_the_schema_that_editors_use_is_the_models() -> None:
    file = Path(checks.__file__).with_name("checks.schema.json")
    assert json.loads(file.read_text(encoding="utf-8")) == checks_schema()
