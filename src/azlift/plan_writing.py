"""The plan as files of the workspace, for people."""

from decimal import Decimal
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import Estate, Finding, Roster, WavePlan, WorkloadId
from azlift.money import make_business_case, read_figures
from azlift.on_record import ESTATE, current_plan, routed_estate
from azlift.report import plan_page
from azlift.runbook import no_return_text, read_runbook
from azlift.scarcity import landing_roster
from azlift.venue import Venue
from azlift.waves import (
    azure_migrate_waves_csv,
    cmf_intake_csv,
    fill_azure_migrate_waves,
    judge_azure_migrate_conditions,
    plan_csv,
    plan_xlsx,
    plan_yaml,
    suggestions_yaml,
    ties_of,
    write_plan_files,
)

SUGGESTED, PAGE, REPAIRED = "suggested.yaml", "plan.html", "repaired.csv"


def write_plan(venue: Venue, taken_up: Path | None = None) -> None:
    """Write plan.csv, plan.xlsx and plan.yaml to the workspace; and suggested.yaml and plan.html, always anew.

    Raises PlanError rather than write over a person's changes of a plan.
    """
    estate, made, sizes = routed_estate(venue), current_plan(venue), _sizes(venue)
    contents = {
        "plan.csv": plan_csv(made, estate, sizes).encode(),
        "plan.xlsx": plan_xlsx(made, estate, sizes),
        "plan.yaml": plan_yaml(made, estate).encode(),
    }
    write_plan_files(venue.workspace, contents, taken_up)
    (venue.workspace / SUGGESTED).write_text(suggestions_yaml(made.suggestions, estate), encoding="utf-8")
    (venue.workspace / PAGE).write_text(_page(made, estate, venue), encoding="utf-8")


def _page(made: WavePlan, estate: Estate, venue: Venue) -> str:
    roster, figures = landing_roster(venue.ledger.latest(ESTATE, Roster), made), read_figures(venue.workspace)
    case = make_business_case(venue.ledger.latest(ESTATE, Estate), roster, made, figures, venue.today)
    until = no_return_text(read_runbook(venue.workspace).content, [group.id for group in made.groups])
    return plan_page(made, estate, case, ties_of(made, estate), until)


def write_repaired(made: WavePlan, to: Path | None, venue: Venue) -> Path:
    """Write a plan that is not recorded as a CSV file to take up: `to`, or repaired.csv anew. Raises PlanError."""
    file = to or venue.workspace / REPAIRED
    if to is None:
        file.unlink(missing_ok=True)
    _write(file, plan_csv(made, routed_estate(venue), _sizes(venue)))
    return file


def write_for_azure_migrate(file: Path, into: Path | None, venue: Venue) -> tuple[Finding, ...]:
    """Write the last plan as Azure Migrate's wave mapping, or its own export `into` filled; what its eight conditions
    say of the plan. Raises PlanError."""
    made, estate = current_plan(venue), routed_estate(venue)
    if into:
        _write(file, fill_azure_migrate_waves(into, _read(into), made, estate))
    else:
        _write(file, azure_migrate_waves_csv(made, estate))
    return judge_azure_migrate_conditions(made, estate)


def write_for_cmf(file: Path, venue: Venue) -> None:
    """Write the last plan as an intake form of AWS Cloud Migration Factory. Raises PlanError."""
    _write(file, cmf_intake_csv(current_plan(venue), routed_estate(venue)))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise PlanError(f"cannot be read: {error.strerror}", file=str(file), advice="Check the path.") from error


def _write(file: Path, text: str) -> None:
    try:
        with file.open("xb") as new:
            new.write(text.encode())
    except FileExistsError as error:
        raise PlanError("is there already", file=str(file), advice="Choose another file, or remove it.") from error
    except OSError as error:
        raise PlanError(
            f"cannot be written: {error.strerror}", file=str(file), advice="Choose another file."
        ) from error


def _sizes(venue: Venue) -> dict[WorkloadId, tuple[str, Decimal]]:
    roster = landing_roster(venue.ledger.latest(ESTATE, Roster), current_plan(venue))
    return {p.workload: (p.size, p.cost_per_month) for p in roster.placements}
