"""Availability sets: fault and update domains, and the machines in them. Everything about them is synchronous."""

from azlift.rehearsal.compute.members import members_of, remove_nothing_used, size_rows
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.proximity_groups import referenced_group
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed, out_of_range
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

SET_TYPE = "Microsoft.Compute/availabilitySets"
SKUS = ("Classic", "Aligned")
OF_2016 = "managed"
# Three are meant where none is said, whatever the SKU and the region: recorded for a Classic set (Python SDK,
# resources, test_resources, 2019-07-01); an Aligned set that says none is refused where the region has two
# (users' reports, elastic/azure-marketplace 189 and 190).
DEFAULT_FAULT_DOMAINS, DEFAULT_UPDATE_DOMAINS, MOST_UPDATE_DOMAINS = 3, 5, 20
# Regions whose managed availability sets have three fault domains; the others have two. Source: Azure's page on
# availability sets, number of fault domains per region.
THREE_FAULT_DOMAINS = frozenset({"eastus", "eastus2", "westus", "centralus", "northcentralus", "southcentralus",
                                 "canadacentral", "northeurope", "westeurope"})  # fmt: skip


def most_fault_domains(region: str) -> int:
    return 3 if region in THREE_FAULT_DOMAINS else 2


def sku_of(top: Json, properties: Json) -> str:
    """Classic unless told; templates of 2016 say `managed` in the properties for Aligned."""
    name: str = top.get("sku", {}).get("name", SKUS[properties.get(OF_2016, False)])
    return next((each for each in SKUS if each.lower() == name.lower()), name)


def _judge_set(wanted: Wanted, around: Surroundings) -> None:
    sku = sku_of(wanted.top, wanted.properties)
    if sku not in SKUS:
        raise invalid(f"The value '{sku}' of parameter 'sku.name' is invalid: 'Classic' and 'Aligned' are.", "sku.name")
    most = most_fault_domains(wanted.location or "") if sku == "Aligned" else 3
    faults = wanted.properties.get("platformFaultDomainCount", DEFAULT_FAULT_DOMAINS)
    if not 1 <= faults <= most:
        message = f"The specified fault domain count {faults} must fall in the range 1 to {most}."
        raise invalid(message, "platformFaultDomainCount")
    updates = wanted.properties.get("platformUpdateDomainCount", DEFAULT_UPDATE_DOMAINS)
    if not 1 <= updates <= MOST_UPDATE_DOMAINS:
        raise out_of_range("platformUpdateDomainCount", updates, 1, MOST_UPDATE_DOMAINS)
    referenced_group(wanted, around)
    standing = around.world.find(str(wanted.id))
    if standing is not None:
        _judge_change(standing, wanted)


def _judge_change(standing: Resource, wanted: Wanted) -> None:
    before, after = sku_of(standing.top, standing.properties), sku_of(wanted.top, wanted.properties)
    if (before, after) == ("Aligned", "Classic"):
        raise not_allowed("Changing availability set SKU from 'Aligned' to 'Classic' is not allowed.")
    for name in ("platformFaultDomainCount", "platformUpdateDomainCount"):
        if name in wanted.properties and wanted.properties[name] != standing.properties[name]:
            raise change_not_allowed(name)


def _compose_set(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {}
    defaults = {
        "platformUpdateDomainCount": held.get("platformUpdateDomainCount", DEFAULT_UPDATE_DOMAINS),
        "platformFaultDomainCount": held.get("platformFaultDomainCount", DEFAULT_FAULT_DOMAINS),
    }
    asked = {name: value for name, value in wanted.properties.items() if name != "virtualMachines"}
    return {**defaults, **asked}


def _present(world: World, resource: Resource) -> Json:
    body = resource.body()
    machines = [{"id": each} for each in members_of(world, resource, MACHINE_TYPE)]
    shown = {name: value for name, value in body["properties"].items() if name != OF_2016}
    sku = {"name": sku_of(resource.top, resource.properties)}
    return {**body, "sku": sku, "properties": {**shown, "virtualMachines": machines}}


def _references(resource: Resource) -> list[str]:
    group = resource.properties.get("proximityPlacementGroup", {})
    return [group["id"]] if "id" in group else []


AVAILABILITY_SET = compute_kind(
    "availabilitySets",
    "AvailabilitySet",
    seconds=0,
    statuses=(200, 200),
    shows_state=False,
    check=_judge_set,
    compose=_compose_set,
    references=_references,
    present=_present,
    forbid_delete=remove_nothing_used(
        "Availability Set {0} cannot be deleted. Before deleting an Availability Set please ensure that it does not "
        "contain any VM."
    ),
    actions=by_action(Action("vmSizes", lambda world, resource, body: {"value": size_rows(world, resource)}, "GET")),
)
