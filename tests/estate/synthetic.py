"""Big workbooks for benchmarks: any number of machines with vInfo, vDisk and vNetwork, the same for the same seed.

`python tests/estate/synthetic.py big.xlsx 10000` writes one.
"""

import random
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from workbooks import Cell, Tabs, write_tabs

GIB = 1024
SYSTEMS = (
    "Red Hat Enterprise Linux 7 (64-bit)",
    "Red Hat Enterprise Linux 8 (64-bit)",
    "Ubuntu Linux (64-bit)",
    "Microsoft Windows Server 2012 (64-bit)",
    "Microsoft Windows Server 2016 (64-bit)",
    "Microsoft Windows Server 2019 (64-bit)",
)
SHAPES = ((1, 2), (2, 4), (2, 8), (4, 16), (8, 32), (8, 64), (16, 128))
DISKS_GIB = (40, 60, 80, 100, 200, 300, 500, 1000, 2000)
MACHINES_PER_APPLICATION = 7
Cells = dict[str, Cell]


def write_workbook(path: Path, machines: int, seed: int = 1) -> Path:
    """A workbook of that many machines, of which none is left out."""
    return write_tabs(path, make_tabs(machines, random.Random(seed)))


def make_tabs(machines: int, chance: random.Random) -> Tabs:
    infos: list[Cells] = []
    disks: list[Cells] = []
    nics: list[Cells] = []
    vcenter = UUID(int=chance.getrandbits(128))
    for number in range(machines):
        sizes = chance.choices(DISKS_GIB, k=chance.choice((1, 1, 2, 2, 3, 4)))
        networks = [f"VLAN-{chance.randrange(200, 260):04d}" for _ in range(chance.choice((1, 1, 1, 2)))]
        ids: Cells = {
            "VM ID": f"vm-{number + 1}",
            "VM UUID": str(UUID(int=chance.getrandbits(128))),
            "VI SDK Server": "vcenter.big.example",
            "VI SDK UUID": str(vcenter),
        }
        infos.append({**_info(number, sizes, networks, chance), **ids})
        disks += [{**row, **ids} for row in _disks(f"srv{number:05d}", sizes)]
        nics += [{**row, **ids} for row in _nics(f"srv{number:05d}", number, networks)]
    return {name: _tab(rows) for name, rows in (("vInfo", infos), ("vDisk", disks), ("vNetwork", nics))}


def _tab(rows: list[Cells]) -> list[list[Cell]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def _info(number: int, sizes: list[int], networks: list[str], chance: random.Random) -> Cells:
    vcpu, memory_gib = chance.choice(SHAPES)
    capacity, system = sum(sizes) * GIB, chance.choice(SYSTEMS)
    return {
        "VM": f"srv{number:05d}",
        "Powerstate": chance.choice(("poweredOn",) * 19 + ("poweredOff",)),
        "Template": "False",
        "SRM Placeholder": "False",
        "Config status": "green",
        "DNS Name": f"srv{number:05d}.big.example",
        "Guest state": "running",
        "Creation date": datetime(2015, 1, 1),
        "CPUs": vcpu,
        "Memory": memory_gib * GIB,
        "NICs": len(networks),
        "Disks": len(sizes),
        "Total disk capacity MiB": capacity,
        **{f"Network #{n + 1}": network for n, network in enumerate([*networks, ""][:2])},
        "Folder": f"/Big/folder-{number // 50}",
        "Provisioned MiB": capacity + memory_gib * GIB,
        "In Use MiB": capacity * chance.randrange(30, 80) // 100,
        "Firmware": chance.choice(("bios", "efi")),
        "HW version": "19",
        "Annotation": "",
        "Application": f"application-{number // MACHINES_PER_APPLICATION:04d}",
        "Owner": f"team-{number % 40:02d}",
        "Environment": ("prod", "test", "dev")[number // MACHINES_PER_APPLICATION % 3],
        "Datacenter": "Big",
        "Cluster": f"cluster-{number % 12:02d}",
        "Host": f"esx{number % 200:03d}.big.example",
        "OS according to the configuration file": system,
        "OS according to the VMware Tools": system,
    }


def _disks(name: str, sizes: list[int]) -> Iterator[Cells]:
    for unit, gib in enumerate(sizes):
        yield {
            "VM": name,
            "Powerstate": "poweredOn",
            "Disk": f"Hard disk {unit + 1}",
            "Disk Key": 2000 + unit,
            "Capacity MiB": gib * GIB,
            "Raw": "False",
            "Disk Mode": "persistent",
            "Sharing mode": "sharingNone",
            "Thin": "True",
            "Controller": "SCSI controller 0",
            "Unit #": unit,
            "Shared Bus": "noSharing",
            "Path": f"[datastore-{gib % 17:02d}] {name}/{name}_{unit}.vmdk",
        }


def _nics(name: str, number: int, networks: list[str]) -> Iterator[Cells]:
    for position, network in enumerate(networks):
        yield {
            "VM": name,
            "Powerstate": "poweredOn",
            "NIC label": f"Network adapter {position + 1}",
            "Adapter": "Vmxnet3",
            "Network": network,
            "Connected": "True",
            "Mac Address": f"00:50:56:{number >> 8 & 255:02x}:{number & 255:02x}:{position:02x}",
            "IPv4 Address": f"10.{number >> 8 & 255}.{number & 255}.{position + 1}",
        }


if __name__ == "__main__":
    write_workbook(Path(sys.argv[1]), int(sys.argv[2]))
