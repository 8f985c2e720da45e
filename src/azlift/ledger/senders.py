"""Who sent a deployment, and whether that was this ledger: what keeps two ledgers of one estate apart.

A deployment bears the event that meant to send it. An event is a ledger's own by its place in the chain of hashes, so
that a copy of a ledger, which shares its beginning, is another one from where the two part.
"""

from sqlalchemy import Connection

from azlift.ledger.queries import LAST, SIGNED
from azlift.model import Sender

DIGITS = 16
"""Of a hash: as many as nobody meets by chance, and a person can still compare."""
LONGEST_NUMBER = 9


def sender_of(connection: Connection, intent: int | None) -> Sender:
    """Who sends what this event intends; without a number, what the last one does."""
    asked = connection.execute(LAST) if intent is None else connection.execute(SIGNED, {"seq": intent})
    event = asked.one()
    return Sender(
        ledger=name_of(connection),
        event=f"{event.seq}-{event.hash[:DIGITS]}",
        driver=event.driver.partition(":")[0],
        since=event.at,
    )


def is_in_chain(connection: Connection, sender: Sender) -> bool:
    """Whether the event that meant to send it is one of this ledger's."""
    number, _, digits = sender.event.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER and len(digits) == DIGITS):
        return False
    found = connection.execute(SIGNED, {"seq": int(number)}).first()
    return found is not None and str(found.hash)[:DIGITS] == digits


def name_of(connection: Connection) -> str:
    """What people call a ledger by: the beginning of its first event's hash; empty while it has none."""
    first = connection.execute(SIGNED, {"seq": 1}).first()
    return str(first.hash)[:8] if first else ""
