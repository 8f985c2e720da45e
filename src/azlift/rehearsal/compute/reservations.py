"""On-demand capacity reservations: places for machines of one size, in one zone, under a group machines name."""

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import is_allocated
from azlift.rehearsal.compute.answers import provisioned
from azlift.rehearsal.compute.members import children_of, members_of
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.quota import MACHINE_TYPE, RESERVATION_TYPE, associated, cores_of, judge_more
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed, referenced
from azlift.rehearsal.compute.sizes import zones_of_region
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

GROUP_TYPE = "Microsoft.Compute/capacityReservationGroups"


def _judge_group(wanted: Wanted, around: Surroundings) -> None:
    known = zones_of_region(around.world.catalogue, wanted.location or "")
    unknown = sorted(set(wanted.top.get("zones", [])) - set(known))
    if unknown:
        message = f"The zone(s) '{','.join(unknown)}' are not supported in location '{wanted.location}'."
        raise invalid(message, "zones", code="InvalidAvailabilityZone")
    standing = around.world.find(str(wanted.id))
    if standing is not None and standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("zones")


def _present_group(world: World, group: Resource) -> Json:
    body = group.body()
    reservations = [{"id": str(each.id)} for each in _reservations(world, group)]
    machines = [{"id": each} for each in members_of(world, group, MACHINE_TYPE)]
    more = {"capacityReservations": reservations, "virtualMachinesAssociated": machines}
    return {**body, "properties": {**body["properties"], **{name: found for name, found in more.items() if found}}}


def _reservations(world: World, group: Resource) -> list[Resource]:
    return children_of(world, group.key, RESERVATION_TYPE)


def _group_view(world: World, group: Resource) -> Json:
    views = [{"name": each.id.segments[-1][1], **_view(world, each)} for each in _reservations(world, group)]
    return {"instanceView": {"capacityReservations": views}}


def _keep_filled_group(world: World, group: Resource) -> None:
    if _reservations(world, group) or members_of(world, group, MACHINE_TYPE):
        raise not_allowed(
            f"Capacity Reservation Group '{group.id.name}' cannot be deleted. Before deleting a Capacity Reservation "
            "Group please ensure that it does not contain any Capacity Reservation and is not associated with any VM."
        )


def _judge_reservation(wanted: Wanted, around: Surroundings) -> None:
    sku = wanted.top.get("sku", {})
    for member in ("name", "capacity"):
        if member not in sku:
            raise missing(Voice.COMPUTE, f"sku.{member}")
    size = around.world.catalogue.find(sku["name"])
    if size is None or (wanted.location or "") not in size.regions:
        raise invalid(
            f"The value '{sku['name']}' of parameter 'sku.name' is invalid in '{wanted.location}'.", "sku.name"
        )
    if sku["capacity"] < 0:
        raise invalid("The value of parameter sku.capacity is invalid.", "sku.capacity")
    _judge_zones(wanted, around)
    standing = around.world.find(str(wanted.id))
    before = 0
    if standing is not None:
        if standing.top["sku"]["name"].lower() != sku["name"].lower():
            raise change_not_allowed("sku.name")
        before = standing.top["sku"]["capacity"]
    more = {wanted.location or "": cores_of(size, sku["capacity"] - before)}
    judge_more(around.world, more, 409, "OperationNotAllowed")


def _judge_zones(wanted: Wanted, around: Surroundings) -> None:
    group = around.find(str(wanted.id.parent))
    of_group, zones = group.top.get("zones", []) if group else [], wanted.top.get("zones", [])
    if group is not None and group.location != wanted.location:
        raise invalid("A Capacity Reservation must be in the location of its group.", "location")
    if len(zones) > 1 or set(zones) - set(of_group) or (of_group and not zones):
        message = (
            f"The zones '{','.join(zones)}' of the Capacity Reservation must be one of those of its group: "
            f"'{','.join(of_group)}'."
        )
        raise invalid(message, "zones")


def _compose_reservation(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    if standing is not None:
        return {**standing.properties}
    moment = iso_time(world.instant)
    return {
        "reservationId": world.new_guid(),
        "platformFaultDomainCount": 1,
        "provisioningTime": moment,
        "timeCreated": moment,
    }


def _present_reservation(world: World, reservation: Resource) -> Json:
    body = reservation.body()
    machines = [{"id": str(each.id)} for each in associated(world, reservation)]
    more = {"virtualMachinesAssociated": machines} if machines else {}
    return {**body, "properties": {**body["properties"], **more}}


def _view(world: World, reservation: Resource) -> Json:
    allocated = [{"id": str(each.id)} for each in associated(world, reservation) if is_allocated(each)]
    use = {"currentCapacity": reservation.top["sku"]["capacity"], "virtualMachinesAllocated": allocated}
    return {"utilizationInfo": use, "statuses": [provisioned(reservation)]}


def _keep_filled(world: World, reservation: Resource) -> None:
    machines = associated(world, reservation)
    if machines:
        raise not_allowed(
            f"Capacity Reservation '{reservation.id.segments[-1][1]}' cannot be deleted since it is associated with "
            f"VM {machines[0].id}."
        )


def judge_reserved(wanted: Wanted, around: Surroundings) -> None:
    """The reservation group a machine names has places of its size and zone."""
    given = wanted.properties.get("capacityReservation", {}).get("capacityReservationGroup")
    if given is None:
        return
    path = "capacityReservation.capacityReservationGroup.id"
    words = "Capacity Reservation Group"
    group = referenced(around, given.get("id"), words, GROUP_TYPE, path=path, location=wanted.location)
    for member, in_the_way in (
        ("a Spot Virtual Machine", wanted.properties.get("priority") in ("Spot", "Low")),
        ("a Virtual Machine in an Availability Set", "availabilitySet" in wanted.properties),
        ("a Virtual Machine in a Proximity Placement Group", "proximityPlacementGroup" in wanted.properties),
    ):
        if in_the_way:
            raise invalid(f"Capacity Reservation Group cannot be set on {member}.", path, code="BadRequest")
    size, zones = wanted.properties["hardwareProfile"]["vmSize"], wanted.top.get("zones", [])
    if not any(_is_for(each, group, size, zones) for each in around.of_type(RESERVATION_TYPE)):
        message = (
            f"The Capacity Reservation Group '{group.id}' has no Capacity Reservation of size '{size}' and zone "
            f"'{','.join(zones)}'."
        )
        raise invalid(message, path, code="BadRequest")


def _is_for(reservation: Seen, group: Seen, size: str, zones: list[str]) -> bool:
    sku = reservation.top.get("sku", {})
    mine = key_of(str(reservation.id.parent)) == key_of(str(group.id))
    return mine and sku.get("name", "").lower() == size.lower() and reservation.top.get("zones", []) == zones


RESERVATION_GROUP = compute_kind(
    "capacityReservationGroups",
    "CapacityReservationGroup",
    seconds=0,
    shows_state=False,
    check=_judge_group,
    present=_present_group,
    expands={"instanceview": _group_view},
    forbid_delete=_keep_filled_group,
)
RESERVATION = compute_kind(
    "capacityReservationGroups/capacityReservations",
    "CapacityReservation",
    check=_judge_reservation,
    compose=_compose_reservation,
    present=_present_reservation,
    expands={"instanceview": lambda world, reservation: {"instanceView": _view(world, reservation)}},
    forbid_delete=_keep_filled,
)
