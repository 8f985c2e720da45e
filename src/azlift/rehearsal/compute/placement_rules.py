"""What is refused of where a machine has its place: sets, groups, hosts, reservations, scale sets, spot capacity.

Source of the wordings: Azure's pages of virtual machine error messages and of Spot error messages.
"""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.availability_sets import SET_TYPE, sku_of
from azlift.rehearsal.compute.dedicated_hosts import HOST_TYPE
from azlift.rehearsal.compute.machine_parts import PLACES, same_id
from azlift.rehearsal.compute.proximity_groups import referenced_group
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed, referenced
from azlift.rehearsal.compute.reservations import judge_reserved
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing

HOST_GROUP_TYPE = "Microsoft.Compute/hostGroups"
SCALE_SET_TYPE = "Microsoft.Compute/virtualMachineScaleSets"
SPOT_HELP = "For more information, see http://aka.ms/AzureSpot/errormessages."
TO_EVICTION = (5, 15)  # minutes of notice before termination. Source: Azure's page on terminate notifications.


def judge_placement(wanted: Wanted, around: Surroundings) -> None:
    """Every place a machine names stands and takes it."""
    properties = wanted.properties
    if "availabilitySet" in properties:
        _judge_set(wanted, around)
    referenced_group(wanted, around)
    _judge_host(wanted, around)
    if "virtualMachineScaleSet" in properties:
        _judge_scale_set(wanted, around)
    judge_reserved(wanted, around)
    judge_spot(properties)
    _judge_notice(properties)


def _judge_set(wanted: Wanted, around: Surroundings) -> None:
    path = "availabilitySet.id"
    given = wanted.properties["availabilitySet"].get("id")
    found = referenced(around, given, "Availability Set", SET_TYPE, path=path, location=wanted.location)
    if wanted.top.get("zones"):
        raise invalid(
            "A Virtual Machine can not be in an availability zone and in an Availability Set.", path, code="BadRequest"
        )
    if sku_of(found.top, found.properties) != "Aligned":
        message = (
            "Addition of a VM with managed disks to non-managed Availability Set or addition of a VM with blob based "
            "disks to managed Availability Set is not supported. Please create an Availability Set with 'managed' "
            "property set in order to add a VM with managed disks to it."
        )
        raise invalid(message, path, code="BadRequest")
    if "virtualMachineScaleSet" in wanted.properties:
        raise invalid(
            "A Virtual Machine can not be in an Availability Set and in a scale set.", path, code="BadRequest"
        )
    mine, theirs = (each.get("proximityPlacementGroup", {}).get("id") for each in (wanted.properties, found.properties))
    if mine is not None and theirs is not None and not same_id(mine, theirs):
        message = "The Virtual Machine and its Availability Set must be in the same Proximity Placement Group."
        raise invalid(message, "proximityPlacementGroup.id", code="BadRequest")


def _judge_host(wanted: Wanted, around: Surroundings) -> None:
    properties, location = wanted.properties, wanted.location
    if "host" in properties and "hostGroup" in properties:
        raise invalid("A Virtual Machine names its dedicated host or its host group, not both.", "host")
    if "host" in properties:
        given = properties["host"].get("id")
        referenced(around, given, "dedicated host", HOST_TYPE, path="host.id", location=location)
    if "hostGroup" in properties:
        given, path = properties["hostGroup"].get("id"), "hostGroup.id"
        found = referenced(around, given, "dedicated host group", HOST_GROUP_TYPE, path=path, location=location)
        if not found.properties.get("supportAutomaticPlacement"):
            raise invalid("The dedicated host group does not support automatic placement.", path)


def _judge_scale_set(wanted: Wanted, around: Surroundings) -> None:
    path = "virtualMachineScaleSet.id"
    given = wanted.properties["virtualMachineScaleSet"].get("id")
    words = "Virtual Machine Scale Set"
    found = referenced(around, given, words, SCALE_SET_TYPE, path=path, location=wanted.location)
    if found.properties.get("orchestrationMode") != "Flexible":
        message = "A Virtual Machine can be put into a scale set of orchestration mode 'Flexible' only."
        raise invalid(message, path, code="BadRequest")
    domains = found.properties.get("platformFaultDomainCount", 1)
    domain = wanted.properties.get("platformFaultDomain", 0)
    if not 0 <= domain < domains:
        message = f"The platform fault domain {domain} must be less than the {domains} of the scale set."
        raise invalid(message, "platformFaultDomain")


