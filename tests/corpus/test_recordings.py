"""Replaying recorded sessions: agreement is counted, disagreement shown with both sides."""

from pathlib import Path

from tests.corpus.comparing import agree, aspects, normal
from tests.corpus.recordings import replay, summary
from tests.corpus.sessions import read_session

SESSIONS = Path(__file__).parent / "samples" / "sessions"


def test_a_session_that_agrees_has_no_disagreement() -> None:
    findings = replay(SESSIONS / "agrees.yaml")
    assert {each.aspect for each in findings} >= {"status", "error code", "error message", "member location"}
    assert [each for each in findings if not each.agrees] == []


def test_a_disagreement_shows_both_sides() -> None:
    (missed,) = [each for each in replay(SESSIONS / "differs.json") if each.aspect == "deployment parameters"]
    assert (missed.recorded["n"]["value"], missed.ours["n"]["value"]) == (5, 4)
    assert "0 of     1  deployment parameters" in summary([missed])


def test_both_forms_of_recordings_are_read() -> None:
    first = read_session(SESSIONS / "agrees.yaml")[0]
    assert (first.method, first.status, first.answer["location"]) == ("PUT", 201, "westus")
    other = read_session(SESSIONS / "differs.json")[0]
    assert (other.method, other.answer["name"]) == ("POST", "d")


def test_what_differs_with_every_run_is_out_of_the_way() -> None:
    text = "/subscriptions/3fa85f64-5717-4562-b3fc-2c963f66afa6/resourcegroups/g at 2024-01-02T03:04:05.6Z"
    assert normal(text) == "/subscriptions/<guid>/resourceGroups/g at <time>"
    assert normal({"templateHash": "123"}) == {"templateHash": "<any>"}


def test_ids_agree_in_any_case_and_other_texts_do_not() -> None:
    assert agree({"id": "/a/B"}, {"id": "/A/b"})
    assert not agree({"name": "B"}, {"name": "b"})
    assert not agree([1], [1, 2])


def test_predicted_changes_are_compared_resource_by_resource() -> None:
    recorded = {"properties": {"changes": [{"resourceId": "/R", "changeType": "Create", "after": {"a": 1}}]}}
    ours = {"properties": {"changes": [{"resourceId": "/r", "changeType": "Modify", "after": {"a": 1}}]}}
    compared = {name: agree(said, say) for name, said, say in aspects(recorded, ours)}
    assert compared == {"what-if change type": False, "what-if after": True}
