"""What people write in `estate.yaml`, applied."""

from fnmatch import fnmatch
from pathlib import Path

import pytest
from estates import estate, machine
from hypothesis import given, settings
from hypothesis import strategies as st

from azlift.estate import read_inventory
from azlift.estate.edits import Edited, apply_edits, edit_estate
from azlift.estate.estate_file import Edits, read_estate_file
from azlift.model import Application, Licence, Link, Route, Workload

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"
ESTATE = (
    machine("bill-web01", "Billing", owner="Web", tags={"cost": "1", "a": "b"}),
    machine("bill-db01", "Billing", fqdn="db.example.net"),
    machine("crm01", "CRM", aliases=("old-crm",)),
    machine("Web[1]"),
)


def edits_of(text: str) -> Edits:
    return read_estate_file("inventory/estate.yaml", text.encode())


def edited(text: str, workloads: tuple[Workload, ...] = ESTATE) -> Edited:
    return apply_edits(workloads, edits_of(text))


def one(found: Edited, name: str) -> Workload:
    (workload,) = (workload for workload in found.workloads if workload.name == name)
    return workload


def test_the_licences_held_are_the_estates_and_what_is_not_said_stays_unknown() -> None:
    made = edit_estate(estate(*ESTATE), edits_of("licences_held: {windows_server_cores: 640}\n"))
    made = edit_estate(made, edits_of("licences_held: {sql_standard_cores: 0}\n"))
    held = {licence: made.licences_held.cores(licence) for licence in Licence}
    assert held == {Licence.WINDOWS_SERVER: 640, Licence.SQL_STANDARD: 0, Licence.SQL_ENTERPRISE: None}


def test_no_edits_change_nothing() -> None:
    found = edited("")
    assert found.workloads == ESTATE
    assert (*found.left_out, *found.disagreements, *found.findings) == ()


def test_the_facts_of_an_application_are_its_machines_whoever_counts_them_to_it() -> None:
    found = edited("applications: [{name: billing, machines: [crm*], owner: Money, criticality: high}]\n")
    assert {w.name: w.owner for w in found.workloads if w.criticality} == dict.fromkeys(
        ("bill-web01", "bill-db01", "crm01"), "Money"
    )
    assert one(found, "crm01").application == "billing"


def test_a_machine_put_into_an_application_has_its_facts_wherever_that_is_written() -> None:
    found = edited(
        "machines: [{machines: [crm01], application: Billing}]\napplications: [{name: Billing, owner: Money}]"
    )
    assert one(found, "crm01").owner == "Money"


def test_what_people_wrote_is_taken_from_their_file() -> None:
    found = edited("machines: [{machines: [crm01], owner: Money}]", (machine("crm01", taken_from={"vcpu": "a.csv"}),))
    said = one(found, "crm01")
    assert said.taken_from == {"vcpu": "a.csv", "owner": "estate.yaml"}


def test_later_overrules_earlier_and_machines_overrule_applications() -> None:
    text = """
machines:
  - {machines: ["*01"], environment: test, wave: 1}
  - {machines: [bill-*], environment: prod}
applications:
  - {name: Billing, environment: dev, criticality: low}
  - {name: billing, criticality: high}
"""
    found = edited(text)
    assert [(w.environment, w.wave, w.criticality) for w in found.workloads] == [
        *(("prod", "1", "high"), ("prod", "1", "high"), ("test", "1", ""), ("", "", "")),
    ]


def test_every_fact_reaches_the_workload_as_what_it_is() -> None:
    text = """
machines:
  - machines: [bill-web01]
    route: retain
    reason: dongle
    latency_ms: 5
    licences: [windows_server]
    freeze_windows: [2026-12-24]
    maintenance_windows: [daily 01:00-02:00]
    tags: {cost: 2, new: x}
"""
    web = one(edited(text), "bill-web01")
    assert (web.route, web.route_reason, web.latency_ms) == (Route.RETAIN, "dongle", 5)
    assert web.licences == (Licence.WINDOWS_SERVER,)
    assert (web.freeze_windows, web.maintenance_windows) == (("2026-12-24",), ("daily 01:00-02:00",))
    assert web.tags == {"cost": "2", "a": "b", "new": "x"}
    assert Workload.model_validate(web.model_dump()) == web


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("BILL-WEB01", ["bill-web01"]),
        ("db.example.net", ["bill-db01"]),
        ("old-*", ["crm01"]),
        ("bill-??01", ["bill-db01"]),
        ("[bc]*01", ["bill-web01", "bill-db01", "crm01"]),
        ("web[1]", ["Web[1]"]),
        ("*", ["bill-web01", "bill-db01", "crm01", "Web[1]"]),
    ],
)
def test_a_pattern_means_names_dns_names_and_aliases_in_any_case(pattern: str, names: list[str]) -> None:
    found = edited(f"machines: [{{machines: ['{pattern}'], owner: X}}]")
    assert [workload.name for workload in found.workloads if workload.owner == "X"] == names


