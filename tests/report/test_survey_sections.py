from estates import estate, machine

from azlift.model import Disagreement, Estate, Finding, LeftOut, Merge, Origin, Severity, SourceFile, Totals
from azlift.report import Section, survey_sections, survey_text

WEB = machine("web01", origin=Origin(file="rv.xlsx", tab="vInfo", row=2))
CMDB = Origin(file="cmdb.csv", row=7, column="ram")
GOLD = LeftOut(origin=Origin(file="rv.xlsx", tab="vInfo", row=9), name="gold", reason="template", detail="a template")


def source(name: str, read: int, /, **totals: int) -> SourceFile:
    return SourceFile(name=name, sha256="", format="x", tabs=(), rows=read, totals=Totals(**totals))


def surveyed(**changed: object) -> Estate:
    return estate(WEB).model_copy(update=changed)


def sections(made: Estate) -> dict[str, Section]:
    return {section.title: section for section in survey_sections(made)}


def test_the_first_numbers_add_up_to_the_rows_and_say_why_any_were_left_out() -> None:
    merges = (Merge(origin=CMDB, workload=WEB.id, rule="name", key="web01"),)
    told = survey_text(surveyed(totals=Totals(rows=3), merges=merges, left_out=(GOLD,)))
    assert told.startswith("3 rows = 1 workload + 1 left out (1 template) + 1 merged into them;")


def test_each_source_is_told_with_what_became_of_its_rows_and_files_of_no_machines_last() -> None:
    files = (
        source("perf.csv", 576),
        source("cmdb.csv", 1, rows=1, vcpu=4, memory_mib=8192),
        source("rv.xlsx", 2, rows=2, vcpu=2, memory_mib=4096, disk_capacity_mib=40_960),
    )
    merges = (Merge(origin=CMDB, workload=WEB.id, rule="name", key="web01"),)
    told = sections(surveyed(sources=files, merges=merges, left_out=(GOLD,)))["Sources"]
    assert told.rows == [
        ("rv.xlsx", "x", "2", "1", "0", "1", "2", "4", "40"),
        ("cmdb.csv", "x", "1", "0", "1", "0", "4", "8", "0"),
        ("perf.csv", "x", "576", *("",) * 6),
    ]


def test_merges_are_counted_by_what_made_them_one_machine() -> None:
    merges = [Merge(origin=CMDB, workload=WEB.id, rule=rule, key="k") for rule in ("name", "DNS name", "DNS name")]
    assert sections(surveyed(merges=tuple(merges)))["Merged"].rows == [("DNS name", "2"), ("name", "1")]


def test_disagreements_are_counted_by_fact_each_with_both_sides_of_one() -> None:
    said = Disagreement(
        workload=WEB.id,
        field="memory_mib",
        taken="4096",
        taken_from=WEB.origin,
        other="8192",
        other_from=CMDB,
        rule="rvtools first",
    )
    told = sections(surveyed(disagreements=(said, said)))["Sources disagree"].rows
    assert told == [("memory mib", "2", "web01: 4096 (rv.xlsx), where cmdb.csv says 8192", "rvtools first")]


def test_findings_of_one_kind_are_one_row_the_worst_first_with_place_and_remedy_of_the_first() -> None:
    note = Finding(code="read-as", severity=Severity.NOTE, message="read as text", origin=Origin(file="perf.csv"))
    worse = Finding(
        code="bad-cell", severity=Severity.WARNING, message="no number", remedy="Correct it.", evidence="x", origin=CMDB
    )
    told = sections(surveyed(findings=(*[note] * 500, worse)))["Findings"].rows
    assert told == [
        (Severity.WARNING, "bad-cell", "1", "no number. Correct it", "cmdb.csv:7", "x"),
        (Severity.NOTE, "read-as", "500", "read as text", "perf.csv", ""),
    ]


def test_every_section_names_the_file_that_holds_all_of_it_and_one_with_nothing_to_say_is_not_there() -> None:
    told = sections(surveyed(left_out=(GOLD,)))
    assert told["Left out"].rows == [("rv.xlsx", "vInfo", 9, "gold", "template", "a template")]
    assert {title: section.whole_in for title, section in told.items()} == {"Left out": "survey/left_out.csv"}
