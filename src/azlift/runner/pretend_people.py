"""The people of a rehearsal: users of the pretend Entra who hold the roles that gates ask for, and sign in.

A rehearsal cannot speak for real people. Where the workspace has a `people.yaml` that somebody wrote, its gates hold as
they are, and only `gates: none` lets the rehearsal pass them.
"""

import json
import secrets
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import yaml

from azlift.approval import PEOPLE_FILE, read_people
from azlift.cloud.identity import person_of
from azlift.errors import NotFound
from azlift.model import Person
from azlift.runner.pretend_azure import write_private
from azlift.venue import ACCESS_FILE

SEATS = Path("rehearsal") / "people.json"
"""Their passwords, which open this pretend Azure and nothing else; readable by its owner only."""
CAST: Mapping[str, str] = {
    "architect": "Ada Archer",
    "business_owner": "Bo Berg",
    "sponsor": "Sam Sponsor",
    "decision_owner": "Dana Dahl",
    "operations_manager": "Olu Okoye",
}
"""Who holds which role; the engineer who drives is the application that azlift itself signs in as."""
ENGINEER = "engineer"
ENGINEERS_NAME = "Mo Night"
PATIENCE_SECONDS = 30


def seat_people(workspace: Path) -> None:
    """Put the cast into the pretend directory, and their roles into `people.yaml`, unless somebody wrote one."""
    if (workspace / PEOPLE_FILE).exists():
        return
    seats = {role: _enter(workspace, name) for role, name in {**CAST, ENGINEER: ENGINEERS_NAME}.items()}
    write_private(workspace / SEATS, json.dumps(seats))
    roles = {role: [{"id": seats[role]["object_id"], "name": name}] for role, name in CAST.items()}
    head = '# Written by a rehearsal: people of the pretend Entra. See README, "People".\n'
    (workspace / PEOPLE_FILE).write_text(head + yaml.safe_dump({"roles": roles}, sort_keys=False), encoding="utf-8")


def sign_in(workspace: Path, role: str) -> Person:
    """Who holds a role, by the token that their password brings. Raises NotFound where a real person holds it."""
    try:
        seats = json.loads((workspace / SEATS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(
            f"{PEOPLE_FILE} names people who are not the rehearsal's own, and nobody can speak for them",
            file=str(workspace / PEOPLE_FILE),
            advice="Write `gates: none` there, or remove it: a rehearsal then brings its own people.",
        ) from error
    seat = seats[role]
    said = _access(workspace)
    form = {"grant_type": "password", "username": seat["user"], "password": seat["password"]}
    return person_of(_token(said, form))


def speaks_for_itself(workspace: Path) -> bool:
    """Whether somebody has to speak at the gates of this workspace."""
    people = read_people(workspace)
    return people is None or not people.open


def steer(workspace: Path, method: str, path: str, body: Any = None) -> Any:
    """Ask the pretend Azure about itself, or change something of it: what is under /rehearsal is no part of Azure."""
    said = _access(workspace)
    token = _token(said, {"grant_type": "client_credentials"})
    return _ask(said, method, path, json.dumps(body).encode() if body is not None else None, token)


def _enter(workspace: Path, name: str) -> dict[str, str]:
    user = f"{name.split()[0].lower()}.{secrets.token_hex(3)}@{_domain(workspace)}"
    password = secrets.token_hex(12)
    body = {"kind": "User", "displayName": name, "userPrincipalName": user, "password": password}
    entered = steer(workspace, "POST", "/rehearsal/directory/principals", body)
    return {"user": user, "password": password, "object_id": entered["id"]}


def _domain(workspace: Path) -> str:
    shown = steer(workspace, "GET", "/rehearsal/directory")
    return str(shown["tenants"][0]["domains"][0])


def _access(workspace: Path) -> dict[str, str]:
    access: dict[str, str] = json.loads((workspace / ACCESS_FILE).read_text(encoding="utf-8"))
    return access


def _token(said: Mapping[str, str], form: Mapping[str, str]) -> str:
    whole = {
        **form,
        "client_id": said["client_id"],
        "client_secret": said["client_secret"],
        "scope": f"{said['endpoint']}/.default",
    }
    answer = _ask(said, "POST", f"/{said['tenant_id']}/oauth2/v2.0/token", urlencode(whole).encode())
    return str(answer["access_token"])


def _ask(said: Mapping[str, str], method: str, path: str, body: bytes | None, token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} if token else {}
    request = Request(said["endpoint"] + path, data=body, headers=headers, method=method)  # noqa: S310 (our own server)
    trusted = ssl.create_default_context(cafile=said["ca_file"])
    with urlopen(request, timeout=PATIENCE_SECONDS, context=trusted) as answer:  # noqa: S310
        return json.loads(answer.read())
