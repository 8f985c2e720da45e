from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, link, machine, shuffled, workload_id

from azlift.model import Estate, Route, WorkloadId
from azlift.waves.groups import disk_gib, gather_groups, links_within, listed


def ids(*numbers: int) -> tuple[WorkloadId, ...]:
    return tuple(workload_id(number) for number in numbers)


def test_spellings_of_one_application_are_one_group() -> None:
    groups = gather_groups(estate([machine(0, "Billing"), machine(1, " billing "), machine(2, "Billing")]))
    assert groups["billing"].members == ids(0, 1, 2)
    assert groups["billing"].because == "declared application Billing (3 machines)"


def test_an_application_with_several_environments_is_a_group_for_each() -> None:
    groups = gather_groups(estate([machine(0, "Billing", "Prod"), machine(1, "Billing", "dev"), machine(2, "Billing")]))
    assert {group: found.members for group, found in groups.items()} == {
        "billing": ids(2),
        "billing-dev": ids(1),
        "billing-prod": ids(0),
    }
    assert "environment prod" in groups["billing-prod"].because


def test_a_machine_that_states_no_environment_stays_with_its_applications_only_one() -> None:
    groups = gather_groups(estate([machine(0, "CRM", "prod"), machine(1, "CRM")]))
    assert list(groups) == ["crm"]


def test_machines_without_an_application_move_with_those_they_are_linked_to() -> None:
    groups = gather_groups(estate([machine(n) for n in range(4)], [link(0, 1, 5432), link(2, 1)]))
    assert groups["vm0"].members == ids(0, 1, 2)
    assert groups["vm0"].because == "no declared application; linked to each other: vm0 → vm1 port 5432, vm2 → vm1"
    assert groups["vm3"].because == "no declared application and no link to another machine that moves"


def test_a_machine_linked_to_one_application_only_joins_it() -> None:
    groups = gather_groups(estate([machine(0, "CRM"), machine(1), machine(2)], [link(1, 0), link(2, 1)]))
    assert groups["crm"].members == ids(0, 1, 2)
    assert groups["crm"].because.endswith("; with vm1, vm2, linked to no other application")


def test_a_machine_linked_to_two_applications_joins_neither() -> None:
    groups = gather_groups(estate([machine(0, "CRM"), machine(1, "Billing"), machine(2)], [link(0, 2), link(1, 2)]))
    assert groups["vm2"].members == ids(2)
    assert groups["vm2"].because == "no declared application; linked to 2 groups, so it belongs to none of them"


def test_what_stays_holds_nothing_together() -> None:
    made = estate([machine(0), machine(1, route=Route.RETAIN), machine(2)], [link(0, 1), link(1, 2)])
    assert [found.members for found in gather_groups(made).values()] == [ids(0), ids(2)]


def test_machines_of_one_name_are_two_groups() -> None:
    groups = gather_groups(estate([machine(0, name="web"), machine(1, name="web")]))
    assert len(groups) == 2
    assert all(group.startswith("web-") for group in groups)


def test_a_link_counts_once_however_often_it_is_read_and_never_to_itself() -> None:
    made = estate([machine(0), machine(1)], [link(0, 1, 443), link(0, 1, 443), link(0, 0), link(1, 0)])
    assert links_within(made, frozenset(ids(0, 1))) == (link(0, 1, 443), link(1, 0))


def test_disks_are_summed_before_they_are_rounded_up() -> None:
    made = estate([machine(0, gib=1), machine(1, gib=2)])
    assert disk_gib(ids(0, 1), made) == 3
    small = machine(2).disks[0].model_copy(update={"capacity_mib": 1})
    assert disk_gib(ids(2), estate([machine(2).model_copy(update={"disks": (small, small)})])) == 1


def test_a_long_list_says_how_many_more() -> None:
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


@given(estates(), st.integers())
def test_every_moving_workload_is_in_exactly_one_group_whatever_the_order(made: Estate, seed: int) -> None:
    groups = gather_groups(made)
    members = [member for found in groups.values() for member in found.members]
    assert sorted(members) == sorted(w.id for w in made.workloads if w.route not in {Route.RETAIN, Route.RETIRE})
    assert gather_groups(shuffled(made, seed)) == groups
