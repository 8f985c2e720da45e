"""Reading a large RVTools workbook: azlift against python-calamine alone, and against pandas with openpyxl.

    python tests/benchmarks/reading.py --machines 50000 --pandas-machines 2000

Writes a synthetic workbook (vInfo of about 90 columns, vDisk, vNetwork, vPartition) into a temporary folder and reads
it in processes of their own, so that each one's peak memory is its own: azlift from the file to its records; calamine
from the file to Python values of the same tabs, thrown away tab by tab; pandas with openpyxl the same, on the smaller
file, because it is slow. The last needs `.tools/bin/uv` and is skipped, saying so, where that is missing. Times are of
this machine, now: compare within one run only.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).parents[2]
GIB = 1024
SYSTEMS = ("Red Hat Enterprise Linux 8 (64-bit)", "Ubuntu Linux (64-bit)", "Microsoft Windows Server 2019 (64-bit)")
COMMON = "VM, Powerstate, Template, SRM Placeholder"
PLACE = """Annotation, Datacenter, Cluster, Host, Folder, OS according to the configuration file,
    OS according to the VMware Tools, VM ID, VM UUID, VI SDK Server, VI SDK UUID"""
HEADERS = {
    "vInfo": f"""{COMMON}, Config status, DNS Name, Connection state, Guest state, Heartbeat, Consolidation Needed,
    PowerOn, Suspended To Memory, Suspend time, Suspend Interval, Creation date, Change Version, CPUs,
    Overall Cpu Readiness, Memory, Active Memory, NICs, Disks, Total disk capacity MiB, Fixed Passthru HotPlug,
    min Required EVC Mode Key, Latency Sensitivity, Op Notification Timeout, EnableUUID, CBT, Primary IP Address,
    Network #1, Network #2, Network #3, Network #4, Network #5, Network #6, Network #7, Network #8, Num Monitors,
    Video Ram KiB, Resource pool, Folder ID, vApp, DAS protection, FT State, FT Role, FT Latency, FT Bandwidth,
    FT Sec. Latency, Vm Failover In Progress, Provisioned MiB, In Use MiB, Unshared MiB, HA Restart Priority,
    HA Isolation Response, HA VM Monitoring, Cluster rule(s), Cluster rule name(s), Boot Required, Boot delay,
    Boot retry delay, Boot retry enabled, Boot BIOS setup, Reboot PowerOff, EFI Secure boot, Firmware, HW version,
    HW upgrade status, HW upgrade policy, HW target, Path, Log directory, Snapshot directory, Suspend directory,
    Application, Owner, Cost centre, {PLACE}, Customization Info, Guest Detailed Data, SMBIOS UUID,
    VI SDK Server type, VI SDK API Version""",
    "vDisk": f"""{COMMON}, Disk, Disk Key, Disk UUID, Disk Path, Capacity MiB, Raw, Disk Mode, Sharing mode, Thin,
    Eagerly Scrub, Split, Write Through, Level, Shares, Reservation, Limit, Controller, Label, SCSI Unit #, Unit #,
    Shared Bus, Path, Raw LUN ID, Raw Comp. Mode, Internal Sort Column, {PLACE}""",
    "vNetwork": f"""{COMMON}, NIC label, Adapter, Network, Switch, Connected, Starts Connected, Mac Address, Type,
    IPv4 Address, IPv6 Address, Direct Path IO, Internal Sort Column, {PLACE}""",
    "vPartition": f"""{COMMON}, Disk Key, Disk, Capacity MiB, Consumed MiB, Free MiB, Free %, Internal Sort Column,
    {PLACE}""",
}
"""RVTools 4.x headers, as tools that write such files list them."""
Cells = dict[str, str | int | bool]

CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
workbook = CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(workbook.get_sheet_by_name(name).to_python()) - 1 for name in workbook.sheet_names))
"""
AZLIFT = """
import sys
from pathlib import Path
from azlift.estate.files import read_content
from azlift.estate.rvtools import read, recognise
from azlift.estate.tables import workbook_source
from azlift.workbook import open_workbook
path = Path(sys.argv[1])
source = workbook_source(open_workbook(path.name, read_content(path.name, path)))
assert recognise(source)
reading = read(source)
print(sum(1 + len(r.disks) + len(r.nics) + len(r.file_systems) for r in reading.records))
"""
PANDAS = """
import sys, pandas
tabs = pandas.read_excel(sys.argv[1], sheet_name=None, engine="openpyxl")
print(sum(len(tab) for tab in tabs.values()))
"""
MEASURED = """
import resource, time
began = time.perf_counter()
{act}
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def write_workbook(path: Path, machines: int, seed: int = 1) -> int:
    """Rows written, over all tabs and without headers."""
    chance, rows = random.Random(seed), 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        infos = [_info(number, chance) for number in range(machines)]
        for name, titles in HEADERS.items():
            sheet, header = book.add_worksheet(name), [title.strip() for title in titles.split(",")]
            sheet.write_row(0, 0, header)
            made = (row for info in infos for row in ROWS[name](info))
            row = 0
            for row, cells in enumerate(made, 1):
                sheet.write_row(row, 0, [cells.get(title, "-" if title in FILLED else "") for title in header])
            rows += row
    return rows


FILLED = frozenset({"Path", "Log directory", "Snapshot directory", "Suspend directory", "Disk Path", "Folder"})


def _info(number: int, chance: random.Random) -> Cells:
    disks, nics, memory = chance.choice((1, 1, 2, 2, 3, 4)), chance.choice((1, 1, 1, 2)), chance.choice((2, 4, 8, 32))
    system = chance.choice(SYSTEMS)
    return {
        "VM": f"srv{number:05d}", "Powerstate": "poweredOn", "Template": "False", "SRM Placeholder": "False",
        "Config status": "green", "DNS Name": f"srv{number:05d}.big.example", "Connection state": "connected",
        "Guest state": "running", "Heartbeat": "green", "Consolidation Needed": "False",
        "PowerOn": "2025/03/01 08:00:00", "Suspend Interval": 0, "Creation date": "2021/05/04 10:00:00",
        "Change Version": f"2025-03-01T08:00:{number % 60:02d}.123456Z", "CPUs": chance.choice((1, 2, 4, 8)),
        "Overall Cpu Readiness": "0%", "Memory": memory * GIB, "Active Memory": memory * 100, "NICs": nics,
        "Disks": disks, "Total disk capacity MiB": disks * 40 * GIB, "Fixed Passthru HotPlug": "False",
        "Latency Sensitivity": "normal", "EnableUUID": "True", "CBT": "False",
        "Primary IP Address": f"10.{number >> 8 & 255}.{number & 255}.1", "Network #1": "VLAN-0200",
        "Num Monitors": 1, "Video Ram KiB": 4096, "Resource pool": "/Big/Resources", "Folder ID": "Folder(group-v1)",
        "FT State": "notConfigured", "Provisioned MiB": (disks * 40 + memory) * GIB, "In Use MiB": disks * 20 * GIB,
        "Unshared MiB": disks * 20 * GIB, "HA Restart Priority": "medium", "HA Isolation Response": "none",
        "Boot delay": 0, "Boot retry delay": 10000, "EFI Secure boot": "False", "Firmware": "bios",
        "HW version": "19", "HW upgrade status": "none", "HW upgrade policy": "never",
        "Application": f"application-{number // 7:04d}", "Owner": f"team-{number % 40:02d}",
        "Cost centre": f"CC{number % 90:04d}", "Datacenter": "Big", "Cluster": f"cluster-{number % 12:02d}",
        "Host": f"esx{number % 200:03d}.big.example", "OS according to the configuration file": system,
        "OS according to the VMware Tools": system, "VM ID": f"vm-{number + 1}",
        "SMBIOS UUID": f"42000000-0000-0000-0000-{number:012x}", "VM UUID": f"50000000-0000-0000-0000-{number:012x}",
        "VI SDK Server type": "VMware vCenter Server 8.0.3", "VI SDK API Version": "8.0.3.0",
        "VI SDK Server": "vcenter.big.example", "VI SDK UUID": "00000000-0000-0000-0000-0000000000bb",
    }  # fmt: skip


def _disks(info: Cells) -> Iterator[Cells]:
    for unit in range(int(info["Disks"])):
        yield {
            **info, "Disk": f"Hard disk {unit + 1}", "Disk Key": 2000 + unit, "Capacity MiB": 40 * GIB, "Raw": "False",
            "Disk Mode": "persistent", "Sharing mode": "sharingNone", "Thin": "True", "Eagerly Scrub": "False",
            "Split": "False", "Write Through": "False", "Level": "normal", "Shares": 1000, "Reservation": 0,
            "Limit": -1, "Controller": "SCSI controller 0", "Label": "SCSI controller 0", "SCSI Unit #": unit,
            "Unit #": unit, "Shared Bus": "noSharing", "Disk UUID": f"6000C290-0000-{unit:04x}-{info['VM ID']}",
        }  # fmt: skip


def _nics(info: Cells) -> Iterator[Cells]:
    for position in range(int(info["NICs"])):
        yield {
            **info, "NIC label": f"Network adapter {position + 1}", "Adapter": "Vmxnet3", "Network": "VLAN-0200",
            "Switch": "dvSwitch", "Connected": "True", "Starts Connected": "True", "Type": "assigned",
            "Mac Address": f"00:50:56:00:{position:02x}:01", "IPv4 Address": str(info["Primary IP Address"]),
        }  # fmt: skip


def _partitions(info: Cells) -> Iterator[Cells]:
    for unit in range(int(info["Disks"])):
        yield {
            **info, "Disk Key": 2000 + unit, "Disk": f"/data{unit}", "Capacity MiB": 40 * GIB,
            "Consumed MiB": 20 * GIB, "Free MiB": 20 * GIB, "Free %": 50,
        }  # fmt: skip


ROWS = {"vInfo": lambda info: (info,), "vDisk": _disks, "vNetwork": _nics, "vPartition": _partitions}


def measure(name: str, command: Sequence[str], act: str, path: Path) -> float:
    """Seconds, printed beside the rows seen and the peak memory of the process."""
    done = subprocess.run(
        [*command, "-c", MEASURED.format(act=act), str(path)], capture_output=True, text=True, check=True
    )
    rows, figures = done.stdout.strip().splitlines()[-2:]
    seconds, peak_mib = map(float, figures.split())
    print(f"{name:24} {seconds:8.2f} s  {int(rows):9,} rows  peak {peak_mib:7.0f} MiB", flush=True)
    return seconds


def compare_with_pandas(folder: Path, machines: int) -> None:
    uv = ROOT / ".tools" / "bin" / "uv"
    if not uv.exists():
        print("pandas with openpyxl: skipped, there is no .tools/bin/uv")
        return
    path = folder / "smaller.xlsx"
    write_workbook(path, machines)
    print(f"{machines:,} machines, {path.stat().st_size / 2**20:.1f} MiB")
    ours = measure("azlift", [sys.executable], AZLIFT, path)
    theirs = measure(
        "pandas with openpyxl",
        [str(uv), "run", "--no-project", "--quiet", "--with", "pandas", "--with", "openpyxl", "python"],
        PANDAS,
        path,
    )
    print(f"azlift takes {ours / theirs:.2f} times as long as pandas with openpyxl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machines", type=int, default=50_000)
    parser.add_argument("--pandas-machines", type=int, default=2_000, help="0 leaves the comparison out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, began = Path(folder) / "big.xlsx", time.perf_counter()
        rows = write_workbook(path, chosen.machines)
        size = path.stat().st_size / 2**20
        print(f"{chosen.machines:,} machines, {rows:,} rows, {size:.0f} MiB ({time.perf_counter() - began:.0f} s)")
        alone = measure("python-calamine alone", [sys.executable], CALAMINE, path)
        ours = measure("azlift", [sys.executable], AZLIFT, path)
        print(f"azlift takes {ours / alone:.2f} times as long as python-calamine alone")
        if chosen.pandas_machines:
            compare_with_pandas(Path(folder), chosen.pandas_machines)


if __name__ == "__main__":
    main()
