"""`estate.yaml`, read: every fault told by its row and key, and nothing taken for what it is not."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from build_estate_schema import SCHEMA, schema_text
from hypothesis import given, settings
from hypothesis import strategies as st

from azlift.errors import InputError
from azlift.estate.estate_file import EstateFile, read_estate_file
from azlift.model import Licence, Route

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample" / "estate.yaml"
FULL = b"""\
applications:
  - name: Billing
    machines: [bill-*]
    owner: Revenue Systems
    environment: prod
    criticality: high
    freeze_windows: [2026-12-15/2027-01-05, 2026-11-11]
    maintenance_windows: [Sat 22:00-Sun 06:00, daily 01:00-05:00]
machines:
  - machines: [0123, no, "web[1]"]
    application: Billing
    route: retain
    reason: a licence dongle
    wave: 3
    latency_ms: 2.5
    licences: [windows_server, sql_enterprise]
    tags: {cost centre: 4711}
exclude:
  - machines: [vdi-*]
    reason: replaced
licences_held:
  windows_server_cores: 640
"""


def refusal_of(text: str) -> InputError:
    with pytest.raises(InputError) as refused:
        read_estate_file("estate.yaml", text.encode())
    return refused.value


def test_everything_that_can_be_said_is_read_as_what_it_is() -> None:
    edits = read_estate_file("inventory/estate.yaml", FULL)
    (billing,), (facts,) = edits.content.applications, edits.content.machines
    assert (billing.name, billing.machines, billing.owner) == ("Billing", ("bill-*",), "Revenue Systems")
    assert facts.machines == ("0123", "no", "web[1]")
    assert (facts.route, facts.wave, facts.latency_ms) == (Route.RETAIN, 3, 2.5)
    assert facts.licences == (Licence.WINDOWS_SERVER, Licence.SQL_ENTERPRISE)
    assert facts.tags == {"cost centre": "4711"}
    assert edits.content.licences_held.windows_server_cores == 640
    assert edits.content.licences_held.sql_standard_cores is None
    place = edits.place("machines", 0, "route")
    assert (place.file, place.row, place.column) == ("estate.yaml", 12, "route")


@pytest.mark.parametrize("text", ["", "# nothing\n", "machines:\n", "applications:\nexclude: ~\n"])
def test_a_file_that_says_nothing_is_no_edit(text: str) -> None:
    assert read_estate_file("estate.yaml", text.encode()).content == EstateFile()


@pytest.mark.parametrize(
    ("text", "row", "key", "hint"),
    [
        ("machnes: []\n", 1, "machnes", "Did you mean `machines`?"),
        ("machines:\n  - machines: [a]\n    onwer: x\n", 3, "onwer", "Did you mean `owner`?"),
        ("licences_held:\n  windows_cores: 1\n", 2, "windows_cores", "Did you mean `windows_server_cores`?"),
        ("exclude:\n  - machines: [a]\n", 2, "reason", "needed"),
        ("machines:\n  - machines: [a]\n    route: lift\n    reason: x\n", 3, "route", "'rehost'"),
        ("machines:\n  - machines: [a]\n    route: retire\n", 2, "machines", "go together"),
        ("machines:\n  - machines: []\n    wave: 1\n", 2, "machines", "at least 1"),
        ("machines:\n  - machines: [a]\n    wave: soon\n", 3, "wave", "integer"),
        ("machines:\n  - machines: [a]\n    wave: 1\n    wave: 2\n", 4, "wave", "already in row 3"),
        ("machines:\n  - machines: [a]\n    freeze_windows: [2026-02-30]\n", 3, "freeze_windows", "day"),
        ("machines:\n  - machines: [a]\n    freeze_windows: [2026-02-02/2026-02-01]\n", 3, "freeze_windows", "before"),
        (
            "machines:\n  - machines: [a]\n    maintenance_windows: [Sat 25:00-26:00]\n",
            3,
            "maintenance_windows",
            "match",
        ),
        ("machines:\n  - machines: ['*********']\n", 2, "machines", "at most 8"),
        ("machines: everything\n", 1, "machines", "tuple"),
        ("- a\n", 1, "", "dictionary"),
        ("? [a]\n: b\n", 1, "", "plain word"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_row_and_key(text: str, row: int, key: str, hint: str) -> None:
    refused = refusal_of(text)
    assert (refused.row, refused.column) == (row, key)
    assert hint in str(refused)


def test_all_faults_are_told_at_once_in_the_order_of_the_rows() -> None:
    refused = refusal_of("applications:\n  - nam: a\nmachines:\n  - machines: [a]\n    wave: x\nfoo: 1\n")
    assert re.findall(r"row (\d+), key (\w+)", str(refused)) == [
        ("2", "nam"),
        ("2", "name"),
        ("5", "wave"),
        ("6", "foo"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("machines: [*a]\n", "alias"),
        ("a: &x [1]\nb: *x\n", "alias"),
        ("machines: [a\n", "YAML"),
        ("a: 1\n---\nb: 2\n", "YAML"),
        ("[" * 3000, "YAML"),
        ("# " + "x" * 2**21, "larger than 2 MiB"),
    ],
)
def test_text_that_is_no_such_file_is_refused_in_a_line(text: str, what: str) -> None:
    assert what in str(refusal_of(text)).splitlines()[0]


def test_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(InputError, match="YAML"):
        read_estate_file("estate.yaml", "machines: [ü]".encode("latin-1"))


KEYS = st.sampled_from(["applications", "machines", "exclude", "name", "route", "wave", "tags", "reason", "x"])
TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.text(max_size=5) | st.integers() | st.sampled_from(["retire", "3", "*a*", "[", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(TREES)
def test_any_tree_is_read_or_refused_and_never_a_traceback(tree: Any) -> None:
    text = yaml.safe_dump(tree)
    try:
        read_estate_file("estate.yaml", text.encode())
    except InputError as error:
        refused = error
    else:
        return
    assert refused.advice


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read_estate_file("estate.yaml", content)
    except InputError as error:
        refused = error
    else:
        return
    assert refused.file == "estate.yaml"


# -- the schema and the sample ------------------------------------------------------------------------------------


def test_the_schema_that_editors_use_is_the_models() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run python tests/estate/build_estate_schema.py"


def test_the_schema_agrees_with_the_reader_about_good_and_bad_files() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    good = EstateFile.model_validate(read_estate_file("e", FULL).content).model_dump(mode="json", exclude_unset=True)
    assert not list(validator.iter_errors(good))
    assert list(validator.iter_errors({"machnes": []}))
    assert list(validator.iter_errors({"exclude": [{"machines": ["a"]}]}))
    assert list(validator.iter_errors({"machines": [{"machines": ["a"], "route": "lift"}]}))


def test_the_sample_is_not_in_force() -> None:
    assert read_estate_file(SAMPLE.name, SAMPLE.read_bytes()).content == EstateFile()


def test_the_sample_names_every_section() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert all(f"\n#{section}:\n" in text for section in EstateFile.model_fields)
