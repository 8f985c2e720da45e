from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import Cell, info_row, tab_of, write_tabs

from azlift.estate import read_inventory
from azlift.estate.headers import MACHINES, MANDATORY
from azlift.estate.machines import power_of, read_machine, source_key
from azlift.estate.sheet import make_sheet
from azlift.model import Estate, Firmware, OsFamily, Power

ReadRows = Callable[..., Estate]


def left_out(estate: Estate) -> list[tuple[str, str, int | None]]:
    return [(item.name, item.reason, item.origin.row) for item in estate.left_out]


def test_every_column_of_a_machine_arrives_in_its_workload(read_rows: ReadRows) -> None:
    machine = read_rows(
        info_row(
            VM="web01", Powerstate="suspended", Firmware="EFI", Datacenter="DC", Cluster="C1", Host="esx1",
            DNS_Name="web01.example.org", Application="Shop", Owner="Web Team", Env="prod", VM_ID="vm-1",
            VI_SDK_Server="vc", VI_SDK_UUID="ABC", Provisioned_MiB="45,056",
            **{"OS according to the configuration file": "Microsoft Windows Server 2016 (64-bit)"},
        )
    ).workloads[0]  # fmt: skip
    assert (machine.power, machine.firmware) == (Power.SUSPENDED, Firmware.EFI)
    assert (machine.datacenter, machine.cluster, machine.host) == ("DC", "C1", "esx1")
    assert (machine.application, machine.owner, machine.environment) == ("Shop", "Web Team", "prod")
    assert (machine.fqdn, machine.os_family, machine.os_bits) == ("web01.example.org", OsFamily.WINDOWS, 64)
    assert (machine.vcpu, machine.memory_mib, machine.provisioned_mib, machine.in_use_mib) == (2, 4096, 45056, 20480)
    assert machine.source_key == "abc/vm-1"
    assert machine.tags == {}


def test_what_the_guest_reports_goes_before_what_was_chosen_when_it_was_made(read_rows: ReadRows) -> None:
    tools, config = "OS according to the VMware Tools", "OS according to the configuration file"
    first, second = read_rows(
        info_row(VM="a", **{tools: "Ubuntu Linux (64-bit)", config: "Other Linux (32-bit)"}),
        info_row(VM="b", **{tools: "", config: "Ubuntu Linux (32-bit)"}),
    ).workloads
    assert (first.os_name, first.os_bits) == ("Ubuntu Linux (64-bit)", 64)
    assert (second.os_name, second.os_bits) == ("Ubuntu Linux (32-bit)", 32)


@pytest.mark.parametrize("true", [True, "True", "TRUE", 1])
def test_templates_placeholders_and_cluster_agents_are_left_out_with_the_reason(
    read_rows: ReadRows, true: Cell
) -> None:
    estate = read_rows(
        info_row(VM="golden", Template=true),
        info_row(VM="dr01", SRM_Placeholder=true),
        info_row(VM="vCLS-4c4c4544-0042"),
        info_row(VM="vCLS (3)"),
        info_row(VM="vclstools"),
    )
    assert left_out(estate) == [
        ("golden", "template", 2), ("dr01", "placeholder", 3), ("vCLS-4c4c4544-0042", "placeholder", 4),
        ("vCLS (3)", "placeholder", 5),
    ]  # fmt: skip
    assert "vCLS agent" in estate.left_out[2].detail
    assert [workload.name for workload in estate.workloads] == ["vclstools"]


@pytest.mark.parametrize(
    ("cells", "detail"),
    [
        ({"VM": None}, "VM: expected a name, found nothing"),
        ({"CPUs": None}, "CPUs: expected a whole number above 0, found nothing"),
        ({"CPUs": 0}, "CPUs: expected a whole number above 0, found 0"),
        ({"Memory": "4.096"}, "Memory: expected a whole number, found '4.096'"),
        ({"Memory": "4 GB", "CPUs": "two"}, "CPUs: expected a whole number, found 'two'; "
         "Memory: expected a whole number, found '4 GB'"),
    ],
)  # fmt: skip
def test_a_row_without_the_least_there_must_be_is_incomplete_and_says_of_what(
    read_rows: ReadRows, cells: dict[str, Cell], detail: str
) -> None:
    estate = read_rows(info_row(VM="whole"), info_row(**cells))
    assert [(item.reason, item.detail, item.origin.row) for item in estate.left_out] == [("incomplete", detail, 3)]
    assert not [finding for finding in estate.findings if finding.code == "bad-cell"]


def test_a_bad_cell_that_is_not_essential_is_told_and_the_row_stays(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(Powerstate="humming", NICs="some", In_Use_MiB="-1", Template="perhaps", Disks=9e15))
    workload = estate.workloads[0]
    assert (workload.power, workload.in_use_mib) == (Power.UNKNOWN, None)
    told = {
        (finding.origin.column, finding.evidence)
        for finding in estate.findings
        if finding.origin and finding.code == "bad-cell" and finding.workload == workload.id
    }
    assert told == {
        ("Powerstate", "'humming'"), ("NICs", "'some'"), ("In Use MiB", "'-1'"), ("Template", "'perhaps'"),
        ("Disks", "'9000000000000000'"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "power"),
    [
        ("poweredOn", Power.ON), ("Powered On", Power.ON), ("running", Power.ON), ("Up", Power.ON),
        ("POWERED_OFF", Power.OFF), ("shut off", Power.OFF), ("halted", Power.OFF), ("Saved", Power.SUSPENDED),
        ("eingeschaltet", Power.ON), ("éteint", Power.OFF), ("Operating normally", None), ("", None),
    ],
)  # fmt: skip
def test_a_power_state_is_known_by_the_word_of_any_hypervisor(word: str, power: Power | None) -> None:
    assert power_of(word) is power


