"""The plan's YAML file: which group is in which wave, when, and the limits. Its nodes are read; no object is made of
them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from azlift.errors import PlanError
from azlift.model import Estate, GroupId, Limits, WavePlan
from azlift.waves.plan_files import STAY, names_of
from azlift.waves.proposal import A_WAVE, A_WINDOW, WAVE_NUMBER, Fault, Proposal, is_window, quoted, refuse

SMALLEST = {"pilot_machines": 0}
"""The least a limit may be, where that is not 1: no pilot is a choice."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where PyYAML has it, is ten times as fast."""
DEEPEST = 20
"""Lists and mappings in each other: a plan has four, and the loader in C follows them until the stack ends."""


@dataclass
class Reading:
    """What was read so far: `waves` says where each group was put (0: it stays), and `faults` what cannot be used."""

    plan: WavePlan
    estate: Estate
    waves: dict[GroupId, int] = field(default_factory=dict)
    rows: dict[GroupId, int] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    windows: dict[int, yaml.Node] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: yaml.Node, column: str, expected: str) -> None:
        self.faults.append(Fault(row_of(node), column, _shown(node), expected))


def read_yaml_edits(path: Path, content: bytes, plan: WavePlan, estate: Estate) -> Proposal:
    """What the file asks for; a PlanError names every line that cannot be used and every group that is missing."""
    reading = Reading(plan, estate)
    sections = {
        "limits": _read_limits,
        "windows": _read_windows,
        "waves": _read_waves,
        STAY: _read_stay,
        "staying": _read_staying,
    }
    for key, value in _entries(reading, _root(path, content), "file"):
        if key.value in sections:
            sections[key.value](reading, value)
        else:
            reading.fault(key, "file", f"one of {', '.join(sections)}")
    _check_windows(reading)
    faults = [*reading.faults, *_missing(reading)]
    if faults:
        raise refuse(path, faults)
    numbers = {group: number for group, number in reading.waves.items() if number}
    return Proposal(
        members={group: list(plan.by_group[group].workloads) for group in numbers},
        numbers=numbers,
        limits=Limits.model_validate(plan.limits.model_dump() | reading.limits),
        windows={number: str(node.value) for number, node in reading.windows.items()},
    )


def row_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


# -- sections -----------------------------------------------------------------------------------------------------


def _read_limits(reading: Reading, node: yaml.Node) -> None:
    for key, value in _entries(reading, node, "limits"):
        if key.value not in Limits.model_fields:
            reading.fault(key, "limits", f"one of {', '.join(Limits.model_fields)}")
        elif not _is_number(value, least := SMALLEST.get(key.value, 1)):
            reading.fault(value, f"limits.{key.value}", f"a whole number from {least} on")
        else:
            reading.limits[key.value] = int(value.value)


def _read_windows(reading: Reading, node: yaml.Node) -> None:
    for wave, window in _entries(reading, node, "windows"):
        if not WAVE_NUMBER.fullmatch(str(wave.value)):
            reading.fault(wave, "windows", A_WAVE)
        elif _is_nothing(window):
            continue
        elif isinstance(window, yaml.ScalarNode) and is_window(window.value):
            reading.windows[_number(wave)] = window
        else:
            reading.fault(window, f"windows.{wave.value}", A_WINDOW)


def _check_windows(reading: Reading) -> None:
    """A window for no wave may be a slip of the number: it is not passed over."""
    held = set(reading.waves.values())
    for number, window in reading.windows.items():
        if number not in held:
            reading.fault(window, f"windows.{number}", f"a wave {number} with groups, or no window for it")


def _read_waves(reading: Reading, node: yaml.Node) -> None:
    for wave, groups in _entries(reading, node, "waves"):
        if not WAVE_NUMBER.fullmatch(str(wave.value)):
            reading.fault(wave, "waves", A_WAVE)
        _read_groups(reading, groups, f"waves.{wave.value}", _number(wave))


def _read_stay(reading: Reading, node: yaml.Node) -> None:
    _read_groups(reading, node, STAY, 0)


def _read_staying(reading: Reading, node: yaml.Node) -> None:
    _check_names(reading, node, "staying", names_of(reading.plan.staying, reading.estate))


def _read_groups(reading: Reading, node: yaml.Node, column: str, number: int) -> None:
    for key, names in _entries(reading, node, column):
        group = reading.plan.by_group.get(str(key.value))
        if group is None:
            reading.fault(key, column, "the id of a group in this plan")
        elif group.id in reading.waves:
            reading.fault(key, column, f"each group once: it is in row {reading.rows[group.id]}")
        else:
            reading.waves[group.id], reading.rows[group.id] = number, row_of(key)
            _check_names(reading, names, f"{column}.{group.id}", names_of(group.workloads, reading.estate))


def _check_names(reading: Reading, node: yaml.Node, column: str, names: list[str]) -> None:
    """Names are for reading and may be taken out as a whole; a change of them would otherwise be lost silently."""
    found = [item.value for item in node.value] if isinstance(node, yaml.SequenceNode) else None
    if found != names and not _is_nothing(node):
        reading.fault(node, column, f"the {len(names)} names as written; regroup machines in the CSV file")


def _missing(reading: Reading) -> Iterator[Fault]:
    for group in reading.plan.groups:
        if group.id not in reading.waves:
            yield Fault(None, "waves", "no entry", f"an entry for {group.id}; under {STAY} it is kept behind")


# -- nodes --------------------------------------------------------------------------------------------------------


def _root(path: Path, content: bytes) -> yaml.Node:
    try:
        _check_events(path, content)
        root = yaml.compose(content, Loader=LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise PlanError(
            f"not a YAML file: {error}",
            file=path.name,
            row=mark.line + 1 if mark else None,
            advice="Correct the YAML at this place.",
        ) from error
    if root is None:
        raise PlanError("the file is empty", file=path.name, advice="Write the plan's file afresh and edit that.")
    return root


def _check_events(path: Path, content: bytes) -> None:
    """What a plan has no use for is refused before a tree is made of it: depth without end, and aliases, of which each
    can stand for millions of nodes."""
    depth = 0
    for event in yaml.parse(content, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            found = "an alias (*)" if isinstance(event, yaml.AliasEvent) else f"more than {DEEPEST} levels"
            raise PlanError(
                f"not a plan: found {found}",
                file=path.name,
                row=event.start_mark.line + 1 if event.start_mark else None,
                advice="Write out what is meant there.",
            )


def _entries(reading: Reading, node: yaml.Node, column: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """A mapping's entries, each key once; nothing for an empty value, a fault for anything else."""
    if not isinstance(node, yaml.MappingNode):
        if not _is_nothing(node):
            reading.fault(node, column, "entries of the form key: value")
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            reading.fault(key, column, "a plain word or number as key")
        elif key.value in seen:
            reading.fault(key, column, f"each key once: it is in row {seen[key.value]}")
        else:
            seen[key.value] = row_of(key)
            yield key, value


def _is_nothing(node: yaml.Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")


def _is_number(node: yaml.Node, least: int) -> bool:
    digits = str(node.value)
    return bool(re.fullmatch("[0-9]{1,9}", digits)) and int(digits) >= least


def _number(node: yaml.Node) -> int:
    return int(node.value) if WAVE_NUMBER.fullmatch(str(node.value)) else 0


def _shown(node: yaml.Node) -> str:
    return quoted(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"
