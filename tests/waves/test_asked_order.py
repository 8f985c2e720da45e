"""The order the calendar asks for: kept before links, cycles named with their row, all else kept all the same."""

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_estates import estate, link, machine, shuffled

from azlift.model import Calendar, Estate, Limits
from azlift.strict_yaml import Said
from azlift.waves import Conditions, draft_plan, problem_of, solved
from azlift.waves import asked_order as module
from azlift.waves.asked_order import judge_asked
from azlift.waves.breaches import judge_slots
from azlift.waves.calendar_file import read_calendar_file
from azlift.waves.groups import gather_groups
from azlift.waves.ordering import Ordering, order_groups

DAY = date(2026, 11, 26)


def apps(*names: str) -> Estate:
    return estate([machine(number, name) for number, name in enumerate(names)])


def ordered(made: Estate, **said: Any) -> Ordering:
    calendar = Calendar.model_validate(said)
    return order_groups({group: found.members for group, found in gather_groups(made).items()}, made, calendar)


def before(first: str, then: str, **more: Any) -> dict[str, Any]:
    return {"first": {"applications": [first]}, "then": {"applications": [then]}, **more}


# -- before and after ---------------------------------------------------------------------------------------------


def test_what_is_asked_first_moves_in_an_earlier_wave() -> None:
    ordering = ordered(apps("crm", "ad", "erp"), order=[before("ad", "[ce]r[mp]")])
    assert ordering.strictly_after == {"ad": (), "crm": ("ad",), "erp": ("ad",)}
    assert ordering.sequence[0] == "ad"
    assert ordering.asked == {("ad", "crm"), ("ad", "erp")}


def test_machines_are_meant_by_name_and_may_share_a_wave_where_that_is_said() -> None:
    ordering = ordered(apps("a", "b"), order=[{"first": {"machines": ["vm1"]}, "then": {"machines": ["VM0"]}}])
    assert ordering.strictly_after["a"] == ("b",)
    together = ordered(apps("a", "b"), order=[before("b", "a", same_wave=True)])
    assert (together.after["a"], together.strictly_after["a"]) == (("b",), ())


def test_a_link_that_contradicts_what_is_asked_gives_way_and_is_told() -> None:
    made = estate([machine(0, "crm"), machine(1, "ad")], [link(0, 1, 389)])
    ordering = ordered(made, order=[before("crm", "ad")])
    assert ordering.strictly_after["ad"] == ("crm",)
    (dropped,) = ordering.dropped
    assert (dropped.source, dropped.target, dropped.overruled) == ("crm", "ad", True)


def test_a_cycle_is_told_with_its_row_and_everything_else_is_kept() -> None:
    text = b"""\
order:
  - first: {applications: [a]}
    then: {applications: [b]}
  - first: {applications: [b]}
    then: {applications: [c]}
  - first: {applications: [c]}
    then: {applications: [a]}
  - first: {applications: [a]}
    then: {applications: [d]}
"""
    said = read_calendar_file("calendar.yaml", text)
    made = apps("a", "b", "c", "d")
    ordering = ordered(made, **said.content.model_dump())
    assert ordering.strictly_after == {"a": (), "b": ("a",), "c": ("b",), "d": ("a",)}
    (finding,) = judge_asked(ordering.contradictions, said)
    assert (finding.code, finding.origin and (finding.origin.file, finding.origin.row)) == (
        "order-cycle",
        ("calendar.yaml", 6),
    )
    assert finding.evidence == "c → a → b → c"
    assert "c before a" in finding.message


def test_a_group_that_is_both_first_and_then_is_told() -> None:
    made = estate([machine(0, "crm", name="db"), machine(1, "crm", name="web"), machine(2, "erp")])
    said = Calendar.model_validate({"order": [{"first": {"machines": ["db"]}, "then": {"machines": ["web", "vm2"]}}]})
    ordering = ordered(made, **said.model_dump())
    (finding,) = judge_asked(ordering.contradictions, Said("calendar.yaml", said))
    assert "crm moves as a whole" in finding.message
    assert ordering.strictly_after["erp"] == ("crm",)


