"""Whether a name that is unique over the whole cloud is free: what a provider answers before it is taken.

Source: the samples in Azure's REST documentation of each provider; recorded are those of storage accounts, key vaults,
container registries and Service Bus. Of a Service Bus or Event Hubs name that is taken only the reason is documented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from azlift.rehearsal.azure_errors import Json, not_modelled
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.route import FREE, route
from azlift.rehearsal.shells import SHELLS
from azlift.rehearsal.shells.key_vaults import VAULTS, find_deleted
from azlift.rehearsal.shells.shell import Shell, filled
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import World

BY_TYPE: Mapping[str, Shell] = {shell.type.lower(): shell for shell in SHELLS}
COSMOS = "Microsoft.DocumentDB/databaseAccounts"


@dataclass(frozen=True)
class Name:
    """How a provider answers about the names of one type; {name} in a text stands for the name asked about.

    `called` is what a question calls the type beside its own name; `untyped`: a question names no type; `free`,
    `taken` and `invalid` are the answers; where the last two name no message, it is the type's own refusal.
    """

    type: str
    called: tuple[str, ...] = ()
    untyped: bool = False
    free: Json = field(default_factory=lambda: {"nameAvailable": True})
    taken: Json = field(default_factory=lambda: {"nameAvailable": False, "reason": "AlreadyExists"})
    invalid: Json = field(default_factory=lambda: {"nameAvailable": False, "reason": "Invalid"})


def _messaging(resource_type: str) -> Name:
    return Name(
        resource_type,
        untyped=True,
        free={"nameAvailable": True, "reason": "None", "message": None},
        taken={"nameAvailable": False, "reason": "NameInUse", "message": None},
        invalid={"nameAvailable": False, "reason": "InvalidName", "message": None},
    )


def _flexible(engine: str) -> Name:
    return Name(
        f"Microsoft.{engine}/flexibleServers",
        called=(f"Microsoft.{engine}/servers",),
        free={"name": "{name}", "nameAvailable": True, "message": ""},
        taken={"name": "{name}", "nameAvailable": False, "reason": "AlreadyExists"},
        invalid={"name": "{name}", "nameAvailable": False, "reason": "Invalid"},
    )


ACCOUNT_NAME: Json = {"nameAvailable": False, "reason": "AccountNameInvalid"}
NAMES = (
    Name("Microsoft.Storage/storageAccounts", invalid=ACCOUNT_NAME),
    Name(VAULTS, invalid=ACCOUNT_NAME),
    Name("Microsoft.Web/sites", called=("site",)),
    Name(
        "Microsoft.ContainerRegistry/registries",
        taken={
            "nameAvailable": False,
            "reason": "AlreadyExists",
            "message": "The registry {name} is already in use.",
        },
    ),
    Name(
        "Microsoft.Sql/servers",
        free={"name": "{name}", "available": True},
        taken={
            "name": "{name}",
            "available": False,
            "reason": "AlreadyExists",
            "message": "Specified server name is already used",
        },
        invalid={
            "name": "{name}",
            "available": False,
            "reason": "Invalid",
            "message": "Specified server name contains unsupported characters or is too long. Server name must be no "
            "longer than 63 characters long, contain only lower-case characters or digits, cannot contain '.' or '_' "
            "characters and can't start or end with '-' character.",
        },
    ),
    Name(
        "Microsoft.AppConfiguration/configurationStores",
        free={"nameAvailable": True, "message": "The specified name is available."},
        taken={
            "nameAvailable": False,
            "message": "The specified name is already in use.",
            "reason": "AlreadyExists",
        },
    ),
    Name(
        "Microsoft.ApiManagement/service",
        untyped=True,
        free={"nameAvailable": True, "message": "", "reason": "Valid"},
        taken={
            "nameAvailable": False,
            "message": "{name} is already in use. Please select a different name.",
            "reason": "AlreadyExists",
        },
    ),
    Name(
        "Microsoft.Search/searchServices",
        called=("searchservices",),
        free={"nameAvailable": True, "reason": "", "message": ""},
    ),
    _messaging("Microsoft.ServiceBus/namespaces"),
    _messaging("Microsoft.EventHub/namespaces"),
    _flexible("DBforPostgreSQL"),
    _flexible("DBforMySQL"),
    *(
        Name(shell.type)
        for shell in SHELLS
        if shell.taken and shell.type.startswith(("Microsoft.DataFactory/", "Microsoft.SignalRService/"))
    ),
)
ASKED = Shape(
    "CheckNameAvailability",
    {"name": text, "type": text, "isFqdn": lambda value, path, voice: value},
    required=("name",),
)


def check_name(world: World, call: Call, subscription: str, namespace: str) -> Answer:
    asked = ASKED.read(call.json(), "", Voice.ARM)
    rule = _rule(namespace.lower(), asked.get("type", "").lower())
    if rule is None:
        raise not_modelled(f"whether a name of type '{asked.get('type')}' is free at '{namespace}'")
    shell, name = BY_TYPE[rule.type.lower()], asked["name"]
    if not shell.name_rule.fullmatch(name):
        return _answer(rule.invalid, name, shell.name_words)
    if is_taken(world, shell.type, name):
        return _answer(rule.taken, name, shell.taken.message if shell.taken else None)
    return _answer(rule.free, name, None)


def check_name_in_region(world: World, call: Call, subscription: str, namespace: str, location: str) -> Answer:
    return check_name(world, call, subscription, namespace)


def _rule(namespace: str, asked_type: str) -> Name | None:
    for rule in NAMES:
        named = asked_type in (rule.type.lower(), *(each.lower() for each in rule.called))
        if rule.type.lower().startswith(f"{namespace}/") and (named or (rule.untyped and not asked_type)):
            return rule
    return None


def is_taken(world: World, resource_type: str, name: str) -> bool:
    """Whether somebody has a name, or had it lately where a provider keeps it for them."""
    names = {world.resources[key].id.segments[-1][1].lower() for key in world.index.of_type(resource_type)}
    return name.lower() in names or (resource_type == VAULTS and find_deleted(world, name) is not None)


def _answer(body: Json, name: str, message: str | None) -> Answer:
    whole: dict[str, Any] = {**body} if message is None or "message" in body else {**body, "message": message}
    return answer_json(filled(whole, {"name": name}))


def find_account_name(world: World, call: Call, name: str) -> Answer:
    """The Cosmos DB way: 200 is a name that somebody has, 404 one that is free."""
    return Answer(200 if is_taken(world, COSMOS, name) else 404)


RIGHT = "{namespace}/checkNameAvailability/action"
PLACE = "subscriptions/{}/providers/{}"
ROUTES = [
    route("POST", f"{PLACE}/checknameavailability", check_name, "checkNameAvailability", RIGHT),
    route(
        "POST",
        f"{PLACE}/locations/{{}}/checknameavailability",
        check_name_in_region,
        "checkNameAvailability in a region",
        "{namespace}/locations/checkNameAvailability/action",
    ),
    route(
        "HEAD",
        "providers/microsoft.documentdb/databaseaccountnames/{}",
        find_account_name,
        "account name",
        FREE,
        scope=0,
    ),
]
