from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, link, machine, shuffled

from azlift.model import Estate, Link, Workload
from azlift.waves.groups import gather_groups
from azlift.waves.ordering import Ordering, order_groups


def ordered(made: Estate) -> Ordering:
    return order_groups({group: found.members for group, found in gather_groups(made).items()}, made)


def apps(*applications: str) -> list[Workload]:
    return [machine(number, application) for number, application in enumerate(applications)]


def test_a_consumer_comes_after_what_it_calls() -> None:
    ordering = ordered(estate(apps("crm", "ad"), [link(0, 1, 389)]))
    assert ordering.after == {"ad": (), "crm": ("ad",)}
    assert ordering.sequence == ("ad", "crm")


def test_what_everything_calls_comes_first() -> None:
    ordering = ordered(estate(apps("a", "b", "c", "zz dns"), [link(n, 3, 53) for n in range(3)]))
    assert ordering.sequence[0] == "zz-dns"


def test_a_cycle_is_broken_at_its_weakest_dependency() -> None:
    links = [link(0, 1, 80), link(0, 1, 443), link(1, 2), link(1, 2, 1), link(2, 0, 22)]
    ordering = ordered(estate(apps("a", "b", "c"), links))
    assert ordering.after == {"a": ("b",), "b": ("c",), "c": ()}
    (dropped,) = ordering.dropped
    assert (dropped.source, dropped.target) == ("c", "a")
    assert dropped.cycle == ("c", "a", "b", "c")
    assert dropped.links == (link(2, 0, 22),)


def test_production_comes_strictly_after_the_rest_of_its_application() -> None:
    ordering = ordered(estate([machine(0, "crm", "dev"), machine(1, "crm", "prod"), machine(2, "crm", "uat")]))
    assert ordering.strictly_after["crm-prod"] == ("crm-dev", "crm-test")
    assert ordering.sequence[-1] == "crm-prod"


def test_links_outweigh_the_order_of_environments() -> None:
    ordering = ordered(estate([machine(0, "crm", "dev"), machine(1, "crm", "prod")], [link(0, 1)]))
    assert ordering.sequence == ("crm-prod", "crm-dev")
    assert ordering.strictly_after["crm-prod"] == ()


def calls_between(made: Estate) -> set[tuple[str, str]]:
    home = {member: group for group, found in gather_groups(made).items() for member in found.members}

    def inside(one: Link) -> bool:
        return one.source in home and one.target in home

    return {(home[one.source], home[one.target]) for one in made.links if inside(one)}


@given(estates(), st.integers())
def test_every_link_is_kept_or_named_as_dropped_and_the_sequence_respects_those_kept(made: Estate, seed: int) -> None:
    ordering = ordered(made)
    kept = {(group, earlier) for group, after in ordering.after.items() for earlier in after}
    dropped = {(one.source, one.target) for one in ordering.dropped}
    assert kept | dropped == {(source, target) for source, target in calls_between(made) if source != target}
    assert not kept & dropped
    place = {group: number for number, group in enumerate(ordering.sequence)}
    assert len(place) == len(ordering.after)
    assert all(place[earlier] < place[group] for group, earlier in kept)
    assert ordered(shuffled(made, seed)) == ordering


@given(estates())
def test_a_dropped_dependency_closes_a_cycle_of_dependencies_that_are_kept(made: Estate) -> None:
    ordering = ordered(made)
    for dropped in ordering.dropped:
        assert dropped.cycle[:2] == (dropped.source, dropped.target)
        assert dropped.cycle[-1] == dropped.source
        steps = list(zip(dropped.cycle[1:], dropped.cycle[2:], strict=False))
        assert steps
        assert all(then in ordering.after[first] for first, then in steps)
