"""Which path goes where. Paths are compared without regard to case; what no line matches is a resource by id or an
error."""

from collections.abc import Callable
from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import check_group_name
from azlift.rehearsal.routes import deployments, groups, platform
from azlift.rehearsal.routes.call import Answer, Call
from azlift.rehearsal.routes.resources import resource_route
from azlift.rehearsal.world import World

DEPLOYMENTS = "providers/microsoft.resources/deployments"
COMPUTE_PLACE = "providers/microsoft.compute/locations/{}"


@dataclass(frozen=True)
class Route:
    """One line: methods, path segments ({} takes one), what answers it, and its name in the counters."""

    methods: frozenset[str]
    segments: tuple[str, ...]
    answer: Callable[..., Answer]
    name: str


def _route(methods: str, path: str, answer: Callable[..., Answer], name: str) -> Route:
    return Route(frozenset(methods.split()), tuple(path.split("/")), answer, name)


def _with_group(answer: Callable[..., Answer], grouped: bool) -> Callable[..., Answer]:
    """The same door at both scopes: without a group in the path, the group is None."""
    if grouped:
        return answer

    def at_subscription(world: World, call: Call, subscription: str, *rest: str) -> Answer:
        return answer(world, call, subscription, None, *rest)

    return at_subscription


def _deployment_routes(scope: str, place: str, grouped: bool) -> list[Route]:
    base = f"{scope}/{place}"
    one = "GET HEAD PUT DELETE"
    doors: list[tuple[str, str, Callable[..., Answer], str]] = [
        ("GET", base, deployments.list_deployments, "deployments"),
        (one, f"{base}/{{}}", deployments.one_deployment, "deployment"),
        ("GET", f"{base}/{{}}/operations", deployments.list_operations, "deployment operations"),
        ("GET", f"{base}/{{}}/operations/{{}}", deployments.show_deployment_operation, "deployment operation"),
        ("GET", f"{base}/{{}}/operationstatuses/{{}}", deployments.show_status, "deployment status"),
        ("POST", f"{base}/{{}}/{{}}", deployments.deployment_action, "deployment action"),
    ]
    return [_route(methods, path, _with_group(answer, grouped), name) for methods, path, answer, name in doors]


SUBSCRIPTION = "subscriptions/{}"
GROUP = f"{SUBSCRIPTION}/resourcegroups/{{}}"
ROUTES = [
    _route("GET", "subscriptions", platform.list_subscriptions, "subscriptions"),
    _route("GET", SUBSCRIPTION, platform.show_subscription, "subscription"),
    _route("GET", "tenants", platform.list_tenants, "tenants"),
    _route("GET", f"{SUBSCRIPTION}/locations", platform.list_locations, "locations"),
    _route("GET", f"{SUBSCRIPTION}/providers", platform.list_providers, "providers"),
    _route("GET", f"{SUBSCRIPTION}/providers/{{}}", platform.show_provider, "provider"),
    _route("POST", f"{SUBSCRIPTION}/providers/{{}}/register", platform.register_provider, "register"),
    _route("POST", f"{SUBSCRIPTION}/providers/{{}}/unregister", platform.unregister_provider, "unregister"),
    _route("GET", f"{SUBSCRIPTION}/resources", platform.list_resources, "resources"),
    _route("GET", f"{GROUP}/resources", platform.list_resources, "resources of a group"),
    _route("GET", f"{SUBSCRIPTION}/resourcegroups", groups.list_groups, "groups"),
    _route("GET HEAD PUT PATCH DELETE", GROUP, groups.one_group, "group"),
    _route("GET", f"{SUBSCRIPTION}/operationresults/{{}}", platform.show_operation, "operation result"),
    _route("GET", f"{SUBSCRIPTION}/{COMPUTE_PLACE}/operations/{{}}", platform.show_operation, "operation"),
    _route("GET", f"{SUBSCRIPTION}/{COMPUTE_PLACE}/diskoperations/{{}}", platform.show_operation, "operation"),
    _route(
        "GET",
        f"{SUBSCRIPTION}/providers/microsoft.network/locations/{{}}/operations/{{}}",
        platform.show_operation,
        "operation",
    ),
    _route("GET", f"{SUBSCRIPTION}/{COMPUTE_PLACE}/usages", platform.list_usages, "usages"),
    _route("GET", f"{SUBSCRIPTION}/{COMPUTE_PLACE}/vmsizes", platform.list_sizes, "vm sizes"),
    _route("GET", f"{SUBSCRIPTION}/providers/microsoft.compute/skus", platform.list_compute_skus, "skus"),
    *_deployment_routes(SUBSCRIPTION, DEPLOYMENTS, grouped=False),
    *_deployment_routes(GROUP, DEPLOYMENTS, grouped=True),
    *_deployment_routes(GROUP, "deployments", grouped=True),
]
_BY_LENGTH: dict[int, list[Route]] = {}
for _each in ROUTES:
    _BY_LENGTH.setdefault(len(_each.segments), []).append(_each)


def dispatch(world: World, call: Call) -> tuple[str, Answer]:
    """The name of the route and its answer."""
    parts = [part for part in call.path.split("/") if part]
    lowered = [part.lower() for part in parts]
    if len(parts) > 1 and lowered[0] == "subscriptions":
        world.check_subscription(parts[1])
    named = None
    for route in _BY_LENGTH.get(len(parts), []):
        if all(want in ("{}", part) for want, part in zip(route.segments, lowered, strict=True)):
            if call.method in route.methods:
                taken = [part for want, part in zip(route.segments, parts, strict=True) if want == "{}"]
                return f"{call.method} {route.name}", route.answer(world, call, *taken)
            named = route
    if named is not None:
        message = f"The requested resource does not support http method '{call.method}' at '{call.path}'."
        raise AzureError(405, "MethodNotAllowed", message)
    return _by_id(world, call, parts, lowered)


def _by_id(world: World, call: Call, parts: list[str], lowered: list[str]) -> tuple[str, Answer]:
    if len(parts) > 4 and lowered[0] == "subscriptions" and lowered[2] == "providers":
        return resource_route(world, call, (parts[1], None), parts[3:])
    if len(parts) > 6 and lowered[0] == "subscriptions" and (lowered[2], lowered[4]) == ("resourcegroups", "providers"):
        check_group_name(parts[3])
        return resource_route(world, call, (parts[1], parts[3]), parts[5:])
    message = f"No HTTP resource was found that matches the request URI path '{call.path}'."
    raise AzureError(404, "NotFound", message)
