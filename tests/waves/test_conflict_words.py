"""Conflicts as people read them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from made_problems import tiny_problem

from azlift.waves.conflict_words import Names, said
from azlift.waves.conflicts import conflict_of
from azlift.waves.problem import Before, Problem

NAMES = Names(groups=("billing", "crm"), slots=("20–21 Feb", "6–7 Mar", "20–21 Mar"))


def problem(**changed: Any) -> Problem:
    """Two groups of 24 and 17 TiB in three slots with room for 60 TiB each."""
    made = replace(
        tiny_problem(0),
        weeks=np.array([1.0, 3.0, 5.0]),
        allowed=np.array([[True, True, False], [False, True, False]]),
        dimensions=("TiB",),
        size=np.array([[24.0, 17.0]]),
        cap=np.full((1, 3), 60.0),
        stocks=("TiB seeded",),
        stock=np.array([[24.0, 17.0]]),
        supply=np.full((1, 3), 60.0),
        before=(),
        saving=np.zeros(2),
    )
    return replace(made, **changed)


def lines(**changed: Any) -> list[str]:
    conflict = conflict_of(problem(**changed))
    assert conflict is not None
    return said(conflict, NAMES)


def test_a_group_larger_than_its_windows() -> None:
    assert lines(cap=np.array([[20.0, 22.0, 30.0]])) == [
        "billing cannot move:",
        "billing must move, and can only in 20–21 Feb and 6–7 Mar.",
        "In 20–21 Feb to 6–7 Mar together there is room for 42 TiB; these groups need 24, "
        "and a group cannot be divided.",
        "Any one of these would free it, the smallest first:",
        "2 TiB more in 6–7 Mar.",
        "let billing move in 20–21 Mar as well (2 weeks from what it has).",
    ]


def test_two_that_want_one_window() -> None:
    assert lines(allowed=np.array([[False, True, False]] * 2), cap=np.full((1, 3), 40.0)) == [
        "billing and crm cannot all move:",
        "billing and crm must move, and can only in 6–7 Mar.",
        "In 6–7 Mar there is room for 40 TiB; these groups need 41.",
        "Any one of these would free it, the smallest first:",
        "1 TiB more in 6–7 Mar.",
        "let billing move in 20–21 Feb as well (2 weeks from what it has).",
        "let crm move in 20–21 Feb as well (2 weeks from what it has).",
    ]


def test_what_is_seeded_too_late() -> None:
    assert "By 6–7 Mar, 40 TiB seeded can have moved; these groups need 41." in lines(supply=np.full((1, 3), 40.0))


@pytest.mark.parametrize(
    ("gap", "said_so", "freed"),
    [
        (0, "billing must not move before crm.", None),
        (1, "billing must move after crm.", "let billing after crm come 1 slot sooner."),
        (2, "billing must move 2 slots or more after crm.", "let billing after crm come 2 slots sooner."),
    ],
)
def test_an_order_that_windows_forbid(gap: int, said_so: str, freed: str | None) -> None:
    allowed = np.array([[True, True, False], [False, gap > 0, gap == 0]])
    found = lines(allowed=allowed, before=(Before(1, 0, gap),))
    assert said_so in found
    assert freed is None or freed in found


def test_a_group_with_no_slot_at_all() -> None:
    found = lines(allowed=np.array([[True, True, True], [False, False, False]]))
    assert found[:2] == ["crm cannot move:", "crm must move, and no slot is open to it."]


def test_names_from_an_inventory_cannot_turn_the_line_around() -> None:
    conflict = conflict_of(problem(allowed=np.array([[True] * 3, [False] * 3])))
    assert conflict is not None
    hostile = said(conflict, Names(("a", "c\u202erm\n"), NAMES.slots))
    assert hostile[0] == "c<U+202E>rm<U+000A> cannot move:"


def test_of_many_groups_the_first_are_named_and_the_others_counted() -> None:
    many = problem(
        allowed=np.array([[True, False, False]] * 12),
        size=np.full((1, 12), 10.0),
        cap=np.full((1, 3), 110.0),
        stock=np.zeros((1, 12)),
        saving=np.zeros(12),
    )
    conflict = conflict_of(many)
    assert conflict is not None
    first = said(conflict, Names(tuple(f"g{group}" for group in range(12)), NAMES.slots))[0]
    assert first == "g0, g1, g2, g3, g4, g5 and 6 more cannot all move:"
