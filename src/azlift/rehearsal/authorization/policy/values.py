"""Values in policy rules: literals, or expressions with the functions of templates and those of policies."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from azlift.rehearsal.authorization.policy.fields import EACH, Subject, field_values
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.expressions import Frame, Place, ResourceFacts, Scope, is_expression, literal_text, thunk_of
from azlift.rehearsal.expressions.syntax import Access, Call, Literal, Node, parse
from azlift.rehearsal.identifiers import group_key, read_scope
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.language_errors import ExpressionError

if TYPE_CHECKING:
    from azlift.rehearsal.world import World


@dataclass(frozen=True)
class Outlook:
    """What the expressions of one rule see: the request, the parameters, the assignment and, in a `count` over values,
    the member at hand."""

    world: "World"
    subject: Subject
    parameters: Mapping[str, Any]
    assignment: Json = field(default_factory=dict)
    api_version: str = ""
    current: Mapping[str, Any] = field(default_factory=dict)

    def at_member(self, alias: str, member: Any) -> "Outlook":
        """The outlook on one member of an array of the request."""
        chosen = {**self.subject.chosen, alias.lower(): member}
        return replace(self, subject=replace(self.subject, chosen=chosen))

    def at_value(self, name: str, member: Any) -> "Outlook":
        return replace(self, current={**self.current, name.lower(): member})


class _Surroundings:
    """A rule as the functions of templates see it."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook

    @property
    def scope(self) -> Scope:
        world = self._outlook.world
        subscription, name = read_scope(self._outlook.subject.id)
        group = world.groups.get(group_key(subscription or "", name or ""))
        return Scope(
            tenant_id=world.account.tenant_id,
            subscription_id=subscription,
            resource_group=group.name if group else name,
            location=group.location if group else "",
            resource_group_tags=group.tags if group else {},
            deployment_name="",
            cloud=world.cloud,
        )

    def parameter(self, name: str) -> Any:
        for known, value in self._outlook.parameters.items():
            if known.lower() == name.lower():
                return value
        raise ExpressionError(f"The policy parameter '{name}' is not defined")

    def variable(self, name: str) -> Any:
        raise ExpressionError("Policy rules have no variables")

    def user_function(self, namespace: str, name: str, arguments: list[Any]) -> Any:
        raise ExpressionError("Policy rules have no functions of their own")

    def deployment(self) -> Json:
        raise ExpressionError("The template function 'deployment' is not allowed in policy rules")

    def utc_now(self) -> str:
        return iso_time(self._outlook.world.instant)

    def new_guid(self) -> str:
        raise ExpressionError("The template function 'newGuid' is not allowed in policy rules")

    def resource(self, reference: str) -> ResourceFacts | None:
        return None

    def resource_loop(self, symbolic_name: str) -> list[ResourceFacts]:
        return []


def value_of(given: Any, outlook: Outlook) -> Any:
    """What stands for a value in a rule, every expression in it evaluated."""
    if isinstance(given, str):
        return _evaluate(given, outlook) if is_expression(given) else literal_text(given)
    if isinstance(given, list):
        return [value_of(each, outlook) for each in given]
    if isinstance(given, dict):
        return {name: value_of(each, outlook) for name, each in given.items()}
    return given


def _evaluate(text: str, outlook: Outlook) -> Any:
    frame = Frame(_Surroundings(outlook), Place.BODY)
    return thunk_of(_settled(parse(text), frame, outlook))(frame)


def _settled(node: Node, frame: Frame, outlook: Outlook) -> Node:
    """The tree with the functions that only policies have replaced by what they answer; what is missing is null."""
    if isinstance(node, Access):
        return Access(_settled(node.target, frame, outlook), _settled(node.key, frame, outlook), safe=True)
    if not isinstance(node, Call):
        return node
    arguments = tuple(_settled(each, frame, outlook) for each in node.arguments)
    own = OWN.get(node.name.lower()) if node.namespace is None else None
    if own is None:
        return Call(node.name, arguments, node.namespace)
    try:
        return Literal(own(outlook, *(thunk_of(each)(frame) for each in arguments)))
    except (TypeError, ValueError) as error:
        raise ExpressionError(f"The policy function '{node.name}' refuses its arguments: {error}") from error


def _field(outlook: Outlook, name: str) -> Any:
    values = field_values(outlook.subject, name)
    return values if EACH in name and name.lower() not in outlook.subject.chosen else values[0]


def _current(outlook: Outlook, name: str = "") -> Any:
    if name.lower() in outlook.current:
        return outlook.current[name.lower()]
    if not name:
        return list(outlook.current.values())[-1]
    return _field(outlook, name)


def _policy(outlook: Outlook) -> Json:
    return dict(outlook.assignment)


def _request_context(outlook: Outlook) -> Json:
    return {"apiVersion": outlook.api_version}


def _add_days(outlook: Outlook, instant: str, days: int) -> str:
    moved = datetime.fromisoformat(instant.replace("Z", "+00:00")) + timedelta(days=days)
    return moved.strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def _utc_now(outlook: Outlook) -> str:
    return iso_time(outlook.world.instant)


def _ip_range_contains(outlook: Outlook, network: str, other: str) -> bool:
    outer, inner = ipaddress.ip_network(network, strict=False), ipaddress.ip_network(other, strict=False)
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]  # of one version


OWN: dict[str, Callable[..., Any]] = {
    "field": _field,
    "current": _current,
    "policy": _policy,
    "requestcontext": _request_context,
    "adddays": _add_days,
    "utcnow": _utc_now,
    "iprangecontains": _ip_range_contains,
}
"""Source: Azure Policy documentation, "Policy functions"."""
