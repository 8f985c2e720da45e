"""Entra's refusals: their shape, and that every wording can be filled in."""

import re
from collections import defaultdict

import pytest

from azlift.rehearsal.identity.aadsts import REFUSALS, refusal


def test_a_refusal_has_entras_shape() -> None:
    body = refusal(7000215, app="a1").body("t1", "c1")
    assert body["error"] == "invalid_client"
    assert body["error_codes"] == [7000215]
    assert body["error_description"].startswith("AADSTS7000215: Invalid client secret provided. Ensure the secret")
    trail = f" Trace ID: t1 Correlation ID: c1 Timestamp: {body['timestamp']}"
    assert (body["trace_id"], body["correlation_id"]) == ("t1", "c1")
    assert body["error_description"].endswith(trail)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", body["timestamp"])
    assert body["error_uri"].endswith("error?code=7000215")


@pytest.mark.parametrize("number", sorted(REFUSALS))
def test_every_wording_is_filled_in_and_only_failed_clients_are_401(number: int) -> None:
    words = dict.fromkeys(re.findall(r"\{(\w+)\}", REFUSALS[number][1]), "w")
    made = refusal(number, **words)
    assert "{" not in made.message
    assert made.status == (401 if made.error == "invalid_client" else 400)


def test_one_number_says_one_thing() -> None:
    said = defaultdict(list)
    for number, (_, wording) in REFUSALS.items():
        said[wording].append(number)
    assert not [numbers for numbers in said.values() if len(numbers) > 1]
