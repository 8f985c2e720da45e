"""Whom to leave alone for a while: a service that cannot be reached is tried again less and less often."""

from datetime import datetime, timedelta

from azlift.stages import Kind
from azlift.venue import Venue

FIRST = timedelta(seconds=30)
AT_MOST = timedelta(hours=1)
"""After half a minute, then after twice as long each time, and at last every hour."""


def rests(subject: str, venue: Venue) -> bool:
    """Whether what this subject is told with failed lately, and is to be left alone for now."""
    failed: list[datetime] = []
    for event in venue.ledger.outline(subject):
        if event.kind is Kind.FAILURE:
            failed.append(datetime.fromisoformat(event.at))
        elif event.kind is Kind.OUTCOME:
            failed.clear()
    if not failed:
        return False
    doubled: timedelta = FIRST * 2 ** min(len(failed) - 1, 16)
    return venue.now < failed[-1] + min(doubled, AT_MOST)
