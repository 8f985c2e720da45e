"""The deleted key vaults of a subscription; one of them and its purge are found by its id."""

from azlift.rehearsal.identifiers import subscription_scope
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.shells.key_vaults import DELETED, shown_deleted
from azlift.rehearsal.world import World


def list_deleted(world: World, call: Call, subscription: str) -> Answer:
    within = f"{subscription_scope(subscription)}/".lower()
    keys = [key for key in world.index.of_type(DELETED) if key.startswith(within)]
    return answer_page(call, {key: shown_deleted(world, world.resources[key]) for key in keys})


def list_deleted_modules(world: World, call: Call, subscription: str) -> Answer:
    """No managed HSM is kept after its removal: there is none to be made."""
    return answer_json({"value": []})


PLACE = "subscriptions/{}/providers/microsoft.keyvault"
ROUTES = [
    route("GET", f"{PLACE}/deletedvaults", list_deleted, "deleted vaults", "Microsoft.KeyVault/deletedVaults/read"),
    route(
        "GET",
        f"{PLACE}/deletedmanagedhsms",
        list_deleted_modules,
        "deleted HSMs",
        "Microsoft.KeyVault/deletedManagedHsms/read",
    ),
]
