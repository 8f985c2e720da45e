"""What ServiceNow's classes, statuses and relations mean, as data.

Sources: classes from ServiceNow's documentation of the Server and Computer classes; the numbers behind the statuses
from the Ansible collection servicenow.itsm (plugins/module_utils/configuration_item.py); relations from the
documentation's key relationships (parent first: `Depends on::Used by`, "parent CI depends on child CI"). Names are
compared on letters and digits, so that `cmdb_ci_win_server` and its label `Windows Server` are looked up alike.
"""

import re
from typing import Literal

from azlift.estate.headers import squeeze

SYS_ID = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
MACHINES = frozenset(
    {
        *("server", "winserver", "windowsserver", "linuxserver", "unixserver", "solarisserver", "aixserver"),
        *("hpuxserver", "osxserver", "netwareserver", "ibmzosserver", "computer", "vminstance", "vmwareinstance"),
        *("virtualmachineinstance", "vmwarevirtualmachineinstance", "hypervinstance"),
    }
)
INSTANCES = frozenset(word for word in MACHINES if word.endswith("instance"))
"""A virtual machine as its hypervisor sees it: ServiceNow keeps one beside the server it is."""
APPLICATIONS = frozenset(
    {
        *("appl", "application", "businessapp", "businessapplication", "service", "businessservice", "serviceauto"),
        *("applicationservice", "servicediscovered", "mappedapplicationservice"),
    }
)
OPERATIONAL = {
    "1": "operational", "2": "nonoperational", "3": "repairinprogress", "4": "drstandby", "5": "ready", "6": "retired",
}  # fmt: skip
INSTALLED = {
    "0": "implementing", "1": "installed", "2": "onorder", "3": "inmaintenance", "4": "pendinginstall",
    "5": "pendingrepair", "6": "instock", "7": "retired", "8": "stolen", "100": "absent",
}  # fmt: skip
GONE = frozenset({"retired", "stolen", "absent"})
TALKING = frozenset({"dependson", "uses", "connectsto", "sendsdatato", "exchangesdatawith"})
"""The CI before the verb talks to the one behind it."""
STANDING = frozenset({"runson", "virtualizedby", "hostedon"})
"""The CI before the verb stands on the one behind it."""

Direction = Literal["forwards", "backwards"]


def class_of(name: str) -> str:
    """`cmdb_ci_linux_server` and `Linux Server` are one class."""
    return squeeze(name).removeprefix("cmdbci")


def status_of(words: str, numbers: dict[str, str]) -> str:
    """The status by its name, whether the export has its number or its label."""
    return numbers.get(words.strip(), squeeze(words))


def direction_of(relation: str, verbs: frozenset[str]) -> Direction | None:
    """Which way `X::Y` is to be read for it to begin with one of the verbs; None where neither half does."""
    before, _, behind = (squeeze(half) for half in relation.partition("::"))
    return "forwards" if before in verbs else "backwards" if behind in verbs else None
