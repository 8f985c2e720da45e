from decimal import Decimal
from pathlib import Path

import pytest

from azlift.errors import SettingsError
from azlift.model import Commitment
from azlift.settings import FILE_NAME, defaults, prepare_rehearsal, read_settings, variable, write_settings


def test_defaults_rehearse(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert (settings.venue, settings.auth, settings.region) == ("rehearsal", "rehearsal", "westeurope")


def test_variables_overrule_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(tmp_path, region="northeurope", estate="acme", disk_sku="Standard_LRS")
    monkeypatch.setenv("AZLIFT_REGION", "francecentral")
    monkeypatch.setenv("AZLIFT_DISK_SKU", "StandardSSD_LRS")
    settings = read_settings(tmp_path)
    assert (settings.region, settings.disk_sku, settings.estate) == ("francecentral", "StandardSSD_LRS", "acme")


def test_limits_are_set_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE_NAME).write_text("limits: {machines_per_wave: 20}\n")
    monkeypatch.setenv("AZLIFT_LIMITS__PILOT_MACHINES", "3")
    limits = read_settings(tmp_path).limits
    assert (limits.machines_per_wave, limits.pilot_machines, limits.groups_per_wave) == (20, 3, 50)


def test_an_unknown_setting_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("regoin: westeurope\n")
    with pytest.raises(SettingsError, match=r"unknown setting `regoin`\. Did you mean `region`"):
        read_settings(tmp_path)


def test_an_unknown_key_within_a_setting_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("sizing: {rsik: 0.1}\n")
    with pytest.raises(SettingsError, match=r"unknown setting `sizing.rsik`\. Did you mean `sizing.risk`"):
        read_settings(tmp_path)


def test_the_rules_of_sizing_are_set_by_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"PERCENTILE": "90", "ZONAL": "true", "FAMILIES": '["standardDSv5Family"]', "COMMITMENT": "reserved_1y"}
    for name, value in said.items():
        monkeypatch.setenv(f"AZLIFT_SIZING__{name}", value)
    rules = read_settings(tmp_path).sizing
    assert (rules.percentile, rules.zonal, rules.families) == (90, True, ("standardDSv5Family",))
    assert rules.commitment is Commitment.RESERVED_1Y


def test_the_variable_that_a_bad_value_is_corrected_with_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZLIFT_SIZING__RISK", "2")
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    assert caught.value.advice == "Correct `sizing.risk` there, or the variable AZLIFT_SIZING__RISK."


@pytest.mark.parametrize(
    "name", [name for name, default in defaults().items() if isinstance(default, int | float | Decimal)]
)
def test_the_variable_of_every_number_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(variable(name), "a hundred")
    with pytest.raises(SettingsError, match="found 'a hundred'") as caught:
        read_settings(tmp_path)
    assert caught.value.column == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region: [", "not YAML"),
        ("- region", "expected `key: value` lines"),
        ("auth: guess\n", "found 'guess'"),
        ("address_space: 10.0.0.0/40\n", "found '10.0.0.0/40'"),
        ("groups_at_once: many\n", "found 'many'"),
        ("estate: My Estate!\n", "found 'My Estate!'"),
    ],
)
def test_a_bad_setting_is_one_clear_error(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(SettingsError, match=FILE_NAME) as caught:
        read_settings(tmp_path)
    assert said in str(caught.value)
    assert caught.value.exit_code == 3


def test_writing_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("estate: acme\n")
    write_settings(tmp_path, venue="rehearsal")
    assert read_settings(tmp_path).estate == "acme"


def test_a_live_workspace_is_not_rehearsed_in(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("venue: azure  # the real one\nauth: cli\n")
    with pytest.raises(SettingsError, match="this workspace is a live one"):
        prepare_rehearsal(tmp_path)
    assert (tmp_path / FILE_NAME).read_text() == "venue: azure  # the real one\nauth: cli\n"


@pytest.mark.parametrize(("name", "value"), [("AZLIFT_VENUE", "azure"), ("AZLIFT_AUTH", "cli")])
def test_a_variable_that_points_at_azure_stops_a_rehearsal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="a variable overrules the rehearsal"):
        prepare_rehearsal(tmp_path)


def test_settings_that_stand_already_keep_their_comments(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("venue: rehearsal  # mine\nauth: rehearsal\n")
    prepare_rehearsal(tmp_path)
    assert "# mine" in (tmp_path / FILE_NAME).read_text()


LEDGER = "postgresql://azlift@db.example:5432/migration?sslmode=verify-full"


def test_the_ledger_may_be_on_a_server(tmp_path: Path) -> None:
    write_settings(tmp_path, ledger=LEDGER)
    assert read_settings(tmp_path).ledger == LEDGER


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://azlift:hush@db.example/migration", "PGPASSWORD or ~/.pgpass"),
        ("postgresql://azlift@db.example/migration?password=hush", "PGPASSWORD or ~/.pgpass"),
        ("postgresql://azlift@db.example/migration?sslpassword=hush", "PGPASSWORD or ~/.pgpass"),
        ("mysql://azlift@db.example/hush", "expected postgresql://user@host/database"),
        ("postgresql://azlift@db.example", "expected postgresql://user@host/database"),
        ("hush.ledger", "expected postgresql://user@host/database"),
        ("postgresql://azlift@db.example/migration?options=hush", "unknown: options; known: host, port"),
    ],
)
def test_a_ledger_that_cannot_be_is_refused_without_repeating_a_secret(tmp_path: Path, url: str, said: str) -> None:
    write_settings(tmp_path, ledger=url)
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    assert said in caught.value.message
    assert "hush" not in str(caught.value) + caught.value.advice


@pytest.mark.parametrize("url", ["", "https://files.example:8443/acme/", "http://10.1.2.3", "http://[::1]:8000/a%20b"])
def test_the_workspaces_files_may_be_published(tmp_path: Path, url: str) -> None:
    write_settings(tmp_path, reports_url=url)
    assert read_settings(tmp_path).reports_url == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://ann:hush@files.example/acme", "without user and password"),
        ("https://hush@files.example", "without user and password"),
        ("https://files.example/acme?sig=hush", "without `?` and `#`"),
        ("https://files.example/#hush", "without `?` and `#`"),
        ("javascript:alert('hush')", "expected http://host/folder"),
        ("file:///srv/hush", "expected http://host/folder"),
        ("//files.example/hush", "expected http://host/folder"),
        ("https:///hush", "expected http://host/folder"),
        ("https://ann:hush@files.example:x/", "expected http://host/folder"),
        ("https://[hush", "expected http://host/folder"),
        ("https://files.example/\nhush", "expected http://host/folder"),
    ],
)
def test_an_address_that_is_none_or_may_hold_a_secret_is_refused_without_repeating_it(
    tmp_path: Path, url: str, said: str
) -> None:
    write_settings(tmp_path, reports_url=url)
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    assert said in caught.value.message
    assert "hush" not in str(caught.value) + caught.value.advice
