"""Bodies, pages and filters of a call."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.rehearsal.conftest import API, Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.routes.call import Call, answer_page, read_filter, read_top

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


def call(**query: str) -> Call:
    return Call("GET", "/a b", {f"${name}": value for name, value in query.items()}, {}, b"", "https://localhost:1")


def test_pages_followed_by_their_links_hold_every_item_once_in_order() -> None:
    items = {f"/k/{number}&={number % 3} ü": number for number in range(7)}
    seen, asked = [], call(top="3")
    for _ in range(9):
        answer = json.loads(answer_page(asked, items).body)
        seen += answer["value"]
        if "nextLink" not in answer:
            break
        link = urlsplit(answer["nextLink"])
        assert link.path == "/a%20b"
        asked = Call("GET", "/a b", dict(parse_qsl(link.query)), {}, b"", "https://localhost:1")
    assert seen == list(range(7))


def test_a_page_that_holds_all_has_no_link_and_bytes_go_out_as_they_are() -> None:
    answer = answer_page(call(top="2"), {"b": b'{"raw": 1}', "a": {"made": 2}})
    assert answer.body == b'{"value":[{"made":2},{"raw": 1}]}'
    assert answer_page(call(), {}).body == b'{"value":[]}'


@pytest.mark.parametrize(("top", "expected"), [("1", 1), ("1000", 1000), ("0007", 7)])
def test_top_is_one_to_a_thousand(top: str, expected: int) -> None:
    assert read_top(call(top=top), 100) == expected
    assert read_top(call(), 100) == 100


@pytest.mark.parametrize("top", ["0", "1001", "-1", "1.5", "", "ten", "²", "1\n", "9" * 5000])
def test_any_other_top_is_refused(top: str) -> None:
    with pytest.raises(AzureError) as caught:
        read_top(call(top=top), 100)
    assert (caught.value.status, caught.value.code) == (400, "InvalidTopQueryParameter")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("tagName eq 'a'", {"tagname": "a"}),
        ("TAGNAME EQ 'a' AND name eq ''", {"tagname": "a", "name": ""}),
        ("name eq 'it''s and eq' and tagName eq ''''", {"name": "it's and eq", "tagname": "'"}),
        ("  name   eq   'a'  ", {"name": "a"}),
    ],
)
def test_filters_are_equalities_joined_by_and(text: str, found: dict[str, str]) -> None:
    assert read_filter(call(filter=text), ("tagName", "name")) == found


@pytest.mark.parametrize(
    "text",
    ["name", "name eq", "name eq 'a", "name ne 'a'", "size eq '1'", "name eq 'a' or name eq 'b'", "name eq 'a' name",
     "name eq 'a' and name eq 'b'", "name eq 'a' and", "(name eq 'a')", "name eq 'a''"],
)  # fmt: skip
def test_any_other_filter_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(AzureError) as caught:
        read_filter(call(filter=text), ("tagName", "name"))
    assert (caught.value.status, caught.value.code) == (400, "InvalidFilterInQueryString")
    assert text in caught.value.message
