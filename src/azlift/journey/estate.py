"""The verbs about the whole estate: survey, place, plan, and the money of it."""

from collections.abc import Sequence
from pathlib import Path

from azlift.assessment import read_rule_book
from azlift.errors import (
    PlanError,
)
from azlift.estate import read_inventory, write_survey
from azlift.journey.reading import copy_stands, digest_of, renderings_sent, wave_of_zone
from azlift.model import (
    BusinessCase,
    Estate,
    Roster,
    WavePlan,
)
from azlift.money import make_business_case, read_figures
from azlift.on_record import ESTATE, current_plan, group_of_copy, routed_estate, under_way
from azlift.placing import place_anew, staleness
from azlift.planning import lay_out, plan_anew, take_up
from azlift.rendering import WAVE_TAG, workloads_of
from azlift.report import PLACEMENTS, placements_csv
from azlift.scarcity import landing_roster
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.waves import (
    Effort,
    has_calendar,
    read_calendar,
)


def survey(sources: Sequence[Path], venue: Venue, keep_personal: bool = False) -> Estate:
    """Read the inventories, and leave the estate as tables in the workspace. Raises InputError."""
    inventory = read_inventory(sources, keep_personal)
    estate = inventory.estate
    write_survey(venue.workspace, inventory)
    return venue.ledger.record(ESTATE, Stage.SURVEYED, estate.fingerprint, estate)


def place(venue: Venue) -> Roster:
    """Choose each workload's size, disks and name in Azure, or say why it has none."""
    estate = venue.ledger.latest(ESTATE, Estate)
    basis = _roster_basis(estate, venue)
    known = venue.ledger.find_latest(ESTATE, Roster)
    roster = known if known and known.basis == basis else place_anew(estate, basis, known, venue)
    (venue.workspace / PLACEMENTS).write_text(placements_csv(estate, roster), encoding="utf-8-sig", newline="")
    return venue.ledger.record(ESTATE, Stage.PLACED, basis, roster)


def plan(venue: Venue, edited: Path | None = None, effort: Effort | None = None) -> WavePlan:
    """Put the workloads that move into groups and waves; `edited` is a plan file a person changed. Raises PlanError.

    While what it was made from is the same the last plan stands, unless its search was cut short.
    """
    estate, roster = routed_estate(venue), venue.ledger.latest(ESTATE, Roster)
    if roster.basis != _roster_basis(venue.ledger.latest(ESTATE, Estate), venue):
        raise PlanError("the inventory or the settings have changed since placing", advice="Run azlift place first.")
    desk, basis = lay_out(estate, roster, *under_way(venue), venue), _plan_basis(roster, venue)
    stands = desk.known and desk.known.basis == basis and (edited or not desk.known.cut_short)
    base = desk.known if desk.known and stands else plan_anew(desk, effort)
    made = (take_up(edited, base, desk) if edited else base).model_copy(update={"basis": basis})
    if made != desk.known:
        _check_landed_groups_stay(made, venue)
    return venue.ledger.record(ESTATE, Stage.PLANNED, made.fingerprint, made)


def money(venue: Venue) -> BusinessCase:
    """The business case of what was placed, by the plan's waves where there is a plan. Raises SettingsError."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.latest(ESTATE, Roster)
    figures, made = read_figures(venue.workspace), venue.ledger.find_latest(ESTATE, WavePlan)
    return make_business_case(estate, landing_roster(roster, made), made, figures, venue.today)


def outdated_steps(venue: Venue) -> tuple[str, ...]:
    """Which of place and plan were made from what has changed since, and are to be made anew."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.find_latest(ESTATE, Roster)
    made = venue.ledger.find_latest(ESTATE, WavePlan)
    if roster and roster.basis != _roster_basis(estate, venue):
        return ("place", "plan") if made else ("place",)
    return ("plan",) if roster and made and made.basis != _plan_basis(roster, venue) else ()


def agreed(venue: Venue) -> tuple[Estate, Roster, WavePlan]:
    """Estate, roster as the plan lands it, and plan, each made from the one before; PlanError when one was renewed and
    the next was not."""
    estate, roster = venue.ledger.latest(ESTATE, Estate), venue.ledger.latest(ESTATE, Roster)
    made = current_plan(venue)
    if roster.basis != _roster_basis(estate, venue) or made.basis != _plan_basis(roster, venue):
        raise PlanError(
            "the inventory or the settings have changed since the waves were planned",
            advice="Run azlift place and azlift plan; what has landed stays in its wave.",
        )
    return estate, landing_roster(roster, made), made


def _roster_basis(estate: Estate, venue: Venue) -> str:
    """The digest of what a roster is decided from: estate, catalogue, rules, and the settings that choose."""
    catalogue, settings = venue.catalogue, venue.settings
    rules = (settings.sizing.fingerprint, read_rule_book(venue.workspace).fingerprint, venue.as_of.isoformat())
    stale = (finding.code for finding in staleness(venue))
    return digest_of(estate.fingerprint, catalogue.fingerprint, settings.disk_sku, *rules, *stale)


def _plan_basis(roster: Roster, venue: Venue) -> str:
    calendar = read_calendar(venue.workspace).content if has_calendar(venue.workspace) else None
    return digest_of(roster.basis, venue.settings.limits.fingerprint, calendar.fingerprint if calendar else "")


def _check_landed_groups_stay(made: WavePlan, venue: Venue) -> None:
    """What was sent to Azure stands in its wave's resource group: it cannot leave its wave, or its group, meanwhile."""
    wave_of = {group: wave.id for wave in made.waves for group in wave.groups}
    for subject in venue.ledger.standings():
        sent = renderings_sent(subject, venue)
        if not sent or wave_of_zone(subject) in made.by_wave:
            continue
        wave, copied = sent[-1].tags[WAVE_TAG], group_of_copy(subject)
        if copied:
            if copy_stands(subject, venue) and wave_of.get(copied) != wave:
                raise PlanError(
                    f"a copy of {copied}, made to test it, stands in {wave}; this plan moves {copied} elsewhere",
                    advice=f"Clean the test first: azlift test {copied} --clean",
                )
            continue
        group = made.by_group.get(subject)
        if group is None or wave_of[subject] != wave or workloads_of(sent[-1]) - set(group.workloads):
            only = "" if wave_of_zone(subject) else f" --group {subject}"
            raise PlanError(
                f"{subject} has landed in {wave}, whole or in part; this plan moves it, or machines of it, elsewhere",
                advice=f"Leave it there, or roll it back first: azlift roll-back {wave}{only}. For another inventory, "
                "choose another --workspace.",
            )
