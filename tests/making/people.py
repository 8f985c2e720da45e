"""People of the pretend directory, what `people.yaml` says of them, and what they say, as themselves."""

import json
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import yaml
from azure_sights import inside, steer

from azlift import journey
from azlift.approval import PEOPLE_FILE
from azlift.model import Approval, Person
from azlift.venue import ACCESS_FILE

PASSWORD = "a long pass phrase"
ROLES = ("architect", "business_owner", "sponsor", "decision_owner", "operations_manager")


def person(name: str, tenant: str = "11111111-1111-1111-1111-111111111111", **changed: Any) -> Person:
    """Somebody nobody has to sign in as: for what is judged without Azure."""
    number = sum(ord(letter) << place for place, letter in enumerate(name))
    return Person(object_id=f"{number:08x}-0000-4000-8000-000000000000", tenant_id=tenant, name=name, **changed)


def in_directory(workspace: Path, *names: str) -> dict[str, Person]:
    """New users of the pretend Entra."""
    said = json.loads((workspace / ACCESS_FILE).read_text())
    domain = steer(workspace, "GET", "/rehearsal/directory")["tenants"][0]["domains"][0]
    made = {}
    for name in names:
        principal = f"{name}-{uuid4().hex[:8]}@{domain}"
        body = {"kind": "User", "displayName": name, "userPrincipalName": principal, "password": PASSWORD}
        entry = steer(workspace, "POST", "/rehearsal/directory/principals", body)
        made[name] = Person(object_id=entry["id"].lower(), tenant_id=said["tenant_id"].lower(), name=name)
    return made


def enter_code(workspace: Path, page: str, code: str, speaker: Person) -> None:
    """What somebody does on another device: opens the page, and signs in with the code, a name and a password."""
    said = json.loads((workspace / ACCESS_FILE).read_text())
    entry = steer(workspace, "GET", f"/rehearsal/directory/principals/{speaker.object_id}")
    form = {"user_code": code, "username": entry["userPrincipalName"], "password": PASSWORD}
    context = ssl.create_default_context(cafile=said["ca_file"])
    httpx.post(page, data=form, verify=context).raise_for_status()


def write_people(workspace: Path, roles: Mapping[str, Any], **said: Any) -> None:
    """`people.yaml`: the holders of each role, as people or as they are."""
    named = {
        role: [{"id": h.object_id, "name": h.name} if isinstance(h, Person) else h for h in holders]
        for role, holders in roles.items()
    }
    (workspace / PEOPLE_FILE).write_text(yaml.safe_dump({"roles": named, **said}), encoding="utf-8")


def say(workspace: Path, gate: Any, wave: str, speaker: Person, reason: str = "as agreed", **said: Any) -> Approval:
    """What somebody says at a gate, in a process of their own as far as the ledger can tell."""
    word: Approval = inside(
        workspace, lambda venue: journey.approve(gate, wave, venue, reason=reason, person=speaker, **said)
    )
    return word
