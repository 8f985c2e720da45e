"""The doors of management groups that differ from those of other resources."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import GROUP, READER, guest

GROUPS = "/providers/Microsoft.Management/managementGroups"


def test_the_rights_are_needed_at_the_group(desk: Desk) -> None:
    desk.ask("PUT", f"{GROUPS}/a", {})
    reader = guest(desk, READER, GROUP)
    reply = reader.ask("GET", f"{GROUPS}/a")
    assert reply.refusal == (403, "AuthorizationFailed")
    assert f"'Microsoft.Management/managementGroups/read' over scope '{GROUPS}/a'" in reply.json()["error"]["message"]
    reply = reader.ask("PUT", f"{GROUPS}/a{desk.subscription}")
    assert "'Microsoft.Management/managementGroups/subscriptions/write'" in reply.json()["error"]["message"]


def test_a_group_answers_head_and_takes_options_with_or_without(desk: Desk) -> None:
    desk.ask("PUT", f"{GROUPS}/a", {})
    assert desk.ask("HEAD", f"{GROUPS}/a").status == 204
    assert desk.ask("HEAD", f"{GROUPS}/b").status == 404
    assert desk.ask("GET", f"{GROUPS}/a?$expand=path").json()["name"] == "a"
    assert desk.ask("POST", f"{GROUPS}/a").refusal == (405, "MethodNotAllowed")
