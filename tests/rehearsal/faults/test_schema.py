"""The checker says what a JSON Schema says, and says it so that a person can act."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as some

from azlift.rehearsal.faults.scenario import KINDS, SCHEMA_FILE
from azlift.rehearsal.faults.schema import Checker

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
CHECKER = Checker(SCHEMA)
JUDGE = jsonschema.Draft202012Validator(SCHEMA)
GOOD: list[Any] = [
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429, "retryAfter": 0.5, "code": "TooManyRequests", "message": "later"},
    {"kind": "cut", "taken": True, "match": {"resource": ["*/a", "*/b"], "operation": "PUT", "principal": "x"}},
    {"kind": "slow", "seconds": 2, "skip": 1, "times": "always", "rate": 0.5},
    {"kind": "retryAfter", "value": "absent", "after": "PT5M", "before": "2026-11-23T18:00:00Z"},
    {"kind": "retryAfter", "value": 600},
    {"kind": "token", "name": "gone"},
    {"kind": "fail", "code": "AllocationFailed"},
    {"kind": "stuck"},
    {"kind": "quota", "location": "westeurope", "quota": "cores", "limit": 0, "after": "P1D"},
    {"kind": "capacity", "location": "westeurope", "zone": "1", "match": {"operation": "PUT"}},
    {"kind": "edit", "tags": {"owner": "someone", "wave": None}, "match": {"resource": "*"}},
    {"kind": "edit", "delete": True, "after": "PT1S", "target": "*/disks/*"},
]
BAD: list[tuple[Any, str]] = [
    ({"kind": "meteor"}, 'faults[0].kind: found "meteor", expected one of status,'),
    ({"kind": "Status", "status": 500}, "; did you mean 'status'?"),
    ({"kind": ["status"]}, 'faults[0].kind: found ["status"]'),
    ({}, "faults[0].kind: found nothing, expected one of"),
    (7, "faults[0]: found 7, expected a mapping with a 'kind'"),
    ({"kind": "status"}, "faults[0].status: found nothing, expected a whole number from 400 to 599"),
    ({"kind": "status", "status": "soon"}, 'faults[0].status: found "soon", expected a whole number from 400 to 599'),
    ({"kind": "status", "status": 399}, "found 399"),
    ({"kind": "status", "status": 600}, "found 600"),
    ({"kind": "status", "status": True}, "found true, expected a whole number"),
    ({"kind": "status", "status": 500, "retryAfter": -1}, "expected a number from 0 to 86400"),
    ({"kind": "status", "status": 500, "code": "no spaces"}, "expected an error code of Azure's"),
    ({"kind": "cut", "taken": "yes"}, 'found "yes", expected true or false'),
    ({"kind": "slow", "seconds": float("nan")}, "found NaN"),
    ({"kind": "stuck", "times": 0}, "found 0, expected a whole number of at least 1 or 'always'"),
    ({"kind": "stuck", "times": "Always"}, "; did you mean 'always'?"),
    ({"kind": "stuck", "rate": 0}, "found 0, expected a number above 0 up to 1"),
    ({"kind": "stuck", "rate": 1.5}, "found 1.5"),
    ({"kind": "stuck", "after": "tomorrow"}, "ISO 8601 duration"),
    ({"kind": "stuck", "after": "P"}, "ISO 8601 duration"),
    ({"kind": "stuck", "mach": {}}, "faults[0].mach: found a member nobody knows"),
    ({"kind": "stuck", "mach": {}}, "; did you mean 'match'?"),
    ({"kind": "stuck", "match": {}}, "faults[0].match: found an empty mapping"),
    ({"kind": "stuck", "match": {"resource": []}}, "found an empty list"),
    ({"kind": "stuck", "match": {"resource": [7]}}, "faults[0].match.resource[0]: found 7, expected text"),
    ({"kind": "stuck", "match": {"who": "x"}}, "expected one of resource, operation, principal"),
    ({"kind": "stuck", "name": ""}, 'faults[0].name: found "", expected text'),
    (
        {"kind": "quota", "location": "x", "quota": "cores", "limit": 1},
        "found none of them, expected 'match' or 'after'",
    ),
    ({"kind": "edit", "match": {"resource": "*"}}, "expected exactly one of 'tags' or 'properties' or 'delete'"),
    ({"kind": "edit", "match": {"resource": "*"}, "tags": {"a": "b"}, "delete": True}, "found 2 of them"),
    ({"kind": "edit", "delete": False, "match": {"resource": "*"}}, "faults[0].delete: found false, expected true"),
    ({"kind": "edit", "delete": 1, "match": {"resource": "*"}}, "found 1, expected true"),
    (
        {"kind": "edit", "tags": {"a": 7}, "match": {"resource": "*"}},
        "faults[0].tags.a: found 7, expected text or null",
    ),
    ({"kind": "edit", "tags": {"a": "b"}, "after": "PT1S"}, "'match' or 'after' with 'target'"),
]


def told(value: Any) -> str:
    return "\n".join(map(str, CHECKER.problems(value)))


def test_the_schema_is_a_schema_and_knows_every_kind() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    kinds = {
        each["properties"]["kind"]["const"] for each in SCHEMA["$defs"].values() if "kind" in each.get("properties", {})
    }
    assert kinds == KINDS
    assert {each["kind"] for each in GOOD} == KINDS


@pytest.mark.parametrize("fault", GOOD, ids=lambda fault: json.dumps(fault)[:60])
def test_good_faults_are_good_to_both(fault: Any) -> None:
    assert told({"faults": [fault]}) == ""
    assert JUDGE.is_valid({"faults": [fault]})


@pytest.mark.parametrize(("fault", "expected"), BAD)
def test_bad_faults_are_bad_to_both_and_said_so_that_one_can_act(fault: Any, expected: str) -> None:
    assert expected in told({"faults": [fault]})
    if "NaN" not in expected:  # which is no JSON
        assert not JUDGE.is_valid({"faults": [fault]})


def test_a_pattern_ends_where_the_text_ends_and_not_before_a_newline() -> None:
    """JSON Schema's $ is the very end; Python's is not."""
    assert "did you mean 'always'?" in told({"faults": [{"kind": "stuck", "times": "always\n"}]})
    assert "ISO 8601" in told({"faults": [{"kind": "stuck", "after": "PT5S\n"}]})


def test_keys_that_are_no_text_are_refused_like_any_other() -> None:
    assert "a member nobody knows" in told({"faults": [{"kind": "stuck", b"x": {b"y": 1}}]})
    assert "found {}" in told({"faults": {b"y": 1}})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "the document: found nothing, expected a mapping"),
        ([], "the document: found [], expected a mapping"),
        ({}, "faults: found nothing, expected a list"),
        ({"faults": {}}, "faults: found {}, expected a list"),
        ({"faults": [], "fualts": []}, "fualts: found a member nobody knows"),
        ({"faults": [], "seed": -1}, "seed: found -1, expected a whole number of at least 0"),
        ({"faults": [], 3: 4}, "3: found a member nobody knows"),
    ],
)
def test_the_document_itself_is_checked(value: Any, expected: str) -> None:
    assert expected in told(value)


VALUES = some.one_of(
    some.sampled_from(["status", "cut", "always", "absent", "PT5M", "*", "", "AllocationFailed", "westeurope"]),
    some.integers(-2, 700),
    some.booleans(),
    some.none(),
    some.floats(0.1, 0.9),  # no 1.0: a whole number to JSON Schema, not to us
    some.lists(some.sampled_from(["*", "PUT", ""]), max_size=2),
    some.dictionaries(some.sampled_from(["resource", "operation", "owner"]), some.sampled_from(["*", "x"]), max_size=2),
)
NAMES = sorted({name for each in SCHEMA["$defs"].values() for name in each.get("properties", {})} | {"often"})


@given(some.sampled_from(GOOD), some.dictionaries(some.sampled_from(NAMES), VALUES, max_size=3))
def test_both_judge_alike_whatever_is_changed(good: Any, changes: dict[str, Any]) -> None:
    value = {"faults": [{**good, **changes}]}
    assert (told(value) == "") == JUDGE.is_valid(value), (value, told(value))
