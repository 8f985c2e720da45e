"""Bytes in, bytes out: what is refused before anything is looked at."""

from tests.rehearsal.conftest import Raw


def test_a_foreign_host_header_is_refused(raw: Raw) -> None:
    answer = raw.ask("GET", "~/resourceGroups", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
    answer = raw.client.options("/subscriptions", headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_body_beyond_arms_limit_is_refused(raw: Raw) -> None:
    answer = raw.ask("PUT", "~/resourceGroups/big", {"location": "x" * 5_000_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "RequestContentTooLarge")
