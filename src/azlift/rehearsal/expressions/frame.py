"""Where an expression is evaluated: scope, template, loops, lambda variables, running world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Protocol

from azlift.rehearsal.language_errors import COPY_URL, EXPRESSIONS_URL, ExpressionError

GROUPS_OF_MANAGEMENT = "/providers/Microsoft.Management/managementGroups/"


@dataclass(frozen=True)
class Directory:
    """What a tenant says of itself and of what is in it: what the scope functions answer beside the ids.

    Subscriptions are found under their lower-case id, management groups under their lower-case name; `deployer` is who
    deploys.
    """

    tenant: Mapping[str, Any] = field(default_factory=dict)
    subscriptions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    management_groups: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    deployer: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """Where a deployment puts its resources: a resource group, a subscription, a management group or the tenant.

    `location` is the resource group's, or the deployment's own at the other scopes. With neither subscription nor
    management group, the scope is the tenant.
    """

    tenant_id: str
    subscription_id: str | None
    resource_group: str | None
    location: str
    resource_group_tags: Mapping[str, str]
    deployment_name: str
    cloud: Mapping[str, Any]
    management_group: str | None = None
    directory: Directory = field(default_factory=Directory)
    platform: "Platform | None" = None
    external_inputs: Mapping[str, Any] = field(default_factory=dict)
    extension_configs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """The resource id of the scope; empty for the tenant."""
        if self.management_group is not None:
            return f"{GROUPS_OF_MANAGEMENT}{self.management_group}"
        if self.subscription_id is None:
            return ""
        subscription = f"/subscriptions/{self.subscription_id}"
        return subscription if self.resource_group is None else f"{subscription}/resourceGroups/{self.resource_group}"

    def at(
        self, subscription_id: str | None = None, resource_group: str | None = None, management_group: str | None = None
    ) -> "Scope":
        """The scope of another place of the same tenant, whose location and tags are not known here."""
        return replace(
            self,
            subscription_id=subscription_id,
            resource_group=resource_group,
            management_group=management_group,
            location="",
            resource_group_tags={},
        )


class Platform(Protocol):
    """What the functions about the cloud itself ask; regions may be named in either way, "West US 2" or "westus2"."""

    def zones(self, resource_type: str, location: str) -> Sequence[str]:
        """The logical zones a resource type is offered in; none where the type or the region has no zones."""

    def physical_zones(self, subscription_id: str, location: str) -> Mapping[str, str]:
        """The physical zone behind each logical zone of a subscription in a region."""

    def provider(self, namespace: str) -> Mapping[str, Any] | None:
        """A resource provider as Azure describes it, with its `resourceTypes`."""

    def role_definition(self, name: str) -> str | None:
        """The GUID of the built-in role of that display name."""


class Runtime(Protocol):
    """What the run-time functions ask the world."""

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        """The properties of a resource, or all of it; TemplateError ResourceNotFound when it is not there."""

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        """The answer of a `list…` action (listKeys…) of a resource."""


class Place(Enum):
    """The part of a template an expression stands in; it decides which functions are expected there."""

    PARAMETER = "parameter"
    VARIABLE = "variable"
    FUNCTION = "function"
    HEADER = "header"  # what names and places a resource or counts a loop: known before anything is deployed
    BODY = "body"
    OUTPUT = "output"


@dataclass(frozen=True)
class ResourceFacts:
    """What other resources may ask of a resource of the same template.

    Not `active` is one whose condition does not hold; `symbolic` is one the template gives a symbolic name.
    """

    id: str
    type: str
    name: str
    api_version: str
    active: bool = True
    symbolic: bool = False

    @property
    def relative_id(self) -> str:
        """The id without its scope, as messages name a resource: `Microsoft.X/a/name`."""
        _, below, rest = self.id.partition("/providers/")
        return rest if below else f"{self.type}/{self.name}"


class Surroundings(Protocol):
    """The template around an expression."""

    @property
    def scope(self) -> Scope:
        """Where the template is deployed."""

    def parameter(self, name: str) -> Any:
        """The value of a parameter."""

    def variable(self, name: str) -> Any:
        """The value of a variable."""

    def user_function(self, namespace: str, name: str, arguments: list[Any]) -> Any:
        """The answer of a function the template defines."""

    def deployment(self) -> dict[str, Any]:
        """What deployment() answers."""

    def utc_now(self) -> str:
        """The instant of the deployment, ISO 8601."""

    def new_guid(self) -> str:
        """A fresh GUID."""

    def resource(self, reference: str) -> ResourceFacts | None:
        """The resource of this template with that id, symbolic name or name."""

    def resource_loop(self, symbolic_name: str) -> list[ResourceFacts]:
        """The resources of the symbolic copy loop of that name."""


class Frame:
    """One place of evaluation.

    `loops` maps lower-case loop names to indexes; under '' stands the loop of the resource or output itself.
    """

    __slots__ = ("lambdas", "loops", "place", "runtime", "surroundings")

    def __init__(
        self,
        surroundings: Surroundings,
        place: Place,
        loops: Mapping[str, int] | None = None,
        lambdas: Mapping[str, Any] | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        self.surroundings = surroundings
        self.place = place
        self.loops: Mapping[str, int] = loops or {}
        self.lambdas: Mapping[str, Any] = lambdas or {}
        self.runtime = runtime

    def at(self, place: Place) -> "Frame":
        """The same frame in another part of the template."""
        return Frame(self.surroundings, place, self.loops, self.lambdas, self.runtime)

    def in_loop(self, name: str, index: int, *, own: bool = False) -> "Frame":
        """The frame of one turn of a loop; `own` also makes it what copyIndex() without a name answers."""
        loops = {**self.loops, name.lower(): index}
        if own:
            loops[""] = index
        return Frame(self.surroundings, self.place, loops, self.lambdas, self.runtime)

    def with_lambdas(self, names: tuple[str, ...], values: tuple[Any, ...]) -> "Frame":
        """The frame inside a lambda."""
        lambdas = {**self.lambdas, **dict(zip(names, values, strict=False))}
        return Frame(self.surroundings, self.place, self.loops, lambdas, self.runtime)

    def with_runtime(self, runtime: Runtime) -> "Frame":
        """The frame while the deployment runs."""
        return Frame(self.surroundings, self.place, self.loops, self.lambdas, runtime)


class Lambda:
    """A lambda with the frame it was written in."""

    __slots__ = ("_body", "_frame", "names")

    def __init__(self, names: tuple[str, ...], body: Callable[[Frame], Any], frame: Frame) -> None:
        self.names = names
        self._body = body
        self._frame = frame

    def __call__(self, *values: Any) -> Any:
        return self._body(self._frame.with_lambdas(self.names, values))


def not_expected_here(function: str, detail: str = "") -> ExpressionError:
    """The refusal of a function in a part of the template where Azure does not have it."""
    middle = f" {detail}" if detail else ""
    see = COPY_URL if function == "copyIndex" else EXPRESSIONS_URL
    return ExpressionError(
        f"The template function '{function}' is not expected at this location.{middle} "
        f"Please see {see} for usage details."
    )