def test_the_key_is_the_safest_the_row_has() -> None:
    assert source_key((("vcenter", "x", "vm-1"), ("server", "vc", "vm-1"), ("name", "web"))) == "x/vm-1"
    assert source_key((("server", "vc", "vm-1"), ("uuid", "u"), ("name", "web"))) == "vc/vm-1"
    assert source_key((("uuid", "u"), ("vm-id", "vm-1"), ("name", "web"))) == "uuid:u"
    assert source_key((("vm-id", "vm-1"), ("name-in-server", "vc", "web"), ("name", "web"))) == "name:web@vc"
    assert source_key((("vm-id", "vm-1"), ("name", "web"))) == "name:web"


def test_an_id_is_a_hash_of_the_key_and_never_changes(read_rows: ReadRows) -> None:
    assert read_rows(info_row(VM="WADFS1")).workloads[0].id == "w-4ea510cc5528"


HOSTILE = (
    "{{7*7}}", "{% for x in y %}", "[listKeys('x')]", "; rm -rf /", "$(reboot)", "../../x", "..\\..\\x", "=cmd()",
    "@SUM(A1)", "+1", "-1", "<script>alert(1)</script>", "\u202egpj.exe", "\u200b", "a\x00b", "\x1b[31mred", "a\r\nb",
    "\x7f", "' OR 1=1 --", "ＡＢＣ", "é", "e\u0301", "😀", " leading and trailing ", "%s%n", "{0.__class__}", "[[x",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_travels_as_data_unchanged(read_rows: ReadRows, text: str) -> None:
    named = info_row(
        VM=text, DNS_Name=text, Application=text, Owner=text, Environment=text, Cluster=text, Host=text,
        Datacenter=text, VM_ID="vm-1", VI_SDK_UUID="x",
    )  # fmt: skip
    disk = {"VM": text, "VM ID": "vm-1", "VI SDK UUID": "x", "Disk": text, "Disk Key": text, "Capacity MiB": 1024}
    nic = {"VM": text, "VM ID": "vm-1", "VI SDK UUID": "x", "NIC label": text, "Network": text, "Mac Address": text}
    workload = read_rows(named, vDisk=[disk], vNetwork=[nic]).workloads[0]
    texts = {
        workload.name, workload.fqdn, workload.application, workload.owner, workload.environment, workload.cluster,
        workload.host, workload.datacenter, workload.disks[0].label, workload.disks[0].key, workload.nics[0].label,
        workload.nics[0].network, workload.nics[0].mac,
    }  # fmt: skip
    assert texts == {text}
    assert workload.id.startswith("w-")
    assert len(workload.id) == 14


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), min_size=1, max_size=80))
def test_any_name_arrives_unchanged_or_the_row_is_incomplete(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write_tabs(tmp_path_factory.getbasetemp() / "any.xlsx", {"vInfo": tab_of(info_row(VM=text))})
    estate = read_inventory([path]).estate
    if text.strip():
        assert [workload.name for workload in estate.workloads] == [text]
    else:
        assert [item.reason for item in estate.left_out] == ["incomplete"]


def test_the_bios_uuid_and_the_full_dns_name_are_keys_but_not_the_key_for_good(read_rows: ReadRows) -> None:
    (workload,) = read_rows(info_row(VM="web01", DNS_Name="web01.example.org", SMBIOS_UUID="4200")).workloads
    assert workload.source_key == "name:web01"


@pytest.mark.parametrize("name", ["web01", "localhost.localdomain", "", "a b.example", ".", "a..b"])
def test_what_is_no_full_dns_name_is_no_key(name: str) -> None:
    rows = [["VM", "CPUs", "Memory", "DNS Name"], ["web01", "1", "1", name]]
    sheet = make_sheet("x.csv", "", rows, MACHINES, MANDATORY)
    assert sheet is not None
    assert [key[0] for key in read_machine(sheet, sheet.rows[0]).keys] == ["name"]


def test_a_uuid_of_zeros_is_none() -> None:
    rows = [["VM", "CPUs", "Memory", "VM UUID", "SMBIOS UUID"], ["a", "1", "1", "0000-00", "0000-00"]]
    sheet = make_sheet("x.csv", "", rows, MACHINES, MANDATORY)
    assert sheet is not None
    assert read_machine(sheet, sheet.rows[0]).keys == (("name", "a"),)


def test_a_creation_date_that_means_unknown_is_none_and_no_fault(read_rows: ReadRows) -> None:
    dates = ("1970-01-01 01:00:00", "1969-12-31 19:00:00", "2021/05/04 10:00:00", None)
    estate = read_rows(*(info_row(VM=f"m{n}", Creation_date=day) for n, day in enumerate(dates)))
    assert [workload.created_on for workload in estate.workloads] == [None, None, date(2021, 5, 4), None]
    assert not [finding for finding in estate.findings if finding.code == "bad-cell"]
