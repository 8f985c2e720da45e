import pytest
from estates import estate, machine
from pydantic import ValidationError

from azlift.model import NOUNS, Limits


def test_a_noun_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Limits().groups_per_wave = 3


def test_an_unknown_member_is_refused_so_that_an_old_ledger_is_not_half_understood() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Limits.model_validate({"groups_per_wave": 3, "colour": "blue"})


def test_the_same_facts_have_the_same_fingerprint_and_others_another() -> None:
    assert Limits().fingerprint == Limits().fingerprint != Limits(groups_per_wave=3).fingerprint


def test_the_ledger_knows_its_nouns_by_their_names() -> None:
    assert all(noun.__name__ == name for name, noun in NOUNS.items())


def test_a_changed_copy_remembers_nothing_of_the_original() -> None:
    before = estate(machine("web01"))
    assert list(before.by_id) == [machine("web01").id]
    after = before.model_copy(update={"workloads": (machine("web02"),)})
    assert list(after.by_id) == [machine("web02").id]
    assert after.fingerprint != before.fingerprint
