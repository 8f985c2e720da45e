from pathlib import Path

from estates import estate, machine, planned

from azlift import journey, on_record
from azlift.journey.approvable import preview_key
from azlift.model import Change, Preview
from azlift.stages import Stage


def preview(*changes: Change) -> Preview:
    return Preview(subject="shop", digest="r1", changes=changes, surprises=())


def test_what_is_created_now_and_stands_later_is_no_change() -> None:
    assert preview_key(preview(Change(resource="/a", kind="Create"))) == preview_key(
        preview(Change(resource="/a", kind="NoChange"))
    )


def test_what_azure_would_change_is_approved_with_it() -> None:
    modified = preview(Change(resource="/a", kind="Modify", detail="properties.size"))
    assert preview_key(modified) != preview_key(preview())
    assert preview_key(modified) != preview_key(preview(Change(resource="/a", kind="Modify", detail="tags")))
    assert preview_key(preview().model_copy(update={"digest": "r2"})) != preview_key(preview())


def test_each_gate_covers_the_plan_and_what_was_done_up_to_it(tmp_path: Path) -> None:
    venue = planned(tmp_path, estate(machine("web01", "shop"), machine("mail01")))
    digests = {gate: journey.gate_digest(gate, "wave-01", venue) for gate in ("commit", "go", "accept")}
    assert len(set(digests.values())) == 3
    venue.ledger.record("shop", Stage.RENDERED, "r1", preview())
    venue.ledger.record("shop", Stage.PREVIEWED, "p1", preview())
    assert journey.gate_digest("commit", "wave-01", venue) == digests["commit"]
    assert journey.gate_digest("go", "wave-01", venue) != digests["go"]
    assert journey.gate_digest("accept", "wave-01", venue, ("mail01",)) == journey.gate_digest(
        "accept", "wave-01", venue, ("mail01",)
    )
    assert journey.gate_digest("accept", "wave-01", venue, ("mail01",)) != journey.gate_digest(
        "accept", "wave-01", venue, ("shop",)
    )


def test_another_size_or_window_is_another_plan_and_another_price_is_not(tmp_path: Path) -> None:
    from azlift.model import Roster

    venue = planned(tmp_path, estate(machine("web01", "shop"), machine("mail01")))
    before = journey.gate_digest("commit", "wave-01", venue)
    roster = venue.ledger.latest(on_record.ESTATE, Roster)

    def placed(**changed: object) -> str:
        first = roster.placements[0].model_copy(update=changed)
        anew = roster.model_copy(update={"placements": (first, *roster.placements[1:])})
        venue.ledger.record(on_record.ESTATE, Stage.PLACED, anew.fingerprint, anew)
        return journey.gate_digest("commit", "wave-01", venue)

    assert placed(why="cheaper now") == before
    assert placed(size="Standard_D64s_v5") != before


def test_a_go_covers_the_steps_that_cannot_be_taken_back_and_not_how_a_step_is_done(tmp_path: Path) -> None:
    venue = planned(tmp_path, estate(machine("web01", "shop"), machine("mail01")))

    def go(*groups: str, text: str = "") -> str:
        (tmp_path / "runbook.yaml").write_text(f"steps: [{text}]\n")
        return journey.gate_digest("go", "wave-01", venue, groups)

    wipe = "{step: wipe, after: switch, manual: Wipe it., irreversible: it is sold, groups: [shop]}"
    before = go()
    assert go(text="{step: switch, command: {run: [./switch]}}") == before, "a command is corrected in the night"
    assert go(text=wipe) != before
    assert go(text=wipe.replace("sold", "lent")) != go(text=wipe)
    assert go("mail01", text=wipe) == go("mail01"), "it is another group's"
