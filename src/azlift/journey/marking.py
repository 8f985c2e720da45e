"""How far a group has come, as a tag on its machines: what a lost ledger cannot say any more, Azure then does.

Without it a ledger made anew would take an accepted group for one that may be taken back.
"""

from azlift import cloud
from azlift.errors import AzureError, PersonNeeded
from azlift.model import GroupId, Mark, Rendering
from azlift.rendering import STAGE_TAG
from azlift.stages import MOVED, Stage
from azlift.venue import Venue

MACHINE = "microsoft.compute/virtualmachines"


def mark_of(group: GroupId) -> str:
    """The subject of what a group's machines bear."""
    return f"mark:{group}"


async def mark(group: GroupId, venue: Venue) -> Mark | None:
    """Have the group's machines bear the stage it reached, once its work has moved.

    None before that, and where Azure refused: then that is on record under `mark:GROUP`, and `azlift status` tells it;
    the group's stage holds all the same, and the next stage is marked anew.
    """
    standing, rendering = venue.ledger.standings().get(group), venue.ledger.find_latest(group, Rendering)
    if standing is None or standing.stage not in MOVED or rendering is None:
        return None
    stage = standing.stage
    machines = [e.id for e in rendering.expected if e.type.lower() == MACHINE]

    async def put(_: object) -> Mark:
        tagged = await cloud.add_tags(venue.cloud, machines, {STAGE_TAG: f"{stage} {standing.since}"})
        return Mark(group=group, stage=stage, machines=tagged)

    try:
        return await venue.ledger.once(mark_of(group), Stage.DONE, f"{stage} {standing.since}", put)
    except (AzureError, PersonNeeded):
        return None


def stage_marked(tag: str) -> Stage | None:
    """The stage that a tag says; None for one that says none that azlift marks."""
    said = tag.rpartition(" ")[0]
    return Stage(said) if said in MOVED else None
