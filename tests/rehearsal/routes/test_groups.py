"""Resource groups over HTTP."""

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal import durations


def test_groups_are_listed_and_filtered_by_tag(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/g", {"location": "westeurope", "tags": {"Wave": "1"}})
    assert [each["name"] for each in desk.ask("GET", "~/resourceGroups").json()["value"]] == ["g", "rg1"]
    found = desk.ask("GET", "~/resourceGroups?$filter=tagName eq 'wave' and tagValue eq '1'").json()["value"]
    assert [each["name"] for each in found] == ["g"]


def test_a_filter_of_groups_compares_names_without_case_and_values_with(desk: Desk) -> None:
    for name, tags in (("a", {"Wave": "One"}), ("b", {"wave": "one"}), ("c", {"app": "x"})):
        desk.ask("PUT", f"~/resourceGroups/{name}", {"location": "westeurope", "tags": tags})

    def names(text: str) -> list[str]:
        return [each["name"] for each in desk.ask("GET", f"~/resourceGroups?$filter={text}").json()["value"]]

    assert names("tagName eq 'WAVE'") == ["a", "b"]
    assert names("tagName eq 'wave' and tagValue eq 'One'") == ["a"]
    assert names("tagName eq 'none'") == []
    assert desk.ask("GET", "~/resourceGroups?$filter=name eq 'a'").refusal == (400, "InvalidFilterInQueryString")


def test_a_put_answers_201_once_and_200_from_then_on(desk: Desk) -> None:
    body = {"location": "westeurope"}
    assert [desk.ask("PUT", "~/resourceGroups/new", body).status for _ in range(2)] == [201, 200]


def test_the_removal_is_followed_at_its_location_until_it_is_done(desk: Desk) -> None:
    reply = desk.ask("DELETE", "~/resourceGroups/rg1")
    assert (reply.status, reply.body, "azure-asyncoperation" in reply.headers) == (202, b"", False)
    first = desk.follow(reply, "location")
    assert (first.status, first.headers["location"].split("?")[0]) == (202, reply.headers["location"].split("?")[0])
    desk.wait(durations.usual("Microsoft.Resources/resourceGroups", "delete"))
    assert desk.follow(reply, "location").status == 200


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_group_that_is_not_there_is_refused_by_every_method_but_put_and_head(desk: Desk, method: str) -> None:
    reply = desk.ask(method, "~/resourceGroups/None", {})
    assert reply.refusal == (404, "ResourceGroupNotFound")
    assert reply.json()["error"]["message"] == "Resource group 'None' could not be found."
    assert desk.ask("HEAD", "~/resourceGroups/None").status == 404
