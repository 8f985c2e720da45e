"""Whether a name that is unique over the whole cloud is free: what a provider answers before it is taken."""

from azlift.rehearsal.azure_errors import Json, not_modelled
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.shells import SHELLS
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import World

# The web provider asks in words of its own for what it calls Microsoft.Web/sites elsewhere.
OWN_WORDS = {"site": "microsoft.web/sites"}
UNIQUE = {shell.type.lower(): (shell, shell.taken) for shell in SHELLS if shell.taken}
ASKED = Shape("CheckNameAvailability", {"name": text, "type": text}, required=("name", "type"))
# The storage and the key vault provider have a word of their own for a name that cannot be.
INVALID = {"microsoft.storage": "AccountNameInvalid", "microsoft.keyvault": "AccountNameInvalid"}


def check_name(world: World, call: Call, subscription: str, namespace: str) -> Answer:
    asked = ASKED.read(call.json(), "", Voice.ARM)
    asked_type = asked["type"].lower()
    found = UNIQUE.get(OWN_WORDS.get(asked_type, asked_type))
    if found is None or found[0].type.partition("/")[0].lower() != namespace.lower():
        raise not_modelled(f"whether a name of type '{asked['type']}' is free at '{namespace}'")
    shell, taken = found
    name = asked["name"]
    if not shell.name_rule.fullmatch(name):
        return _no(INVALID.get(namespace.lower(), "Invalid"), shell.name_words.replace("{name}", name))
    names = {world.resources[key].id.segments[-1][1].lower() for key in world.index.of_type(shell.type)}
    if name.lower() in names:
        return _no("AlreadyExists", taken.message.replace("{name}", name))
    return answer_json({"nameAvailable": True})


def _no(reason: str, message: str) -> Answer:
    body: Json = {"nameAvailable": False, "reason": reason, "message": message}
    return answer_json(body)


ROUTES = [
    route(
        "POST",
        "subscriptions/{}/providers/{}/checknameavailability",
        check_name,
        "checkNameAvailability",
        "{namespace}/checkNameAvailability/action",
    ),
]
