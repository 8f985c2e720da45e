from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from azlift.model import Pace, Range, Runbook, Step
from azlift.runbook import minutes_of, point_of_no_return, steps_of, undo_minutes_of
from azlift.runbook.standard import DECIDE, STANDARD

NAMES = [one.name for one in STANDARD if one.name != DECIDE]


def book(*entries: dict[str, Any]) -> Runbook:
    return Runbook.model_validate({"steps": entries})


def hook(step: str, **said: Any) -> dict[str, Any]:
    return {"step": step, "manual": "x", "nothing_to_undo": "y", **said}


def compiled(read: Runbook, group: str = "shop", machines: int = 1) -> tuple[Step, ...]:
    return steps_of(read, group, machines, Pace(), None)


def names(*entries: dict[str, Any], group: str = "shop") -> list[str]:
    return [step.name for step in compiled(book(*entries), group)]


def test_without_a_runbook_people_do_what_azlift_cannot() -> None:
    by = {step.name: step.kind for step in compiled(Runbook())}
    assert list(by) == NAMES
    assert {name for name, kind in by.items() if kind == "own"} == {"measure", "start", "verify"}
    assert set(by.values()) == {"own", "manual"}


def test_a_hook_stands_where_it_was_put_and_several_in_the_order_written() -> None:
    found = names(
        hook("a", after="start"), hook("b", after="start"), hook("c", before="start"), hook("d", before="start")
    )
    place = found.index("start")
    assert found[place - 2 : place + 3] == ["c", "d", "start", "a", "b"]


def test_a_hook_can_be_put_by_another_hook() -> None:
    found = names(hook("a", after="b"), hook("b", after="start"))
    assert found[found.index("start") :][:3] == ["start", "b", "a"]


def test_a_step_is_written_for_some_groups_and_the_first_that_covers_one_counts() -> None:
    read = book(
        {"step": "switch", "groups": ["shop*"], "command": {"run": ["a"]}},
        {"step": "switch", "command": {"run": ["b"]}},
    )
    runs = {group: next(s for s in compiled(read, group) if s.name == "switch").action for group in ("shop-1", "mail")}
    assert [runs[g].command.run for g in runs if runs[g] and runs[g].command] == [("a",), ("b",)]  # type: ignore[union-attr]


def test_what_is_put_by_a_step_of_another_group_comes_before_the_decision() -> None:
    found = names(hook("a", after="start", groups=["mail"]), hook("b", after="a"))
    assert found[-2:] == ["b", "announce"]


def test_what_comes_after_the_decision_waits_for_it() -> None:
    late = [s.name for s in compiled(book(hook("a", after="announce"), hook("b", before="decide"))) if s.after_decision]
    assert late == ["announce", "a"]


def test_a_standard_step_keeps_its_inverse_unless_the_runbook_says_another() -> None:
    read = book(
        {"step": "stop-source", "command": {"run": ["a"]}},
        {"step": "switch", "command": {"run": ["a"]}, "undo": {"command": {"run": ["b"]}}},
        {"step": "freeze", "command": {"run": ["a"]}, "irreversible": "it is sold"},
        {"step": "notify", "skip": "nobody uses it"},
    )
    by = {step.name: step for step in compiled(read)}
    assert [by[n].undo_kind for n in ("stop-source", "switch", "freeze", "notify")] == [
        *("manual", "command", "irreversible", "nothing"),
    ]
    assert (by["notify"].kind, by["notify"].skip) == ("skip", "nobody uses it")


def test_the_point_of_no_return_is_the_first_step_that_cannot_be_taken_back() -> None:
    gone = {"step": "x", "manual": "a", "irreversible": "b"}
    assert point_of_no_return(compiled(Runbook())) is None
    last = point_of_no_return(compiled(book({**gone, "after": "switch"}, {**gone, "step": "y", "before": "start"})))
    assert last
    assert last.name == "y"


def test_machines_side_by_side_take_their_rounds() -> None:
    one, nine = compiled(Runbook(), machines=8), compiled(Runbook(), machines=9)
    assert minutes_of(one).expected == 30
    assert minutes_of(nine).expected == 60
    assert undo_minutes_of(one).expected == 30


def test_minutes_that_somebody_wrote_count_and_a_copy_takes_what_is_forecast() -> None:
    read = book({"step": "stop-source", "command": {"run": ["a"]}, "minutes": "7", "undo_minutes": "9"})
    steps = steps_of(read, "shop", 1, Pace(), Range(low=1, expected=2, high=3))
    assert minutes_of(steps).expected == 7 + 2 + 10 + 15
    assert undo_minutes_of(steps).expected == 9 + 5 + 15


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "d", "e"]), st.booleans(), st.sampled_from([*NAMES, "a", "b", "c"])),
        max_size=6,
        unique_by=lambda one: one[0],
    )
)
def test_every_step_stands_once_and_the_standard_ones_in_their_order(hooks: list[tuple[str, bool, str]]) -> None:
    entries = [hook(name, **{"before" if before else "after": place}) for name, before, place in hooks if name != place]
    found = names(*entries)
    assert len(found) == len(set(found))
    assert [name for name in found if name in NAMES] == NAMES
