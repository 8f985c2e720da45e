from azlift.ledger.makers import MADE_BY
from azlift.model import NOUNS


def test_whoever_asks_for_a_fact_too_early_can_be_told_the_verb_that_makes_it() -> None:
    assert set(MADE_BY) == set(NOUNS) - {"Failure"}
