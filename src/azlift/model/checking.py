"""Checks of what works in Azure, as people write them (`checks.yaml`)."""

from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from azlift.model.runbook import Address, Variable
from azlift.model.written import Pattern, Text, Written

Port = Annotated[int, Field(ge=1, le=65_535)]
Host = Annotated[Text, Field(pattern=r"^[A-Za-z0-9._:-]+$")]


def _without_password(url: str) -> str:
    if urlsplit(url).password is not None:
        raise ValueError("the password stands in the open: name a variable under `password`")
    return url


DatabaseUrl = Annotated[Text, Field(pattern=r"^[a-z0-9+_]+://\S*$"), AfterValidator(_without_password)]


class TcpCheck(Written):
    """A port takes connections."""

    port: Port
    host: Host | None = None
    """Without it, each machine of the group, by its private address in Azure."""


class HttpCheck(Written):
    """A page answers. Redirects are answers: they are not followed."""

    url: Address
    method: Literal["GET", "HEAD"] = "GET"
    status: tuple[Annotated[int, Field(ge=100, le=599)], ...] = (200,)
    contains: Text | None = None
    """What the first MiB of its body must hold."""
    bearer: Variable | None = None
    """The variable that holds the token it is asked with."""


class DnsCheck(Written):
    """A name leads where it should, as this machine's resolver sees it."""

    name: Host
    addresses: tuple[IPv4Address | IPv6Address, ...] = ()
    """All it may lead to; without them, the private addresses of the group's machines in Azure."""


class SqlCheck(Written):
    """A database answers a query. What the query changes is rolled back."""

    url: DatabaseUrl
    """As SQLAlchemy writes it, without a password: postgresql+psycopg://reader@db01.example.com/shop. Its driver must
    be installed beside azlift: PostgreSQL's is."""
    password: Variable | None = None
    """The variable that holds the password."""
    query: Annotated[str, Field(min_length=1, max_length=10_000)] = "select 1"
    expect: Text | None = None
    """The first value of the first row, as text; without it, any answer will do."""


class ScriptCheck(Written):
    """A script runs in each machine, over Azure's run command, and prints what is expected."""

    run: tuple[Annotated[str, Field(max_length=10_000)], ...] = Field(min_length=1)
    """Its lines: of a shell for Linux, of PowerShell for Windows."""
    expect: Text
    """What its standard output must hold."""


class Check(Written):
    """One of tcp, http, dns, sql, script, and whom it is about."""

    name: Text
    groups: tuple[Pattern, ...] = ()
    """Names or patterns of move groups; without them, all."""
    machines: tuple[Pattern, ...] = ()
    """Names or patterns of machines, where each is looked at; without them, all of the group."""
    at: Literal["verify", "validate", "both"] | None = None
    """verify: before names and traffic are switched; validate: afterwards, and again through hypercare. Without it
    both, but a dns check at validate alone."""
    tcp: TcpCheck | None = None
    http: HttpCheck | None = None
    dns: DnsCheck | None = None
    sql: SqlCheck | None = None
    script: ScriptCheck | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 10
    tries: Annotated[int, Field(ge=1, le=100)] = 3
    """How often it is looked at before it counts as failed."""
    pause_seconds: Annotated[float, Field(ge=0, le=600)] = 5
    """Between two tries."""
    slower_at_most: Annotated[float, Field(ge=1, le=1000)] | None = None
    """How many times as long it may take as it did before the source was stopped, by the median: 1.5."""
    samples: Annotated[int, Field(ge=1, le=100)] = 5
    """Of how many looks the median is taken, where `slower_at_most` is given."""

    @property
    def kind(self) -> Literal["tcp", "http", "dns", "sql", "script"]:
        if self.tcp:
            return "tcp"
        if self.http:
            return "http"
        if self.dns:
            return "dns"
        return "sql" if self.sql else "script"

    @property
    def is_of_each_machine(self) -> bool:
        return self.script is not None or (self.tcp is not None and self.tcp.host is None)

    def is_due(self, moment: Literal["verify", "validate"]) -> bool:
        """Whether it is looked at then."""
        return (self.at or ("validate" if self.dns else "both")) in (moment, "both")

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if sum(part is not None for part in (self.tcp, self.http, self.dns, self.sql, self.script)) != 1:
            raise ValueError("expected one of tcp, http, dns, sql, script")
        if self.slower_at_most and (self.is_of_each_machine or self.dns):
            raise ValueError("slower_at_most compares with the time before: expected http, sql, or tcp with a host")
        return self


class Checks(Written):
    """`checks.yaml`. Besides what it lists, each machine must run and its agent be ready."""

    checks: tuple[Check, ...] = ()
    without_agent: tuple[Pattern, ...] = ()
    """Names or patterns of machines whose agent is not waited for: appliances, and systems too old for one."""


class Seen(Written):
    """What one look at a thing showed. `found` is in words; nothing secret."""

    passed: bool
    found: str
    seconds: float = 0.0
