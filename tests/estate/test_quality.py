"""The report on the data: every row accounted for, every missing fact counted, nothing of it markup."""

import json
import re

import pytest
from estates import estate, machine
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from azlift.estate.quality import FACTS, completeness_of, quality_data, quality_markdown, quality_of, sum_up
from azlift.model import (
    Disagreement,
    Disk,
    Estate,
    Finding,
    Firmware,
    LeftOut,
    Merge,
    Metric,
    Nic,
    Origin,
    Severity,
    SourceFile,
    Totals,
    Usage,
)


def place(file: str, row: int) -> Origin:
    return Origin(file=file, tab="vInfo", row=row)


def made(kept: int, left_out: int, merged: int, hostile: str = "web") -> Estate:
    machines = [machine(f"{hostile}{n}", origin=place("a.xlsx", n)) for n in range(kept)]
    rows = kept + left_out
    return Estate(
        sources=(
            SourceFile(name="a.xlsx", sha256="0", format="rvtools", tabs=(), rows=rows, totals=Totals(rows=rows)),
            SourceFile(name="b.csv", sha256="1", format="cmdb", tabs=(), rows=merged, totals=Totals(rows=merged)),
            SourceFile(name="links.csv", sha256="2", format="links", tabs=(), rows=9),
        ),
        totals=Totals(rows=rows + merged),
        workloads=tuple(machines),
        left_out=tuple(
            LeftOut(origin=place("a.xlsx", 100 + n), name=hostile, reason="template", detail="")
            for n in range(left_out)
        ),
        merges=tuple(
            Merge(origin=place("b.csv", n), workload=machines[0].id if machines else "w-0", rule="name", key=hostile)
            for n in range(merged)
        ),
    )


@settings(deadline=None)
@given(st.integers(0, 6), st.integers(0, 4), st.integers(0, 4))
def test_every_row_of_every_file_is_accounted_for(kept: int, left_out: int, merged: int) -> None:
    report = quality_of(made(kept, left_out, merged))
    assert report.before.rows == report.workloads + sum(report.left_out.values()) + report.merged
    assert [source.unaccounted for source in report.sources] == [0, 0, 0]
    for source in report.sources[:2]:
        assert source.rows == source.workloads + sum(source.left_out.values()) + source.merged


def test_a_row_that_got_lost_shows() -> None:
    whole = made(3, 1, 0)
    lost = whole.model_copy(update={"workloads": whole.workloads[1:]})
    assert [source.unaccounted for source in quality_of(lost).sources] == [1, 0, 0]


def test_totals_after_exclusions_are_over_the_workloads_alone() -> None:
    estate_of_two = estate(machine("a", vcpu=3), machine("b", vcpu=None, memory_mib=None))
    assert sum_up(estate_of_two.workloads) == Totals(
        rows=2, powered_on=2, vcpu=3, memory_mib=4096, disks=2, disk_capacity_mib=81_920, nics=2
    )


KNOWN = machine(
    "whole",
    "CRM",
    owner="team",
    environment="production",
    firmware=Firmware.EFI,
    usage=(Usage(metric=Metric.CPU_PERCENT, p95=1), Usage(metric=Metric.MEMORY_PERCENT, sample=1)),
)


def test_a_workload_of_which_everything_is_known_is_complete() -> None:
    assert completeness_of(KNOWN) == 1


