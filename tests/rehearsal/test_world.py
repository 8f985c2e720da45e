"""The world: time, numbers, and the same world from the same requests."""

from collections.abc import Callable

import pytest
from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.landing_template import deployment, disk, network, template

from azlift.rehearsal import world as world_module
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import read_catalogue
from azlift.rehearsal.records import Event, Operation
from azlift.rehearsal.store import Store
from azlift.rehearsal.world import DEFAULT_QUOTA, Account, World, canonical_json


def test_the_same_requests_at_the_same_instants_make_the_same_world(desk: Desk) -> None:
    other = open_desk(Store(None), desk.front.identity.facts, HandClock())
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        other.world.keep_registration(namespace, "Registered")
    other.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    for each in (desk, other):
        each.clock.instant = 1_790_000_100.0
        each.deploy(deployment(template([network(), disk()])))
    assert {k: r.document() for k, r in desk.world.resources.items()} == {
        k: r.document() for k, r in other.world.resources.items()
    }


ACCOUNT = Account("11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222")


def world_with(effect: Callable[[World, Event], None]) -> World:
    return World(ACCOUNT, HandClock(100.0), Store(None), read_catalogue(None), {}, {"tick": effect})


def test_what_is_due_happens_at_its_own_instant_in_order() -> None:
    seen: list[tuple[str, float]] = []
    world = world_with(lambda world, event: seen.append((event.key, world.instant)))
    for seconds, key in ((5.0, "c"), (1.0, "a"), (1.0, "b"), (5.1, "late")):
        world.schedule(seconds, "tick", key)
    world.settle(105.0)
    assert seen == [("a", 101.0), ("b", 101.0), ("c", 105.0)]
    assert world.instant == 105.0


def test_what_an_effect_plans_happens_in_the_same_settling_when_it_is_due() -> None:
    seen: list[float] = []

    def again(world: World, event: Event) -> None:
        seen.append(world.instant)
        world.schedule(10.0, "tick", "again")

    world = world_with(again)
    world.schedule(10.0, "tick", "first")
    world.settle(135.0)
    assert seen == [110.0, 120.0, 130.0]


def test_time_never_goes_back() -> None:
    world = world_with(lambda world, event: None)
    world.settle(200.0)
    world.settle(150.0)
    assert world.instant == 200.0
    assert world.schedule(1.0, "tick", "x") == 201.0


def test_guids_look_random_and_are_the_same_on_every_run() -> None:
    first, second = (world_with(lambda world, event: None) for _ in range(2))
    made = [first.new_guid() for _ in range(50)]
    assert made == [second.new_guid() for _ in range(50)]
    assert len(set(made)) == 50


def test_quotas_are_wide_until_they_are_set_and_known_in_any_case(desk: Desk) -> None:
    assert desk.world.quota("westeurope", "cores") == DEFAULT_QUOTA
    desk.world.keep_quota("westeurope", "standardDSv5Family", 7)
    assert desk.world.quota("WestEurope", "StandardDSV5FAMILY") == 7
    assert desk.world.quota("northeurope", "standardDSv5Family") == DEFAULT_QUOTA


def test_finished_operations_are_forgotten_oldest_first_and_running_ones_never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_module, "OPERATIONS_KEPT", 2)
    world = world_with(lambda world, event: None)
    for name, status in (("a", "InProgress"), ("b", "Succeeded"), ("c", "Failed"), ("d", "InProgress")):
        world.keep_operation(Operation(name, "arm", "s", "l", "/t", 0.0, 1.0, status))
    assert list(world.operations) == ["a", "d"]


def test_another_subscription_is_not_found_and_case_does_not_matter(desk: Desk) -> None:
    desk.world.check_subscription(desk.world.account.subscription_id.upper())
    with pytest.raises(AzureError, match="could not be found") as caught:
        desk.world.check_subscription(ACCOUNT.subscription_id)
    assert (caught.value.status, caught.value.code) == (404, "SubscriptionNotFound")


def test_one_value_has_one_text() -> None:
    assert canonical_json({"b": [1, {"d": 2, "c": 1}], "a": None}) == '{"a":null,"b":[1,{"c":1,"d":2}]}'
    assert canonical_json({"a": 1}) != canonical_json({"a": 1.0}) != canonical_json({"a": True})
