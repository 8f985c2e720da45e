"""The same template in both languages, and in any order, comes to the same."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpus.pairs import GROUP, come_to, difference
from tests.rehearsal.templates.languages import Thing, listed, plans, symbolic


@settings(max_examples=80, deadline=None)
@given(plans())
def test_a_template_comes_to_the_same_in_both_languages(things: tuple[Thing, ...]) -> None:
    one, other = come_to(listed(things), {}, GROUP), come_to(symbolic(things), {}, GROUP)
    assert "refused" not in one, one
    assert one == other, difference(one, other)


@settings(max_examples=50, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_resources_does_not_count(things: tuple[Thing, ...], random: Random) -> None:
    whole = listed(things)
    mixed = random.sample(whole["resources"], len(whole["resources"]))
    assert come_to({**whole, "resources": mixed}, {}, GROUP) == come_to(whole, {}, GROUP)
    whole = symbolic(things)
    mixed_names = random.sample(sorted(whole["resources"]), len(whole["resources"]))
    shuffled = {name: whole["resources"][name] for name in mixed_names}
    assert come_to({**whole, "resources": shuffled}, {}, GROUP) == come_to(whole, {}, GROUP)
