from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from lives import let_pass, report, validated, watched, wave_at
from people import in_directory, say, write_people

from azlift import journey, on_record
from azlift.errors import GateShut, IllegalMove, InputError, NotAsExpected, NotFound, Waiting
from azlift.journey.closing import hypercare_since, leftovers
from azlift.model import OFF_BOARDED, Acceptance, Cutover, Milestone, Person
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]
EVIDENCE = "archive: vault-7\nrestore_test: by J. Doe\nrecords:\n" + "".join(
    f"  {one}: CHG-{one}\n" for one in OFF_BOARDED
)


@pytest.fixture
def folder(workspace: Workspaces) -> Path:
    return workspace()


@pytest.fixture
def venue(folder: Path) -> Venue:
    """Two groups of one wave, which was decided for."""
    made = planned(folder, estate(machine("web01", "shop"), machine("mail01", "mail")))
    validated(made, "shop", "mail")
    wave_at(made, "wave-01", Stage.GO)
    return made


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    file = tmp_path / "evidence.yaml"
    file.write_text(EVIDENCE)
    return file


def accept(folder: Path, group: str = "shop", reason: str = "the tests passed") -> Acceptance:
    made: Acceptance = inside(folder, lambda venue: journey.accept(group, venue, reason))
    return made


def hand_over(folder: Path) -> Milestone:
    made: Milestone = inside(folder, lambda venue: journey.hand_over("wave-01", venue, "all quiet"))
    return made


def in_hypercare(venue: Venue) -> None:
    began = Milestone(wave="wave-01", reason="it is watched since its go")
    venue.ledger.record(on_record.wave_subject("wave-01"), Stage.HYPERCARE, "h", began)


def handed_over(folder: Path, venue: Venue) -> None:
    in_hypercare(venue)
    for group in ("shop", "mail"):
        accept(folder, group)
    let_pass(folder, venue, 49)
    watched(venue, "wave-01")
    hand_over(folder)


def stage(venue: Venue, subject: str) -> Stage | None:
    return venue.ledger.standings()[subject].stage


# -- acceptance -----------------------------------------------------------------------------------------------------


def test_an_acceptance_names_who_accepted_and_why(folder: Path, venue: Venue) -> None:
    made = accept(folder)
    assert made.person is not None
    assert made.person.object_id
    assert made.reason == "the tests passed"
    assert stage(venue, "shop") is Stage.ACCEPTED


def test_accepting_twice_is_accepting_once(folder: Path, venue: Venue) -> None:
    first = accept(folder)
    events = len(venue.ledger.history())
    assert accept(folder, reason="again, for another reason") == first
    assert len(venue.ledger.history()) == events


def test_what_is_not_validated_or_not_well_is_not_accepted(folder: Path, venue: Venue) -> None:
    venue.ledger.record_failure("shop", Stage.VALIDATED, "", NotAsExpected("the page is slow"))
    with pytest.raises(NotAsExpected, match="shop is not well: its last look failed"):
        accept(folder)
    venue.ledger.record("shop", Stage.VALIDATED, "later", report("shop", venue.now, "port"))
    with pytest.raises(NotAsExpected, match="shop is not well"):
        accept(folder)
    venue.ledger.record("shop", Stage.CUT_OVER, "again", venue.ledger.latest("shop", Cutover))
    with pytest.raises(IllegalMove, match="shop is cut over; it cannot be accepted from there"):
        accept(folder)


def test_nothing_is_accepted_before_the_waves_go(folder: Path) -> None:
    venue = planned(folder, estate(machine("web01", "shop")))
    validated(venue, "shop")
    for last in (None, Stage.VALIDATING):
        if last:
            wave_at(venue, "wave-01", last)
        with pytest.raises(Waiting, match="nothing of it is accepted before its go"):
            accept(folder)
    assert stage(venue, "shop") is Stage.VALIDATED


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1_001])
def test_an_acceptance_needs_a_reason_that_can_be_read(folder: Path, venue: Venue, reason: str) -> None:
    with pytest.raises(InputError, match="expected 1 to 1000"):
        accept(folder, reason=reason)


def owned(folder: Path) -> dict[str, Person]:
    people = in_directory(folder, "ada", "sam", "olga")
    write_people(
        folder, {"business_owner": [people["ada"]], "sponsor": [people["sam"]], "operations_manager": [people["olga"]]}
    )
    return people


def test_who_does_not_own_a_group_cannot_accept_it(folder: Path, venue: Venue) -> None:
    owned(folder)
    with pytest.raises(GateShut, match="may not open the gate `accept`"):
        accept(folder)
    assert stage(venue, "shop") is Stage.VALIDATED


def test_what_its_owner_has_said_yes_to_is_accepted_by_whoever_puts_it_down(folder: Path, venue: Venue) -> None:
    people = owned(folder)
    say(folder, "accept", "wave-01", people["ada"], groups=("shop",))
    assert accept(folder).group == "shop"
    with pytest.raises(GateShut):
        accept(folder, "mail")


# -- hand-over ------------------------------------------------------------------------------------------------------


