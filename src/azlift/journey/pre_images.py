"""What stood before a landing and would be changed by it: recorded before anything is sent, restored by a roll-back."""

from azlift import cloud
from azlift.journey.reading import renderings_sent
from azlift.model import PreImages, Preview, Rendering, StandingResource
from azlift.stages import Stage
from azlift.venue import Venue


async def record_pre_images(subject: str, rendering: Rendering, venue: Venue) -> None:
    """Write down what stands already of what this landing would change; what an earlier one of this life made is ours.

    The preview that came before says what would be created; only the rest is read.
    """
    if venue.ledger.holds(subject, Stage.LANDED, rendering.digest):
        return
    ours = {expected.id.lower() for sent in renderings_sent(subject, venue) for expected in sent.expected}
    preview = venue.ledger.find_latest(subject, Preview)
    created = {c.resource.lower() for c in preview.changes if c.kind.lower() == "create"} if preview else set[str]()
    doubtful = [e for e in rendering.expected if e.id.lower() not in ours | created]
    standing = await cloud.read_standing(venue.cloud, doubtful) if doubtful else ()
    if standing:
        made = PreImages(subject=subject, digest=rendering.digest, at=venue.now, resources=standing)
        key = venue.ledger.standings()[subject].keys[Stage.PREVIEWED]  # the preview's own: what was approved stands
        venue.ledger.decide(subject, Stage.PREVIEWED, key, PreImages, lambda _: made)


def stood_before(subject: str, venue: Venue) -> tuple[StandingResource, ...]:
    """What stood before this life of the subject, as it first was; in the order in which it was found."""
    first: dict[str, StandingResource] = {}
    for images in venue.ledger.facts(subject, PreImages):
        for resource in images.resources:
            first.setdefault(resource.id.lower(), resource)
    return tuple(first.values())
