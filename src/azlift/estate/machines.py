"""One vInfo row -> one machine, as far as the row says it; and whether it is a workload at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from azlift.estate.columns import without_mail
from azlift.estate.join import BY_NAME, Key, keys_of
from azlift.estate.operating_systems import bits_of, disagree, family_of
from azlift.estate.record import KEY_KINDS, Excluded
from azlift.estate.sheet import Fault, Sheet, SheetRow, place_of
from azlift.model import Firmware, Origin, OsFamily, Power

WORDS = {
    Power.ON: "poweredon poweron on running up started eingeschaltet allumé encendido ligado",
    Power.OFF: "poweredoff poweroff off stopped down shutoff shutdown halted terminated deallocated "
    "ausgeschaltet éteint apagado desligado",
    Power.SUSPENDED: "suspended paused saved",
}
POWERS = {word: power for power, words in WORDS.items() for word in words.split()}
"""vSphere's words, then those of Hyper-V, XenServer, oVirt, libvirt, Azure and people; see `power_of`."""
FIRMWARES = {"bios": Firmware.BIOS, "efi": Firmware.EFI, "uefi": Firmware.EFI}
CLUSTER_AGENT = re.compile(r"vcls(-| \(|$)", re.IGNORECASE)
"""vSphere's own cluster agents: `vCLS (1)` before 7.0 U3, `vCLS-<uuid>` since."""
FULL_NAME = re.compile(r"(?!localhost\.)[^\s.]+(\.[^\s.]+)+", re.IGNORECASE)
NETWORK_FIELDS = tuple(f"network_{n}" for n in range(1, 9))
MOST_DEVICES = 1_000
"""More disks or NICs than this are a slip of the pen: vSphere 8 stops at 256 disks and 10 NICs."""
NOT_A_SOURCE_KEY = frozenset({"smbios", "vm-id", "fqdn"})


@dataclass(frozen=True, slots=True)
class Machine:
    """A vInfo row. None: not stated, or not readable (then `faults` tells). Without `excluded` it has a key."""

    origin: Origin
    name: str
    keys: tuple[Key, ...]
    excluded: Excluded | None
    power: Power
    firmware: Firmware
    secure_boot: bool | None
    created_on: date | None
    vcpu: int | None
    memory_mib: int | None
    active_mib: int | None
    disk_count: int | None
    nic_count: int | None
    total_capacity_mib: int | None
    provisioned_mib: int | None
    in_use_mib: int | None
    networks: tuple[str, ...]
    address: str
    os_tools: str
    os_config: str
    datacenter: str
    cluster: str
    host: str
    fqdn: str
    application: str
    owner: str
    environment: str
    faults: tuple[Fault, ...]

    @property
    def os_name(self) -> str:
        """What the guest reports is newer than what was chosen when the machine was made."""
        return self.os_tools or self.os_config

    @property
    def os_disagrees(self) -> bool:
        return disagree(self.os_tools, self.os_config)


def source_key(keys: tuple[Key, ...]) -> str:
    """The machine's key for good: `vcenter/vm-id`, `server/vm-id`, `uuid:…`, or `name:…` (`@server` where known).

    A VM ID without a vCenter is not among them: every vCenter counts its machines from the same start.
    """
    kind, *parts = next(key for key in keys if key[0] not in NOT_A_SOURCE_KEY)
    if kind == "uuid":
        return f"uuid:{parts[0]}"
    if kind in BY_NAME:
        return f"name:{parts[-1]}" + (f"@{parts[0]}" if kind == "name-in-server" else "")
    return "/".join(parts)


