"""The plan as files of the workspace, for people."""

from decimal import Decimal
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import Roster, WavePlan, WorkloadId
from azlift.on_record import ESTATE, current_plan, routed_estate
from azlift.venue import Venue
from azlift.waves import plan_csv, plan_xlsx, plan_yaml, suggestions_yaml, write_plan_files

SUGGESTED = "suggested.yaml"


def write_plan(venue: Venue, taken_up: Path | None = None) -> None:
    """Write plan.csv, plan.xlsx and plan.yaml to the workspace, and suggested.yaml, to copy from, always anew.

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


def write_repaired(made: WavePlan, file: Path, venue: Venue) -> None:
    """Write a plan that is not recorded as a CSV file to take up. Raises PlanError."""
    content = plan_csv(made, routed_estate(venue), _sizes(venue)).encode()
    try:
        file.write_bytes(content)
    except OSError as error:
        raise PlanError(
            f"cannot be written: {error.strerror}", file=str(file), advice="Choose another file."
        ) from error


def _sizes(venue: Venue) -> dict[WorkloadId, tuple[str, Decimal]]:
    return {p.workload: (p.size, p.cost_per_month) for p in venue.ledger.latest(ESTATE, Roster).placements}
