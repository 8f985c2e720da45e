"""What is kept of columns no format knows, and what never is."""

import pytest

from azlift.estate.columns import column_uses, is_personal, tags_of, without_mail
from azlift.estate.sheet import Sheet, make_sheet

ROWS = (
    ("VM", "Cost centre", "Owner E-mail", "Annotation", "Rack", "Empty"),
    ("web-1", "4711", "a.b@example.com", "root/hunter2", "ask c.d@example.com", ""),
)


def a_sheet() -> Sheet:
    sheet = make_sheet("list.csv", "", ROWS, {"name": ("VM",)}, ("name",))
    assert sheet is not None
    return sheet


def test_an_unknown_column_becomes_a_tag_and_a_personal_one_does_not() -> None:
    sheet = a_sheet()
    assert tags_of(sheet.rows[0], set(sheet.columns.values())) == {"Cost centre": "4711"}


def test_a_person_may_ask_for_everything() -> None:
    sheet = a_sheet()
    kept = tags_of(sheet.rows[0], set(sheet.columns.values()), keep_personal=True)
    assert kept.keys() == {"Cost centre", "Owner E-mail", "Annotation", "Rack"}


@pytest.mark.parametrize(
    "header",
    ["Owner E-mail", "owner_email", "Annotation", "Notes", "License Key", "licence key", "Contact phone", "password"],
)
def test_headers_that_name_persons_or_secrets_are_known(header: str) -> None:
    assert is_personal(header)


@pytest.mark.parametrize(
    "header",
    ["Bemerkung", "Ansprechpartner", "Kennwort", "Remarques", "Mot de passe", "Contraseña", "Observaciones", "Senha"],
)
def test_persons_and_secrets_are_known_in_the_languages_of_excels_users(header: str) -> None:
    assert is_personal(header)


@pytest.mark.parametrize(
    "header", ["Cost centre", "Environment", "Network #1", "Application", "Monkey", "Keyboard", "Kostenstelle"]
)
def test_plain_headers_are_not_taken_for_personal(header: str) -> None:
    assert not is_personal(header)


def test_a_mail_address_is_not_an_owner() -> None:
    assert without_mail("Jane Roe <jane.roe@example.com>") == ""
    assert without_mail("Billing team") == "Billing team"


def test_each_column_tells_how_it_was_read_without_a_value() -> None:
    uses = {use.header: (use.field, use.why) for use in column_uses(a_sheet(), {})}
    assert uses["VM"] == ("name", "")
    assert uses["Cost centre"] == ("", "kept as a tag")
    assert uses["Annotation"] == ("", "dropped: personal or secret")
