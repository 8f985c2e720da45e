"""What the compute provider answers beside its resources: usages, sizes and SKUs of a region."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.compute.quota import usages
from azlift.rehearsal.compute.sizes import list_skus, list_vm_sizes
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page, read_filter
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World

COMPUTE = "Microsoft.Compute"
SKUS_PAGE = 1000


def list_usages(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": usages(world, _known(world, location))})


def list_sizes(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": list_vm_sizes(world, _known(world, location))})


def list_compute_skus(world: World, call: Call, subscription: str) -> Answer:
    asked = read_filter(call, ("location",))
    location = normal_location(asked["location"]) if "location" in asked else None
    items = {f"{sku['locations'][0]}/{sku['name']}": sku for sku in list_skus(world, location)}
    return answer_page(call, items, SKUS_PAGE)


def _known(world: World, location: str) -> str:
    normal = normal_location(location)
    if normal not in world.catalogue.regions:
        message = (
            f"No registered resource provider found for location '{location}' and API version in namespace '{COMPUTE}'."
        )
        raise AzureError(400, "NoRegisteredProviderFound", message)
    return normal


PROVIDER = "subscriptions/{}/providers/microsoft.compute"
ROUTES = [
    route("GET", f"{PROVIDER}/locations/{{}}/usages", list_usages, "usages", f"{COMPUTE}/locations/usages/read"),
    route("GET", f"{PROVIDER}/locations/{{}}/vmsizes", list_sizes, "vm sizes", f"{COMPUTE}/locations/vmSizes/read"),
    route("GET", f"{PROVIDER}/skus", list_compute_skus, "skus", f"{COMPUTE}/skus/read"),
]
