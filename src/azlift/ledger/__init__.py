"""The append-only record: what was intended, what came of it, and who said so.

`once` makes an outside call happen once, whatever crashes; `latest` reads a subject's last fact; `history` and
`standings` are folds over the events. Nothing else in azlift remembers anything.
"""

from azlift.ledger.engine import Server
from azlift.ledger.events import Event
from azlift.ledger.intent import Intent
from azlift.ledger.lease import LEASE, is_gone, same_machine, this_driver
from azlift.ledger.record import SUCCESSION, Ledger, open_ledger

__all__ = [
    "LEASE",
    "SUCCESSION",
    "Event",
    "Intent",
    "Ledger",
    "Server",
    "is_gone",
    "open_ledger",
    "same_machine",
    "this_driver",
]
