"""Whether it is quiet on a channel now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from azlift.notices.reading import Channel, hours_between
from azlift.notices.topics import Topic


def is_quiet(channel: Channel, topic: Topic, now: datetime) -> bool:
    """Whether this has to wait until the channel's quiet hours end; by the clocks of its time zone, so that an hour
    that is skipped or comes twice is as quiet as people there expect."""
    if channel.quiet is None or topic in channel.quiet.even_then:
        return False
    first, last = hours_between(channel.quiet.hours)
    at = now.astimezone(ZoneInfo(channel.quiet.time_zone)).time()
    return first <= at < last if first < last else at >= first or at < last
