"""Which scopes lie around a scope."""

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.lineage import ByScope, lineage, within

MANAGEMENT = "/providers/microsoft.management/managementgroups/"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("", ()),
        ("/subscriptions/s", ("/subscriptions/s",)),
        (f"{MANAGEMENT}m", (f"{MANAGEMENT}m",)),
        (
            "/subscriptions/s/resourcegroups/g/providers/a.b/c/d/e/f/providers/x.y/z/1",
            (
                "/subscriptions/s/resourcegroups/g/providers/a.b/c/d/e/f/providers/x.y/z/1",
                "/subscriptions/s/resourcegroups/g/providers/a.b/c/d/e/f",
                "/subscriptions/s/resourcegroups/g/providers/a.b/c/d",
                "/subscriptions/s/resourcegroups/g",
                "/subscriptions/s",
            ),
        ),
        (
            f"{MANAGEMENT}m/providers/x.y/z/1",
            (f"{MANAGEMENT}m/providers/x.y/z/1", f"{MANAGEMENT}m"),
        ),
        ("/providers/x.y/z/1", ("/providers/x.y/z/1",)),
    ],
)
def test_a_scope_lies_in_its_parents_its_group_and_its_subscription(key: str, expected: tuple[str, ...]) -> None:
    assert within(key) == expected


def test_above_a_subscription_are_its_management_groups_the_root_and_the_tenant(desk: Desk) -> None:
    subscription = desk.subscription
    root = MANAGEMENT + desk.world.account.tenant_id
    assert lineage(desk.world, subscription) == (subscription, root, "")
    groups = "/providers/Microsoft.Management/managementGroups"
    desk.ask("PUT", f"{groups}/outer", {})
    inner = {"properties": {"details": {"parent": {"id": f"{groups}/outer"}}}}
    desk.ask("PUT", f"{groups}/inner", inner)
    desk.ask("PUT", f"{groups}/inner{subscription}")
    assert lineage(desk.world, subscription) == (subscription, f"{MANAGEMENT}inner", f"{MANAGEMENT}outer", root, "")
    assert lineage(desk.world, f"{MANAGEMENT}not-yet")[1:] == (root, "")
    assert lineage(desk.world, "") == ("",)


def test_what_stands_by_scope_is_read_anew_after_a_change(desk: Desk) -> None:
    held = ByScope(desk.world, "Microsoft.Authorization/locks")
    assert held.all() == {}
    lock = "~/resourceGroups/rg1/providers/Microsoft.Authorization/locks/l"
    desk.ask("PUT", lock, {"properties": {"level": "CanNotDelete"}})
    assert list(held.all()) == [f"{desk.subscription}/resourcegroups/rg1"]
    assert held.all() is held.all()
    desk.ask("DELETE", lock)
    assert held.all() == {}
