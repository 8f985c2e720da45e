"""A plan file as a person edited it, read back into a plan that is judged again."""

from collections.abc import Mapping
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import Estate, GroupId, Wave, WavePlan, WorkloadId
from azlift.waves.groups import by_name, counted, listed, make_groups
from azlift.waves.judging import judge_ordered
from azlift.waves.ordering import order_groups
from azlift.waves.packing import describe_waves
from azlift.waves.plan_files import names_of
from azlift.waves.proposal import Proposal
from azlift.waves.splitting import find_cuts
from azlift.waves.table_edits import read_csv_edits, read_xlsx_edits
from azlift.waves.yaml_edits import read_yaml_edits

READERS = {".csv": read_csv_edits, ".xlsx": read_xlsx_edits, ".yaml": read_yaml_edits, ".yml": read_yaml_edits}
BY_HAND = "edited by a person: "


def read_proposal(path: Path, plan: WavePlan, estate: Estate) -> Proposal:
    """What `path` asks for, a file written for this plan and edited since.

    PlanError: the file cannot be used, and why, place by place.
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise PlanError(
            f"not a plan file: its name ends in {path.suffix or 'nothing'}, expected .csv, .xlsx or .yaml",
            file=path.name,
        )
    _refuse_another_estate(path, plan, estate)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PlanError(f"cannot be read: {error.strerror}", file=str(path), advice="Check the path.") from error
    return reader(path, content, plan, estate)


def read_plan_edits(path: Path, plan: WavePlan, estate: Estate) -> WavePlan:
    """The plan without windows that `path` asks for; a file without edits gives an equal plan. Raises PlanError."""
    edited = replan(read_proposal(path, plan, estate), plan, estate)
    return edited.model_copy(update={"waves": tuple(marked(wave, plan) for wave in edited.waves)})


def _refuse_another_estate(path: Path, plan: WavePlan, estate: Estate) -> None:
    planned = {workload for group in plan.groups for workload in group.workloads} | set(plan.staying)
    if odd := planned ^ estate.by_id.keys():
        machines = counted(len(odd), "machine")
        raise PlanError(
            f"the plan was made for another state of the estate: {machines} in one and not in the other",
            file=path.name,
            advice="Plan again, then edit the file that this writes.",
        )


def replan(proposal: Proposal, plan: WavePlan, estate: Estate) -> WavePlan:
    """The plan that a proposal makes of the estate, judged; `plan` is the one it came from, for the reasons it gave."""
    membership = {group: by_name(members, estate) for group, members in sorted(proposal.members.items())}
    ordering = order_groups(membership, estate)
    groups = make_groups(found_in(membership, plan, estate), ordering.after, estate, find_cuts(membership, estate))
    pilot = next((wave.number for wave in plan.waves if wave.pilot), None)
    waves = describe_waves(proposal.numbers, {g.id: g for g in groups}, ordering, proposal.limits, pilot=pilot)
    moving = {workload for members in membership.values() for workload in members}
    edited = WavePlan(
        basis=plan.basis,
        limits=proposal.limits,
        groups=groups,
        waves=waves,
        staying=by_name(estate.by_id.keys() - moving, estate),
        findings=plan.findings,
        suggestions=plan.suggestions,
    )
    return edited.model_copy(update={"violations": judge_ordered(edited, ordering, estate)})


def found_in(
    membership: Mapping[GroupId, tuple[WorkloadId, ...]], plan: WavePlan, estate: Estate
) -> dict[GroupId, tuple[tuple[WorkloadId, ...], str]]:
    """Each group's members, and what holds them together."""
    return {group: (members, _because(group, members, plan, estate)) for group, members in membership.items()}


def _because(group: GroupId, members: tuple[WorkloadId, ...], plan: WavePlan, estate: Estate) -> str:
    """A group that is as it was keeps its reason; any other says that a person made it."""
    before = plan.by_group.get(group)
    if before and before.workloads == members:
        return before.because
    return f"{BY_HAND}{counted(len(members), 'machine')}: {listed(names_of(members, estate))}"


def marked(wave: Wave, plan: WavePlan) -> Wave:
    """A wave whose groups a person changed, now or before, says so."""
    before = plan.by_wave.get(wave.id)
    if before and before.groups == wave.groups and not before.why.startswith(BY_HAND):
        return wave
    return wave.model_copy(update={"why": f"{BY_HAND}{wave.why}"})
