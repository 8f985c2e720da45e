"""The runbook: what a group's night consists of, as people write it (`runbook.yaml`), and as it is carried out."""

from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from azlift.model.noun import BY_NAME, GroupId, Noun, WaveId
from azlift.model.pace import NotNegative, Range
from azlift.model.written import Pattern, Text, Written

StepName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s@/]+(/\S*)?$", max_length=2048)]
"""Without a user or a password: those come from variables."""
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Minutes = Annotated[float, Field(gt=0, le=1440)]


def _as_range(said: Any) -> Any:
    """`10` stands for exactly ten."""
    return {"low": said, "expected": said, "high": said} if isinstance(said, str | int | float) else said


Duration = Annotated[Range, BeforeValidator(_as_range)]


class Command(Written):
    """A program of the team's own. It is told what it is about as JSON on its standard input, and by AZLIFT_ variables;
    names from the inventory are never put into its arguments."""

    run: tuple[Text, ...] = Field(min_length=1)
    """The program and its arguments, as they are: no shell reads them. Paths count from the workspace."""
    look: tuple[Text, ...] = ()
    """A program that ends with 0 where it was done already; asked when nobody knows how an earlier run ended."""
    idempotent: bool = False
    """Whether running it twice does what running it once does."""
    environment: tuple[Variable, ...] = ()
    """Variables of ours that it is to see besides PATH, HOME and the like."""
    timeout_minutes: Minutes = 30


class HttpCall(Written):
    """A call to a service of the team's own, with what it is about as JSON, and an Idempotency-Key."""

    url: Address
    method: Literal["POST", "PUT", "PATCH", "DELETE", "GET"] = "POST"
    expect: tuple[Annotated[int, Field(ge=100, le=599)], ...] = ()
    """The statuses that mean it was done; without them, 200 to 299."""
    bearer: Variable | None = None
    """The variable that holds the token it is called with."""
    idempotent: bool = False
    """Whether calling it twice does what calling it once does. GET, PUT and DELETE are so by their definition."""
    timeout_minutes: Minutes = 5


class DeploymentRun(Written):
    """A run of a Prefect deployment. Prefect makes one run of one idempotency key, so it is asked for once."""

    name: Annotated[str, StringConstraints(pattern=r"^[^/\s][^/]*/[^/]+$", max_length=200)]
    """FLOW/DEPLOYMENT, as `prefect deployment ls` shows it."""
    parameters: dict[str, str] = {}
    timeout_minutes: Minutes = 60


class Action(Written):
    """What is done: one of a command, a call, a deployment, or something a person does by hand."""

    command: Command | None = None
    http: HttpCall | None = None
    deployment: DeploymentRun | None = None
    manual: Reason | None = None
    """What the person is asked to do."""

    @property
    def kind(self) -> Literal["command", "http", "deployment", "manual"]:
        if self.command:
            return "command"
        if self.http:
            return "http"
        return "deployment" if self.deployment else "manual"

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice does what doing it once does."""
        if self.command:
            return self.command.idempotent
        if self.http:
            return self.http.idempotent or self.http.method in ("GET", "PUT", "DELETE")
        return self.deployment is not None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if type(self) is Action and _actions(self) != 1:
            raise ValueError("expected one of command, http, deployment, manual")
        return self


def _actions(said: Action) -> int:
    return sum(part is not None for part in (said.command, said.http, said.deployment, said.manual))


class StepEntry(Action):
    """How a standard step is done, or, with `before` or `after`, a step of one's own. The first entry for a step that
    covers a group counts for it."""

    step: StepName
    groups: tuple[Pattern, ...] = ()
    """Names or patterns of move groups; without them, all."""
    before: StepName | None = None
    after: StepName | None = None
    skip: Reason | None = None
    """Why nothing has to be done."""
    undo: Action | None = None
    """What takes it back."""
    nothing_to_undo: Reason | None = None
    """Why nothing has to be done to take it back."""
    irreversible: Reason | None = None
    """Why it cannot be taken back: before it is done, the point of no return is announced."""
    minutes: Duration | None = None
    """How long it takes: 10, or low, expected and high."""
    undo_minutes: Duration | None = None
    """How long taking it back takes."""

    @property
    def is_hook(self) -> bool:
        return self.before is not None or self.after is not None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if _actions(self) + (self.skip is not None) != 1:
            raise ValueError("expected one of command, http, deployment, manual, skip")
        if self.before and self.after:
            raise ValueError("expected before or after, not both")
        ways = sum(way is not None for way in (self.undo, self.nothing_to_undo, self.irreversible))
        if ways > 1 or (self.skip and ways):
            raise ValueError("expected at most one of undo, nothing_to_undo, irreversible")
        if self.is_hook and not self.skip and not ways:
            raise ValueError(
                "expected one of undo, nothing_to_undo, irreversible: every step says how it is taken back"
            )
        return self


class Runbook(Written):
    """`runbook.yaml`. What it does not say of a standard step is done by azlift, or asked of a person."""

    steps: tuple[StepEntry, ...] = ()
    undecided: Literal["no-go", "wait"] = "no-go"
    """What a window is that ends without a decision: a no-go, or nothing until somebody decides."""


class Step(Noun):
    """One step of one group's night. `action` None: azlift does it itself (`own`), or nothing is done (`skip`)."""

    name: str
    title: str
    kind: Literal["own", "command", "http", "deployment", "manual", "skip"]
    action: Action | None = None
    skip: str = ""
    undo_kind: Literal["own", "command", "http", "deployment", "manual", "nothing", "irreversible"] = "nothing"
    undo: Action | None = None
    why_no_undo: str = ""
    """Why nothing takes it back, or why nothing can."""
    minutes: Range | None = None
    """None: nobody said how long it takes."""
    undo_minutes: Range | None = None
    after_decision: bool = False
    """Whether it is done only once the wave is a go."""

    @property
    def irreversible(self) -> bool:
        return self.undo_kind == "irreversible"


