import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from people import person, say, write_people

from azlift import journey, on_record
from azlift.clock import move_clock
from azlift.errors import GateShut, InputError, NotFound
from azlift.model import Approval, Checklist, Milestone, Person, Preview
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue, open_venue

WAVE = "wave-01"


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01", "shop"), machine("db01", "shop"), machine("mail01")))
    return made


@pytest.fixture
def staff(folder: Path, access: dict[str, str]) -> dict[str, Person]:
    names = ("architect", "business_owner", "sponsor")
    made = {name: person(name, access["tenant_id"].lower()) for name in names}
    write_people(folder, {name: [somebody] for name, somebody in made.items()})
    return made


def stage(folder: Path) -> Stage | None:
    standing = open_venue(folder).ledger.standings().get(on_record.wave_subject(WAVE))
    return standing.stage if standing else None


def shut(folder: Path, gate: Any, **said: Any) -> GateShut:
    with pytest.raises(GateShut) as refused:
        journey.require(gate, WAVE, open_venue(folder), **said)
    return refused.value


def committed(folder: Path, staff: dict[str, Person]) -> None:
    for role in ("architect", "business_owner"):
        say(folder, "commit", WAVE, staff[role])


async def prepared(venue: Venue) -> None:
    """The zone lands, and every group is rendered and previewed."""
    zone = on_record.zone_of(WAVE)
    await journey.prepare(WAVE, venue)
    for subject in (zone, *journey.wave_called(WAVE, venue).groups):
        journey.render(subject, venue)
        await journey.preview(subject, venue)
        if subject == zone:
            await journey.land(zone, venue)
            await journey.verify(zone, venue)


def make_ready(folder: Path) -> None:
    venue = open_venue(folder)
    digest = journey.gate_digest("go", WAVE, venue)
    checklist = Checklist(wave=WAVE, at=venue.now, digest=digest, items=())
    venue.ledger.record(on_record.wave_subject(WAVE), Stage.READY, digest, checklist)


def approved(folder: Path, staff: dict[str, Person]) -> None:
    committed(folder, staff)
    inside(folder, prepared)
    make_ready(folder)
    for role in ("business_owner", "sponsor"):
        say(folder, "go", WAVE, staff[role])


def land(folder: Path, subject: str) -> None:
    inside(folder, lambda venue: journey.land(subject, venue))


def test_where_nobody_is_asked_a_wave_goes_on_and_its_record_says_so(folder: Path) -> None:
    inside(folder, prepared)
    land(folder, "shop")
    milestones = open_venue(folder).ledger.facts(on_record.wave_subject(WAVE), Milestone)
    assert [m.reason for m in milestones] == [
        "nobody is asked: `gates: none` in people.yaml",
        "its groups are being landed",
    ]
    assert stage(folder) is Stage.EXECUTING


def test_without_people_nothing_lands(folder: Path) -> None:
    (folder / "people.yaml").unlink()
    with pytest.raises(GateShut, match=r"there is no people\.yaml"):
        inside(folder, prepared)
    (failure,) = open_venue(folder).ledger.failures()
    assert (failure.subject, failure.verb, failure.exit_code) == ("zone:wave-01", "landed", 4)


def test_a_wave_is_committed_by_all_that_its_gate_asks_for(folder: Path, staff: dict[str, Person]) -> None:
    say(folder, "commit", WAVE, staff["architect"])
    assert stage(folder) is None
    refused = shut(folder, "commit")
    assert refused.missing == ("business_owner: 0 of 1 said yes; it can be given by business_owner",)
    assert refused.advice == "They say so with: azlift commit wave-01 --reason '…'"
    say(folder, "commit", WAVE, staff["business_owner"], reason="the board agreed")
    assert stage(folder) is Stage.COMMITTED
    (milestone,) = open_venue(folder).ledger.facts(on_record.wave_subject(WAVE), Milestone)
    assert "business_owner (business_owner): the board agreed" in milestone.reason
    journey.require("commit", WAVE, open_venue(folder))


def test_groups_land_only_with_a_go_and_the_zone_with_a_commitment(folder: Path, staff: dict[str, Person]) -> None:
    committed(folder, staff)
    inside(folder, prepared)
    with pytest.raises(GateShut) as refused:
        land(folder, "shop")
    assert refused.value.advice == "First: azlift ready wave-01"
    with pytest.raises(GateShut, match="not ready, so there is nothing to approve yet"):
        say(folder, "go", WAVE, staff["sponsor"])
    make_ready(folder)
    for role in ("business_owner", "sponsor"):
        say(folder, "go", WAVE, staff[role])
    assert stage(folder) is Stage.APPROVED
    land(folder, "shop")
    assert stage(folder) is Stage.EXECUTING


