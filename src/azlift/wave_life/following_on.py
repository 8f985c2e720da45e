"""What comes next of a wave or a group at each stage, who does it, and by which command: one table each."""

from collections.abc import Mapping
from typing import NamedTuple

from azlift.model import Gate
from azlift.stages import Stage


class Next(NamedTuple):
    """`who` acts by `command`; `gate` is the one that must be open for it, where one must."""

    what: str
    who: str
    command: str
    gate: Gate | None = None


DRAFT, FEASIBLE = "draft", "feasible"

ENGINEER = "the engineer who drives the wave"
OWNER = "the business owner"
PLANNERS = "architect and business owner"

COMMIT = "azlift commit {wave} --reason TEXT"
APPROVE = "azlift approve {wave} --reason TEXT"
HAND_OVER = "azlift hand-over {wave} --reason TEXT"
CLOSE = "azlift close {wave} --reason TEXT"
DECIDE = "azlift decide {wave} --go|--no-go --reason TEXT"

OF_WAVE: Mapping[str, Next] = {
    DRAFT: Next("the plan is to be mended", "whoever plans the waves", "azlift plan"),
    FEASIBLE: Next("it is to be committed", PLANNERS, COMMIT, "commit"),
    Stage.COMMITTED: Next("its readiness is to be shown", ENGINEER, "azlift ready {wave}"),
    Stage.READY: Next("it is to be approved", "business owner and sponsor", APPROVE, "go"),
    Stage.APPROVED: Next("its groups are to be carried", ENGINEER, "azlift migrate {wave}"),
    Stage.EXECUTING: Next("its groups are to be carried, then its window opens", ENGINEER, "azlift migrate {wave}"),
    Stage.WINDOW_OPEN: Next("its groups are to be cut over", ENGINEER, "azlift cut-over {wave}"),
    Stage.CUTTING_OVER: Next("its groups are to be cut over", ENGINEER, "azlift cut-over {wave}"),
    Stage.VALIDATING: Next("go or no-go is to be decided", "the decision owner", DECIDE, "decide"),
    Stage.GO: Next("its hypercare begins", ENGINEER, "azlift watch {wave}"),
    Stage.NO_GO: Next("it is to be taken back", ENGINEER, "azlift roll-back {wave}"),
    Stage.HYPERCARE: Next("it is to be handed over", "the operations manager", HAND_OVER, "hand over"),
    Stage.HANDED_OVER: Next("its sources are to be retired, then it is closed", OWNER, CLOSE),
    Stage.PARTLY_CLOSED: Next("what it left behind is to be settled", ENGINEER, CLOSE),
    Stage.ABANDONED: Next("it may be committed anew", PLANNERS, COMMIT),
    Stage.ROLLED_BACK: Next("it may be committed anew", PLANNERS, COMMIT),
    Stage.CLOSED: Next("nothing", "", ""),
}
"""Who decides where: the trade's execution guide (architect and business owner approve the plan, business owner and
sponsor the migration, a named owner decides in the window, operations take over)."""

OF_GROUP: Mapping[Stage | None, Next] = {
    **dict.fromkeys(
        (None, Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.ROLLED_BACK),
        Next("it is to be landed and verified", ENGINEER, "azlift migrate {wave}"),
    ),
    Stage.VERIFIED: Next("it is to be cut over in its wave's window", ENGINEER, "azlift cut-over {wave}"),
    Stage.TESTED: Next("its test copy is to be cleaned", ENGINEER, "azlift test {group} --clean"),
    Stage.TEST_CLEANED: Next("it is to be cut over in its wave's window", ENGINEER, "azlift cut-over {wave}"),
    Stage.CUT_OVER: Next("it is to be validated", ENGINEER, "azlift cut-over {wave}"),
    Stage.VALIDATED: Next("it is to be accepted", OWNER, "azlift accept {group} --reason TEXT"),
    Stage.ACCEPTED: Next("its source is to be retired", OWNER, "azlift retire {group} --evidence FILE --reason TEXT"),
    Stage.SOURCE_RETIRED: Next("nothing", "", ""),
}


def next_of_wave(stage: str, wave: str) -> Next:
    """What comes next of a wave at this stage."""
    found = OF_WAVE[stage]
    return found._replace(command=found.command.format(wave=wave))


def next_of_group(stage: Stage | None, group: str, wave: str) -> Next:
    """What comes next of a group at this stage."""
    found = OF_GROUP[stage]
    return found._replace(command=found.command.format(wave=wave, group=group))
