"""A portfolio of applications, with rows as long as somebody made them."""

import csv as plain_csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azlift.estate.intake.konveyor import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import Source, csv_source

HEADER = "Record Type 1,Application Name,Comments,Dependency,Dependency Direction,Owner,Contributors,"
TAGS = "Tag Category 1,Tag 1,Tag Category 2,Tag 2"


def codes(reading: Reading) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.origin.row if finding.origin else None) for finding in reading.findings]


@pytest.fixture
def template(real_file: Callable[[str], Path]) -> Source:
    path = real_file("inventories/konveyor/template_application_import.csv")
    return csv_source(path.name, path.read_bytes())


def test_the_open_template_says_what_a_plain_reading_of_it_says(template: Source, real_file: Any) -> None:
    with real_file("inventories/konveyor/template_application_import.csv").open(encoding="utf-8", newline="") as file:
        rows = list(plain_csv.reader(file))[1:]
    assert sorted(map(len, rows)) == [7, 7, 57, 57, 57]
    reading = read(template)
    assert [application.name for application in reading.applications] == [row[1] for row in rows if row[0] == "1"]
    assert [(link.source, link.target) for link in reading.application_links] == [
        (row[1], row[5]) for row in rows if row[0] == "2"
    ]
    assert reading.rows == len(rows)
    assert (reading.records, reading.links, codes(reading)) == ((), (), [])
    assert recognise(template).startswith("Konveyor")


def test_tags_are_by_category_and_persons_are_dropped(template: Source) -> None:
    gateway = read(template).applications[2]
    assert {"Operating System": "RHEL 8", "Language": "Java", "Runtime": "Spring Boot"}.items() <= gateway.tags.items()
    assert "Database" not in gateway.tags
    assert gateway.owner == ""
    text = read(template).applications[1].model_dump_json() + gateway.model_dump_json()
    assert "example.com" not in text
    assert "Doe" not in text


def test_northbound_turns_a_dependency_round(csv: Any) -> None:
    reading = read(csv(HEADER + TAGS, "1,A", "1,B", "2,A,,B,Northbound", "2,A,,B,SOUTHBOUND"))
    assert [(link.source, link.target) for link in reading.application_links] == [("B", "A"), ("A", "B")]


def test_rows_that_are_made_into_nothing_are_told_with_the_reason(csv: Any) -> None:
    reading = read(
        csv(HEADER + TAGS, "1,A", "3,B", ",C", "1,", "2,A,,,southbound", "2,A,,B,sideways", "1,a", "2,A,,Z,southbound")
    )
    assert codes(reading) == [
        ("row-not-read", 3), ("row-not-read", 4), ("row-not-read", 5), ("row-not-read", 6), ("row-not-read", 7),
        ("application-twice", 8), ("application-unknown", 9),
    ]  # fmt: skip
    assert [(link.source, link.target) for link in reading.application_links] == [("A", "Z")]
    assert [application.name for application in reading.applications] == ["A", "a"]


def test_a_tag_without_a_category_is_told_and_one_category_may_have_two_tags(csv: Any) -> None:
    reading = read(csv(HEADER + TAGS, "1,A,,,,,,Language,Java,Language,Python", "1,B,,,,,,,Java"))
    assert [application.tags for application in reading.applications] == [{"Language": "Java; Python"}, {}]
    assert codes(reading) == [("tag-without-category", 3)]


def test_a_tag_is_no_longer_than_azure_takes(csv: Any) -> None:
    long = "x" * 200
    reading = read(csv(HEADER + TAGS, f"1,A,,,,,,Language,{long},Language,{long}"))
    assert len(reading.applications[0].tags["Language"]) == 256


def test_more_than_twenty_tags_are_read(csv: Any) -> None:
    numbers = range(1, 31)
    header = HEADER + ",".join(f"Tag Category {n},Tag {n}" for n in numbers)
    reading = read(csv(header, "1,A,,,,,," + ",".join(f"C{n},T{n}" for n in numbers)))
    assert reading.applications[0].tags == {f"C{n}": f"T{n}" for n in numbers}


def test_a_person_may_ask_for_owners(csv: Any) -> None:
    source = csv(HEADER + TAGS, "1,A,,,,Jane <jane@example.com>,Jim <jim@example.com>")
    asked = Source(source.name, source.files, source.tables, keep_personal=True)
    assert read(asked).applications[0].owner == "Jane <jane@example.com>"
    assert read(asked).applications[0].tags == {"Contributors": "Jim <jim@example.com>"}
    assert [use.why for use in read(source).columns if use.header == "Contributors"] == ["dropped: personal or secret"]


def test_other_lists_are_no_portfolio(csv: Any) -> None:
    assert recognise(csv("Application Name,Owner", "A,B")) == ""
