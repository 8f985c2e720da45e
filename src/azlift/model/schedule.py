"""The rhythm in which a wave is prepared, landed, watched and closed around its window, as people write it.

All keys of `schedule.yaml` are optional. Days are counted from the window, and a clock time is of `time_zone`.
"""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from azlift.model.openings import ZoneName
from azlift.model.written import Written

Phase = Literal["prepare", "test", "ready", "migrate", "sync", "cut-over", "watch", "close"]
"""What is put on the calendar for a wave, in the order of its life."""

LeadDays = Annotated[int, Field(ge=0, le=365)]
DeploymentName = Annotated[str, StringConstraints(pattern=r"^[^/\s][^/]*/[^/]*[^/\s]$", max_length=200)]
"""FLOW/DEPLOYMENT, as Prefect's command line names it."""


class Before(Written):
    """A one-off start before the window."""

    days_before: LeadDays
    at: time


class After(Written):
    """A one-off start after the window."""

    days_after: LeadDays
    at: time


class Start(Written):
    """A deployment of your own that azlift starts, with `workspace` and `wave` as its parameters."""

    deployment: DeploymentName


class Rhythm(Written):
    time_zone: ZoneName | None = None
    """Of the clock times; without it the calendar's."""
    prepare: Before = Before(days_before=21, at=time(9))
    """Landing zone, templates and what-if, for people to approve."""
    test: Before = Before(days_before=10, at=time(9))
    """Isolated copies and their checks."""
    ready: Before = Before(days_before=7, at=time(7))
    """The checklist; looked at anew each day from then on, until the window."""
    migrate: Before = Before(days_before=3, at=time(9))
    """The groups land in Azure; earlier where copying must begin earlier."""
    sync: Start | None = None
    """What starts the copying, at the moment the forecast says; without it nobody is started."""
    watch_every_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    """From the end of the window to closing: the checks of hypercare."""
    close: After = After(days_after=14, at=time(10))
    """What is left to do for closing; hypercare lasts until then."""
    keep_off_weekends: bool = True
    """One-off starts outside the window never fall on frozen days or holidays; nor, with this, on Saturday or Sunday.
    One before the window comes earlier then, one after it later."""
