"""Scenarios as they are read: what a rule matches, when it is open, and what is wrong with a file."""

from pathlib import Path

import pytest

from azlift.rehearsal.faults import Moment, Occurrence, ScenarioError, read_scenario, scenario_of
from azlift.rehearsal.faults.scenario import Match, Rule, instant_of

VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web01"
START = Occurrence("POST", VM, "Microsoft.Compute/virtualMachines/start/action", "me")


def rule(**members: object) -> Rule:
    return scenario_of({"faults": [{"kind": "stuck", **members}]}).rules[0]


@pytest.mark.parametrize(
    ("match", "covers"),
    [
        ({"resource": "*/virtualmachines/VM-WEB*"}, True),
        ({"resource": ["*/disks/*", "*/vm-web0?"]}, True),
        ({"resource": "*/vm-web"}, False),
        ({"operation": "post"}, True),
        ({"operation": "Microsoft.Compute/virtualMachines/start/action"}, True),
        ({"operation": "*/start/action"}, True),
        ({"operation": ["PUT", "DELETE"]}, False),
        ({"principal": "me"}, True),
        ({"principal": "you", "operation": "POST"}, False),
    ],
)
def test_a_match_is_patterns_over_resource_operation_and_principal(match: dict[str, object], covers: bool) -> None:
    found = rule(match=match).match
    assert found is not None
    assert found.covers(START) is covers


def test_without_a_match_a_rule_strikes_at_anything_once() -> None:
    found = rule()
    assert (found.match, found.skip, found.times, found.rate, found.name) == (Match(), 0, 1, None, "stuck 1")
    assert rule(rate=0.1).times is None
    assert rule(rate=0.1, times=3).times == 3
    assert rule(times="always").times is None


def test_a_rule_is_open_from_its_first_instant_to_just_before_its_last() -> None:
    found = rule(after="PT10S", before="PT20S")
    assert [found.is_open(1000.0 + each, 1000.0) for each in (9.9, 10.0, 19.9, 20.0)] == [False, True, True, False]
    assert rule(after="2026-09-21T14:13:20Z").is_open(1_790_000_000.0, 0.0)
    assert not rule(after="2026-09-21T14:13:21Z").is_open(1_790_000_000.0, 0.0)


def test_instants_are_durations_since_the_start_or_utc_times() -> None:
    assert [instant_of(each, 100.0) for each in ("PT1H30M", "P2DT1S", "PT0.5S")] == [5500.0, 172_901.0, 100.5]
    assert instant_of("1970-01-01T00:01:00Z", 100.0) == 60.0


def test_every_kind_has_its_moment_and_a_cut_one_of_two() -> None:
    given = [
        {"kind": "cut", "taken": False},
        {"kind": "cut", "taken": True},
        {"kind": "slow", "seconds": 1},
        {"kind": "fail", "code": "X"},
        {"kind": "quota", "location": "x", "quota": "cores", "limit": 1, "after": "PT1S"},
    ]
    rules = scenario_of({"faults": given}).rules
    assert [each.moment for each in rules] == [
        Moment.REQUEST,
        Moment.ANSWER,
        Moment.ANSWER,
        Moment.OPERATION,
        Moment.WORLD,
    ]
    assert rules[-1].match is None  # it waits for its instant, not for a request


def refused(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return str(caught.value)


def test_a_file_is_refused_with_its_name_the_line_the_place_what_was_found_and_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text("seed: 7\nfaults:\n  - kind: statsu\n    status: 503\n  - kind: cut\n")
    first, second = refused(path).splitlines()
    assert first.startswith(f'{path}:3: faults[0].kind: found "statsu", expected one of status, cut,')
    assert first.endswith("; did you mean 'status'?")
    assert second == f"{path}:5: faults[1].taken: found nothing, expected true or false"


def test_what_the_schema_cannot_say_is_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "faults:\n- {kind: stuck, name: a}\n- {kind: stuck, name: a}\n- {kind: stuck, before: '2026-13-01T00:00:00Z'}\n"
    )
    first, second = refused(path).splitlines()
    assert first == f'{path}:3: faults[1].name: found "a", expected a name no other rule has'
    assert second.startswith(f'{path}:4: faults[2].before: found "2026-13-01T00:00:00Z", expected an instant: month')


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"faults: [", ":1: the document: found what is no YAML"),
        (b"\xff\xfe", "found bytes that are no UTF-8, expected a text file in UTF-8"),
        (b"", "the document: found nothing, expected a mapping"),
    ],
)
def test_a_file_that_is_no_scenario_at_all_is_refused_without_a_traceback(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(content)
    assert expected in refused(path)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert "No such file or directory, expected a file that can be read" in refused(tmp_path / "none.yaml")
    assert "Is a directory" in refused(tmp_path)
