"""One machine out of several rows: what is taken, by which rule, and what the other said."""

from itertools import permutations

from rows import row

from azlift.estate.identity import resolve_machines
from azlift.estate.merging import Merged, merge
from azlift.estate.record import Record
from azlift.model import Disk, Metric, OsFamily, Power, Usage

KINDS = {
    "rv.xlsx": "rvtools",
    "cmdb.csv": "servicenow-cmdb",
    "list.csv": "spreadsheet",
    "am.csv": "azure-migrate-import",
}


def merged(*records: Record) -> Merged:
    (machine,) = resolve_machines(records)[0]
    return merge(machine, KINDS)


def test_figures_come_from_what_measured_them_and_owners_from_what_people_keep() -> None:
    one = merged(
        row("rv.xlsx", 2, "web01", vcpu=4, memory_mib=8192, owner="vSphere team", power=Power.ON),
        row("list.csv", 2, "WEB01", vcpu=8, memory_mib=8192, owner="Billing", application="Shop"),
    )
    assert one.workload is not None
    assert (one.workload.vcpu, one.workload.owner, one.workload.application) == (4, "Billing", "Shop")
    told = {d.field: (d.taken, d.taken_from.file, d.other, d.other_from.file, d.rule) for d in one.disagreements}
    assert told == {
        "vcpu": ("4", "rv.xlsx", "8", "list.csv", "rvtools first"),
        "owner": ("Billing", "list.csv", "vSphere team", "rv.xlsx", "spreadsheet first"),
    }


def test_of_each_fact_it_is_on_record_which_file_it_was_taken_from() -> None:
    one = merged(
        row("rv.xlsx", 2, "web01", vcpu=4, memory_mib=8192, owner="vSphere team"),
        row("list.csv", 2, "WEB01", vcpu=8, owner="Billing", environment="prod"),
    )
    assert one.workload is not None
    told = {name: one.workload.taken_from[name] for name in ("vcpu", "memory_mib", "owner", "environment")}
    assert told == {"vcpu": "rv.xlsx", "memory_mib": "rv.xlsx", "owner": "list.csv", "environment": "list.csv"}


def test_every_row_but_the_first_is_on_record_as_merged_and_by_which_key() -> None:
    one = merged(row("rv.xlsx", 2, "web01", vcpu=1, memory_mib=1), row("cmdb.csv", 5, "web01"))
    (joined,) = one.merges
    assert (joined.origin.file, joined.origin.row, joined.rule, joined.key) == ("rv.xlsx", 2, "name", "web01")
    assert one.workload is not None
    assert joined.workload == one.workload.id


def test_the_order_of_files_changes_nothing() -> None:
    rows = [
        row("rv.xlsx", 2, "web01", vcpu=4, memory_mib=8192, os_name="Ubuntu 22.04"),
        row("cmdb.csv", 2, "web01", vcpu=2, memory_mib=4096, owner="A", tags={"Rack": "1"}),
        row("list.csv", 2, "web01", owner="B", tags={"Rack": "2", "Row": "3"}),
    ]
    assert len({merged(*order).workload.model_dump_json() for order in permutations(rows)}) == 1  # type: ignore[union-attr]


def test_what_states_nothing_overrules_nothing() -> None:
    one = merged(
        row("rv.xlsx", 2, "web01", power=Power.UNKNOWN, os_family=OsFamily.UNKNOWN, fqdn="", vcpu=None),
        row("cmdb.csv", 2, "web01", power=Power.OFF, os_family=OsFamily.LINUX, fqdn="web01.example.com", vcpu=2),
    )
    assert one.workload is not None
    assert (one.workload.power, one.workload.os_family, one.workload.vcpu) == (Power.OFF, OsFamily.LINUX, 2)
    assert one.workload.fqdn == "web01.example.com"
    assert one.disagreements == ()


def test_a_machine_nobody_measured_has_no_figures_and_never_zeros() -> None:
    one = merged(row("list.csv", 2, "web01"))
    assert one.workload is not None
    assert (one.workload.vcpu, one.workload.memory_mib) == (None, None)


def test_a_template_is_left_out_whoever_else_lists_it() -> None:
    one = merged(row("rv.xlsx", 2, "gold", excluded=("template", "a template")), row("cmdb.csv", 9, "gold"))
    assert one.workload is None
    assert [(item.origin.file, item.reason) for item in one.left_out] == [
        ("cmdb.csv", "template"),
        ("rv.xlsx", "template"),
    ]
    assert one.left_out[0].detail == "a template (rv.xlsx, row 2)"


def test_an_incomplete_row_is_completed_by_another_file() -> None:
    incomplete = row("rv.xlsx", 2, "web01", excluded=("incomplete", "CPUs: nothing"), fqdn="web01.example.com")
    one = merged(incomplete, row("am.csv", 2, "web01", vcpu=2, memory_mib=4096))
    assert one.workload is not None
    assert (one.workload.vcpu, one.workload.fqdn) == (2, "web01.example.com")


def test_a_file_that_states_a_machine_twice_counts_its_first_row() -> None:
    one = merged(row("rv.xlsx", 2, "web01", vcpu=1, memory_mib=1), row("rv.xlsx", 5, "web01", vcpu=9, memory_mib=9))
    assert one.workload is not None
    assert one.workload.vcpu == 1
    (item,) = one.left_out
    assert (item.origin.row, item.reason) == (5, "duplicate")
    assert item.detail == "the same machine (name:web01) as in rv.xlsx, row 2"


def disks(*keys: str, estimated: bool = False) -> tuple[Disk, ...]:
    return tuple(Disk(key=key, label=key, capacity_mib=1024, estimated=estimated) for key in keys)


def test_measured_disks_go_before_estimated_ones() -> None:
    one = merged(
        row("rv.xlsx", 2, "web01", disks=disks("disk-1", estimated=True)),
        row("am.csv", 2, "web01", disks=disks("d1", "d2")),
    )
    assert one.workload is not None
    assert [disk.key for disk in one.workload.disks] == ["d1", "d2"]


def test_what_a_disk_carries_follows_it_under_its_name_in_the_other_source() -> None:
    usage = tuple(Usage(metric=Metric.DISK_IOPS, disk=f"d{n}", sample=float(n)) for n in (1, 2))
    one = merged(
        row("rv.xlsx", 2, "web01", disks=disks("2000", "2001")),
        row("am.csv", 2, "web01", disks=disks("d1", "d2"), usage=usage),
    )
    assert one.workload is not None
    assert [(u.disk, u.sample) for u in one.workload.usage] == [("2000", 1.0), ("2001", 2.0)]


def test_other_names_are_kept_as_aliases() -> None:
    one = merged(
        row("rv.xlsx", 2, "web01", ("uuid", "u")), row("cmdb.csv", 2, "SRV-0815", ("uuid", "u")),
    )  # fmt: skip
    assert one.workload is not None
    assert (one.workload.name, one.workload.aliases) == ("web01", ("SRV-0815",))


def test_two_spellings_of_one_system_are_no_disagreement() -> None:
    one = merged(
        row("rv.xlsx", 2, "web01", os_name="Microsoft Windows Server 2019 (64-bit)"),
        row("cmdb.csv", 2, "web01", os_name="Windows Server 2019 Standard"),
    )
    assert one.disagreements == ()
