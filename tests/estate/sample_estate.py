"""The synthetic estate of `inventory/sample`: a telecom operator's machines, made up from end to end.

`python tests/estate/sample_estate.py inventory/sample` writes the workbook and the links again.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid5

from workbooks import Cell, Tabs, write_tabs

WORKBOOK, LINKS = "telecom-rvtools.xlsx", "links.csv"
DOMAIN = "telco.example"
NAMESPACE = UUID("6f2b8f0e-6d0c-5a0e-9d55-2f1a4f6f7c10")
GIB = 1024
VCENTER = "vcenter01.telco.example"

RHEL6, RHEL7, RHEL8 = (f"Red Hat Enterprise Linux {version} (64-bit)" for version in (6, 7, 8))
SLES15, UBUNTU = "SUSE Linux Enterprise 15 (64-bit)", "Ubuntu Linux (64-bit)"
WIN2003 = "Microsoft Windows Server 2003 Standard (32-bit)"
WIN2008 = "Microsoft Windows Server 2008 R2 (64-bit)"
WIN2016, WIN2019, WIN2022 = (f"Microsoft Windows Server {year} (64-bit)" for year in (2016, 2019, 2022))


@dataclass(frozen=True)
class Made:
    """One made-up machine; `disks_gib` in the order of its bus, the system's first."""

    name: str
    application: str
    environment: str
    os: str
    vcpu: int
    memory_gib: float
    disks_gib: tuple[int, ...]
    power: str = "poweredOn"
    efi: bool = False
    second_nic: bool = False
    template: bool = False
    placeholder: bool = False
    complete: bool = True
    shared_disks: bool = False
    os_in_tools: str = ""


OWNERS = {
    "Billing": "Revenue Systems",
    "Mediation": "Revenue Systems",
    "Fraud Detection": "Revenue Systems",
    "Provisioning": "Service Fulfilment",
    "Order Management": "Service Fulfilment",
    "CRM": "Customer Systems",
    "Customer Portal": "Customer Systems",
    "Network Inventory": "Network Engineering",
    "SMS Gateway": "Messaging Platforms",
    "Voicemail": "Messaging Platforms",
    "Data Warehouse": "Analytics",
    "Shared Services": "Infrastructure",
}
NETWORKS = {"prod": "VLAN-0210-prod", "test": "VLAN-0220-test", "dev": "VLAN-0230-dev", "": "VLAN-0290-legacy"}
BACKUP_NETWORK = "VLAN-0300-backup"

