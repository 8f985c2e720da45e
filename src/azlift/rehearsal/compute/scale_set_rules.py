"""What is refused of a scale set: its model is judged as the machines it will make."""

from dataclasses import replace

from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.compute.identities import judge_identity
from azlift.rehearsal.compute.image_sources import find_source
from azlift.rehearsal.compute.interface_rules import INTERFACE_TYPE, as_interface
from azlift.rehearsal.compute.machine_rules import judge_size, system_of
from azlift.rehearsal.compute.placement_rules import judge_spot
from azlift.rehearsal.compute.profile_rules import judge_profile
from azlift.rehearsal.compute.proximity_groups import referenced_group
from azlift.rehearsal.compute.quota import SPOT_CORES, cores_of, judge_more
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, out_of_range
from azlift.rehearsal.compute.sizes import zones_of_region
from azlift.rehearsal.compute.storage_rules import guessed_os
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.writing import merged

MOST_INSTANCES, MOST_IN_PLACEMENT_GROUP = 1000, 100  # Source: Azure's page on large scale sets
MOST_FAULT_DOMAINS = 5


def mode_of(properties: Json) -> str:
    mode: str = properties.get("orchestrationMode", "Uniform")
    return mode


def capacity_of(top: Json) -> int:
    capacity: int = top.get("sku", {}).get("capacity", 0)
    return capacity


def whole(wanted: Wanted, standing: Resource) -> Wanted:
    """A request with what it leaves out, at any depth, taken from the standing set; an identity is given whole.

    `az vmss scale` sends the SKU alone, `az vmss update` all but the image. That tags stay too is our reading.
    """
    given = {name: wanted.top[name] for name in ("identity",) if name in wanted.top}
    top = {**merged(standing.top, wanted.top), **given}
    properties = merged(standing.wanted, wanted.properties)
    if wanted.tagged:
        return replace(wanted, top=top, properties=properties)
    return replace(wanted, top=top, properties=properties, tags=standing.tags, tagged=standing.tagged)


def judge_set(wanted: Wanted, around: Surroundings) -> None:
    """Refuse a scale set that can not be."""
    standing = around.world.find(str(wanted.id))
    properties = wanted.properties
    flexible = mode_of(properties) == "Flexible"
    profile = properties.get("virtualMachineProfile")
    if flexible and "platformFaultDomainCount" not in properties:
        raise missing(Voice.COMPUTE, "platformFaultDomainCount")
    if not flexible:
        for member in ("upgradePolicy", "virtualMachineProfile"):
            if member not in properties:
                raise missing(Voice.COMPUTE, member)
    domains = properties.get("platformFaultDomainCount", 1)
    if not 1 <= domains <= MOST_FAULT_DOMAINS:
        raise out_of_range("platformFaultDomainCount", domains, 1, MOST_FAULT_DOMAINS)
    _judge_zones(wanted, around)
    _judge_capacity(wanted)
    judge_identity(wanted, around)
    referenced_group(wanted, around)
    if standing is not None:
        _judge_change(standing, wanted)
    if profile is not None:
        size = _judge_model(wanted, profile, around, is_new=standing is None)
        _judge_quota(wanted, size, standing, around)


def _judge_zones(wanted: Wanted, around: Surroundings) -> None:
    known = zones_of_region(around.world.catalogue, wanted.location or "")
    unknown = sorted(set(wanted.top.get("zones", [])) - set(known))
    if unknown:
        message = f"The zone(s) '{','.join(unknown)}' are not supported in location '{wanted.location}'."
        raise invalid(message, "zones", code="InvalidAvailabilityZone")


def _judge_capacity(wanted: Wanted) -> None:
    capacity = capacity_of(wanted.top)
    if not 0 <= capacity <= MOST_INSTANCES:
        raise out_of_range("sku.capacity", capacity, 0, MOST_INSTANCES)
    if wanted.properties.get("singlePlacementGroup") and capacity > MOST_IN_PLACEMENT_GROUP:
        message = f"A scale set of a single placement group has {MOST_IN_PLACEMENT_GROUP} instances at most."
        raise invalid(message, "sku.capacity")