class Machine(Noun):
    """A machine as a step is told of it: its name at the source and in Azure, and its id there."""

    name: str
    azure_name: str
    id: str


class Order(Noun):
    """What a step is about, as whoever carries it out is told. The same `key` means the same doing of it."""

    wave: str
    group: GroupId
    step: str
    undo: bool
    key: str
    machines: tuple[Machine, ...]


class PlannedStep(Noun):
    """One line of a group's runbook, to be read before the night."""

    step: str
    title: str
    by: str
    back: str
    minutes: NotNegative | None
    irreversible: bool = False


class GroupRunbook(Noun):
    """A group's night. `point_of_no_return` is the first step that cannot be taken back; `accept` where all can."""

    group: GroupId
    steps: tuple[PlannedStep, ...]
    point_of_no_return: str
    why: str
    minutes: Range
    rollback_minutes: Range
    downtime_minutes: Range
    """From freezing or stopping the source until names and traffic lead to Azure."""
    downtime_without: tuple[str, ...] = ()
    """Steps of these of which nobody said how long they take: the downtime is without them."""
    unknown: tuple[str, ...] = ()
    """Steps of which nobody said how long they take: the minutes are without them."""
    by_hand: tuple[str, ...] = ()
    """Steps that wait for a person."""


class GroupForecast(NamedTuple):
    """How long a group is forecast to be down, and how long it was: None until names and traffic were switched."""

    group: GroupId
    forecast: Range
    without: tuple[str, ...]
    """Steps of which nobody said how long they take: the forecast is without them."""
    minutes: float | None

    @property
    def verdict(self) -> str:
        return verdict_of(self.minutes, self.forecast)


class NightForecast(Noun):
    """When a wave is forecast to have been verified, and when it was; its groups' downtimes beside. `cutover_hours` is
    None where the plan gives the wave no window; `hours` where it is not validated yet.

    `learnt` are paces in minutes a machine, as this ledger's nights have them, by the key of calendar.yaml.
    """

    wave: WaveId
    opens: datetime | None
    cutover_hours: Range | None
    hours: float | None
    groups: tuple[Annotated[GroupForecast, BY_NAME], ...]
    learnt: dict[str, Range] = {}
    nights: int = 0
    """From how many groups' nights they were learnt."""

    @property
    def verdict(self) -> str:
        return verdict_of(self.hours, self.cutover_hours)


def verdict_of(actual: float | None, forecast: Range | None) -> str:
    """Whether what was lies in what was forecast; empty where either is not known."""
    if actual is None or forecast is None:
        return ""
    if actual > forecast.high:
        return "longer"
    return "shorter" if actual < forecast.low else "as forecast"