@pytest.mark.parametrize(
    ("fact", "unknown"),
    [
        ("vcpu", {"vcpu": None}),
        ("memory", {"memory_mib": None}),
        ("cpu usage", {"usage": KNOWN.usage[1:]}),
        ("memory usage", {"usage": KNOWN.usage[:1]}),
        ("disk capacities", {"disks": (Disk(key="1", label="1", capacity_mib=10, estimated=True),)}),
        ("operating system", {"os_family": "unknown"}),
        ("firmware", {"firmware": Firmware.UNKNOWN}),
        ("power state", {"power": "unknown"}),
        ("network", {"nics": (Nic(label="1"),)}),
        ("application", {"application": ""}),
        ("owner", {"owner": ""}),
        ("environment", {"environment": ""}),
    ],
)
def test_each_fact_that_is_missing_costs_the_same_and_is_named(fact: str, unknown: dict[str, object]) -> None:
    lacking = type(KNOWN).model_validate(KNOWN.model_dump() | unknown)
    assert completeness_of(lacking) == pytest.approx(1 - 1 / len(FACTS))
    report = quality_of(estate(KNOWN, lacking))
    assert {gap.fact: gap.workloads for gap in report.missing if gap.workloads} == {fact: 1}
    assert f"| whole | 92% | {fact} |" in quality_markdown(report, estate(lacking))


def test_no_disks_and_a_disk_without_a_capacity_are_not_known_capacities() -> None:
    bare, empty = machine("a", disks=()), machine("b", disks=(Disk(key="1", label="1", capacity_mib=0),))
    (gap,) = (gap for gap in quality_of(estate(bare, empty)).missing if gap.fact == "disk capacities")
    assert gap.workloads == 2


def test_findings_and_disagreements_are_counted_by_what_they_are() -> None:
    findings = [Finding(code=code, severity=severity, message="m") for code, severity in (
        ("b", Severity.NOTE), ("a", Severity.NOTE), ("a", Severity.WARNING))]  # fmt: skip
    other = Disagreement(
        workload=KNOWN.id,
        field="vcpu",
        taken="2",
        taken_from=place("a", 1),
        other="4",
        other_from=place("b", 1),
        rule="r",
    )
    told = estate(KNOWN).model_copy(update={"findings": tuple(findings), "disagreements": (other,)})
    report = quality_of(told)
    assert report.findings == {"a": 2, "b": 1}
    assert report.severities == {"note": 2, "warning": 1}
    assert report.disagreements == {"vcpu": 1}
    text = quality_markdown(report, told)
    assert "| a | warning | 2 | m |" in text
    assert "| whole | vcpu | 2 | a | 4 | b | r |" in text


def test_the_report_is_json() -> None:
    told = json.loads(json.dumps(quality_data(quality_of(made(2, 1, 1)))))
    assert told["before"]["rows"] == 4
    assert told["after"]["rows"] == 2
    assert told["left_out"] == {"template": 1}
    assert told["sources"][1]["merged"] == 1
    assert (told["sources"][0]["before"]["rows"], told["sources"][0]["after"]["rows"]) == (3, 2)
    assert 0 < told["mean_completeness"] < 1


def test_each_source_tells_what_was_kept_of_what_it_had() -> None:
    whole = made(2, 1, 0)
    had = whole.sources[0].model_copy(update={"totals": Totals(rows=3, vcpu=1_006)})
    told = whole.model_copy(update={"sources": (had,)})
    assert "| a.xlsx | 4 of 1,006 |" in quality_markdown(quality_of(told), told)


def test_an_estate_of_nothing_has_a_report() -> None:
    report = quality_of(estate())
    assert report.mean_completeness is None
    assert "0 rows about machines = 0 workloads" in quality_markdown(report, estate())


def test_a_long_list_says_how_much_more_there_is() -> None:
    assert "… and 5 more workloads." in quality_markdown(quality_of(made(25, 0, 0)), made(25, 0, 0))


@settings(deadline=None)
@given(st.text(max_size=20) | st.sampled_from(["<script>x</script>", "a|b", "[x](javascript:y)", "\n# h", "![](//x)"]))
def test_no_text_of_an_inventory_is_markup(text: str) -> None:
    hostile = made(2, 1, 1, hostile=text)
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    tags = set(re.findall(r"</?([a-z0-9]+)", renderer.render(quality_markdown(quality_of(hostile), hostile))))
    assert tags <= {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td"}
