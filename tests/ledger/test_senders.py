import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.test_record import Azure, land, landing, ready_to_land

from azlift.errors import AzureError
from azlift.ledger import SUCCESSION, Intent, Ledger, open_ledger
from azlift.model import Landing, Sender, Succession
from azlift.stages import Stage


async def sender(ledger: Ledger, digest: str = "d1") -> Sender:
    """Who would send a landing that is begun now."""
    azure = Azure()
    ready_to_land(ledger, digest)
    await land(ledger, azure, digest)
    return azure.asked[0].sender


async def test_a_sender_is_an_event_of_its_ledger_and_stays_so(ledger: Ledger) -> None:
    sent = await sender(ledger)
    intent = next(e for e in ledger.history("billing") if e.kind == "intent")
    assert sent == Sender(
        ledger=ledger.history()[0].hash[:8],
        event=f"{intent.seq}-{intent.hash[:16]}",
        driver="elsewhere-1",
        since=intent.at,
    )
    await sender(ledger, "d2")
    assert (ledger.wrote(sent), ledger.has_sent(sent), ledger.name) == (True, True, sent.ledger)


async def test_what_is_taken_up_after_a_crash_is_sent_by_whoever_began_it(open_as: Callable[[str], Ledger]) -> None:
    first, azure = open_as("elsewhere-1:1:1"), Azure()

    async def fall(intent: Intent) -> Landing:
        azure.asked.append(intent)
        raise KeyboardInterrupt

    ready_to_land(first)
    with pytest.raises(KeyboardInterrupt):
        await first.once("billing", Stage.LANDED, "d1", fall)
    await land(open_as("elsewhere-2:2:2"), azure)
    assert azure.asked[1].resumed
    assert azure.asked[0].sender == azure.asked[1].sender
    assert azure.asked[1].sender.driver == "elsewhere-1"


async def test_a_copy_is_another_ledger_from_where_the_two_part(tmp_path: Path) -> None:
    one = open_ledger(tmp_path / "one.ledger", None, "here:1:1")
    before = await sender(one)
    one.engine.dispose()
    shutil.copy(tmp_path / "one.ledger", tmp_path / "two.ledger")
    two = open_ledger(tmp_path / "two.ledger", None, "here:1:1")
    after = await sender(one, "d2")
    await sender(two, "d2")
    assert two.has_sent(before)
    assert (one.has_sent(after), two.has_sent(after)) == (True, False)
    assert one.name == two.name


@pytest.mark.parametrize("event", ["", "1", "1-", "x-0123456789abcdef", "²-0123456789abcdef", f"{10**30}-{'0' * 16}"])
async def test_what_names_no_event_was_sent_by_another(ledger: Ledger, event: str) -> None:
    sent = await sender(ledger)
    assert not ledger.has_sent(sent.model_copy(update={"event": event}))


async def test_whose_place_was_taken_counts_as_oneself_and_nobody_else_does(ledger: Ledger) -> None:
    await sender(ledger)
    lost, other = (Sender(ledger=name, event="7-0123456789abcdef") for name in ("lost", "other"))
    ledger.record(SUCCESSION, Stage.SAID, "k", Succession(senders=(lost,), at=ledger.clock()))
    assert (ledger.has_sent(lost), ledger.wrote(lost), ledger.has_sent(other)) == (True, False, False)
    assert ledger.verify()


async def test_what_was_meant_to_be_sent_is_known_in_every_life(ledger: Ledger) -> None:
    await sender(ledger)
    ledger.record("billing", Stage.ROLLED_BACK, "r", landing())
    ready_to_land(ledger, "d2")
    with pytest.raises(AzureError):
        await land(ledger, Azure(AzureError("no")), "d2")
    assert ledger.sent_digests("billing") == {"d1", "d2"}
    assert ledger.sent_digests("crm") == frozenset()


def test_an_empty_ledger_has_no_name_yet(ledger: Ledger) -> None:
    assert ledger.name == ""