def test_a_wave_is_handed_over_when_it_was_watched_long_enough_and_all_of_it_is_accepted(
    folder: Path, venue: Venue
) -> None:
    with pytest.raises(Waiting, match="wave-01 is go: it has not been watched yet"):
        hand_over(folder)
    in_hypercare(venue)
    with pytest.raises(Waiting, match=r"is watched until .* \(48 h of hypercare\)"):
        hand_over(folder)
    watched(venue, "wave-01")
    let_pass(folder, venue, 49)
    with pytest.raises(Waiting, match="nobody has looked at wave-01 since its hypercare ended"):
        hand_over(folder)
    watched(venue, "wave-01", shop=("web: expected open, found closed",))
    with pytest.raises(Waiting, match="wave-01 is not well: shop"):
        hand_over(folder)
    watched(venue, "wave-01")
    with pytest.raises(Waiting, match=r"nobody has accepted (shop, mail|mail, shop)"):
        hand_over(folder)
    for group in ("shop", "mail"):
        accept(folder, group)
    assert hand_over(folder).by is not None
    assert stage(venue, "wave:wave-01") is Stage.HANDED_OVER
    events = len(venue.ledger.history())
    assert hand_over(folder).reason == "all quiet"
    assert len(venue.ledger.history()) == events


def test_a_group_that_was_left_behind_is_named_and_holds_nothing_up(folder: Path) -> None:
    venue = planned(folder, estate(machine("web01", "shop"), machine("mail01", "mail")))
    validated(venue, "shop")
    wave_at(venue, "wave-01", Stage.GO, left_behind={"mail": "its database was locked"})
    in_hypercare(venue)
    accept(folder)
    let_pass(folder, venue, 49)
    watched(venue, "wave-01")
    assert hand_over(folder).left_behind == {"mail": "its database was locked"}


def test_a_wave_is_handed_over_by_who_runs_operations(folder: Path, venue: Venue) -> None:
    people = owned(folder)
    in_hypercare(venue)
    for group in ("shop", "mail"):
        say(folder, "accept", "wave-01", people["ada"], groups=(group,))
        accept(folder, group)
    let_pass(folder, venue, 49)
    watched(venue, "wave-01")
    with pytest.raises(GateShut, match="may not open the gate `hand over`"):
        hand_over(folder)
    say(folder, "hand over", "wave-01", people["olga"])
    hand_over(folder)
    assert stage(venue, "wave:wave-01") is Stage.HANDED_OVER


def test_hypercare_that_was_ended_by_a_no_go_begins_anew(venue: Venue) -> None:
    assert hypercare_since("wave-01", venue) is None
    in_hypercare(venue)
    assert hypercare_since("wave-01", venue) is not None
    said = Milestone(wave="wave-01", reason="it got worse")
    venue.ledger.record("wave:wave-01", Stage.NO_GO, "n", said)
    assert hypercare_since("wave-01", venue) is None


# -- retirement, and the end ----------------------------------------------------------------------------------------


def retire(folder: Path, evidence: Path, group: str = "shop") -> Any:
    return inside(folder, lambda venue: journey.retire(group, venue, "nobody misses it", evidence))


def test_a_source_is_retired_with_its_evidence_after_the_hand_over(folder: Path, venue: Venue, evidence: Path) -> None:
    with pytest.raises(IllegalMove, match="shop is validated: its source is what it would go back to"):
        retire(folder, evidence)
    accept(folder)
    with pytest.raises(Waiting, match="still being watched: the sources are kept until it is handed over"):
        retire(folder, evidence)
    handed_over(folder, venue)
    made = retire(folder, evidence)
    assert set(made.records) == set(OFF_BOARDED)
    assert made.archive == "vault-7"
    assert stage(venue, "shop") is Stage.SOURCE_RETIRED
    events = len(venue.ledger.history())
    assert retire(folder, evidence) == made
    assert len(venue.ledger.history()) == events


def test_a_wave_is_closed_once_every_source_is_retired_and_partly_before(
    folder: Path, venue: Venue, evidence: Path
) -> None:
    async def close(venue: Venue) -> Milestone:
        return await journey.close("wave-01", venue, "done")

    with pytest.raises(IllegalMove, match="wave-01 is go: it is closed after it was handed over"):
        inside(folder, close)
    handed_over(folder, venue)
    retire(folder, evidence)
    partly = inside(folder, close)
    assert partly.left_behind == {"mail": "it is accepted; its source is not retired"}
    assert stage(venue, "wave:wave-01") is Stage.PARTLY_CLOSED
    retire(folder, evidence, "mail")
    assert leftovers("wave-01", venue) == {}
    inside(folder, close)
    assert stage(venue, "wave:wave-01") is Stage.CLOSED
    events = len(venue.ledger.history())
    inside(folder, close)
    assert len(venue.ledger.history()) == events
    assert venue.ledger.verify() == events


def test_an_unknown_wave_or_group_is_not_found(folder: Path, venue: Venue, evidence: Path) -> None:
    for verb in (
        lambda venue: journey.accept("nobody", venue, "r"),
        lambda venue: journey.retire("nobody", venue, "r", evidence),
        lambda venue: journey.hand_over("wave-99", venue, "r"),
        lambda venue: journey.close("wave-99", venue, "r"),
    ):
        with pytest.raises(NotFound):
            inside(folder, verb)