def test_an_entry_that_means_too_many_pairs_is_told_and_not_kept(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "PAIRS_AT_MOST", 3)
    said = Calendar.model_validate({"order": [before("a*", "b*"), before("c", "a1")]})
    ordering = ordered(apps("a1", "a2", "b1", "b2", "c"), **said.model_dump())
    assert ordering.asked == {("c", "a1")}
    (finding,) = judge_asked(ordering.contradictions, Said("calendar.yaml", said))
    assert finding.code == "order-too-wide"


# -- environments and shared services -----------------------------------------------------------------------------


def test_environments_move_in_the_steps_that_are_asked_for_each_application_for_itself() -> None:
    made = estate(
        [machine(n, "crm", word) for n, word in enumerate(("dev", "UAT", "prod"))]
        + [machine(n + 3, "erp", word) for n, word in enumerate(("dev", "prod"))]
    )
    ordering = ordered(made, environment_order=[{"steps": ["dev", "test", "prod"], "applications": ["crm"]}])
    assert ordering.strictly_after["crm-test"] == ("crm-dev",)
    assert ordering.strictly_after["crm-prod"] == ("crm-dev", "crm-test")
    assert ("erp-dev", "erp-prod") not in ordering.asked


def services(move: str, **scope: Any) -> Ordering:
    """Four applications call one name server, which calls nobody."""
    machines = [machine(n, f"app{n}", name=f"app{n}") for n in range(4)] + [machine(4, "dns", name="dns1")]
    return ordered(estate(machines, [link(n, 4, 53) for n in range(4)]), shared_services=[{"move": move, **scope}])


def test_shared_services_move_before_all_that_call_them_or_after() -> None:
    callers = ("app0", "app1", "app2", "app3")
    assert all(services("first").strictly_after[caller] == ("dns",) for caller in callers)
    last = services("last")
    assert last.strictly_after["dns"] == callers
    assert all(dropped.overruled for dropped in last.dropped)
    assert len(last.dropped) == 4


def test_a_service_that_no_entry_covers_keeps_its_place() -> None:
    assert services("last", machines=["nobody"]).asked == frozenset()


# -- in a plan ----------------------------------------------------------------------------------------------------


def test_the_plan_keeps_the_order_and_a_plan_that_does_not_is_told() -> None:
    said = Calendar.model_validate({"horizon_weeks": 4, "order": [before("c", "a")]})
    draft = draft_plan(apps("a", "b", "c"), Conditions(Limits(pilot_machines=0), DAY, said))
    problem = problem_of(draft)
    slots = solved(draft, problem).plan
    place = {group.id: number for number, group in enumerate(draft.frame.groups)}
    assert slots[place["c"]] < slots[place["a"]]
    together = np.zeros_like(slots)
    told = list(judge_slots(draft, problem, together, dict.fromkeys(place, 1)))
    assert [finding.code for finding in told] == ["order-not-kept"]
    assert "asks that c move before it" in told[0].message


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(PAIRS, st.integers())
def test_every_pair_is_kept_or_told_with_a_cycle_of_pairs_that_are_kept(
    pairs: list[tuple[int, int]], seed: int
) -> None:
    made = apps(*(f"a{n}" for n in range(6)))
    said = {"order": [before(f"a{one}", f"a{other}") for one, other in pairs]}
    ordering = ordered(made, **said)
    told = {(one.asked.first, one.asked.then) for one in ordering.contradictions}
    assert ordering.asked | told == {(f"a{one}", f"a{other}") for one, other in pairs}
    place = {group: number for number, group in enumerate(ordering.sequence)}
    assert all(place[first] < place[then] for first, then in ordering.asked)
    for asked, cycle in ordering.contradictions:
        assert (cycle[0], cycle[-1]) == (asked.first, asked.first)
        assert all(step in ordering.asked for step in list(pairwise(cycle))[1:])
    assert ordered(shuffled(made, seed), **said) == ordering


def test_an_order_of_machines_that_do_not_move_asks_for_nothing() -> None:
    assert ordered(apps("a"), order=[before("x", "a")]).asked == frozenset()
