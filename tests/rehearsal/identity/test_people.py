"""People signing in with the real azure-identity: browser, device, code, password, and on behalf of."""

import contextlib
import threading
import warnings
import webbrowser
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    AuthorizationCodeCredential,
    DeviceCodeCredential,
    InteractiveBrowserCredential,
    OnBehalfOfCredential,
    UsernamePasswordCredential,
)
from tests.rehearsal.conftest import FAST, Raw, raw_client
from tests.rehearsal.identity.conftest import Steered
from tests.rehearsal.identity.sdk import GROUP, entra, lists_groups

from azlift.rehearsal.server import Address, Options, start_in_thread

AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
PASSWORD = "correct horse battery staple"
pytestmark = pytest.mark.usefixtures("group", "clean_environment")


class Form(HTMLParser):
    """The first form of a page: where it goes, and its hidden members."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given.get("action", "")
        if tag == "input":
            self.names.add(given["name"])
            if given["type"] == "hidden":
                self.hidden[given["name"]] = given["value"]


def sign_in(raw: Raw, url: str, user: Any, password: str = PASSWORD) -> httpx.Response:
    """What a person does in a browser: fills the form in and sends it back to where it came from."""
    page = raw.client.get(url)
    assert page.status_code == 200, page.text
    assert Form(page.text).names == {"username", "password"}
    return raw.client.post(url, data={"username": user["userPrincipalName"], "password": password})


@pytest.fixture
def user(steered: Steered) -> Any:
    return steered.add_user(PASSWORD)


def test_somebody_signs_in_in_a_browser(
    pretend_azure: Address, raw: Raw, user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def browse(url: str, *_: Any, **__: Any) -> bool:
        def person() -> None:
            form = Form(sign_in(raw, url, user).text)
            httpx.post(form.action, data=form.hidden)

        threading.Thread(target=person, daemon=True).start()
        return True

    monkeypatch.setattr(webbrowser, "open", browse)
    credential = InteractiveBrowserCredential(tenant_id=pretend_azure.tenant_id, timeout=20, **entra(pretend_azure))
    assert lists_groups(pretend_azure, credential)


def test_somebody_signs_in_for_a_device(pretend_azure: Address, raw: Raw, user: Any) -> None:
    def prompt(page: str, code: str, _: Any) -> None:
        form = {"user_code": code, "username": user["userPrincipalName"], "password": PASSWORD}
        assert raw.client.get(page).status_code == 200
        assert raw.client.post(page, data={**form, "user_code": "AAAAAAAAA"}).status_code == 400
        assert raw.client.post(page, data=form).status_code == 200

    where = pretend_azure
    credential = DeviceCodeCredential(tenant_id=where.tenant_id, prompt_callback=prompt, **entra(where))
    assert lists_groups(where, credential)


def authorization(address: Address, raw: Raw, user: Any, client: str, scope: str) -> str:
    """The code a web application is sent."""
    query = {
        "client_id": client,
        "redirect_uri": "http://localhost:8400",
        "response_type": "code",
        "scope": scope,
        "state": "s",
    }
    answer = sign_in(raw, f"/{address.tenant_id}/oauth2/v2.0/authorize?{urlencode(query)}", user)
    assert answer.status_code == 302
    found = parse_qs(urlsplit(answer.headers["location"]).query)
    assert found["state"] == ["s"]
    return found["code"][0]


@pytest.fixture
def web_app(steered: Steered) -> tuple[str, str]:
    """Client id and secret of an application."""
    app = steered.add_app("web")
    return app["appId"], steered.post(f"principals/{app['id']}/secrets")["secretText"]


def test_a_web_application_redeems_a_code(
    pretend_azure: Address, raw: Raw, user: Any, web_app: tuple[str, str]
) -> None:
    where, (client, secret) = pretend_azure, web_app
    code = authorization(where, raw, user, client, f"{where.endpoint}/.default")
    credential = AuthorizationCodeCredential(
        where.tenant_id, client, code, "http://localhost:8400", client_secret=secret, **entra(where)
    )
    assert lists_groups(where, credential)
    again = AuthorizationCodeCredential(
        where.tenant_id, client, code, "http://localhost:8400", client_secret=secret, **entra(where)
    )
    with pytest.raises(ClientAuthenticationError, match="AADSTS54005:"):
        lists_groups(where, again)


def test_an_application_acts_on_behalf_of_its_user(
    pretend_azure: Address, raw: Raw, user: Any, web_app: tuple[str, str]
) -> None:
    where, (client, secret) = pretend_azure, web_app
    code = authorization(where, raw, user, AZURE_CLI, f"api://{client}/user_impersonation")
    form = {
        "client_id": AZURE_CLI,
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "http://localhost:8400",
    }
    token = raw.client.post(f"/{where.tenant_id}/oauth2/v2.0/token", data=form).json()["access_token"]
    credential = OnBehalfOfCredential(
        where.tenant_id, client, client_secret=secret, user_assertion=token, **entra(where)
    )
    assert lists_groups(where, credential)
    raw.headers["authorization"] = f"Bearer {token}"
    refused = raw.ask("GET", "~/resourceGroups")
    assert refused.json()["error"]["code"] == "InvalidAuthenticationTokenAudience"


@pytest.fixture
def on_443(tmp_path: Path) -> Iterator[Address]:
    """MSAL for Python forgets the port of an authority when it asks for a user's realm, so only 443 serves it."""
    with contextlib.ExitStack() as stack:
        try:
            options = Options(tmp_path / "azure", port=443, speed=FAST)
            world = stack.enter_context(start_in_thread(options))
        except OSError as error:
            pytest.skip(f"port 443 can not be served on: {error}")
        yield world.address


def test_a_password_opens_arm_where_msal_can_find_the_realm(on_443: Address) -> None:
    where = on_443
    with raw_client(where) as raw:
        raw.ask("PUT", f"~/resourceGroups/{GROUP}", {"location": "westeurope"})
        name = Steered(raw).add_user(PASSWORD)["userPrincipalName"]

        def credential(password: str, user: str = name) -> UsernamePasswordCredential:
            return UsernamePasswordCredential(AZURE_CLI, user, password, tenant_id=where.tenant_id, **entra(where))

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            assert lists_groups(where, credential(PASSWORD))
            for wrong, number in ((credential("no"), 50126), (credential(PASSWORD, f"x{name}"), 50034)):
                with pytest.raises(ClientAuthenticationError, match=f"AADSTS{number}:"):
                    lists_groups(where, wrong)
