import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from estates import estate, machine, planned

from azlift import journey, on_record
from azlift.ledger import open_ledger
from azlift.model import Approval, Landing, Milestone, Person
from azlift.runner import mishaps
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ADA = Person(object_id="a", tenant_id="t", name="Ada")


def one_wave(workspace: Workspaces) -> Venue:
    return planned(workspace(), estate(machine("web01", "shop")))


def word(answer: str) -> Approval:
    said = {"wave": "wave-01", "gate": "go", "role": "sponsor", "person": ADA, "answer": answer, "reason": "r"}
    return Approval.model_validate({**said, "digest": "d", "at": NOW, "expires_at": NOW + timedelta(days=1)})


def test_a_template_changes_once_after_somebody_has_said_yes(workspace: Workspaces) -> None:
    venue = one_wave(workspace)
    wave = on_record.current_plan(venue).by_wave["wave-01"]
    assert not mishaps.is_for_template(wave, venue)
    venue.ledger.record(on_record.said_of("wave-01"), Stage.SAID, "1", word("yes"))
    assert mishaps.is_for_template(wave, venue)
    before = journey.render("shop", venue).digest
    mishaps.change_a_template(venue.workspace)
    changed = open_venue(venue.workspace)
    assert changed.settings.templates == venue.workspace / mishaps.TEMPLATES
    assert journey.render("shop", changed).digest != before
    venue.ledger.record(on_record.said_of("wave-01"), Stage.SAID, "2", word("void"))
    assert not mishaps.is_for_template(wave, venue)


def test_the_changed_template_is_still_json(workspace: Workspaces) -> None:
    venue = one_wave(workspace)
    mishaps.change_a_template(venue.workspace)
    (part,) = journey.render("shop", open_venue(venue.workspace)).parts
    assert json.loads(json.dumps(part.template))["metadata"]["changed"]


def test_a_no_go_is_said_once(workspace: Workspaces) -> None:
    venue = one_wave(workspace)
    wave = on_record.current_plan(venue).by_wave["wave-01"]
    assert mishaps.is_for_no_go(wave, venue)
    subject = on_record.wave_subject("wave-01")
    path = (Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER)
    for stage in (*path, Stage.NO_GO):
        venue.ledger.record(subject, stage, stage, Milestone(wave="wave-01"))
    assert not mishaps.is_for_no_go(wave, venue)


async def test_who_takes_up_what_another_asked_for_is_told(workspace: Workspaces) -> None:
    venue = one_wave(workspace)
    wave = on_record.current_plan(venue).by_wave["wave-01"]
    assert mishaps.is_for_worker(wave, venue)
    rendering = journey.render("shop", venue)
    venue.ledger.record("shop", Stage.PREVIEWED, rendering.digest, rendering)

    async def dies(_: object) -> Landing:
        raise KeyboardInterrupt  # nothing is written after it

    landing = Landing(subject="shop", digest=rendering.digest, deployments=(), resources=())

    async def lands(_: object) -> Landing:
        return landing

    try:
        await venue.ledger.once("shop", Stage.LANDED, rendering.digest, dies)
    except KeyboardInterrupt:
        assert not mishaps.is_for_worker(wave, venue)
        assert mishaps.taken_over(venue) == []
    other = open_ledger(venue.ledger.place, venue.ledger.clock, "elsewhere:1:1")
    await other.once("shop", Stage.LANDED, rendering.digest, lands)
    ((_, of_wave, group),) = mishaps.taken_over(venue)
    assert (of_wave, group) == ("wave-01", "shop")
