"""Microsoft Graph as far as role assignments need it: who is in the directory, read only, under /v1.0.

What is written into the directory goes through /rehearsal/directory.
"""

import re
from collections.abc import Callable

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.identity import Identity
from azlift.rehearsal.identity.principals import Entry, Principal
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.strict import Shape, Voice, list_of, text

BY_IDS = Shape("getByIds", {"ids": list_of(text), "types": list_of(text)}, required=("ids",))
TYPES = {
    "ServicePrincipal": "servicePrincipal",
    "ManagedIdentity": "servicePrincipal",
    "User": "user",
    "Group": "group",
}
COLLECTIONS = {"serviceprincipals": "servicePrincipal", "users": "user", "groups": "group"}
MEMBERS = {
    "id": "object_id",
    "appId": "app_id",
    "servicePrincipalNames": "app_id",
    "displayName": "display_name",
    "userPrincipalName": "user_principal_name",
}
# Each form a filter may have, and how a member's text and the value then compare.
FILTERS: dict[re.Pattern[str], Callable[[str, str], bool]] = {
    re.compile(r"(?P<name>\w+) eq '(?P<value>[^']*)'"): str.__eq__,
    re.compile(r"(?P<name>\w+)/any\((?P<each>\w+):(?P=each) eq '(?P<value>[^']*)'\)"): str.__eq__,
    re.compile(r"startswith\((?P<name>\w+), ?'(?P<value>[^']*)'\)"): str.startswith,
}


def answer_graph(identity: Identity, call: Call, principal: Principal) -> Answer:
    """GET me, a collection or one of it; POST directoryObjects/getByIds. All of the caller's tenant."""
    known = [each for each in identity.directory.entries.values() if each.tenant_id == principal.tenant_id]
    parts = [part for part in call.path.split("/") if part][1:]
    match (call.method, *(part.lower() for part in parts)):
        case ("GET", "me"):
            return answer_json(_one(known, principal.object_id, "user", signed_in=True))
        case ("GET", name) if name in COLLECTIONS:
            return _list(call, known, COLLECTIONS[name])
        case ("GET", name, one) if name in COLLECTIONS:
            return answer_json(_one(known, one, COLLECTIONS[name]))
        case ("POST", "directoryobjects", "getbyids"):
            return _by_ids(call, known)
    message = f"The pretend Azure does not model '{call.method} {call.path}' of Microsoft Graph."
    raise AzureError(400, "NotModelledInRehearsal", message)


def _list(call: Call, known: list[Entry], kind: str) -> Answer:
    wanted = _reads(call.query.get("$filter", ""))
    found = [_body(each) for each in known if TYPES[each.kind] == kind and wanted(each)]
    return answer_json({"value": found})


def _reads(given: str) -> Callable[[Entry], bool]:
    """A `$filter` as a test of one object; texts are compared in any case."""
    if not given.strip():
        return lambda entry: True
    for form, holds in FILTERS.items():
        match = form.fullmatch(given.strip())
        member = MEMBERS.get(match["name"]) if match else None
        if match and member:
            value = match["value"].lower()
            return lambda entry: holds(getattr(entry, member).lower(), value)
    message = f"Unsupported or invalid query filter clause '{given}' specified."
    raise AzureError(400, "Request_UnsupportedQuery", message)


def _one(known: list[Entry], key: str, kind: str, *, signed_in: bool = False) -> Json:
    for each in known:
        if TYPES[each.kind] == kind and key.lower() in (each.object_id, each.user_principal_name.lower()):
            return _body(each)
    if signed_in:
        raise AzureError(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    message = f"Resource '{key}' does not exist or one of its queried reference-property objects are not present."
    raise AzureError(404, "Request_ResourceNotFound", message)


def _by_ids(call: Call, known: list[Entry]) -> Answer:
    """Those there are of the ids asked for; the others are left out, as Graph does."""
    asked = BY_IDS.read(call.json(), "", Voice.ARM)
    ids = {each.lower() for each in asked["ids"]}
    types = {each.lower() for each in asked.get("types", COLLECTIONS.values())}
    found = [_body(each) for each in known if each.object_id in ids and TYPES[each.kind].lower() in types]
    return answer_json({"value": found})


def _body(entry: Entry) -> Json:
    kind = TYPES[entry.kind]
    body: Json = {"@odata.type": f"#microsoft.graph.{kind}", "id": entry.object_id, "displayName": entry.display_name}
    if kind == "servicePrincipal":
        body |= {
            "appId": entry.app_id,
            "appDisplayName": entry.display_name,
            "servicePrincipalNames": [entry.app_id],
            "servicePrincipalType": "Application" if entry.kind == "ServicePrincipal" else "ManagedIdentity",
            "accountEnabled": entry.enabled,
            "appOwnerOrganizationId": entry.tenant_id,
        }
    if kind == "user":
        body |= {"userPrincipalName": entry.user_principal_name, "accountEnabled": entry.enabled}
    return body