def test_a_pattern_that_matches_nothing_is_a_finding_with_its_row() -> None:
    found = edited(
        "exclude:\n  - reason: gone\n    machines:\n      - crm01\n      - ghost*\napplications: [{name: HR}]\n"
    )
    assert [(finding.code, finding.evidence, finding.origin and finding.origin.row) for finding in found.findings] == [
        ("edit-matches-nothing", "ghost*", 5),
        ("edit-matches-nothing", "HR", 6),
    ]


def test_an_excluded_machine_is_left_out_with_the_reason_and_the_row() -> None:
    found = edited("machines: [{machines: [crm01], wave: 1}]\nexclude:\n  - {machines: [crm*], reason: sold}\n")
    (left,) = found.left_out
    assert (left.name, left.reason, left.detail) == ("crm01", "excluded", "sold (estate.yaml, row 3)")
    assert len(found.workloads) == 3
    assert not found.findings


def test_what_the_inventory_said_otherwise_is_told() -> None:
    found = edited(
        "machines:\n  - machines: [bill-web01]\n    owner: Money\n    tags: {cost: 2}\n    criticality: high\n"
    )
    told = [(d.field, d.taken, d.other, d.taken_from.row, d.other_from.file) for d in found.disagreements]
    assert told == [("owner", "Money", "Web", 3, "made.xlsx"), ("tags.cost", "2", "1", 4, "made.xlsx")]


def test_the_links_of_an_excluded_machine_lead_outside() -> None:
    web, db, crm, _ = ESTATE
    links = (
        Link(source=web.id, target=db.id),
        Link(source=web.id, target=crm.id, port=443),
        Link(source=crm.id, target=db.id),
    )
    made = edit_estate(estate(*ESTATE, links=links), edits_of("exclude: [{machines: [crm01], reason: sold}]"))
    assert made.links == links[:1]
    assert [(link.workload, link.other, link.outgoing, link.port) for link in made.external_links] == [
        (web.id, "crm01", True, 443),
        (db.id, "crm01", False, None),
    ]
    assert made.totals.rows == len(made.workloads) + len(made.left_out)


def test_applications_are_those_of_the_portfolio_and_those_written() -> None:
    known = estate(*ESTATE).model_copy(
        update={"applications": (Application(name="CRM", owner="Old", criticality="low"),)}
    )
    made = edit_estate(known, edits_of("applications: [{name: crm, owner: New}, {name: Billing, tags: {a: b}}]"))
    assert [(a.name, a.owner, a.criticality, a.tags) for a in made.applications] == [
        ("CRM", "New", "low", {}),
        ("Billing", "", "", {"a": "b"}),
    ]


def test_the_sample_matches_its_estate_when_it_is_put_in_force() -> None:
    text = "\n".join(
        line[1:] if line.startswith(("#  ", "#applications", "#machines", "#exclude", "#licences")) else line
        for line in (SAMPLE / "estate.yaml").read_text(encoding="utf-8").splitlines()
    )
    found = apply_edits(read_inventory([SAMPLE]).estate.workloads, edits_of(text))
    assert not found.findings
    assert [left.name for left in found.left_out] == ["licence01"]
    assert one(found, "crm-old01").route is Route.RETIRE
    assert one(found, "legacy-rpt01").application == "Reporting"


NAMES = st.text(st.sampled_from("ab1-[].*?!"), min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(NAMES, max_size=6, unique=True), NAMES)
def test_a_pattern_matches_what_a_shell_would_match(names: list[str], pattern: str) -> None:
    workloads = tuple(machine(name) for name in names)
    edits = edits_of(f"machines: [{{machines: ['{pattern}'], owner: X}}]")
    found = {workload.name for workload in apply_edits(workloads, edits).workloads if workload.owner == "X"}
    assert found == ({pattern} if pattern in names else {name for name in names if fnmatch(name, pattern)})


@settings(deadline=None)
@given(st.sets(st.integers(0, 3)), st.sets(st.integers(0, 3)))
def test_every_workload_stays_or_is_left_out(chosen: set[int], others: set[int]) -> None:
    quoted = [f"'{ESTATE[place].name}'" for place in chosen] or ["nobody"]
    found = edited(
        f"exclude: [{{machines: [{', '.join(quoted)}], reason: r}}]\nmachines: [{{machines: ['*'], wave: 1}}]"
    )
    assert len(found.workloads) + len(found.left_out) == len(ESTATE)
    assert {left.name for left in found.left_out} == {ESTATE[place].name for place in chosen}