def read_machine(sheet: Sheet, row: SheetRow, keep_personal: bool = False) -> Machine:
    vcpu, memory_mib = row.number_or_none("vcpu"), row.mib_or_none("memory_mib")
    template, placeholder = row.truth("template"), row.truth("placeholder")
    name, owner = row.text("name"), row.text("owner")
    essential = [fault for fault in row.faults if fault.column in (sheet.title("vcpu"), sheet.title("memory_mib"))]
    return Machine(
        origin=place_of(sheet, row),
        name=name,
        keys=_machine_keys(row),
        excluded=_exclude(name, template, placeholder, _missing(sheet, name, vcpu, memory_mib, essential)),
        power=_power(row),
        firmware=FIRMWARES.get(row.text("firmware").strip().casefold(), Firmware.UNKNOWN),
        secure_boot=row.truth_or_none("secure_boot"),
        created_on=row.date_or_none("created_on"),
        vcpu=vcpu,
        memory_mib=memory_mib,
        active_mib=row.mib_or_none("active_mib"),
        disk_count=row.number_or_none("disks", MOST_DEVICES),
        nic_count=row.number_or_none("nics", MOST_DEVICES),
        total_capacity_mib=row.mib_or_none("total_capacity_mib"),
        provisioned_mib=row.mib_or_none("provisioned_mib"),
        in_use_mib=row.mib_or_none("in_use_mib"),
        networks=tuple(row.text(field) for field in NETWORK_FIELDS),
        address=row.text("primary_ip").strip(),
        os_tools=row.text("os_tools"),
        os_config=row.text("os_config"),
        datacenter=row.text("datacenter"),
        cluster=row.text("cluster"),
        host=row.text("host"),
        fqdn=row.text("fqdn"),
        application=row.text("application"),
        owner=owner if keep_personal else without_mail(owner),
        environment=row.text("environment"),
        faults=row.faults,
    )


def facts_of(machine: Machine) -> dict[str, Any]:
    """What the row states, by the fields of Workload; what it does not state is not there."""
    family = family_of(machine.os_name)
    facts = {
        "power": None if machine.power is Power.UNKNOWN else machine.power,
        "firmware": None if machine.firmware is Firmware.UNKNOWN else machine.firmware,
        "secure_boot": machine.secure_boot,
        "created_on": machine.created_on,
        "os_name": machine.os_name,
        "os_family": None if family is OsFamily.UNKNOWN else family,
        "os_bits": bits_of(machine.os_name) or bits_of(machine.os_config),
        "vcpu": machine.vcpu or None,
        "memory_mib": machine.memory_mib or None,
        "provisioned_mib": machine.provisioned_mib,
        "in_use_mib": machine.in_use_mib,
        "datacenter": machine.datacenter,
        "cluster": machine.cluster,
        "host": machine.host,
        "fqdn": machine.fqdn,
        "application": machine.application,
        "owner": machine.owner,
        "environment": machine.environment,
    }
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def _machine_keys(row: SheetRow) -> tuple[Key, ...]:
    """Those that other tabs have as well, and those only vInfo has: the BIOS' UUID and the full DNS name."""
    keys = list(keys_of(row))
    smbios, fqdn = row.text("smbios_uuid").strip().casefold(), row.text("fqdn").strip().casefold()
    if smbios.strip("0-"):
        keys.append(("smbios", smbios))
    if FULL_NAME.fullmatch(fqdn):
        keys.append(("fqdn", fqdn))
    return tuple(sorted(keys, key=lambda key: KEY_KINDS.index(key[0])))


def power_of(text: str) -> Power | None:
    """What the word says, in any case and spacing; None where it says nothing of power."""
    return POWERS.get(re.sub(r"[\W_]+", "", text.casefold()))


def _power(row: SheetRow) -> Power:
    text = row.text("power")
    power = power_of(text)
    if text and power is None:
        row.add_fault("power", "poweredOn, poweredOff or suspended")
    return power or Power.UNKNOWN


def _missing(sheet: Sheet, name: str, vcpu: int | None, memory_mib: int | None, faults: Sequence[Fault]) -> list[str]:
    """What keeps the row from being a workload: a name, CPUs and memory are the least there must be."""
    missing = [] if name else [f"{sheet.title('name')}: expected a name, found nothing"]
    missing += [str(fault) for fault in faults]
    wrong = {fault.column for fault in faults}
    for title, number in ((sheet.title("vcpu"), vcpu), (sheet.title("memory_mib"), memory_mib)):
        if not number and title not in wrong:
            found = "nothing" if number is None else "0"
            missing.append(f"{title}: expected a whole number above 0, found {found}")
    return missing


def _exclude(
    name: str, template: bool, placeholder: bool, missing: list[str]
) -> tuple[Literal["template", "placeholder", "incomplete"], str] | None:
    if template:
        return "template", "a template: vInfo says Template is True"
    if placeholder:
        return "placeholder", "a placeholder of Site Recovery Manager: its machine runs at the other site"
    if CLUSTER_AGENT.match(name.strip()):
        return "placeholder", "a vCLS agent: vSphere makes and removes these itself"
    return ("incomplete", "; ".join(missing)) if missing else None
