"""The facts of a state directory."""

import json
import stat
from dataclasses import asdict
from pathlib import Path

from tests.rehearsal.conftest import ENDPOINT

from azlift.rehearsal.identity import Facts, Identity, read_facts
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.store import Store


def test_they_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    made = read_facts(tmp_path)
    assert read_facts(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "identity.json").stat().st_mode) == 0o600
    assert read_facts(None) != made


def test_no_secret_begins_with_what_a_command_line_takes_for_an_option() -> None:
    assert all(read_facts(None).client_secret.isalnum() for _ in range(3))


def test_a_state_from_before_the_directory_opens_with_its_tenant_and_its_application(
    tmp_path: Path, facts: Facts
) -> None:
    (tmp_path / "identity.json").write_text(json.dumps(asdict(facts)))
    found = read_facts(tmp_path)
    identity = Identity(found, {ENDPOINT}, Directory(Store(tmp_path), found.subscription_id))
    form = {"client_id": facts.client_id, "client_secret": facts.client_secret, "scope": f"{ENDPOINT}/.default"}
    assert identity.issue(facts.tenant_id, {**form, "grant_type": "client_credentials"}, ENDPOINT)["access_token"]


def test_their_secrets_are_not_shown_by_accident(facts: Facts) -> None:
    assert facts.client_id in repr(facts)
    assert facts.client_secret not in repr(facts)
    assert "PRIVATE KEY" not in repr(facts)
