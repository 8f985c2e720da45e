"""Bodies, pages and filters of a call."""

from tests.rehearsal.conftest import API, Desk
from tests.rehearsal.landing_template import disk, plain

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_bodies_that_are_no_json_are_refused(desk: Desk) -> None:
    for body in (b"", b"{", b"\xff", b"[" * 100_000):
        assert desk.ask("PUT", "~/resourceGroups/g", body).refusal == (400, "InvalidRequestContent")


def test_lists_come_in_pages(desk: Desk) -> None:
    for number in range(5):
        desk.ask("PUT", f"{DISKS}/d{number}", plain(disk()))
    desk.wait()
    seen: list[str] = []
    path = "~/resources?$top=2&$expand=createdTime,provisioningState"
    while path:
        answer = desk.ask("GET", path).json()
        seen += [each["name"] for each in answer["value"]]
        assert all("createdTime" in each and "changedTime" not in each for each in answer["value"])
        path = answer.get("nextLink", "").removeprefix("https://localhost:1").replace("%24", "$").replace("%2F", "/")
        path = path.replace("%2C", ",").replace(f"&api-version={API}", "").replace(f"api-version={API}&", "")
    assert seen == [f"d{number}" for number in range(5)]
    assert desk.ask("GET", "~/resources?$top=0").refusal == (400, "InvalidTopQueryParameter")
    assert desk.ask("GET", "~/resources?$expand=all").refusal == (400, "InvalidExpandInQueryString")
