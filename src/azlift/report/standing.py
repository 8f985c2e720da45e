"""What a report reads out of a subject's standing."""

from collections.abc import Mapping

from azlift.stages import STANDING, Stage, Standing

Standings = Mapping[str, Standing]


def standing_of(subject: str, standings: Standings) -> Standing:
    """A subject of which nothing is on record has not begun."""
    return standings.get(subject) or Standing(subject)


def has_landed(standing: Standing) -> bool:
    return standing.stage is Stage.LANDED or is_verified(standing)


def is_verified(standing: Standing) -> bool:
    return standing.stage in STANDING


def is_left_behind(standing: Standing) -> bool:
    """Its last attempt failed, and its wave went on without it."""
    return standing.run == "failed"
