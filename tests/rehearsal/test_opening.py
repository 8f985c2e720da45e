"""Opening a world: its kinds, its effects of time, its planned faults."""

import ast
import json
from pathlib import Path

import pytest
from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.landing_template import deployment, landing

from azlift.rehearsal import opening
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identity import Facts
from azlift.rehearsal.opening import EFFECTS, KINDS, load_faults
from azlift.rehearsal.operations import STYLES
from azlift.rehearsal.store import Store

SOURCE = Path(opening.__file__).parent
QUOTA = {"match": {"resource": "*"}, "kind": "quota", "times": 2}


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
    assert {kind.type for kind in KINDS.values()} > {
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/disks",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/networkSecurityGroups",
        "Microsoft.Network/networkInterfaces",
    }
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


def test_a_fault_plan_is_taken_once_and_again_when_it_changed(tmp_path: Path, facts: Facts) -> None:
    desk = open_desk(Store(tmp_path / "state"), facts, HandClock())
    plan = tmp_path / "faults.json"
    plan.write_text(json.dumps([QUOTA]))
    load_faults(desk.world, plan)
    desk.world.faults.faults[0].left = 1
    load_faults(desk.world, plan)
    assert [each.left for each in desk.world.faults.faults] == [1]
    plan.write_text(json.dumps([QUOTA, QUOTA]))
    load_faults(desk.world, plan)
    assert [each.left for each in desk.world.faults.faults] == [2, 2]
    desk.world.store.close()


def test_a_fault_plan_that_says_nothing_sensible_changes_nothing(tmp_path: Path, desk: Desk) -> None:
    plan = tmp_path / "faults.json"
    plan.write_text(json.dumps([QUOTA, {"kind": "meteor"}]))
    with pytest.raises(AzureError, match="A fault is an object"):
        load_faults(desk.world, plan)
    assert desk.world.faults.faults == []
