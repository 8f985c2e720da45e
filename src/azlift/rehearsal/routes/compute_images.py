"""The images and extensions Azure publishes, as the compute provider lists them: bare JSON arrays, one level a call."""

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.compute.extension_images import extension_types, extension_versions, has_extensions
from azlift.rehearsal.compute.platform_images import (
    PUBLISHERS,
    Offer,
    find_offer,
    image_body,
    image_id,
    offers_of,
    versions_of,
)
from azlift.rehearsal.routes.call import Answer, Call, answer_json, read_top
from azlift.rehearsal.routes.compute import COMPUTE, PROVIDER, known_region
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World

MOST_VERSIONS = 1000


def _entries(base: str, region: str, names: list[str]) -> Answer:
    return answer_json([{"location": region, "name": name, "id": f"{base}/{name}"} for name in names])


def _base(subscription: str, region: str, *parts: str) -> str:
    path = f"/Subscriptions/{subscription}/Providers/{COMPUTE}/Locations/{region}/Publishers"
    return "/".join([path, *parts])


def list_publishers(world: World, call: Call, subscription: str, location: str) -> Answer:
    region = known_region(world, location)
    names = sorted({*PUBLISHERS.values(), *has_extensions()}, key=str.lower)
    return _entries(_base(subscription, region), region, names)


def list_offers(world: World, call: Call, subscription: str, location: str, publisher: str) -> Answer:
    region, offers = known_region(world, location), offers_of(publisher)
    if not offers:
        raise _no_image(publisher)
    base = _base(subscription, region, offers[0].publisher, "ArtifactTypes", "VMImage", "Offers")
    return _entries(base, region, [offer.name for offer in offers])


def list_skus(world: World, call: Call, subscription: str, location: str, publisher: str, offer: str) -> Answer:
    region, found = known_region(world, location), _offer(publisher, offer)
    base = _base(subscription, region, found.publisher, "ArtifactTypes", "VMImage", "Offers", found.name, "Skus")
    return _entries(base, region, sorted(found.listed, key=str.lower))


def list_versions(
    world: World, call: Call, subscription: str, location: str, publisher: str, offer: str, sku: str
) -> Answer:
    """The versions of a SKU; `$orderby=name desc` and `$top` as clients ask for the newest."""
    region, found = known_region(world, location), _offer(publisher, offer)
    if not found.has(sku):
        raise _no_image(f"{publisher}:{offer}:{sku}")
    images = list(versions_of(found, sku))
    if call.query.get("$orderby", "").lower().endswith(" desc"):
        images.reverse()
    chosen = images[: read_top(call, MOST_VERSIONS)]
    rows = [{"location": region, "name": each.version, "id": image_id(subscription, region, each)} for each in chosen]
    return answer_json(rows)


def show_version(
    world: World, call: Call, subscription: str, location: str, publisher: str, offer: str, sku: str, version: str
) -> Answer:
    region, found = known_region(world, location), _offer(publisher, offer)
    image = (
        next((each for each in versions_of(found, sku) if each.version == version), None) if found.has(sku) else None
    )
    if image is None:
        raise _no_image(f"{publisher}:{offer}:{sku}:{version}")
    body = {"location": region, "name": image.version, "id": image_id(subscription, region, image)}
    return answer_json({**body, "properties": image_body(image)})


def _offer(publisher: str, offer: str) -> Offer:
    found = find_offer(publisher, offer)
    if found is None:
        raise _no_image(f"{publisher}:{offer}")
    return found


def _no_image(what: str) -> AzureError:
    return AzureError(404, "NotFound", f"Artifact: VMImage {what} was not found.")


def list_extension_types(world: World, call: Call, subscription: str, location: str, publisher: str) -> Answer:
    region = known_region(world, location)
    base = _base(subscription, region, publisher, "ArtifactTypes", "VMExtension", "Types")
    return _entries(base, region, extension_types(publisher))


def list_extension_versions(
    world: World, call: Call, subscription: str, location: str, publisher: str, kind: str
) -> Answer:
    region, versions = known_region(world, location), extension_versions(publisher, kind)
    base = _base(subscription, region, publisher, "ArtifactTypes", "VMExtension", "Types", kind, "Versions")
    if not versions:
        named = f"publisher '{publisher}' and type '{kind}'"
        message = f"The VM extension with {named} could not be found in location '{region}'."
        raise AzureError(404, "ArtifactNotFound", message)
    return _entries(base, region, list(versions))


def show_extension_version(
    world: World, call: Call, subscription: str, location: str, publisher: str, kind: str, version: str
) -> Answer:
    region, versions = known_region(world, location), extension_versions(publisher, kind)
    if version not in versions:
        message = (
            f"Extension with publisher '{publisher}', type '{kind}', and type handler version '{version}' could not be "
        )
        raise AzureError(404, "ArtifactNotFound", message + "found in the extension repository.")
    body: Json = {
        "id": _base(
            subscription, region, publisher, "ArtifactTypes", "VMExtension", "Types", kind, "Versions", version
        ),
        "name": version,
        "location": region,
        "properties": {
            "operatingSystem": versions[version],
            "computeRole": "IaaS",
            "handlerSchema": "",
            "vmScaleSetEnabled": True,
            "supportsMultipleExtensions": False,
        },
    }
    return answer_json(body)


PUBLISHED = f"{PROVIDER}/locations/{{}}/publishers"
IMAGES, EXTENSIONS = (
    f"{PUBLISHED}/{{}}/artifacttypes/vmimage/offers",
    f"{PUBLISHED}/{{}}/artifacttypes/vmextension/types",
)
RIGHT = f"{COMPUTE}/locations/publishers"
IMAGE_RIGHT, EXTENSION_RIGHT = f"{RIGHT}/artifacttypes/offers", f"{RIGHT}/artifacttypes/types"
ROUTES = [
    route("GET", PUBLISHED, list_publishers, "publishers", f"{RIGHT}/read"),
    route("GET", IMAGES, list_offers, "image offers", f"{IMAGE_RIGHT}/read"),
    route("GET", f"{IMAGES}/{{}}/skus", list_skus, "image skus", f"{IMAGE_RIGHT}/skus/read"),
    route(
        "GET", f"{IMAGES}/{{}}/skus/{{}}/versions", list_versions, "image versions", f"{IMAGE_RIGHT}/skus/versions/read"
    ),
    route(
        "GET",
        f"{IMAGES}/{{}}/skus/{{}}/versions/{{}}",
        show_version,
        "image version",
        f"{IMAGE_RIGHT}/skus/versions/read",
    ),
    route("GET", EXTENSIONS, list_extension_types, "extension types", f"{EXTENSION_RIGHT}/read"),
    route(
        "GET",
        f"{EXTENSIONS}/{{}}/versions",
        list_extension_versions,
        "extension versions",
        f"{EXTENSION_RIGHT}/versions/read",
    ),
    route(
        "GET",
        f"{EXTENSIONS}/{{}}/versions/{{}}",
        show_extension_version,
        "extension version",
        f"{EXTENSION_RIGHT}/versions/read",
    ),
]
