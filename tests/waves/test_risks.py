"""What makes a wave's night harder, in words."""

from dated_drafts import chain, draft
from small_estates import estate, link, machine

from azlift.waves import Draft
from azlift.waves.burdens import callers_of
from azlift.waves.risks import risks_of


def said(groups: list[str], made: Draft) -> tuple[str, ...]:
    return risks_of(groups, made.ordering, callers_of(made.ordering))


def test_production_and_unknown_environments_are_counted() -> None:
    made = draft(estate([machine(0, "shop", "prod"), machine(1, "lab", "dev"), machine(2, "stray")]))
    assert said(["shop", "lab", "stray"], made) == ("1 group of production", "1 group of no stated environment")
    assert said(["lab"], made) == ()


def test_what_many_others_call_is_named() -> None:
    callers = [machine(n, f"app{n}", "dev") for n in range(1, 7)]
    made = draft(estate([machine(0, "bus", "dev"), *callers], [link(n, 0) for n in range(1, 7)]))
    assert said(["bus"], made) == ("6 other groups call bus",)
    assert said([f"app{n}" for n in range(1, 7)], made) == ()


def test_a_group_of_a_chain_is_called_by_too_few_to_say_so() -> None:
    assert said(["app0"], draft(chain(3, environment="dev"))) == ()
