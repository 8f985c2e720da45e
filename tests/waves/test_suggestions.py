import re
from fnmatch import translate

import pytest
import yaml
from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, link, machine, shuffled, workload_id

from azlift.estate.estate_file import read_estate_file
from azlift.model import Estate, SuggestedApplication
from azlift.waves.groups import gather_groups, group_estate
from azlift.waves.suggestions import suggest_applications, suggestions_yaml


def suggested(made: Estate) -> tuple[SuggestedApplication, ...]:
    return suggest_applications(group_estate(made), made)


CRM = [machine(n, "CRM", "prod") for n in range(3)]


def test_a_machine_that_says_most_to_one_application_is_suggested_for_it() -> None:
    made = estate([*CRM, machine(3), machine(4, "Billing")], [link(3, 0, 443), link(3, 1, 443), link(3, 4, 443)])
    (one,) = suggested(made)
    assert (one.application, one.known, one.workloads) == ("CRM", True, (workload_id(3),))
    assert one.confidence == pytest.approx(2 / 3)
    assert one.why == "67% of what it says is to machines of CRM"


def test_a_machine_that_says_as_much_to_two_is_suggested_for_neither() -> None:
    assert suggested(estate([*CRM, machine(3), machine(4, "Billing")], [link(3, 0, 443), link(3, 4, 443)])) == ()


def test_who_is_suggested_counts_for_the_next() -> None:
    made = estate([*CRM, machine(3), machine(4)], [link(3, 0, 443), link(3, 1, 443), link(4, 3, 443)])
    assert {one.workloads: one.application for one in suggested(made)} == {
        (workload_id(3),): "CRM",
        (workload_id(4),): "CRM",
    }


def test_machines_that_talk_among_themselves_are_suggested_as_an_application_of_their_own() -> None:
    machines = [machine(n, name=f"shop-web{n}") for n in range(3)]
    (one,) = suggested(estate(machines, [link(0, 1), link(1, 2), link(2, 0)]))
    assert (one.application, one.known, len(one.workloads)) == ("shop-web", False, 3)
    assert one.confidence == pytest.approx(0.7)


def test_a_suggestion_groups_nothing_and_what_an_owner_confirms_does() -> None:
    links = [link(3, 0, 443), link(3, 1, 443), link(3, 4, 443)]
    machines = [*CRM, machine(3), machine(4, "Billing")]
    assert workload_id(3) not in gather_groups(estate(machines, links))["crm"].members
    confirmed = [*CRM, machine(3, "CRM"), machine(4, "Billing")]
    assert workload_id(3) in gather_groups(estate(confirmed, links))["crm"].members


def test_the_file_is_what_estate_yaml_takes_whatever_the_names_are() -> None:
    hostile = ["*", "a[b]?", "x: y\n# z", "\u202ecod", "=1+1", "no"]
    machines = [machine(n, name=name) for n, name in enumerate(hostile)]
    made = estate(machines, [link(n, (n + 1) % 6) for n in range(6)])
    text = suggestions_yaml(suggested(made), made)
    edits = read_estate_file("suggested.yaml", text.encode())
    patterns = [pattern for said in edits.content.applications for pattern in said.machines]
    assert len(patterns) == sum(len(one.workloads) for one in suggested(made)) > 0
    for pattern in patterns:
        assert sum(bool(re.match(translate(pattern), name)) for name in hostile) == 1


def test_a_file_without_suggestions_says_so_and_is_read_too() -> None:
    text = suggestions_yaml((), estate([]))
    assert "0 suggestions for 0 machines" in text
    assert yaml.safe_load(text) == {"applications": []}


@given(estates(), st.integers())
def test_no_machine_is_suggested_twice_nor_one_that_states_its_application_whatever_the_order(
    made: Estate, seed: int
) -> None:
    found = suggested(made)
    machines = [machine for one in found for machine in one.workloads]
    assert len(machines) == len(set(machines))
    assert not any(made.by_id[machine].application for machine in machines)
    assert all(0 <= one.confidence <= 1 for one in found)
    assert suggested(shuffled(made, seed)) == found


def test_the_surer_a_suggestion_for_a_known_application_the_more_often_it_is_right() -> None:
    made = generated(2_000, seed=1, missing=0.3)
    right = {
        sure: [
            made.unit[one.workloads[0]][0] == one.application
            for one in suggested(made.estate)
            if one.known and (one.confidence >= 0.8) is sure
        ]
        for sure in (True, False)
    }
    share = {sure: sum(each) / len(each) for sure, each in right.items()}
    assert share[True] > 0.85
    assert share[True] > share[False] > 0.6
