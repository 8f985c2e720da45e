"""What the network provider answers beside its resources: usages of a region, whether a DNS label is free."""

from azlift.rehearsal.azure_errors import AzureError, invalid_content
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.network.public_addresses import is_label_free
from azlift.rehearsal.network.usages import usages
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World

NETWORK = "Microsoft.Network"


def list_usages(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": usages(world, subscription, _known(world, location))})


def check_label(world: World, call: Call, subscription: str, location: str) -> Answer:
    label = call.query.get("domainnamelabel")
    if not label:
        raise invalid_content("The query parameter 'domainNameLabel' is required.")
    return answer_json({"available": is_label_free(world, label, _known(world, location))})


def _known(world: World, location: str) -> str:
    normal = normal_location(location)
    if normal not in world.catalogue.regions:
        message = (
            f"No registered resource provider found for location '{location}' and API version in namespace '{NETWORK}'."
        )
        raise AzureError(400, "NoRegisteredProviderFound", message)
    return normal


PLACE = "subscriptions/{}/providers/microsoft.network/locations/{}"
ROUTES = [
    route("GET", f"{PLACE}/usages", list_usages, "network usages", f"{NETWORK}/locations/usages/read"),
    route(
        "GET",
        f"{PLACE}/checkdnsnameavailability",
        check_label,
        "dns name availability",
        f"{NETWORK}/locations/checkDnsNameAvailability/read",
    ),
]