def instance_request(wanted: Wanted, profile: Json, number: str) -> Wanted:
    """An instance of the set as the machine it would be."""
    os_profile = {name: value for name, value in profile.get("osProfile", {}).items() if name != "computerNamePrefix"}
    if "osProfile" in profile:
        prefix = profile["osProfile"].get("computerNamePrefix", wanted.id.name)
        os_profile["computerName"] = f"{prefix}{number}"
    members = ("storageProfile", "securityProfile", "diagnosticsProfile", "licenseType", "priority", "evictionPolicy",
               "billingProfile", "scheduledEventsProfile", "userData", "applicationProfile")  # fmt: skip
    properties = {name: profile[name] for name in members if name in profile}
    properties["hardwareProfile"] = {
        "vmSize": wanted.top.get("sku", {}).get("name", ""),
        **profile.get("hardwareProfile", {}),
    }
    if os_profile:
        properties["osProfile"] = os_profile
    return Wanted(wanted.id, wanted.api_version, wanted.location, wanted.tags, {}, properties)


def _judge_model(wanted: Wanted, profile: Json, around: Surroundings, *, is_new: bool) -> SizeFacts:
    if "name" not in wanted.top.get("sku", {}):
        raise missing(Voice.COMPUTE, "sku.name")
    for member in ("storageProfile", "networkProfile"):
        if member not in profile:
            raise missing(Voice.COMPUTE, f"virtualMachineProfile.{member}")
    request = instance_request(wanted, profile, "000000")
    size = judge_size(request, around)
    storage = profile["storageProfile"]
    if "imageReference" not in storage:
        raise missing(Voice.COMPUTE, "virtualMachineProfile.storageProfile.imageReference")
    disk = storage.setdefault("osDisk", {"createOption": "FromImage"})
    if disk["createOption"] != "FromImage":
        message = f"The value '{disk['createOption']}' of parameter 'osDisk.createOption' is invalid."
        raise invalid(message, "osDisk.createOption")
    image = find_source(around, storage["imageReference"], wanted.location or "", guessed_os(request.properties))
    system = system_of(request.properties, image)
    judge_profile(request.properties.get("osProfile"), system, needed=not image.specialized, is_new=is_new)
    judge_spot(profile)
    _judge_network(wanted, profile["networkProfile"], around)
    return size


def _judge_network(wanted: Wanted, network: Json, around: Surroundings) -> None:
    configurations = network.get("networkInterfaceConfigurations", [])
    if not configurations:
        raise missing(Voice.COMPUTE, "virtualMachineProfile.networkProfile.networkInterfaceConfigurations")
    if mode_of(wanted.properties) == "Flexible" and "networkApiVersion" not in network:
        raise missing(Voice.COMPUTE, "virtualMachineProfile.networkProfile.networkApiVersion")
    primary = [each for each in configurations if each.get("properties", {}).get("primary")]
    if len(configurations) > 1 and len(primary) != 1:
        message = f"Virtual machine scale set {wanted.id.name} must have one network interface set as the primary."
        raise invalid(message, code="VirtualMachineMustHaveOneNetworkInterfaceAsPrimary")
    for each in configurations:
        if "properties" not in each:
            raise missing(Voice.COMPUTE, "networkInterfaceConfigurations.properties")
        plain = without_public(each)
        around.world.kind(INTERFACE_TYPE).check(
            as_interface(around.world, wanted, plain, f"{each['name']}-judged"), around
        )


def without_public(configuration: Json) -> Json:
    """An interface configuration without its public addresses, which each instance has of its own."""

    def plain(address: Json) -> Json:
        own = ("publicIPAddressConfiguration", "loadBalancerInboundNatPools")
        inner = {name: value for name, value in address.get("properties", {}).items() if name not in own}
        return {**address, "properties": inner}

    properties = configuration["properties"]
    return {
        **configuration,
        "properties": {**properties, "ipConfigurations": [plain(each) for each in properties["ipConfigurations"]]},
    }


def _judge_quota(wanted: Wanted, size: SizeFacts, standing: Resource | None, around: Surroundings) -> None:
    before = capacity_of(standing.top) if standing is not None else 0
    more = cores_of(size, capacity_of(wanted.top) - before)
    if wanted.properties["virtualMachineProfile"].get("priority") in ("Spot", "Low"):
        more = type(more)({SPOT_CORES: more["cores"]})
    judge_more(around.world, {wanted.location or "": more}, 409, "OperationNotAllowed")


def _judge_change(standing: Resource, wanted: Wanted) -> None:
    if mode_of(standing.properties) != mode_of(wanted.properties):
        raise change_not_allowed("orchestrationMode")
    if set(standing.top.get("zones", [])) - set(wanted.top.get("zones", [])):
        raise change_not_allowed("zones")
    before, after = (
        each.get("virtualMachineProfile", {}).get("osProfile", {}) for each in (standing.wanted, wanted.properties)
    )
    for name in ("adminUsername", "computerNamePrefix"):
        if name in after and name in before and after[name] != before[name]:
            raise change_not_allowed(f"virtualMachineProfile.osProfile.{name}")