MACHINES = (
    Made("ad01", "Shared Services", "prod", WIN2019, 2, 8, (80,), efi=True),
    Made("ad02", "Shared Services", "prod", WIN2019, 2, 8, (80,), efi=True),
    Made("dns01", "Shared Services", "prod", RHEL8, 2, 4, (40,)),
    Made("dns02", "Shared Services", "prod", RHEL8, 2, 4, (40,)),
    Made("mon01", "Shared Services", "prod", RHEL8, 4, 16, (60, 300)),
    Made("bill-web01", "Billing", "prod", RHEL8, 4, 8, (50,)),
    Made("bill-web02", "Billing", "prod", RHEL8, 4, 8, (50,)),
    Made("bill-app01", "Billing", "prod", RHEL8, 8, 32, (60, 200), efi=True),
    Made("bill-app02", "Billing", "prod", RHEL8, 8, 32, (60, 200), efi=True),
    Made("bill-db01", "Billing", "prod", RHEL7, 16, 128, (80, 1000, 500), second_nic=True, os_in_tools=RHEL8),
    Made("bill-test-app01", "Billing", "test", RHEL8, 4, 16, (60,)),
    Made("bill-test-db01", "Billing", "test", RHEL7, 4, 32, (80, 500)),
    Made("bill-dev01", "Billing", "dev", RHEL8, 2, 8, (60,), power="poweredOff"),
    Made("prov-app01", "Provisioning", "prod", RHEL7, 4, 16, (60, 100)),
    Made("prov-app02", "Provisioning", "prod", RHEL7, 4, 16, (60, 100)),
    Made("prov-db01", "Provisioning", "prod", RHEL7, 8, 64, (80, 400), second_nic=True),
    Made("prov-test01", "Provisioning", "test", RHEL7, 2, 8, (60, 100)),
    Made("med-col01", "Mediation", "prod", RHEL7, 4, 16, (60, 500)),
    Made("med-col02", "Mediation", "prod", RHEL7, 4, 16, (60, 500)),
    Made("med-proc01", "Mediation", "prod", RHEL8, 8, 32, (60, 800)),
    Made("med-test01", "Mediation", "test", RHEL8, 2, 8, (60, 200)),
    Made("crm-web01", "CRM", "prod", WIN2019, 4, 16, (100,), efi=True),
    Made("crm-web02", "CRM", "prod", WIN2019, 4, 16, (100,), efi=True),
    Made("crm-app01", "CRM", "prod", WIN2016, 8, 32, (100, 200)),
    Made("crm-db01", "CRM", "prod", WIN2016, 8, 64, (100, 600, 200), second_nic=True),
    Made("crm-test01", "CRM", "test", WIN2019, 4, 16, (100, 200), efi=True),
    Made("crm-dev01", "CRM", "dev", WIN2022, 2, 8, (100,), efi=True),
    Made("crm-old01", "CRM", "prod", WIN2008, 4, 8, (80, 120), power="poweredOff"),
    Made("nwinv-app01", "Network Inventory", "prod", RHEL8, 4, 16, (60,)),
    Made("nwinv-db01", "Network Inventory", "prod", RHEL8, 8, 48, (80, 750), second_nic=True),
    Made("nwinv-gis01", "Network Inventory", "prod", WIN2016, 4, 16, (100, 400)),
    Made("nwinv-test01", "Network Inventory", "test", RHEL8, 2, 8, (60, 150)),
    Made("portal-web01", "Customer Portal", "prod", UBUNTU, 2, 4, (40,), efi=True),
    Made("portal-web02", "Customer Portal", "prod", UBUNTU, 2, 4, (40,), efi=True),
    Made("portal-app01", "Customer Portal", "prod", UBUNTU, 4, 8, (60,), efi=True),
    Made("portal-db01", "Customer Portal", "prod", UBUNTU, 4, 16, (60, 200), efi=True),
    Made("portal-dev01", "Customer Portal", "dev", UBUNTU, 2, 4, (40,), efi=True),
    Made("oms-app01", "Order Management", "prod", RHEL8, 4, 16, (60,)),
    Made("oms-app02", "Order Management", "prod", RHEL8, 4, 16, (60,)),
    Made("oms-mq01", "Order Management", "prod", RHEL8, 4, 8, (60, 100)),
    Made("oms-db01", "Order Management", "prod", RHEL8, 8, 64, (80, 500), second_nic=True),
    Made("oms-test01", "Order Management", "test", RHEL8, 4, 16, (60, 200)),
    Made("oms-new01", "Order Management", "dev", RHEL8, 0, 0, (60,), power="poweredOff", complete=False),
    Made("dwh-etl01", "Data Warehouse", "prod", SLES15, 8, 64, (80, 1000)),
    Made("dwh-db01", "Data Warehouse", "prod", SLES15, 16, 192, (80, 2000, 2000), second_nic=True, shared_disks=True),
    Made("dwh-rep01", "Data Warehouse", "prod", WIN2019, 4, 32, (100, 300), efi=True),
    Made("dwh-test01", "Data Warehouse", "test", SLES15, 4, 32, (80, 800), power="poweredOff"),
    Made("smsgw01", "SMS Gateway", "prod", RHEL7, 4, 8, (50, 100)),
    Made("smsgw02", "SMS Gateway", "prod", RHEL7, 4, 8, (50, 100)),
    Made("smsgw-db01", "SMS Gateway", "prod", RHEL7, 4, 16, (60, 250)),
    Made("voicemail01", "Voicemail", "prod", RHEL6, 4, 16, (60, 1500)),
    Made("fraud-eng01", "Fraud Detection", "prod", RHEL8, 16, 64, (60, 500)),
    Made("fraud-db01", "Fraud Detection", "prod", RHEL8, 8, 64, (80, 1000), second_nic=True),
    Made("fraud-test01", "Fraud Detection", "test", RHEL8, 4, 16, (60, 200)),
    Made("legacy-ftp01", "", "", WIN2008, 2, 4, (60, 500)),
    Made("legacy-batch01", "", "", WIN2008, 4, 8, (60, 200)),
    Made("legacy-rpt01", "", "", WIN2003, 1, 3.5, (40,)),
    Made("jump01", "", "", WIN2022, 2, 8, (100,), efi=True),
    Made("licence01", "", "", WIN2016, 2, 4, (80,), power="poweredOff"),
    Made("tmpl-rhel8", "", "", RHEL8, 2, 4, (40,), power="poweredOff", template=True),
    Made("bill-db01-dr", "Billing", "prod", RHEL7, 16, 128, (), power="poweredOff", placeholder=True),
)

