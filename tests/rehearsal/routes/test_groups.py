"""Resource groups over HTTP."""

from tests.rehearsal.conftest import Desk


def test_groups_are_listed_and_filtered_by_tag(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/g", {"location": "westeurope", "tags": {"Wave": "1"}})
    assert [each["name"] for each in desk.ask("GET", "~/resourceGroups").json()["value"]] == ["g", "rg1"]
    found = desk.ask("GET", "~/resourceGroups?$filter=tagName eq 'wave' and tagValue eq '1'").json()["value"]
    assert [each["name"] for each in found] == ["g"]
