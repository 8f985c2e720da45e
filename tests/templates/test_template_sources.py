"""The rules of templates/README.md, held against the files as they are written."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import jinja2
import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
SOURCES = sorted(TEMPLATES.rglob("*.j2"))


def outputs(source: str) -> Iterator[list[tuple[str, str]]]:
    """The tokens of each `{{ … }}`, white space left out."""
    output: list[tuple[str, str]] = []
    for _, kind, text in jinja2.Environment(autoescape=True).lex(source):
        if kind == "variable_begin":
            output = []
        elif kind == "variable_end":
            yield list(output)
        elif kind != "whitespace":
            output.append((kind, text))


def test_the_folder_holds_the_three_templates_and_their_readme_and_no_code() -> None:
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()}
    assert names == {"README.md", "isolated_zone.json.j2", "landing_zone.json.j2", "move_group.json.j2"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_output_ends_in_tojson(path: Path) -> None:
    found = list(outputs(path.read_text(encoding="utf-8")))
    assert found
    assert [output for output in found if output[-2:] != [("operator", "|"), ("name", "tojson")]] == []


@pytest.mark.parametrize("text", ["{{ x }}", '{{ x | tojson ~ "y" }}', "{{ x | tojson | upper }}", "{{ tojson }}"])
def test_the_check_of_outputs_finds_one_that_does_not(text: str) -> None:
    assert [output[-2:] != [("operator", "|"), ("name", "tojson")] for output in outputs(text)] == [True]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_expression_that_is_written_out_is_about_parameters_only(path: Path) -> None:
    """What asks Azure at run time, or spells a value, has no place in a shape."""
    expressions = re.findall(r'"\[(.*?)\]"', path.read_text(encoding="utf-8"))
    assert expressions
    for expression in expressions:
        called = set(re.findall(r"(\w+)\(", expression))
        assert called <= {"parameters", "subscriptionResourceId"}, expression


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_api_versions_are_dates_set_at_the_top(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    versions = [number for number, line in enumerate(lines) if re.search(r"\d{4}-\d{2}-\d{2}\"", line)]
    assert versions == list(range(1, len(versions) + 1))
    assert all(re.fullmatch(r'\{% set \w+_api = "20\d\d-\d\d-\d\d" %\}', lines[number]) for number in versions)
    assert all(later - sooner == 1 for sooner, later in pairwise(versions))


def test_the_readme_names_every_template_and_every_parameter() -> None:
    readme = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    assert all(path.name in readme for path in SOURCES)
    for path in SOURCES:
        declared = re.findall(r'^    "(\w+)": \{$', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert declared
        assert [name for name in declared if f"`{name}`" not in readme and f"`{name}." not in readme] == [], path
