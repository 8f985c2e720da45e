from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from estates import estate, machine, planned

from azlift import on_record
from azlift.model import Milestone, Person, Removal, Waiver
from azlift.runner.chronicle import chronicle
from azlift.stages import Stage

BO = Person(object_id="b", tenant_id="t", name="Bo Berg")


def test_stages_are_told_and_what_went_otherwise_is_set_apart(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    subject, ledger = on_record.wave_subject("wave-01"), venue.ledger
    ledger.record(subject, Stage.COMMITTED, "1", Milestone(wave="wave-01"))
    until = venue.now + timedelta(days=1)
    waiver = Waiver(wave="wave-01", code="tested", person=BO, reason="no room", at=venue.now, expires_at=until)
    ledger.record(on_record.said_of("wave-01"), Stage.SAID, "w", waiver)
    ledger.record(
        subject, Stage.ABANDONED, "2", Milestone(wave="wave-01", reason="sold", left_behind={"shop": "it stays"})
    )
    ledger.record("shop", Stage.RENDERED, "r", Removal(subject="shop", deleted=()))
    ledger.record("shop", Stage.ROLLED_BACK, "r", Removal(subject="shop", deleted=()))
    assert [(one.text, one.aside) for one in chronicle(venue)] == [
        ("committed", False),
        ("Bo Berg waives tested: no room", True),
        ("abandoned: sold (left behind: shop: it stays)", True),
        ("shop was taken back", True),
    ]
