"""One look at a port, a page, a name or a database. What goes wrong in looking is what was found, never an error."""

import asyncio
import os
import socket
import time
from collections.abc import Awaitable, Callable, Collection
from functools import wraps
from typing import ParamSpec

from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from azlift.errors import SettingsError
from azlift.escaping import plain
from azlift.model import DnsCheck, HttpCheck, Seen, SqlCheck

P = ParamSpec("P")
BODY_AT_MOST = 2**20
FOUND_AT_MOST = 200


def timed(look: Callable[P, Awaitable[Seen]]) -> Callable[P, Awaitable[Seen]]:
    """The look, with how long it took."""

    @wraps(look)
    async def looked(*args: P.args, **kwargs: P.kwargs) -> Seen:
        began = time.monotonic()
        seen = await look(*args, **kwargs)
        return seen.model_copy(update={"seconds": time.monotonic() - began})

    return looked


@timed
async def look_at_port(host: str, port: int, seconds: float) -> Seen:
    """Whether the port takes a connection."""
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
    except TimeoutError:
        return Seen(passed=False, found=f"no answer within {seconds:g} s")
    except OSError as error:
        return Seen(passed=False, found=_shown(error.strerror or str(error)))
    return Seen(passed=True, found="it takes connections")


@timed
async def look_at_page(check: HttpCheck, seconds: float) -> Seen:
    """Whether the page answers as expected. Raises SettingsError where the token's variable is empty."""
    token = secret_in(check.bearer)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=seconds), trust_env=True) as session,
            session.request(check.method, check.url, headers=headers, allow_redirects=False) as answer,
        ):
            status, body = answer.status, await answer.content.read(BODY_AT_MOST) if check.contains else b""
    except TimeoutError:
        return Seen(passed=False, found=f"no answer within {seconds:g} s")
    except (ClientError, OSError) as error:
        return Seen(passed=False, found=_shown(str(error) or type(error).__name__))
    if status not in check.status:
        return Seen(passed=False, found=f"status {status}")
    if check.contains and check.contains not in body.decode("utf-8", errors="replace"):
        return Seen(passed=False, found=f"status {status}, without the text")
    return Seen(passed=True, found=f"status {status}")


@timed
async def look_at_name(check: DnsCheck, expected: Collection[str], seconds: float) -> Seen:
    """Whether the name leads to some of these addresses, and to no other."""
    try:
        async with asyncio.timeout(seconds):
            answers = await asyncio.get_running_loop().getaddrinfo(check.name, None, type=socket.SOCK_STREAM)
    except TimeoutError:
        return Seen(passed=False, found=f"no answer within {seconds:g} s")
    except OSError as error:
        return Seen(passed=False, found=_shown(error.strerror or str(error)))
    found = sorted({str(answer[4][0]) for answer in answers})
    return Seen(passed=bool(found) and set(found) <= set(expected), found=", ".join(found) or "no address")


@timed
async def look_at_database(check: SqlCheck, seconds: float) -> Seen:
    """Whether the database answers the query as expected. Raises SettingsError for a driver or password not there."""
    password = secret_in(check.password)
    try:
        async with asyncio.timeout(seconds):
            value = await asyncio.to_thread(_first_value, check, password)
    except TimeoutError:
        return Seen(passed=False, found=f"no answer within {seconds:g} s")
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error)
        return Seen(passed=False, found=_shown(said.replace(password, "<password>") if password else said))
    passed = check.expect is None or value == check.expect
    return Seen(passed=passed, found=_shown(value))


def _first_value(check: SqlCheck, password: str) -> str:
    try:
        url = make_url(check.url)
        engine = create_engine(url.set(password=password) if password else url, poolclass=NullPool)
    except (NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"the driver of {check.url} is not installed: {error}",
            file="checks.yaml",
            column="url",
            advice="Install it beside azlift, or let a script check ask the database from a machine.",
        ) from error
    except SQLAlchemyError as error:
        raise SettingsError(f"not a database's address: {error}", file="checks.yaml", column="url") from error
    with engine.connect() as connection:
        row = connection.execute(text(check.query)).first()
        connection.rollback()
    return str(row[0]) if row else "no row"


def secret_in(variable: str | None) -> str:
    """What the variable holds; empty where none is named. Raises SettingsError where it is named and empty."""
    if variable is None:
        return ""
    value = os.environ.get(variable, "")
    if not value:
        raise SettingsError(
            f"the variable {variable} is empty, and checks.yaml names it",
            column=variable,
            advice=f"Set {variable} where azlift runs; it is never written down.",
        )
    return value


def _shown(said: str) -> str:
    return plain(" ".join(said.split()))[:FOUND_AT_MOST]
