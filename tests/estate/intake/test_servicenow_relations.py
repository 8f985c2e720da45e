"""Parents, children and what lies between them."""

from typing import Any

import pytest

from azlift.estate.intake.servicenow import read
from azlift.estate.record import Reading
from azlift.estate.tables import Source

ITEMS = ["sys_id", "name", "sys_class_name", "ram"]
ID = {name: f"{number:032x}" for number, name in enumerate(("web", "db", "esx", "Billing", "Ledger", "oracle"), 1)}
CLASSES = {
    "web": "cmdb_ci_linux_server", "db": "cmdb_ci_linux_server", "esx": "cmdb_ci_esx_server",
    "Billing": "cmdb_ci_business_app", "Ledger": "cmdb_ci_business_app", "oracle": "cmdb_ci_db_ora_instance",
}  # fmt: skip
WEB, DB = {"web": "db"}, {"db": "web"}


@pytest.fixture
def related(book: Any) -> Any:
    def make(*relations: tuple[str, str, str]) -> Reading:
        items = [[ID[name], name, kind, 4096] for name, kind in CLASSES.items()]
        rows = [[ID.get(parent, parent), kind, ID.get(child, child)] for parent, kind, child in relations]
        source: Source = book({"cmdb_ci": [ITEMS, *items], "cmdb_rel_ci": [["parent", "type", "child"], *rows]})
        return read(source)

    return make


def drawn(reading: Reading) -> list[tuple[str, str]]:
    return [(link.source.name, link.target.name) for link in reading.links]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Depends on::Used by", ("web", "db")),
        ("Used by::Depends on", ("db", "web")),
        ("Connects to::Connected by", ("web", "db")),
        ("Receives data from::Sends data to", ("db", "web")),
    ],
)
def test_the_type_says_which_way_two_machines_talk(related: Any, kind: str, expected: tuple[str, str]) -> None:
    reading = related(("web", kind, "db"))
    assert drawn(reading) == [expected]
    assert reading.links[0].source.keys == (("sys-id", ID[expected[0]]), ("name", expected[0]))
    assert (reading.links[0].origin.tab, reading.links[0].origin.row) == ("cmdb_rel_ci", 2)
    assert reading.findings == ()


def test_a_machine_stands_on_its_host_and_carries_its_application(related: Any) -> None:
    reading = related(
        ("web", "Virtualized by::Virtualizes", "esx"),
        ("Billing", "Runs on::Runs", "web"),
        ("db", "Runs::Runs on", "Ledger"),
        ("Billing", "Runs on::Runs", "db"),
    )
    by_name = {record.name: record for record in reading.records}
    assert by_name["web"].facts["host"] == "esx"
    assert by_name["web"].facts["application"] == "Billing"
    assert by_name["db"].facts["application"] == "Ledger"
    assert by_name["db"].tags["Applications"] == "Ledger; Billing"
    assert drawn(reading) == []


def test_an_application_and_its_machine_may_have_one_name(book: Any) -> None:
    rows = [["a" * 32, "Billing", "cmdb_ci_business_app", ""], ["b" * 32, "Billing", "cmdb_ci_linux_server", 4096]]
    relations = [["parent", "type", "child"], ["a" * 32, "Runs on::Runs", "b" * 32]]
    (record,) = read(book({"cmdb_ci": [ITEMS, *rows], "cmdb_rel_ci": relations})).records
    assert (record.facts["application"], "host" in record.facts) == ("Billing", False)


def test_two_applications_are_linked_as_applications(related: Any) -> None:
    reading = related(("Billing", "Depends on::Used by", "Ledger"))
    assert [(link.source, link.target) for link in reading.application_links] == [("Billing", "Ledger")]
    assert drawn(reading) == []


def test_what_a_relation_does_not_say_is_not_guessed_but_counted(related: Any) -> None:
    reading = related(
        ("web", "Contains::Contained by", "db"),
        ("web", "", "db"),
        ("Billing", "Depends on::Used by", "web"),
        ("stranger", "Runs on::Runs", "web"),
        ("web", "Depends on::Used by", ""),
    )
    assert drawn(reading) == []
    assert "application" not in reading.records[0].facts
    assert [(f.code, f.evidence) for f in reading.findings] == [
        ("relations-not-read", "Contains::Contained by (1), no type (1), Depends on::Used by (1)"),
        ("relations-not-read", "rows 4"),
        ("relations-not-read", "rows 5"),
    ]


def test_relations_alone_are_links_between_whoever_other_files_describe(csv: Any) -> None:
    reading = read(csv("parent,type,child", f"{ID['web']},Depends on::Used by,db01.example.org"))
    (link,) = reading.links
    assert reading.rows == 1
    assert (link.source.name, link.source.keys) == ("", (("sys-id", ID["web"]),))
    assert link.target.keys == (("fqdn", "db01.example.org"), ("name", "db01.example.org"))
