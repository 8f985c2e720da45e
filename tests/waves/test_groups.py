from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, link, machine, shuffled, workload_id

from azlift.model import Disk, Estate, Route, Workload, WorkloadId
from azlift.waves.bonds import Thresholds
from azlift.waves.groups import disk_gib, gather_groups, group_estate, links_within, listed


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


def sharing(number: int, application: str) -> Workload:
    disk = Disk(key="1", label="Hard disk 1", capacity_mib=1_024, shared=True, backing="naa.60a")
    return machine(number, application).model_copy(update={"disks": (disk,)})


def test_applications_on_one_shared_disk_move_as_one_and_say_why() -> None:
    groups = gather_groups(estate([sharing(0, "CRM"), sharing(1, "Billing"), machine(2, "CRM")]))
    assert list(groups) == ["billing"]
    assert groups["billing"].members == ids(0, 1, 2)
    assert groups["billing"].because == (
        "declared application Billing (1 machine); with declared application CRM (2 machines); "
        "held together: vm0 and vm1 share the disk naa.60a"
    )


def test_links_to_infrastructure_hold_nothing_together() -> None:
    served = [machine(n, f"app {n}") for n in range(1, 7)]
    links = [link(n, 0, 53) for n in range(1, 9)]
    groups = gather_groups(estate([machine(0, "DNS"), *served, machine(7), machine(8)], links))
    assert groups["dns"].members == ids(0)
    assert groups["vm7"].members == ids(7)
    assert groups["vm8"].because == "no declared application and no link to another machine that moves"


def test_a_database_without_an_application_that_many_share_is_a_group_of_its_own() -> None:
    served = [machine(n, f"app {n}") for n in range(1, 5)]
    groups = gather_groups(estate([machine(0), *served, machine(5)], [link(n, 0, 1521) for n in range(1, 6)]))
    assert groups["vm0"].members == ids(0)
    assert groups["vm0"].because == (
        "no declared application; database (port 1521) for 5 machines of 5 applications (effective number 5.0), "
        "so it belongs to none of them"
    )


def test_a_part_larger_than_a_wave_is_cut_where_least_is_said() -> None:
    teams = [range(4), range(4, 8)]
    links = [link(one, other) for team in teams for one in team for other in team if one < other]
    made = estate([machine(n) for n in range(8)], [*links, link(3, 4, 21)])
    groups = group_estate(made, Thresholds(most_machines=5)).groups
    assert [found.members for found in groups.values()] == [ids(*team) for team in teams]
    assert groups["vm0"].because.endswith(
        "; cut out of 8 linked machines, more than a wave may hold, where least is said"
    )
    (whole,) = group_estate(made, Thresholds(most_machines=8)).groups.values()
    assert whole.members == ids(*range(8))


def test_a_piece_cut_out_of_a_part_joins_no_application_as_the_whole_part_did_not() -> None:
    links = [link(0, 1), link(1, 2), link(2, 3), link(0, 4)]
    groups = group_estate(
        estate([*(machine(n) for n in range(4)), machine(4, "CRM")], links), Thresholds(most_machines=3)
    )
    assert groups.groups["crm"].members == ids(4)


@given(estates(), st.integers(1, 6))
def test_whatever_the_cap_every_moving_workload_is_in_one_group_and_links_make_none_larger(
    made: Estate, most: int
) -> None:
    groups = group_estate(made, Thresholds(most_machines=most)).groups.values()
    members = [member for found in groups for member in found.members]
    assert sorted(members) == sorted(w.id for w in made.workloads if w.route not in {Route.RETAIN, Route.RETIRE})
    for found in groups:
        if not any(made.by_id[member].application.strip() for member in found.members):
            assert len(found.members) <= most
