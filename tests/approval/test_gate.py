from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from people import person

from azlift.approval import Ask, People, admit, judge_gate
from azlift.errors import GateShut
from azlift.model import Approval, Person

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)
TENANT = person("x").tenant_id
OWNER, SECOND, SPONSOR, DRIVER, STRANGER = (person(n) for n in ("owner", "second", "sponsor", "driver", "stranger"))


def people(**changed: Any) -> People:
    roles = {"business_owner": [OWNER.object_id, SECOND.object_id, DRIVER.object_id], "sponsor": [SPONSOR.object_id]}
    return People.model_validate({"roles": roles, "drivers": [DRIVER.object_id], **changed})


def ask(digest: str = "d1", **changed: Any) -> Ask:
    said = {"gate": "go", "wave": "wave-01", "groups": (), "people": people(), "now": NOW, "tenant": TENANT}
    return Ask(**{**said, "digest": lambda groups: digest, **changed})


def word(speaker: Person, role: str, answer: Any = "yes", hours_ago: float = 1, **changed: Any) -> Approval:
    at = NOW - timedelta(hours=hours_ago)
    said: dict[str, Any] = {"wave": "wave-01", "gate": "go", "role": role, "person": speaker, "answer": answer}
    said |= {"reason": "as agreed", "digest": "d1", "at": at, "expires_at": at + timedelta(days=7)}
    return Approval(**{**said, **changed})


BOTH = (word(OWNER, "business_owner"), word(SPONSOR, "sponsor"))


def refusal(new: Approval, said: tuple[Approval, ...] = (), **changed: Any) -> str:
    with pytest.raises(GateShut) as refused:
        admit(new, said, ask(**changed))
    return refused.value.message


def test_a_gate_opens_when_each_role_has_spoken_and_not_before() -> None:
    assert judge_gate(BOTH, ask()).open
    half = judge_gate(BOTH[:1], ask())
    assert not half.open
    assert half.missing == (f"sponsor: 0 of 1 said yes; it can be given by {SPONSOR.object_id}",)


def test_nobody_counts_twice_for_a_quorum_of_two() -> None:
    two = people(gates={"go": {"quorum": {"business_owner": 2}}})
    again = word(OWNER, "business_owner", hours_ago=0.5)
    assert not judge_gate((*BOTH, again), ask(people=two)).open
    assert judge_gate((*BOTH, word(SECOND, "business_owner")), ask(people=two)).open


def test_who_holds_both_roles_fills_one_of_them() -> None:
    roles = {"business_owner": [OWNER.object_id], "sponsor": [OWNER.object_id]}
    both = Person(**OWNER.model_dump())
    said = (word(both, "business_owner"), word(both, "sponsor", hours_ago=0.5))
    assert not judge_gate(said, ask(people=people(roles=roles, drivers=[]))).open


def test_a_no_holds_the_gate_shut_until_the_same_person_takes_it_back() -> None:
    no = word(SECOND, "business_owner", "no", hours_ago=0.5, reason="month end")
    shut = judge_gate((*BOTH, no), ask(now=NOW + timedelta(days=5)))
    assert not shut.open
    assert f"{SECOND.name} (business_owner) said no on 2027-01-10: month end" in shut.missing
    withdrawn = word(SECOND, "business_owner", "withdrawn", hours_ago=0.1)
    assert judge_gate((*BOTH, no, withdrawn), ask()).open


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"digest": "d2"}, "what was approved has changed since"),
        ({"now": NOW + timedelta(days=8)}, "it ended on"),
        ({"now": NOW - timedelta(hours=2)}, "it was said in the future"),
        ({"drivers": frozenset({OWNER.object_id, SPONSOR.object_id})}, "who prepares or drives the wave"),
        ({"people": people(roles={"business_owner": [SECOND.object_id]})}, "people.yaml does not name"),
        ({"tenant": "another"}, "the tenant is"),
        ({"people": None}, "people.yaml does not name"),
    ],
)
def test_a_word_stops_counting(changed: dict[str, Any], why: str) -> None:
    standing = judge_gate(BOTH, ask(**changed))
    assert not standing.open
    assert len(standing.passed_over) == 2
    assert all(why in told for _, told in standing.passed_over)
    assert standing.missing


