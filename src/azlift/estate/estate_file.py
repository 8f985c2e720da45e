"""`estate.yaml`: what people know about the estate and no inventory says, by name or pattern; read, not applied.

Every scalar is read as the text it is (a machine called `0123` or `no` keeps its name), then as what its key is for.
The model here is the one source of the JSON Schema that editors use (`estate.schema.json`, beside this module).
"""

from functools import cache
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from azlift.model import Days, Licence, LicencesHeld, Pattern, Route, Text, Written
from azlift.strict_yaml import Said, read_strict_yaml, schema_of

SCHEMA_NAME = "estate.schema.json"
DAY, CLOCK = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
MaintenanceWindow = Annotated[str, StringConstraints(pattern=rf"^({DAY}|daily) {CLOCK}-({DAY} )?{CLOCK}$")]


class Facts(Written):
    """What can be said of machines. A key that is absent leaves what the inventory says."""

    owner: Text | None = None
    """The team that answers for them."""
    environment: Text | None = None
    """For example production, test, development."""
    criticality: Text | None = None
    """In the estate's own words, for example high."""
    route: Route | None = None
    """How they get to Azure, or that they do not: retain leaves them where they are, retire lets them go."""
    reason: Text | None = None
    """Why this route; needed with a route."""
    wave: int | None = Field(default=None, ge=1, le=9999)
    """The number of the wave they must be in."""
    freeze_windows: tuple[Days, ...] | None = None
    """Days on which nothing of them may change, both included: 2026-12-15/2027-01-05."""
    maintenance_windows: tuple[MaintenanceWindow, ...] | None = None
    """When they may be cut over, in their own local time: Sat 22:00-Sun 06:00, or daily 01:00-05:00."""
    latency_ms: float | None = Field(default=None, gt=0, le=10_000)
    """The longest round trip, in milliseconds, that they bear to what they talk to."""
    licences: tuple[Licence, ...] | None = None
    """Licences they bring along under Azure Hybrid Benefit."""
    tags: dict[Text, Annotated[str, StringConstraints(max_length=256)]] | None = None
    """Added to the inventory's tags; one of the same name is replaced."""

    @model_validator(mode="after")
    def _route_with_reason(self) -> Self:
        if (self.route is None) != (self.reason is None):
            raise ValueError("route and reason go together")
        return self


class ApplicationFacts(Facts):
    """An application: its machines are those named here and those the inventory counts to it."""

    name: Text
    machines: tuple[Pattern, ...] = ()
    """Names or patterns of machines that belong to it."""


class MachineFacts(Facts):
    """Facts of single machines; they overrule their application's."""

    machines: tuple[Pattern, ...] = Field(min_length=1)
    """Names, DNS names or patterns."""
    application: Text | None = None
    """The application they belong to."""


class Exclusion(Written):
    """Machines that are no part of this migration; they stay listed, as left out."""

    machines: tuple[Pattern, ...] = Field(min_length=1)
    reason: Text


class EstateFile(Written):
    """Who belongs to which application is settled first; then the applications' facts are taken, in the order written,
    then the machines': what comes later overrules what came before, and both overrule the inventory."""

    applications: tuple[ApplicationFacts, ...] = ()
    machines: tuple[MachineFacts, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    licences_held: LicencesHeld = LicencesHeld()


Edits = Said[EstateFile]


def read_estate_file(name: str, content: bytes) -> Edits:
    """The edits in the file's text. Raises InputError that names every line that cannot be used."""
    return read_strict_yaml(name, content, EstateFile, SCHEMA_NAME)


@cache
def estate_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(EstateFile)
