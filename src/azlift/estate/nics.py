"""A machine's NICs: from its vNetwork rows, else as many as vInfo counts, with what networks and address it names."""

import re
from collections.abc import Sequence

from azlift.estate.machines import Machine
from azlift.estate.sheet import SheetRow
from azlift.model import Nic

BETWEEN_ADDRESSES = re.compile(r"[,;\s]+")


def make_nics(machine: Machine, rows: Sequence[SheetRow]) -> tuple[Nic, ...]:
    if rows:
        return tuple(_from_row(row, number) for number, row in enumerate(rows, 1))
    networks = list(machine.networks)
    count = sum(map(bool, networks)) if machine.nic_count is None else machine.nic_count
    networks += [""] * (count - len(networks))
    known = {1: (machine.address,)} if machine.address else {}
    return tuple(
        Nic(label=_label(number), network=networks[number - 1], addresses=known.get(number, ()))
        for number in range(1, count + 1)
    )


def _from_row(row: SheetRow, number: int) -> Nic:
    return Nic(
        label=row.text("label") or _label(number),
        network=row.text("network"),
        mac=row.text("mac"),
        addresses=tuple(
            address for field in ("ipv4", "ipv6") for address in BETWEEN_ADDRESSES.split(row.text(field)) if address
        ),
        connected=row.truth_or_none("connected"),
    )


def _label(number: int) -> str:
    return f"Network adapter {number}"
