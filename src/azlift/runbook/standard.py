"""The standard steps of a group's night, in order, with the inverse of each.

Source of the order: Microsoft's Migration Execution Guide, migration-day runbook (shorten DNS TTL, mute alerts, notify,
migrate, DNS, validate, GO/NOGO, tell users) and the Cloud Adoption Framework (freeze before, announce only afterwards).
azlift copies no data: `final-copy` is done by the team's own replication tool, through a hook, or by a person.
"""

from dataclasses import dataclass
from typing import Literal

DECIDE = "decide"
"""Go or no-go: no step of a group, but the place in the order where the wave is decided."""
ACCEPT = "accept"
"""Where nothing is irreversible, the point of no return: a person accepts the group."""
BASELINE, POINT_OF_NO_RETURN = "baseline", "point-of-no-return"
DOWN_FROM, UP_AT = ("freeze", "stop-source"), "switch"
"""The steps with which users lose the source, and get the machines in Azure."""
RESERVED = frozenset({ACCEPT, BASELINE, POINT_OF_NO_RETURN})
"""Words under which azlift itself writes something down beside the steps."""


@dataclass(frozen=True)
class Standard:
    """`ask` and `undo_ask` are what a person is asked where nobody wrote how it is done; `own`: azlift does it."""

    name: str
    title: str
    ask: str = ""
    undo_ask: str = ""
    own: bool = False
    undo_own: bool = False
    nothing_to_undo: str = ""
    pace: Literal["", "stop", "copy", "start", "verify"] = ""


STANDARD = (
    Standard(
        "measure", "measure how fast it answers before", own=True, nothing_to_undo="it only looks, and changes nothing"
    ),
    Standard(
        "lower-dns-ttl",
        "lower the TTL of its names",
        "Lower the TTL of the names that lead to {group}, and wait until the old TTL has passed.",
        "Set the TTL of the names that lead to {group} back to what it was.",
    ),
    Standard(
        "mute-alerts",
        "mute its alerts",
        "Mute the alerts of {group} at the source for the length of the window.",
        "Let the alerts of {group} at the source sound again.",
    ),
    Standard(
        "notify",
        "tell its users that it begins",
        "Tell the users of {group} that it begins.",
        "Tell the users of {group} that it stays where it was, and that they can work.",
    ),
    Standard(
        "freeze",
        "freeze changes at the source",
        "Stop {group} from taking changes: close it to users, end its jobs.",
        "Open {group} at the source to users and jobs again.",
    ),
    Standard(
        "stop-source",
        "stop the source machines",
        "Shut down the source machines of {group}, in order, and see that they are off.",
        "Start the source machines of {group} again, in order, and see that they work.",
        pace="stop",
    ),
    Standard(
        "final-copy",
        "copy what changed last",
        "Run the last copy of {group} with your replication tool and wait until it is whole. azlift copies no data.",
        nothing_to_undo="it writes only to disks that a roll-back deletes",
        pace="copy",
    ),
    Standard("start", "start the machines in Azure", own=True, undo_own=True, pace="start"),
    Standard(
        "verify",
        "check the machines before anybody uses them",
        own=True,
        nothing_to_undo="it only looks, and changes nothing",
        pace="verify",
    ),
    Standard(
        "switch",
        "switch names and traffic",
        "Switch the names and the traffic of {group} to Azure.",
        "Switch the names and the traffic of {group} back to the source.",
    ),
    Standard(DECIDE, "go or no-go", nothing_to_undo="a no-go takes back the go"),
    Standard(
        "announce",
        "announce that it works in Azure",
        "Tell the users of {group} that it works in Azure; set TTL and alerts to what they shall be from now on.",
        "Tell the users of {group} that it is back at the source.",
    ),
)
BY_NAME = {standard.name: standard for standard in STANDARD}
