from collections.abc import Callable

from workbooks import info_row

from azlift.model import Estate, Finding, Severity

ReadRows = Callable[..., Estate]
TOOLS, CONFIG = "OS according to the VMware Tools", "OS according to the configuration file"


def told(estate: Estate, code: str) -> list[Finding]:
    return [finding for finding in estate.findings if finding.code == code]


def test_systems_that_disagree_are_a_note_on_their_machine(read_rows: ReadRows) -> None:
    estate = read_rows(
        info_row(
            VM="a", **{TOOLS: "Red Hat Enterprise Linux 8 (64-bit)", CONFIG: "Red Hat Enterprise Linux 7 (64-bit)"}
        ),
        info_row(VM="b", **{TOOLS: "CentOS 7 (64-bit)", CONFIG: "CentOS 4/5/6/7 (64-bit)"}),
    )
    (finding,) = told(estate, "os-disagrees")
    assert finding.severity is Severity.NOTE
    assert finding.workload == estate.workloads[0].id
    assert "Linux 8" in finding.evidence
    assert "Linux 7" in finding.evidence


def test_a_bad_cell_names_file_tab_row_and_column(read_rows: ReadRows) -> None:
    (finding,) = told(read_rows(info_row(), info_row(VM="b", NICs="two")), "bad-cell")
    assert finding.origin is not None
    assert (finding.origin.file, finding.origin.tab, finding.origin.row, finding.origin.column) == (
        "estate.xlsx", "vInfo", 3, "NICs",
    )  # fmt: skip
    assert finding.message == "the cell is not read: expected a whole number up to 1,000"


def test_a_bad_cell_of_a_row_left_out_concerns_no_workload(read_rows: ReadRows) -> None:
    disk = {"VM": "golden", "Disk": "Hard disk 1", "Capacity MiB": "big"}
    estate = read_rows(info_row(VM="golden", Template="True", NICs="two"), vDisk=[disk])
    assert [(finding.origin.tab, finding.workload) for finding in told(estate, "bad-cell") if finding.origin] == [
        ("vDisk", None), ("vInfo", None),
    ]  # fmt: skip


def test_counts_that_differ_are_one_finding_for_the_file(read_rows: ReadRows) -> None:
    disks = [{"VM": f"m{n}", "Disk": "Hard disk 1", "Capacity MiB": 1024} for n in range(8)]
    machines = [info_row(VM=f"m{n}", Disks=2 if n < 7 else 1) for n in range(8)]
    (finding,) = told(read_rows(*machines, vDisk=disks), "disks-differ")
    assert finding.message.startswith("7 of 8 machines")
    assert finding.evidence == "m0, m1, m2, m3, m4, …"


def test_a_long_hostile_cell_is_cut_and_quoted_in_the_evidence(read_rows: ReadRows) -> None:
    (finding,) = told(read_rows(info_row(NICs="\u202e" + "9" * 500)), "bad-cell")
    assert len(finding.evidence) < 80
    assert finding.evidence.startswith("'\\u202e")
