"""By what Azure Migrate's rows name a machine: its ARM id, its full DNS name, its name."""

import re
from ipaddress import ip_address

from azlift.estate.record import Key

LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
FQDN = re.compile(rf"(?:{LABEL}\.)+(?:[a-z]{{2,}}|xn--[a-z0-9-]+)", re.ASCII | re.IGNORECASE)
"""The last label has letters alone, so that neither `app.v2` nor an address is a DNS name."""
LONGEST_FQDN = 253


def keys_of(name: str, arm_id: str = "") -> tuple[Key, ...]:
    """Every key the row states, the safest first, casefolded."""
    arm_id, name, fqdn = arm_id.strip().casefold(), name.strip().casefold(), fqdn_of(name).casefold()
    stated = (("arm-id", arm_id), ("fqdn", fqdn), ("name", name))
    return tuple(key for key in stated if key[1])


def fqdn_of(name: str) -> str:
    """The name where it is a full DNS name, which Azure Migrate recommends as server name."""
    name = name.strip()
    return name if len(name) <= LONGEST_FQDN and FQDN.fullmatch(name) else ""


def is_address(text: str) -> bool:
    """Whether this is an IPv4 or IPv6 address."""
    try:
        ip_address(text.strip())
    except ValueError:
        return False
    return True
