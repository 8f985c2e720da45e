"""What a deployment bears of who sent it, as tags of its own: neither what it makes nor its digest knows of them.

ARM checks no fencing number. So what is found is asked before anything is sent, and after anything was refused.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from azlift.errors import HeldByAnother
from azlift.model import ESTATE_TAG, Sender

LEDGER_TAG, EVENT_TAG = "azlift-ledger", "azlift-event"
DRIVER_TAG, SINCE_TAG = "azlift-driver", "azlift-since"

USE_THAT_LEDGER = (
    "Work with that ledger (a copy of it is another one), or with one for all: `ledger:` in azlift.yaml. "
    "If it is lost: azlift ledger rebuild, which takes its place."
)


def tags_of(sender: Sender, estate: str) -> dict[str, str]:
    """The tags of a deployment that this sender sends."""
    said = {LEDGER_TAG: sender.ledger, EVENT_TAG: sender.event, DRIVER_TAG: sender.driver, SINCE_TAG: sender.since}
    return {name: value for name, value in ({ESTATE_TAG: estate} | said).items() if value}


def sender_in(deployment: Mapping[str, Any] | None) -> Sender | None:
    """Who sent the deployment; None where it does not say so, as those of an older azlift."""
    tags = (deployment or {}).get("tags") or {}
    if not tags.get(EVENT_TAG):
        return None
    return Sender(
        ledger=str(tags.get(LEDGER_TAG, "")),
        event=str(tags[EVENT_TAG]),
        driver=str(tags.get(DRIVER_TAG, "")),
        since=str(tags.get(SINCE_TAG, "")),
    )


def sent_by_another(subject: str, sender: Sender) -> HeldByAnother:
    """The refusal of what another ledger is landing, or has landed."""
    return HeldByAnother(f"{subject} was sent to Azure by another ledger: {sender}", advice=USE_THAT_LEDGER)


def stands_of_another(subject: str, digests: Iterable[str], senders: Iterable[Sender]) -> HeldByAnother:
    """The refusal of what stands under digests that this ledger never sent."""
    who = ", ".join(sorted(str(sender) for sender in senders)) or "another one"
    standing = ", ".join(sorted(digest[:8] for digest in digests))
    return HeldByAnother(
        f"{subject} stands in Azure as {standing}, which this ledger never sent: {who} did", advice=USE_THAT_LEDGER
    )
