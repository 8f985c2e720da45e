"""Whom links and measurements mean."""

from typing import Any

from rows import row

from azlift.estate.identity import resolve_machines
from azlift.estate.merging import Merged, merge
from azlift.estate.record import End, Record, StatedLink, StatedUsage
from azlift.estate.resolving import Directory, find, learn_addresses, make_directory, resolve_links, resolve_usage
from azlift.model import Metric, Origin, Trace, Usage


def directory_of(*records: Record) -> tuple[Directory, dict[str, str]]:
    """The directory, and the ids by the machines' names."""
    machines = resolve_machines(records)[0]
    merged: list[Merged] = [merge(machine, {r.origin.file: "rvtools" for r in records}) for machine in machines]
    return make_directory(merged), {m.workload.name: m.workload.id for m in merged if m.workload}


def link(source: str | End, target: str | End, row_number: int = 2, **said: Any) -> StatedLink:
    ends = [end if isinstance(end, End) else End(name=end) for end in (source, target)]
    return StatedLink(Origin(file="links.csv", row=row_number), *ends, **said)


WEB = row("a.xlsx", 2, "web01", address="10.0.0.1", fqdn="web01.example.com")
DB = row("a.xlsx", 3, "db01", address="10.0.0.2")


def test_an_end_is_found_by_dns_name_name_first_label_or_address() -> None:
    directory, ids = directory_of(WEB, DB)
    for end in (End("web01.example.com"), End("WEB01"), End("web01.other.net"), End("", "10.0.0.1"), End("10.0.0.1")):
        assert find(end, directory) == ids["web01"]


def test_a_name_that_stands_for_two_is_nobodys() -> None:
    twins = [row("a.xlsx", n, "web01", ("vcenter", "v", f"vm-{n}")) for n in (2, 3)]
    directory, _ = directory_of(*twins, DB)
    (finding,) = resolve_links([link("web01", "db01")], directory).findings
    assert finding.message == "the name stands for 2 machines; give the DNS name of one"


def test_a_link_of_two_workloads_is_one_however_often_it_is_seen() -> None:
    directory, ids = directory_of(WEB, DB)
    seen = [link("web01", "db01", n, port=1433, kind="observed", observations=2) for n in (2, 3)]
    (found,) = resolve_links(seen, directory).links
    assert (found.source, found.target, found.port, found.observations) == (ids["web01"], ids["db01"], 1433, 4)


def test_a_declared_link_said_twice_is_a_finding() -> None:
    directory, _ = directory_of(WEB, DB)
    resolved = resolve_links([link("web01", "db01"), link("web01", "db01", 3)], directory)
    assert len(resolved.links) == 1
    assert [finding.code for finding in resolved.findings] == ["link-twice"]


def test_what_no_inventory_lists_is_external_on_the_side_it_stands() -> None:
    directory, ids = directory_of(WEB)
    resolved = resolve_links(
        [
            link("web01", End("", "8.8.8.8"), port=53, kind="observed"),
            link(End("", "203.0.113.9"), "web01", port=443, kind="observed"),
            link(End("", "203.0.113.9"), "web01", 3, port=443, kind="observed"),
        ],
        directory,
    )
    told = [(e.workload, e.other, e.outgoing, e.port, e.observations) for e in resolved.external]
    assert told == [(ids["web01"], "8.8.8.8", True, 53, 1), (ids["web01"], "203.0.113.9", False, 443, 2)]
    assert resolved.findings == ()


def test_a_declared_end_that_is_nobody_is_external_and_a_finding() -> None:
    directory, _ = directory_of(WEB, row("a.xlsx", 4, "gold", excluded=("template", "a template")))
    resolved = resolve_links([link("web01", "Storage01"), link("gold", "web01", 3), link("", "web01", 4)], directory)
    assert [e.other for e in resolved.external] == ["Storage01", "gold"]
    assert [(f.code, f.origin.column, f.message) for f in resolved.findings if f.origin] == [
        (
            "link-unresolved",
            "target",
            "no machine of the inventory has this name, DNS name or address; it is listed as external",
        ),
        ("link-unresolved", "source", "the machine was left out as template"),
        ("link-unresolved", "source", "no machine is named"),
    ]


def test_an_observed_loop_is_silent_and_a_declared_one_is_said() -> None:
    directory, _ = directory_of(WEB)
    resolved = resolve_links([link("web01", "web01", kind="observed"), link("web01", "web01", 3)], directory)
    assert resolved.links == ()
    assert [finding.code for finding in resolved.findings] == ["link-to-itself"]


def test_an_export_that_names_a_server_beside_its_address_teaches_the_address() -> None:
    directory, ids = directory_of(row("a.xlsx", 2, "web01"), DB)
    learn_addresses(directory, [link(End("web01", "10.9.9.9"), "db01", kind="observed")])
    assert find(End("", "10.9.9.9"), directory) == ids["web01"]


def measured(name: str, file: str = "cpu.csv") -> StatedUsage:
    usage = (Usage(metric=Metric.CPU_PERCENT, p95=40.0),)
    return StatedUsage(Origin(file=file), End(name), usage, Trace(300, None, {}))


def test_utilisation_finds_its_machine_and_a_second_series_is_said() -> None:
    directory, ids = directory_of(WEB)
    found = resolve_usage([measured("web01"), measured("web01.example.com", "more.csv")], directory)
    assert [u.p95 for u in found.usage[ids["web01"]]] == [40.0, 40.0]
    assert list(found.traces) == [ids["web01"]]
    assert [finding.code for finding in found.findings] == ["series-twice"]


def test_utilisation_of_nobody_is_one_finding_per_file() -> None:
    directory, _ = directory_of(WEB)
    found = resolve_usage([measured("x"), measured("y")], directory)
    assert found.usage == {}
    (finding,) = found.findings
    assert (finding.code, finding.evidence) == ("usage-without-machine", "x, y")
