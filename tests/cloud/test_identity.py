import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside, steer

from azlift import cloud
from azlift.cloud.entra import Access
from azlift.cloud.identity import person_of, scope_of
from azlift.errors import SignInNeeded
from azlift.venue import Venue


def token(claims: Any) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"head.{middle}.signature"


USER = {"oid": "AB", "tid": "T", "name": "Ann", "upn": "ann@example.com", "scp": "user_impersonation"}


def test_a_person_is_known_by_object_id_and_tenant() -> None:
    person = person_of(token(USER))
    assert (person.object_id, person.tenant_id, person.name, person.application) == ("ab", "t", "Ann", False)
    assert person_of(token({**USER, "name": ""})).name == "ann@example.com"


def test_an_application_is_told_from_a_person_by_its_kind_or_by_having_no_scope() -> None:
    assert person_of(token({"oid": "ab", "tid": "t", "idtyp": "app", "appid": "x"})).application
    assert person_of(token({"oid": "ab", "tid": "t", "appid": "x"})).application
    assert not person_of(token({**USER, "idtyp": "user"})).application


@pytest.mark.parametrize(
    "text", ["", "a.b", "a.b.c", "a.!!.c", token([1]), token({"tid": "t"}), token({"oid": 3, "tid": "t"})]
)
def test_what_is_no_token_of_entra_is_nobody(text: str) -> None:
    with pytest.raises(SignInNeeded):
        person_of(text)


def test_a_token_is_asked_for_the_resource_manager_of_the_cloud() -> None:
    assert "management" in scope_of(Access("cli", "s"))
    assert ".cn" in scope_of(Access("cli", "s", cloud="china"))
    assert scope_of(Access("rehearsal", "s", endpoint="https://x")) == "https://x/.default"


def test_the_venue_is_who_its_credential_is_and_asks_once(
    workspace: Callable[..., Path], access: dict[str, str]
) -> None:
    folder = workspace()

    async def ask(venue: Venue) -> Any:
        first = await cloud.identify(venue.cloud)
        await venue.cloud.credential.close()
        return first, await cloud.identify(venue.cloud)

    first, second = inside(folder, ask)
    assert first is second
    assert first.application
    known = {entry["id"].lower() for entry in steer(folder, "GET", "/rehearsal/directory")["principals"]}
    assert first.object_id in known
    assert first.tenant_id == access["tenant_id"].lower()
