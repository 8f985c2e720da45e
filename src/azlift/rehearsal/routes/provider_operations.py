"""The rights there are, as the providers list them: those of the types with semantics, made from what the types can.

Azure lists them twice, under Microsoft.Authorization by type and at each provider one after another, with a display of
four texts (the `operations` of each provider in Azure's REST documentation). The texts are ours.
"""

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.kinds import Kind
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page
from azlift.rehearsal.routes.route import FREE, route
from azlift.rehearsal.world import World

TYPE = "Microsoft.Authorization/providerOperations"
VERBS = {"read": "Get", "write": "Create or update", "delete": "Delete"}


def list_all(world: World, call: Call) -> Answer:
    return answer_page(call, {name.lower(): _provider(world, name) for name in _namespaces(world)})


def show_one(world: World, call: Call, namespace: str) -> Answer:
    for name in _namespaces(world):
        if name.lower() == namespace.lower():
            return answer_json(_provider(world, name))
    raise AzureError(404, "ProviderNotFound", f"Provider '{namespace}' not found.")


def list_flat(world: World, call: Call, namespace: str) -> Answer:
    for name in _namespaces(world):
        if name.lower() == namespace.lower():
            types = _provider(world, name)["resourceTypes"]
            return answer_json(
                {"value": [_flat(name, each["name"], one) for each in types for one in each["operations"]]}
            )
    raise AzureError(404, "ProviderNotFound", f"Provider '{namespace}' not found.")


def _flat(namespace: str, resource_type: str, operation: Json) -> Json:
    words = operation["description"]
    display = {"provider": namespace, "resource": resource_type, "operation": words, "description": words}
    return {"name": operation["name"], "isDataAction": False, "display": display, "origin": operation["origin"]}


def _namespaces(world: World) -> list[str]:
    return sorted({kind.namespace for kind in world.kinds.values()})


def _provider(world: World, namespace: str) -> Json:
    kinds = [kind for kind in world.kinds.values() if kind.namespace == namespace]
    words = "Register the subscription for the provider"
    return {
        "id": f"/providers/{TYPE}/{namespace}",
        "type": TYPE,
        "name": namespace,
        "displayName": namespace,
        "resourceTypes": [_resource_type(kind) for kind in sorted(kinds, key=lambda each: each.type)],
        "operations": [_operation(f"{namespace}/register/action", words)],
    }


def _resource_type(kind: Kind) -> Json:
    name = kind.type.partition("/")[2]
    plain = [_operation(f"{kind.type}/{verb}", f"{words} {name}") for verb, words in VERBS.items()]
    actions = [
        _operation(f"{kind.type}/{each.name}/{'action' if each.method == 'POST' else 'read'}", f"{each.name} of {name}")
        for each in kind.actions.values()
    ]
    return {"name": name, "displayName": name, "operations": plain + actions}


def _operation(name: str, words: str) -> Json:
    return {
        "name": name,
        "displayName": words,
        "description": words,
        "origin": "user,system",
        "properties": None,
        "isDataAction": False,
    }


PLACE = "providers/microsoft.authorization/provideroperations"
RIGHT = f"{TYPE}/read"
ROUTES = [
    route("GET", PLACE, list_all, "provider operations", RIGHT, scope=0),
    route("GET", f"{PLACE}/{{}}", show_one, "operations of a provider", RIGHT, scope=0),
    route("GET", "providers/{}/operations", list_flat, "operations at a provider", FREE, scope=0),
]
