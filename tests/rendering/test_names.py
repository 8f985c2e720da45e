import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import PlanError, SettingsError
from azlift.model import OsFamily, Target, Workload
from azlift.rendering import names, resource_group_name, resource_names, subnet_name

VALID = re.compile(r"vm-[a-z0-9]([a-z0-9-]*[a-z0-9])?")
Make = Callable[..., Workload]


def test_a_plain_name_is_kept_in_lower_case(workload: Make) -> None:
    assert resource_names([workload(name="WEB01")]) == {workload().id: "vm-web01"}


def test_a_name_that_loses_characters_gets_a_hash(workload: Make) -> None:
    assert re.fullmatch(r"vm-web-01-[0-9a-f]{4}", resource_names([workload(name="web_01")])[workload().id])


def test_windows_names_have_at_most_15_characters_and_linux_names_64(workload: Make) -> None:
    machines = [workload(1, "a" * 200, OsFamily.WINDOWS), workload(2, "a" * 200, OsFamily.LINUX)]
    made = resource_names(machines)
    assert [len(made[machine.id]) for machine in machines] == [15, 64]


@pytest.mark.parametrize(
    ("family", "longest"), [(OsFamily.WINDOWS, 15), (OsFamily.LINUX, 64), (OsFamily.OTHER, 64), (OsFamily.UNKNOWN, 64)]
)
def test_a_name_that_just_fits_is_kept_and_one_more_character_is_not(
    workload: Make, family: OsFamily, longest: int
) -> None:
    fits = "a" * (longest - 3)
    assert resource_names([workload(name=fits, os_family=family)])[workload().id] == f"vm-{fits}"
    longer = resource_names([workload(name=fits + "a", os_family=family)])[workload().id]
    assert len(longer) == longest
    assert longer != f"vm-{fits}"


def test_machines_that_share_a_name_all_get_a_hash(workload: Make) -> None:
    made = resource_names([workload(1, "web01"), workload(2, "Web01"), workload(3, "db01")])
    assert made["w-000000000003"] == "vm-db01"
    assert len({made["w-000000000001"], made["w-000000000002"], "vm-web01"}) == 3


def test_a_machine_that_is_called_like_anothers_hash_keeps_its_name(workload: Make) -> None:
    lossy = workload(1, "web_01")
    first = resource_names([lossy])[lossy.id]
    rival = workload(2, first.removeprefix("vm-"))
    made = resource_names([lossy, rival])
    assert made[rival.id] == first
    assert made[lossy.id].startswith(first)
    assert len(made[lossy.id]) == len(first) + 1


def test_hashes_that_clash_are_lengthened(workload: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_hash", lambda text: "0" * 5 + text[-7:])
    made = resource_names([workload(1, "!"), workload(2, "?")])
    assert made == {"w-000000000001": "vm-000000000001", "w-000000000002": "vm-000000000002"}


def test_names_that_cannot_be_told_apart_are_refused_by_id(workload: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_hash", lambda text: "0" * 64)
    with pytest.raises(PlanError, match="w-000000000001, w-000000000002"):
        resource_names([workload(1, "!"), workload(2, "?")])


@given(
    st.lists(st.tuples(st.text(max_size=30), st.sampled_from(OsFamily)), max_size=30),
    st.randoms(use_true_random=False),
)
def test_names_are_valid_unique_and_the_same_in_any_order(
    workload: Make, machines: list[tuple[str, OsFamily]], shuffler: random.Random
) -> None:
    made = [workload(number, name, family) for number, (name, family) in enumerate(machines)]
    result = resource_names(made)
    assert all(VALID.fullmatch(name) for name in result.values())
    assert all(len(result[w.id]) <= (15 if w.os_family is OsFamily.WINDOWS else 64) for w in made)
    assert len({name.casefold() for name in result.values()}) == len(made)
    shuffler.shuffle(made)
    assert resource_names(made) == result


def test_hostile_names_become_valid_and_unique(workload: Make, hostile: list[str]) -> None:
    made = [workload(number, name, family) for family in OsFamily for number, name in enumerate(hostile)]
    made = [machine.model_copy(update={"id": f"w-{n:012x}"}) for n, machine in enumerate(made)]
    result = resource_names(made)
    assert len(set(result.values())) == len(made)
    assert all(VALID.fullmatch(name) for name in result.values())


def test_ten_thousand_machines_of_one_name_have_ten_thousand_names(workload: Make) -> None:
    machines = [workload(n, "server", OsFamily.WINDOWS) for n in range(10_000)]
    assert len(set(resource_names(machines).values())) == 10_000


def test_a_network_has_its_subnet_by_name_and_none_has_the_default() -> None:
    assert subnet_name("DMZ-Prod") == "snet-dmz-prod"
    assert subnet_name("") == subnet_name("  ") == "snet-default"


def test_networks_that_look_alike_but_differ_are_kept_apart() -> None:
    alike = ["vm-network", "VM Network", "VM_Network", "vm--network", "default", "預設", "!", "?"]
    assert len({subnet_name(name) for name in alike} | {"snet-default"}) == len(alike) + 1


def test_networks_that_differ_in_case_only_share_a_subnet() -> None:
    assert subnet_name("VM Network") == subnet_name("vm network")


@given(st.text(max_size=200))
def test_subnet_names_are_valid(network: str) -> None:
    assert re.fullmatch(r"snet-[a-z0-9]([a-z0-9-]*[a-z0-9])?", subnet_name(network))
    assert len(subnet_name(network)) <= 80


def test_a_waves_resource_group_names_estate_wave_and_region(target: Target) -> None:
    assert resource_group_name(target) == "rg-contoso-wave-01-westeurope"


@pytest.mark.parametrize("estate", ["Contoso", "a/../b", "", "a" * 60, "con toso", "{{x}}"])
def test_an_estate_that_is_no_slug_or_too_long_is_refused(target: Target, estate: str) -> None:
    with pytest.raises(SettingsError) as caught:
        resource_group_name(target.model_copy(update={"estate": estate}))
    assert caught.value.column == "estate"
    assert caught.value.advice


def test_a_machine_keeps_its_name_whoever_comes_after_it(workload: Make) -> None:
    before = resource_names([workload(1, "web01")])
    after = resource_names([workload(1, "web01"), workload(2, "WEB01")], before)
    assert after[workload(1).id] == "vm-web01"
    assert re.fullmatch(r"vm-web01-[0-9a-f]{4}", after[workload(2).id])


def test_the_name_of_a_machine_that_left_is_not_given_again(workload: Make) -> None:
    before = resource_names([workload(1, "web01")])
    assert resource_names([workload(2, "web01")], before)[workload(2).id] != "vm-web01"