def test_landing_again_what_stands_asks_nobody(folder: Path, staff: dict[str, Person]) -> None:
    approved(folder, staff)
    land(folder, "shop")
    say(folder, "go", WAVE, staff["sponsor"], answer="withdrawn")
    land(folder, "shop")
    with pytest.raises(GateShut):
        land(folder, "mail01")


def test_a_changed_template_voids_the_approval_for_good_and_the_wave_goes_back(
    folder: Path, staff: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(folder, staff)
    before = journey.gate_digest("go", WAVE, open_venue(folder))
    monkeypatch.setenv("AZLIFT_TAGS", '{"costcenter": "4711"}')

    async def anew(venue: Venue) -> None:
        journey.render("shop", venue)
        await journey.preview("shop", venue)

    inside(folder, anew)
    assert journey.gate_digest("go", WAVE, open_venue(folder)) != before
    with pytest.raises(GateShut, match="what was approved has changed since"):
        land(folder, "shop")
    assert stage(folder) is Stage.COMMITTED
    said = open_venue(folder).ledger.facts(on_record.said_of(WAVE), Approval)
    assert [word.answer for word in said if word.gate == "go"] == ["yes", "yes", "void", "void"]
    monkeypatch.delenv("AZLIFT_TAGS")
    inside(folder, anew)
    assert journey.gate_digest("go", WAVE, open_venue(folder)) == before
    with pytest.raises(GateShut):
        land(folder, "shop")
    make_ready(folder)
    say(folder, "go", WAVE, staff["sponsor"])
    assert stage(folder) is Stage.READY, "the other yes is void"
    say(folder, "go", WAVE, staff["business_owner"])
    land(folder, "shop")


def test_a_rollback_of_one_group_does_not_void_what_was_approved(folder: Path, staff: dict[str, Person]) -> None:
    approved(folder, staff)
    land(folder, "shop")
    inside(folder, lambda venue: journey.roll_back("shop", venue))
    journey.require("go", WAVE, open_venue(folder))
    land(folder, "mail01")


def test_an_approval_ends_and_the_wave_is_approved_no_longer(folder: Path, staff: dict[str, Person]) -> None:
    approved(folder, staff)
    now = open_venue(folder).now
    move_clock(folder / CALENDAR_FILE, now + timedelta(hours=337))
    assert "it ended on" in str(shut(folder, "go"))
    assert stage(folder) is Stage.COMMITTED


def test_who_drives_does_not_count_as_who_approved_but_another_may_drive(
    folder: Path, staff: dict[str, Person]
) -> None:
    approved(folder, staff)
    refused = shut(folder, "go", driver=staff["sponsor"])
    assert "who prepares or drives the wave does not approve it" in str(refused)
    assert stage(folder) is Stage.APPROVED
    journey.require("go", WAVE, open_venue(folder), driver=staff["architect"])


def test_a_plan_made_anew_with_the_same_wave_keeps_its_commitment_and_a_changed_one_voids_it(
    folder: Path, staff: dict[str, Person]
) -> None:
    committed(folder, staff)
    venue = open_venue(folder)
    made = on_record.current_plan(venue)
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, "again", made.model_copy(update={"basis": "again"}))
    journey.require("commit", WAVE, venue)
    opens = datetime.fromisoformat("2027-03-01T20:00+00:00")
    (wave,) = made.waves
    moved = made.model_copy(update={"waves": (wave.model_copy(update={"opens": opens}),)})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, moved.fingerprint, moved)
    assert "what was approved has changed since" in str(shut(folder, "commit"))


def test_a_person_who_answers_twice_says_it_once(folder: Path, staff: dict[str, Person]) -> None:
    until = open_venue(folder).now + timedelta(hours=5)
    first = say(folder, "commit", WAVE, staff["architect"], expires_at=until)
    assert say(folder, "commit", WAVE, staff["architect"], expires_at=until) == first
    assert len(open_venue(folder).ledger.facts(on_record.said_of(WAVE), Approval)) == 1
    with pytest.raises(GateShut, match="said yes on"):
        say(folder, "commit", WAVE, staff["architect"], answer="no")