DECLARED: tuple[tuple[str, str, int | None], ...] = (
    ("ad01", "dns01", 53),
    ("mon01", "ad01", 389),
    ("bill-web01", "bill-app01", 8443),
    ("bill-web02", "bill-app02", 8443),
    ("bill-app01", "bill-db01", 1521),
    ("bill-app02", "bill-db01", 1521),
    ("bill-app01", "med-proc01", 8080),
    ("bill-app01.telco.example", "ad01.telco.example", 636),
    ("bill-test-app01", "bill-test-db01", 1521),
    ("bill-test-app01", "med-test01", 8080),
    ("prov-app01", "prov-db01", 1521),
    ("prov-app02", "prov-db01", 1521),
    ("prov-app01", "nwinv-app01", 443),
    ("prov-test01", "nwinv-test01", 443),
    ("med-col01", "med-proc01", 22),
    ("med-col02", "med-proc01", 22),
    ("crm-web01", "crm-app01", 443),
    ("crm-web02", "crm-app01", 443),
    ("crm-app01", "crm-db01", 1433),
    ("crm-app01", "bill-app01", 443),
    ("crm-app01", "ad01", 636),
    ("crm-test01", "bill-test-app01", 443),
    ("nwinv-app01", "nwinv-db01", 5432),
    ("nwinv-gis01", "nwinv-db01", 5432),
    ("portal-web01", "portal-app01", 8080),
    ("portal-web02", "portal-app01", 8080),
    ("portal-app01", "portal-db01", 5432),
    ("portal-app01", "crm-app01", 443),
    ("portal-app01", "oms-app01", 443),
    ("oms-app01", "oms-db01", 1521),
    ("oms-app02", "oms-db01", 1521),
    ("oms-app01", "oms-mq01", 5671),
    ("oms-app01", "prov-app01", 443),
    ("oms-app01", "crm-app01", 443),
    ("dwh-etl01", "dwh-db01", 5432),
    ("dwh-rep01", "dwh-db01", 5432),
    ("dwh-etl01", "bill-db01", 1521),
    ("dwh-etl01", "crm-db01", 1433),
    ("dwh-etl01", "med-proc01", 22),
    ("smsgw01", "smsgw-db01", 5432),
    ("smsgw02", "smsgw-db01", 5432),
    ("voicemail01", "smsgw01", 2775),
    ("fraud-eng01", "fraud-db01", 5432),
    ("fraud-eng01", "med-proc01", 9092),
    ("legacy-ftp01", "legacy-batch01", 21),
    ("legacy-batch01", "legacy-rpt01", None),
)


def sample_tabs() -> Tabs:
    """The workbook's tabs, cell by cell, with the headers of RVTools 4.x."""
    return {
        "vInfo": _tab([_info(number, made) for number, made in enumerate(MACHINES)]),
        "vCPU": _tab([_cpu(number, made) for number, made in enumerate(MACHINES) if made.complete]),
        "vDisk": _tab([row for number, made in enumerate(MACHINES) for row in _disks(number, made)]),
        "vPartition": _tab([row for number, made in enumerate(MACHINES) for row in _partitions(number, made)]),
        "vNetwork": _tab([row for number, made in enumerate(MACHINES) for row in _nics(number, made)]),
        "vTools": _tab([_tools(number, made) for number, made in enumerate(MACHINES)]),
    }


def sample_links() -> str:
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("source", "target", "port"))
    writer.writerows((source, target, "" if port is None else port) for source, target, port in DECLARED)
    return lines.getvalue()


def write_sample(folder: Path) -> None:
    write_tabs(folder / WORKBOOK, sample_tabs())
    (folder / LINKS).write_text(sample_links(), encoding="utf-8")


# -- the tabs -----------------------------------------------------------------------------------------------------

Cells = dict[str, Cell]


