"""What the network provider answers beside its resources: usages of a region, free DNS labels, service tags.

Of the service tags there are those of the sample in Azure's REST documentation: the real list has thousands.
"""

from azlift.rehearsal.azure_errors import AzureError, invalid_content
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.network.public_addresses import is_label_free
from azlift.rehearsal.network.usages import usages
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World

NETWORK = "Microsoft.Network"
MANAGEMENT, BUS = "AzureApiManagement", "AzureServiceBus"
SERVICE_TAGS: tuple[tuple[str, str, str, str, list[str]], ...] = (
    ("ApiManagement", "7", "", MANAGEMENT, ["13.64.39.16/32", "40.74.146.80/31", "40.74.147.32/28"]),
    (
        "ApiManagement.AustraliaCentral",
        "2",
        "australiacentral",
        MANAGEMENT,
        ["20.36.106.68/31", "20.36.107.176/28"],
    ),
    ("AppService", "13", "", "AzureAppService", ["13.64.73.110/32", "191.235.208.12/32", "191.235.215.184/32"]),
    ("ServiceBus", "10", "", BUS, ["23.98.82.96/29", "40.68.127.68/32", "40.70.146.64/29"]),
    ("ServiceBus.EastUS2", "1", "eastus2", BUS, ["13.68.110.36/32", "40.70.146.64/29"]),
)


def list_usages(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": usages(world, subscription, _known(world, location))})


def check_label(world: World, call: Call, subscription: str, location: str) -> Answer:
    label = call.query.get("domainnamelabel")
    if not label:
        raise invalid_content("The query parameter 'domainNameLabel' is required.")
    return answer_json({"available": is_label_free(world, label, _known(world, location))})


def list_service_tags(world: World, call: Call, subscription: str, location: str) -> Answer:
    _known(world, location)
    kind = f"{NETWORK}/serviceTags"
    about = {"name": "public", "id": f"/subscriptions/{subscription}/providers/{kind}/public", "type": kind}
    tags = [
        {
            "name": name,
            "id": name,
            "properties": {
                "changeNumber": number,
                "region": region,
                "systemService": system,
                "addressPrefixes": prefixes,
            },
        }
        for name, number, region, system, prefixes in SERVICE_TAGS
    ]
    return answer_json({**about, "changeNumber": "63", "cloud": "Public", "values": tags})


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
    route("GET", f"{PLACE}/servicetags", list_service_tags, "service tags", f"{NETWORK}/locations/serviceTags/read"),
    route(
        "GET",
        f"{PLACE}/checkdnsnameavailability",
        check_label,
        "dns name availability",
        f"{NETWORK}/locations/checkDnsNameAvailability/read",
    ),
]