def judge_spot(properties: Json) -> None:
    """Spot machines, and what only they may have."""
    spot = properties.get("priority") in ("Spot", "Low")
    if "evictionPolicy" in properties and not spot:
        message = f"Eviction policy can be set only on Azure Spot Virtual Machines. {SPOT_HELP}"
        raise invalid(message, "evictionPolicy")
    price = properties.get("billingProfile", {}).get("maxPrice")
    if price is not None and not spot and price != -1:
        message = f"Max price is supported only for Azure Spot Virtual Machines. {SPOT_HELP}"
        raise invalid(message, "billingProfile.maxPrice")
    if price is not None and price != -1 and price <= 0:
        message = (
            "Invalid max price value. The only supported values for max price are -1 or a decimal greater than zero. "
            "Max price value of -1 indicates the Azure Spot Virtual Machine will not be evicted for price reasons. "
            f"{SPOT_HELP}"
        )
        raise invalid(message, "billingProfile.maxPrice")
    if spot and "availabilitySet" in properties:
        message = f"Azure Spot Virtual Machine is not supported in Availability Set. {SPOT_HELP}"
        raise invalid(message, "availabilitySet")


def _judge_notice(properties: Json) -> None:
    notice = properties.get("scheduledEventsProfile", {}).get("terminateNotificationProfile", {})
    allowed = [f"PT{minutes}M" for minutes in range(TO_EVICTION[0], TO_EVICTION[1] + 1)]
    if notice.get("enable") and notice.get("notBeforeTimeout", allowed[0]) not in allowed:
        message = (
            f"The value '{notice['notBeforeTimeout']}' of parameter 'notBeforeTimeout' is invalid: "
            f"{allowed[0]} to {allowed[-1]} are valid."
        )
        raise invalid(message, "scheduledEventsProfile.terminateNotificationProfile.notBeforeTimeout")


def judge_moves(standing: Resource, wanted: Wanted) -> None:
    """What a standing machine keeps, and what it may change when it is deallocated."""
    before, after = standing.properties, wanted.properties
    deallocated = standing.inside.get("power") == "deallocated"
    for member in PLACES:
        same = same_id(before.get(member, {}).get("id"), after.get(member, {}).get("id"))
        if same:
            continue
        if member in ("availabilitySet", "virtualMachineScaleSet"):
            raise change_not_allowed(f"{member}.id")
        if not deallocated:
            raise not_allowed(
                f"Changing property '{member}' of VM '{standing.id.name}' needs the VM to be deallocated."
            )
    _judge_priority(standing, after)


def _judge_priority(standing: Resource, after: Json) -> None:
    before = standing.properties
    if after.get("priority", "Regular") != before.get("priority", "Regular"):
        if "priority" not in before:
            message = (
                f"The specified priority value '{after['priority']}' cannot be applied to the Virtual Machine "
                f"'{standing.id.name}' since no priority was specified when the Virtual Machine was created."
            )
            raise AzureError(409, "OperationNotAllowed", message)
        raise change_not_allowed("priority")
    prices = [each.get("billingProfile", {}).get("maxPrice", -1) for each in (before, after)]
    if prices[0] != prices[1] and standing.inside.get("power") != "deallocated":
        raise not_allowed(
            f"Max price change is not allowed when the VM '{standing.id.name}' is currently allocated. Deallocate and "
            f"try again. {SPOT_HELP}"
        )


def judge_plan(wanted: Wanted, *, platform_table: bool, os_disk: str) -> None:
    """A purchase plan is whole, and not given for an image that has none."""
    plan = wanted.top.get("plan")
    if plan is None:
        return
    for member in ("name", "publisher", "product"):
        if member not in plan:
            raise missing(Voice.COMPUTE, f"plan.{member}")
    if platform_table:
        message = (
            "Creating a virtual machine from a non Marketplace image does not need Plan information, please remove the "
            f"Plan information in the request. OS disk name is {os_disk}."
        )
        raise AzureError(400, "VMMarketplaceInvalidInput", message)