def _tab(rows: list[Cells]) -> list[list[Cell]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def _info(number: int, made: Made) -> Cells:
    running = made.power == "poweredOn"
    capacity = sum(made.disks_gib) * GIB
    memory_mib = round(made.memory_gib * GIB)
    in_use = capacity * (45 + number % 30) // 100 + (memory_mib if running else 0)
    return {
        "VM": made.name,
        "Powerstate": made.power,
        "Template": made.template,
        "SRM Placeholder": made.placeholder,
        "Config status": "green",
        "DNS Name": f"{made.name}.{DOMAIN}" if running else "",
        "Connection state": "connected",
        "Guest state": "running" if running else "notRunning",
        "Creation date": datetime(2014 + number % 10, 1 + number % 12, 1 + number % 28, 9, 30),
        "CPUs": made.vcpu if made.complete else None,
        "Memory": memory_mib if made.complete else None,
        "NICs": len(_networks(made)),
        "Disks": len(made.disks_gib),
        "Total disk capacity MiB": capacity,
        "CBT": running,
        "Primary IP Address": _address(number, made, 0) if running else "",
        **{f"Network #{n + 1}": network for n, network in enumerate([*_networks(made), "", ""][:2])},
        "Resource pool": "/Telco-DC1/Resources",
        "Folder": f"/Telco-DC1/{made.application or 'Unsorted'}",
        "Provisioned MiB": capacity + memory_mib if made.disks_gib else 12,
        "In Use MiB": in_use if made.disks_gib else 12,
        "Unshared MiB": in_use if made.disks_gib else 12,
        "Firmware": "efi" if made.efi else "bios",
        "HW version": "19" if made.efi else "13",
        "Annotation": "",
        "Application": made.application,
        "Owner": OWNERS.get(made.application, ""),
        "Environment": made.environment,
        "Datacenter": "Telco-DC1",
        "Cluster": _cluster(made),
        "Host": _host(number, made),
        "OS according to the configuration file": made.os,
        "OS according to the VMware Tools": (made.os_in_tools or made.os) if running else "",
        **_ids(number, made),
    }


def _cpu(number: int, made: Made) -> Cells:
    running = made.power == "poweredOn"
    return {
        **_machine(made),
        "CPUs": made.vcpu,
        "Sockets": max(1, made.vcpu // 2),
        "Cores p/s": min(2, made.vcpu),
        "Max": made.vcpu * 2600,
        "Overall": made.vcpu * (90 + 37 * (number % 11)) if running else 0,
        **_ids(number, made),
    }


def _disks(number: int, made: Made) -> Iterator[Cells]:
    for unit, gib in enumerate(made.disks_gib):
        shared = made.shared_disks and unit > 0
        yield {
            **_machine(made),
            "Disk": f"Hard disk {unit + 1}",
            "Disk Key": 2000 + unit,
            "Capacity MiB": gib * GIB,
            "Raw": shared,
            "Disk Mode": "independent_persistent" if shared else "persistent",
            "Sharing mode": "sharingMultiWriter" if shared else "sharingNone",
            "Thin": not shared,
            "Controller": "SCSI controller 0",
            "Label": f"SCSI(0:{unit})",
            "Unit #": unit,
            "Shared Bus": "physicalSharing" if shared else "noSharing",
            **_ids(number, made),
        }


def _partitions(number: int, made: Made) -> Iterator[Cells]:
    """Guest file systems are known where VMware Tools run: a little smaller than their disks."""
    for unit, gib in enumerate(made.disks_gib if made.power == "poweredOn" else ()):
        windows = "Windows" in made.os
        mount = f"{'CDEFG'[unit]}:\\" if windows else "/" if unit == 0 else f"/data{unit}"
        capacity = gib * GIB - 350
        consumed = capacity * (40 + (number * 7 + unit * 13) % 45) // 100
        yield {
            **_machine(made),
            "Disk Key": 2000 + unit,
            "Disk": mount,
            "Capacity MiB": capacity,
            "Consumed MiB": consumed,
            "Free MiB": capacity - consumed,
            "Free %": (capacity - consumed) * 100 // capacity,
            **_ids(number, made),
        }


def _nics(number: int, made: Made) -> Iterator[Cells]:
    running = made.power == "poweredOn"
    for position, network in enumerate(_networks(made)):
        yield {
            **_machine(made),
            "NIC label": f"Network adapter {position + 1}",
            "Adapter": "Vmxnet3",
            "Network": network,
            "Switch": "dvSwitch-Telco",
            "Connected": running,
            "Starts Connected": True,
            "Mac Address": f"00:50:56:a1:{number:02x}:{position:02x}",
            "Type": "assigned",
            "IPv4 Address": _address(number, made, position) if running else "",
            "IPv6 Address": "",
            **_ids(number, made),
        }


def _tools(number: int, made: Made) -> Cells:
    running = made.power == "poweredOn"
    return {
        **_machine(made),
        "VM Version": "vmx-19" if made.efi else "vmx-13",
        "Tools": "toolsOk" if running else "toolsNotRunning",
        "Tools Version": 12352 if running else 0,
        "Upgradeable": "No",
        **_ids(number, made),
    }


def _machine(made: Made) -> Cells:
    return {"VM": made.name, "Powerstate": made.power, "Template": made.template, "SRM Placeholder": made.placeholder}


def _ids(number: int, made: Made) -> Cells:
    return {
        "VM ID": f"vm-{1001 + number}",
        "SMBIOS UUID": str(uuid5(NAMESPACE, f"bios {made.name}")),
        "VM UUID": str(uuid5(NAMESPACE, f"instance {made.name}")),
        "VI SDK Server": VCENTER,
        "VI SDK UUID": str(uuid5(NAMESPACE, VCENTER)),
    }


def _networks(made: Made) -> list[str]:
    return [NETWORKS[made.environment], *([BACKUP_NETWORK] if made.second_nic else [])]


def _address(number: int, made: Made, position: int) -> str:
    third = 90 if position else {"prod": 10, "test": 20, "dev": 30, "": 40}[made.environment]
    return f"10.20.{third}.{11 + number}"


def _cluster(made: Made) -> str:
    return "Production" if made.environment == "prod" else "General"


def _host(number: int, made: Made) -> str:
    return f"esx{(1 if _cluster(made) == 'Production' else 7) + number % 6:02d}.{DOMAIN}"


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
