import pytest

from azlift.cloud.senders import sender_in, sent_by_another, stands_of_another, tags_of
from azlift.errors import HeldByAnother
from azlift.model import Sender

SENDER = Sender(ledger="3f2a9c1d", event="7-0123456789abcdef", driver="laptop", since="2026-11-27T18:00:00+00:00")


def test_what_a_deployment_bears_says_who_sent_it() -> None:
    tags = tags_of(SENDER, "acme")
    assert tags == {
        "azlift-estate": "acme",
        "azlift-ledger": "3f2a9c1d",
        "azlift-event": "7-0123456789abcdef",
        "azlift-driver": "laptop",
        "azlift-since": "2026-11-27T18:00:00+00:00",
    }
    assert sender_in({"tags": tags}) == SENDER


@pytest.mark.parametrize("deployment", [None, {}, {"tags": None}, {"tags": {"azlift-ledger": "3f2a9c1d"}}])
def test_one_that_does_not_say_has_no_sender(deployment: dict[str, object] | None) -> None:
    assert sender_in(deployment) is None


def test_a_refusal_says_which_ledger_where_since_when_and_what_to_do() -> None:
    by_deployment = sent_by_another("shop", SENDER)
    by_digest = stands_of_another("shop", {"0123456789abcdef"}, {SENDER})
    for refusal in (by_deployment, by_digest):
        assert (type(refusal), refusal.exit_code) == (HeldByAnother, 6)
        assert refusal.message.startswith("shop ")
        assert "ledger 3f2a9c1d on laptop at 2026-11-27 18:00:00 UTC" in refusal.message
        assert "`ledger:`" in refusal.advice
        assert "azlift ledger rebuild" in refusal.advice
    assert "another one did" in stands_of_another("shop", {"01234567"}, ()).message
