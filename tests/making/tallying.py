"""How much a proof tries, and what it counted: few in `make test`, all in `make proof`, which writes it down."""

import json
import os
from pathlib import Path

FULL = "AZLIFT_PROOF"
FILE = "AZLIFT_TALLY"


def many(few: int, full: int) -> int:
    """How many a test tries here."""
    return full if os.environ.get(FULL) == "full" else few


def count(promise: str, what: str, number: int) -> None:
    """Tell the running proof that so many were tried, and that none of them broke the promise."""
    file = os.environ.get(FILE)
    if file:
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"promise": promise, "what": what, "number": number}) + "\n")