def test_only_a_change_of_what_was_approved_voids_a_word() -> None:
    assert judge_gate(BOTH, ask("d2")).void == BOTH
    assert judge_gate(BOTH, ask("d2", now=NOW + timedelta(days=8))).void == ()
    assert judge_gate(BOTH, ask()).void == ()


def test_a_void_word_stays_void_when_what_was_approved_comes_back() -> None:
    void = BOTH[0].model_copy(update={"answer": "void", "at": NOW, "reason": "it has changed"})
    standing = judge_gate((*BOTH, void), ask())
    assert not standing.open
    assert standing.passed_over == ((void, "it has changed"),)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (word(STRANGER, "sponsor"), "people.yaml does not name"),
        (word(SPONSOR, "business_owner"), "people.yaml does not name"),
        (word(DRIVER, "business_owner"), "who prepares or drives the wave does not approve it"),
        (word(SPONSOR, "architect"), "this gate does not ask for the role 'architect'"),
        (word(person("sponsor", application=True), "sponsor"), "it is an application, not a person"),
        (word(person("sponsor", tenant="evil"), "sponsor"), "the tenant is evil"),
        (word(SPONSOR, "sponsor", digest="of something else"), "what was approved has changed since"),
        (word(SPONSOR, "sponsor", expires_at=NOW), "it ended on"),
        (word(SPONSOR, "sponsor", reason="  "), "it gives no reason"),
        (word(SPONSOR, "sponsor", wave="wave-02"), "it is about wave-02"),
        (word(SPONSOR, "sponsor", "withdrawn"), "has said nothing here that could be taken back"),
    ],
)
def test_a_word_that_cannot_count_is_refused(new: Approval, why: str) -> None:
    assert why in refusal(new)


def test_the_same_answer_twice_is_one_and_a_longer_one_is_new() -> None:
    assert admit(BOTH[0], BOTH, ask()) is None
    longer = word(OWNER, "business_owner", expires_at=NOW + timedelta(days=9))
    assert admit(longer, BOTH, ask()) is longer


def test_an_answer_that_differs_is_refused_until_the_first_is_taken_back() -> None:
    no = word(OWNER, "business_owner", "no", hours_ago=0.5)
    assert "said yes on" in refusal(no, BOTH)
    withdrawn = word(OWNER, "business_owner", "withdrawn", hours_ago=0.7)
    assert admit(withdrawn, BOTH, ask()) is withdrawn
    assert admit(no, (*BOTH, withdrawn), ask()) is no
    assert "said no on" in refusal(word(OWNER, "business_owner", hours_ago=0.2), (*BOTH, withdrawn, no))


def test_a_word_about_the_wave_covers_its_groups_and_one_about_a_group_that_alone() -> None:
    accepting = people(gates={"go": {"quorum": {"business_owner": 1}}})
    of_crm = word(OWNER, "business_owner", groups=("crm",))
    assert judge_gate((of_crm,), ask(people=accepting, groups=("crm",))).open
    assert not judge_gate((of_crm,), ask(people=accepting, groups=("crm", "erp"))).open
    assert not judge_gate((of_crm,), ask(people=accepting)).open
    assert judge_gate((BOTH[0],), ask(people=accepting, groups=("erp",))).open


def test_where_nobody_is_asked_everything_is_open() -> None:
    nobody = People.model_validate({"gates": "none"})
    assert judge_gate((), ask(people=nobody)).open
    assert admit(word(STRANGER, ""), (), ask(people=nobody))


def test_a_word_at_another_gate_is_not_one_at_this() -> None:
    assert not judge_gate([w.model_copy(update={"gate": "commit"}) for w in BOTH], ask()).open
