"""Which format a source is of, and what is said where it is of none."""

import pytest

from azlift.errors import InputError
from azlift.estate.formats import columns_file, recognise
from azlift.estate.tables import Source, csv_source


def source_of(*lines: str) -> Source:
    return csv_source("some.csv", "\n".join(lines).encode())


@pytest.mark.parametrize(
    ("header", "row", "title"),
    [
        (
            "VM,Powerstate,Template,CPUs,Memory,In Use MiB,SRM Placeholder",
            "a,poweredOn,False,2,4096,1,False",
            "RVTools",
        ),
        ("*Server name,*Cores,*Memory (In MB),*OS name", "a,2,4096,RHEL 8", "Azure Migrate import files"),
        ("vm,cpu_p50_pct,cpu_p95_pct", "a,1,2", "performance series and percentile tables"),
        ("Hostname,vCPU,RAM_GB,OS", "a,2,4,RHEL 8", "plain lists of machines"),
        ("Hostname,vCPU,RAM_GB,OS,CPU_Avg_Pct", "a,2,4,RHEL 8,10", "plain lists of machines"),
        ("Source,Target,Port", "a,b,443", "dependency maps"),
    ],
)
def test_a_source_is_known_by_its_content(header: str, row: str, title: str) -> None:
    assert recognise(source_of(header, row)).format.title == title


def test_a_source_of_no_format_is_refused_with_what_it_looks_like_and_each_format_named_once() -> None:
    with pytest.raises(InputError, match="its first row is Hostname:vCPU:RAM_GB, and each row is one cell") as caught:
        recognise(source_of("Hostname:vCPU:RAM_GB", "a:2:4"))
    assert caught.value.file == "some.csv"
    assert caught.value.advice.count("plain lists of machines") == 1


def test_only_of_plain_lists_the_columns_are_kept_for_a_person_to_change() -> None:
    plain, series = source_of("Hostname,vCPU,OS", "a,2,RHEL 8"), source_of("vm,cpu_p95_pct", "a,1")
    measured = source_of("Hostname,vCPU,OS,CPU_Avg_Pct", "a,2,RHEL 8,10")
    assert "header: Hostname" in columns_file(plain, recognise(plain))
    assert "header: Hostname" in columns_file(measured, recognise(measured))
    assert columns_file(series, recognise(series)) == ""
