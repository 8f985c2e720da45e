"""Who sent a deployment, and whether that was this ledger: what keeps two ledgers of one estate apart.

A deployment bears the event that meant to send it. An event is a ledger's own by its place in the chain of hashes, so
that a copy of a ledger, which shares its beginning, is another one from where the two part.
"""

from sqlalchemy import Connection, select

from azlift.ledger.schema import EVENTS
from azlift.model import Sender

DIGITS = 16
"""Of a hash: as many as nobody meets by chance, and a person can still compare."""
LONGEST_NUMBER = 9


def sender_of(connection: Connection, intent: int | None) -> Sender:
    """Who sends what this event intends; without a number, what the last one does."""
    said = select(EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.driver, EVENTS.c.at).order_by(EVENTS.c.seq.desc()).limit(1)
    event = connection.execute(said if intent is None else said.where(EVENTS.c.seq == intent)).one()
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
    found = connection.execute(select(EVENTS.c.hash).where(EVENTS.c.seq == int(number))).scalar()
    return found is not None and str(found)[:DIGITS] == digits


def name_of(connection: Connection) -> str:
    """What people call a ledger by: the beginning of its first event's hash; empty while it has none."""
    return str(connection.execute(select(EVENTS.c.hash).where(EVENTS.c.seq == 1)).scalar() or "")[:8]
