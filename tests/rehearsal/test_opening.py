"""Opening a world: its kinds, its effects of time, its planned faults."""

import ast
import json
from pathlib import Path

import pytest
from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.landing_template import deployment, landing

from azlift.rehearsal import opening
from azlift.rehearsal.faults import ScenarioError
from azlift.rehearsal.identity import Facts
from azlift.rehearsal.opening import EFFECTS, KINDS, load_scenario
from azlift.rehearsal.operations import STYLES
from azlift.rehearsal.store import Store

SOURCE = Path(opening.__file__).parent
STUCK = {"kind": "stuck", "times": 2}


def test_every_event_anybody_schedules_has_an_effect() -> None:
    """Without one the world would stop at the event for ever."""
    scheduled = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            if isinstance(node, ast.Call) and name in ("schedule", "start_operation", "_operate"):
                scheduled |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    assert {"resource_due", "deployment_step", "group_delete_due"} <= scheduled
    assert scheduled - {*STYLES, ""} <= EFFECTS.keys()


def test_kinds_are_found_by_their_type_in_lower_case() -> None:
    assert "microsoft.compute/virtualmachines" in KINDS
    assert all(key == kind.type.lower() for key, kind in KINDS.items())


def test_a_world_is_opened_as_it_was_left(tmp_path: Path, facts: Facts) -> None:
    desk = open_desk(Store(tmp_path), facts, HandClock())
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        desk.world.keep_registration(namespace, "Registered")
    desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    desk.deploy(deployment(landing()))
    desk.world.store.close()
    again = open_desk(Store(tmp_path), facts, HandClock(desk.clock.instant))
    for kept in ("groups", "resources", "operations", "deployments"):
        before, after = getattr(desk.world, kept), getattr(again.world, kept)
        assert {key: each.document() for key, each in after.items()} == {
            key: each.document() for key, each in before.items()
        }
    again.world.store.close()


def fired(desk: Desk) -> list[int]:
    return [each["fired"] for each in desk.world.faults.shown()["faults"]]


def test_a_scenario_is_taken_once_and_again_when_it_changed(tmp_path: Path, facts: Facts) -> None:
    desk = open_desk(Store(tmp_path / "state"), facts, HandClock())
    plan = tmp_path / "faults.yaml"
    plan.write_text(json.dumps({"faults": [STUCK]}))
    load_scenario(desk.world, plan)
    desk.world.faults.strike_timed(0)
    load_scenario(desk.world, plan)
    assert fired(desk) == [1]
    plan.write_text(json.dumps({"faults": [STUCK, STUCK]}))
    load_scenario(desk.world, plan)
    assert fired(desk) == [0, 0]
    desk.world.store.close()


def test_a_scenario_that_says_nothing_sensible_changes_nothing(tmp_path: Path, desk: Desk) -> None:
    plan = tmp_path / "faults.yaml"
    plan.write_text(json.dumps({"faults": [STUCK, {"kind": "meteor"}]}))
    with pytest.raises(ScenarioError, match=r"faults.yaml:1: faults\[1\].kind: found \"meteor\""):
        load_scenario(desk.world, plan)
    assert fired(desk) == []
