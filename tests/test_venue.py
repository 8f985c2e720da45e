import json
from ipaddress import ip_network
from pathlib import Path

import pytest

from azlift.errors import NotFound, SettingsError
from azlift.ledger import Server
from azlift.model import Wave
from azlift.settings import Settings, write_settings
from azlift.venue import ACCESS_FILE, Venue, ledger_place, open_venue, read_access

SAID = {
    "endpoint": "https://127.0.0.1:1",
    "ca_file": "/ca.pem",
    "tenant_id": "t",
    "subscription_id": "s",
    "client_id": "c",
    "client_secret": "hush",
    "speed": 1.0,
}


def rehearsing(workspace: Path) -> Venue:
    """The venue of a workspace whose pretend Azure says that it runs."""
    (workspace / ACCESS_FILE).parent.mkdir()
    (workspace / ACCESS_FILE).write_text(json.dumps(SAID))
    return open_venue(workspace)


def wave(number: int) -> Wave:
    return Wave(id=f"wave-{number:02}", number=number, pilot=False, groups=(), why="")


def test_each_venue_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    rehearsal = open_venue(tmp_path).ledger.place
    write_settings(tmp_path, venue="azure", auth="cli", subscription_id="s")
    assert (rehearsal.name, open_venue(tmp_path).ledger.place.name) == ("rehearsal.ledger", "azure.ledger")


def test_on_a_server_each_venue_and_each_estate_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    """Machines that share one name the same server and the same estate; their workspaces are folders of their own."""
    url = "postgresql://azlift@db.example/migration"
    said = [("rehearsal", "e-1"), ("azure", "e-1"), ("azure", "e1")]
    places = [ledger_place(tmp_path, Settings(ledger=url, venue=venue, estate=estate)) for venue, estate in said]
    assert places == [Server(url, schema) for schema in ("azlift_rehearsal_e_1", "azlift_azure_e_1", "azlift_azure_e1")]


def test_waves_take_blocks_that_do_not_overlap(tmp_path: Path) -> None:
    venue = rehearsing(tmp_path)
    blocks = [ip_network(venue.target(wave(number)).address_space) for number in (1, 2, 1024)]
    assert [str(block) for block in blocks] == ["10.64.0.0/20", "10.64.16.0/20", "10.127.240.0/20"]


def test_a_wave_without_a_block_is_one_clear_error(tmp_path: Path) -> None:
    write_settings(tmp_path, address_space="10.0.0.0/19")
    with pytest.raises(SettingsError, match="holds 2 blocks of /20; wave 3 has none"):
        rehearsing(tmp_path).target(wave(3))


def test_a_rehearsal_reaches_the_running_pretend_azure(tmp_path: Path) -> None:
    venue = open_venue(tmp_path)
    with pytest.raises(NotFound, match="no pretend Azure is running") as caught:
        read_access(tmp_path, venue.settings)
    assert "azlift rehearsal serve" in caught.value.advice
    access = rehearsing(tmp_path).access
    assert (access.auth, access.endpoint, access.subscription_id) == ("rehearsal", "https://127.0.0.1:1", "s")


def test_azure_is_never_reached_with_a_rehearsals_identity(tmp_path: Path) -> None:
    write_settings(tmp_path, venue="azure", subscription_id="s")
    with pytest.raises(SettingsError, match="cannot sign in to Azure"):
        read_access(tmp_path, open_venue(tmp_path).settings)


def test_azure_needs_a_subscription(tmp_path: Path) -> None:
    write_settings(tmp_path, venue="azure", auth="cli")
    with pytest.raises(SettingsError, match="`subscription_id` is empty"):
        read_access(tmp_path, open_venue(tmp_path).settings)


def test_missing_templates_are_said_to_be_missing(tmp_path: Path) -> None:
    write_settings(tmp_path, templates=str(tmp_path / "none"))
    with pytest.raises(SettingsError, match="no templates in"):
        _ = open_venue(tmp_path).templates


def test_a_rehearsal_touches_and_looks_at_nothing_outside(tmp_path: Path) -> None:
    from azlift.checks.eyes import RealEyes, StandInEyes
    from azlift.runbook.hands import StandIn, TeamHands

    rehearsal = open_venue(tmp_path)
    assert isinstance(rehearsal.hands, StandIn)
    assert isinstance(rehearsal.eyes, StandInEyes)
    write_settings(tmp_path, venue="azure")
    live = open_venue(tmp_path)
    assert isinstance(live.hands, TeamHands)
    assert isinstance(live.eyes, RealEyes)
