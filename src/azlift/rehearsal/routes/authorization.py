"""What Microsoft.Authorization and Microsoft.PolicyInsights answer that is no resource: permissions, policy events."""

from azlift.rehearsal.azure_errors import Json
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.lineage import within
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page
from azlift.rehearsal.routes.route import Found, Route, route
from azlift.rehearsal.world import World

INSIGHTS = "Microsoft.PolicyInsights"


def find_permissions(world: World, call: Call, scope: str) -> Found:
    """What the caller may do at a scope; everybody may ask."""
    return Found("GET permissions", "", scope, lambda: _permissions(world, call, scope))


def find_denials(world: World, call: Call, scope: str) -> Found:
    """Deny assignments, which Azure makes itself for what it manages: here there are none."""
    right = "Microsoft.Authorization/denyAssignments/read"
    return Found("GET deny assignments", right, scope, lambda: answer_page(call, {}))


def _permissions(world: World, call: Call, scope: str) -> Answer:
    world.check_scope(scope)
    actor = world.actor
    found = world.access.permissions(actor.object_id, scope) if actor else []
    return answer_page(call, {f"{at:05d}": each.body() for at, each in enumerate(found)})


def query_events(world: World, call: Call, scope: str) -> Answer:
    """What policies noted at a scope, newest first."""
    key = key_of(scope)
    found = [each for each in reversed(world.rules.notes) if key in within(key_of(each["resourceId"]))]
    return _told(call, "policyEvents", [{"effectiveParameters": None, **each} for each in found])


def query_states(world: World, call: Call, scope: str) -> Answer:
    """The latest word of every policy on every resource it noted something of."""
    key, latest = key_of(scope), dict[tuple[str, str, str], Json]()
    for each in world.rules.notes:
        if key in within(key_of(each["resourceId"])):
            latest[each["resourceId"].lower(), each["policyAssignmentId"], each["policyDefinitionId"]] = each
    return _told(call, "policyStates", list(reversed(latest.values())))


def _told(call: Call, what: str, found: list[Json]) -> Answer:
    context = f"{call.endpoint}{call.path}/$metadata#{what}"
    values = [{"@odata.id": None, "@odata.context": f"{context}/$entity", **each} for each in found]
    return answer_json({"@odata.context": context, "@odata.count": len(values), "value": values})


def _routes(place: str) -> list[Route]:
    """The doors of policy insights in one kind of scope."""
    scope, base = len(place.split("/")), f"{place}/providers/{INSIGHTS.lower()}"
    right = f"{INSIGHTS}/{{}}/queryResults/read"
    return [
        route(
            "POST",
            f"{base}/policyevents/default/queryresults",
            query_events,
            "policy events",
            right.format("policyEvents"),
            scope,
            by_scope=True,
        ),
        route(
            "POST",
            f"{base}/policystates/latest/queryresults",
            query_states,
            "policy states",
            right.format("policyStates"),
            scope,
            by_scope=True,
        ),
    ]


ROUTES = [*_routes("subscriptions/{}"), *_routes("subscriptions/{}/resourcegroups/{}")]