def test_the_signed_in_identity_speaks_and_an_application_is_refused(folder: Path, staff: dict[str, Person]) -> None:
    async def itself(venue: Venue) -> Approval:
        return await journey.approve("commit", WAVE, venue, reason="me")

    with pytest.raises(GateShut, match=r"people.yaml does not name that id as architect or business_owner"):
        inside(folder, itself)
    me = inside(folder, journey.identify)
    write_people(folder, {"architect": [me], "business_owner": [staff["business_owner"]]})
    with pytest.raises(GateShut, match="it is an application, not a person"):
        inside(folder, itself)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_a_word_needs_a_reason(folder: Path, staff: dict[str, Person], reason: str) -> None:
    with pytest.raises(InputError, match="expected a reason"):
        say(folder, "commit", WAVE, staff["architect"], reason=reason)
    assert not open_venue(folder).ledger.facts(on_record.said_of(WAVE), Approval)


def test_a_word_cannot_last_longer_than_its_gate_lets_it(folder: Path, staff: dict[str, Person]) -> None:
    now = open_venue(folder).now
    for wrong in (now - timedelta(minutes=1), now + timedelta(days=91)):
        with pytest.raises(InputError, match="expected an end from now to"):
            say(folder, "commit", WAVE, staff["architect"], expires_at=wrong)


def test_what_is_not_there_is_told(folder: Path, staff: dict[str, Person]) -> None:
    with pytest.raises(NotFound, match="no wave 'wave-09'"):
        say(folder, "commit", "wave-09", staff["architect"])
    with pytest.raises(NotFound, match="has no group 'crm'"):
        say(folder, "accept", WAVE, staff["business_owner"], groups=("crm",))


def test_who_holds_two_roles_has_to_say_which(folder: Path, staff: dict[str, Person]) -> None:
    both = staff["architect"]
    write_people(folder, {"architect": [both], "business_owner": [both]})
    with pytest.raises(InputError, match="you hold architect and business_owner"):
        say(folder, "commit", WAVE, both)
    assert say(folder, "commit", WAVE, both, role="architect").role == "architect"
    assert say(folder, "commit", WAVE, both, answer="withdrawn").role == "architect"


def test_a_draft_is_not_committed(folder: Path, staff: dict[str, Person]) -> None:
    from azlift.model import Finding, Severity

    venue = open_venue(folder)
    broken = Finding(code="TOO-MANY", severity=Severity.BLOCKING, message="51 machines of 50", wave=WAVE)
    made = on_record.current_plan(venue).model_copy(update={"violations": (broken,)})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, made.fingerprint, made)
    with pytest.raises(GateShut, match=r"is a draft: the plan breaks 1 rules in it, such as: 51 machines of 50"):
        say(folder, "commit", WAVE, staff["architect"])


def test_two_who_speak_at_once_both_go_on_record(folder: Path, staff: dict[str, Person]) -> None:
    async def both(venue: Venue) -> None:
        words = (
            journey.approve("commit", WAVE, venue, reason="yes", person=staff[role])
            for role in ("architect", "business_owner")
        )
        await asyncio.gather(*words)

    inside(folder, both)
    assert stage(folder) is Stage.COMMITTED


def test_a_wave_that_was_given_up_is_committed_by_new_words(folder: Path, staff: dict[str, Person]) -> None:
    committed(folder, staff)
    journey.abandon(WAVE, open_venue(folder), "no budget")
    say(folder, "commit", WAVE, staff["architect"])
    assert stage(folder) is Stage.ABANDONED
    say(folder, "commit", WAVE, staff["business_owner"])
    assert stage(folder) is Stage.COMMITTED


def test_what_a_gate_lacks_is_shown_before_anybody_runs_into_it(folder: Path, staff: dict[str, Person]) -> None:
    def shown() -> dict[str, str]:
        standing = journey.wave_standing(WAVE, open_venue(folder))
        return {one.code: one.evidence for one in standing.conditions if one.blocking}

    say(folder, "commit", WAVE, staff["architect"])
    assert "business_owner: 0 of 1 said yes" in shown()["gate-commit"]
    say(folder, "commit", WAVE, staff["business_owner"])
    assert "gate-commit" not in shown()
    inside(folder, prepared)
    make_ready(folder)
    for role in ("business_owner", "sponsor"):
        say(folder, "go", WAVE, staff[role])
    assert not [code for code in shown() if code.startswith("gate")]
    venue = open_venue(folder)
    preview = venue.ledger.latest("shop", Preview)
    venue.ledger.record("shop", Stage.PREVIEWED, "another what-if", preview)
    told = shown()["gate-go"]
    assert told.startswith("it is approved no longer: ")
    assert "sponsor counts no more: what was approved has changed since" in told
    assert stage(folder) is Stage.APPROVED, "looking writes nothing"
