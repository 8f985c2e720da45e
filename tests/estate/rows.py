"""Records of made-up files, as short as a test can say them."""

from typing import Any

from azlift.estate.record import Key, Record
from azlift.model import Nic, Origin


def row(file: str, number: int, name: str, *keys: Key, address: str = "", **said: Any) -> Record:
    """A row of `file`; it is known by its name, and by `keys`. `said` are facts, or a record's own members."""
    own = {member: said.pop(member) for member in ("disks", "usage", "tags", "excluded") if member in said}
    nics = (Nic(label="1", addresses=(address,)),) if address else ()
    identity = (*keys, ("name", name.casefold())) if name else keys
    return Record(Origin(file=file, row=number), name, identity, said, nics=nics, **own)
