"""Whether a group's rollback was rehearsed: something of the same templates was landed and taken back whole."""

from azlift.journey.reading import digest_of
from azlift.model import GroupId, Removal, Rendering, TestVerdict
from azlift.on_record import copy_of
from azlift.stages import Kind, Stage
from azlift.venue import Venue


def rehearsed_rollback(group: GroupId, venue: Venue) -> str:
    """The evidence in words; empty where there is none. Raises NotFound where the group was never rendered."""
    rendering = venue.ledger.latest(group, Rendering)
    taken_back = _taken_back(group, venue)
    if shape_of(rendering) in taken_back:
        return f"{group} itself was landed from these templates and taken back at {taken_back[shape_of(rendering)]}"
    verdict = venue.ledger.find_latest(copy_of(group), TestVerdict)
    removal = venue.ledger.find_latest(copy_of(group), Removal)
    if verdict and verdict.digest == rendering.digest and removal and not removal.kept:
        return f"its isolated copy was landed and taken back: {len(removal.deleted)} resources"
    return ""


def shape_of(rendering: Rendering) -> str:
    """The digest of the templates it was rendered from, whatever values they were given."""
    return digest_of(*(repr(part.template) for part in rendering.parts))


def _taken_back(group: GroupId, venue: Venue) -> dict[str, str]:
    """The templates that were landed and taken back whole in an earlier life of the group, and when."""
    renderings: dict[str, Rendering] = {}
    sent: set[str] = set()
    found: dict[str, str] = {}
    for event in venue.ledger.history(group):
        if event.kind is Kind.INTENT and event.stage is Stage.LANDED:
            sent.add(event.key)
        if event.kind is not Kind.OUTCOME:
            continue
        if event.noun == "Rendering":
            rendering = event.fact
            if isinstance(rendering, Rendering):
                renderings[rendering.digest] = rendering
        if event.stage is Stage.ROLLED_BACK:
            removal = event.fact
            if isinstance(removal, Removal) and not removal.kept:
                found |= {shape_of(renderings[key]): event.at[:16] for key in sent if key in renderings}
            renderings, sent = {}, set()
    return found
