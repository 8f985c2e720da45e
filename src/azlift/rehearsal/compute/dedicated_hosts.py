"""Dedicated host groups and hosts: where machines of one subscription alone may run."""

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.answers import provisioned
from azlift.rehearsal.compute.members import children_of, members_of, size_rows
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.operating import begin
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed, out_of_range
from azlift.rehearsal.compute.sizes import check_zones
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.records import Operation, Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

HOST_TYPE = "Microsoft.Compute/hostGroups/hosts"
MOST_FAULT_DOMAINS = 5


def _judge_group(wanted: Wanted, around: Surroundings) -> None:
    check_zones(around.world, wanted)
    domains = wanted.properties["platformFaultDomainCount"]
    if not 1 <= domains <= MOST_FAULT_DOMAINS:
        raise out_of_range("platformFaultDomainCount", domains, 1, MOST_FAULT_DOMAINS)
    standing = around.world.find(str(wanted.id))
    if standing is not None and standing.properties["platformFaultDomainCount"] != domains:
        raise change_not_allowed("platformFaultDomainCount")
    if standing is not None and standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("zones")


def _compose_group(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    return {"supportAutomaticPlacement": False, **wanted.properties}


def _hosts(world: World, group: Resource) -> list[Resource]:
    return children_of(world, group.key, HOST_TYPE)


def _present_group(world: World, group: Resource) -> Json:
    body = group.body()
    hosts = [{"id": str(each.id)} for each in _hosts(world, group)]
    return {**body, "properties": {**body["properties"], **({"hosts": hosts} if hosts else {})}}


def _keep_filled_group(world: World, group: Resource) -> None:
    if _hosts(world, group):
        raise not_allowed(
            f"Dedicated Host Group '{group.id.name}' cannot be deleted. Before deleting it please ensure that it does "
            "not contain any dedicated host."
        )


def _judge_host(wanted: Wanted, around: Surroundings) -> None:
    if "name" not in wanted.top.get("sku", {}):
        raise missing(Voice.COMPUTE, "sku.name")
    group = around.find(str(wanted.id.parent))
    domain = wanted.properties.get("platformFaultDomain", 0)
    most = group.properties["platformFaultDomainCount"] - 1 if group else 0
    if not 0 <= domain <= most:
        raise out_of_range("platformFaultDomain", domain, 0, most)
    if group is not None and group.location != wanted.location:
        raise invalid("A dedicated host must be in the location of its group.", "location")
    standing = around.world.find(str(wanted.id))
    if standing is not None and standing.top["sku"]["name"] != wanted.top["sku"]["name"]:
        raise change_not_allowed("sku.name")
    if standing is not None and standing.properties["platformFaultDomain"] != domain:
        raise change_not_allowed("platformFaultDomain")


def _compose_host(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    moment = iso_time(world.instant)
    new = {"hostId": world.new_guid(), "provisioningTime": moment, "timeCreated": moment} if standing is None else {}
    held = standing.properties if standing else new
    kept = {name: held[name] for name in ("hostId", "provisioningTime", "timeCreated")}
    defaults = {"platformFaultDomain": 0, "autoReplaceOnFailure": True, "licenseType": "None"}
    return {**defaults, **wanted.properties, **kept}


def _present_host(world: World, host: Resource) -> Json:
    body = host.body()
    machines = [{"id": each} for each in members_of(world, host, MACHINE_TYPE)]
    return {**body, "properties": {**body["properties"], **({"virtualMachines": machines} if machines else {})}}


def _keep_filled(world: World, host: Resource) -> None:
    machines = members_of(world, host, MACHINE_TYPE)
    if machines:
        name = host.id.segments[-1][1]
        raise not_allowed(f"Dedicated Host '{name}' cannot be deleted since it is not empty: {machines[0]}.")


def _view(world: World, host: Resource) -> Json:
    return {"instanceView": {"statuses": [provisioned(host)], "assetId": host.properties["hostId"]}}


def _group_view(world: World, group: Resource) -> Json:
    views = [{"name": each.id.segments[-1][1], **_view(world, each)["instanceView"]} for each in _hosts(world, group)]
    return {"instanceView": {"hosts": views}}


def _restart(world: World, host: Resource, body: Json) -> None:
    """A restart keeps the machines; here it is over at once."""


def _redeploy(world: World, host: Resource, body: Json) -> Operation:
    return begin(world, host, "redeploy")


HOST_GROUP = compute_kind(
    "hostGroups",
    "DedicatedHostGroup",
    seconds=0,
    shows_state=False,
    check=_judge_group,
    compose=_compose_group,
    present=_present_group,
    expands={"instanceview": _group_view},
    forbid_delete=_keep_filled_group,
)
HOST = compute_kind(
    "hostGroups/hosts",
    "DedicatedHost",
    check=_judge_host,
    compose=_compose_host,
    present=_present_host,
    expands={"instanceview": _view},
    forbid_delete=_keep_filled,
    actions=by_action(
        Action("restart", _restart),
        Action("redeploy", _redeploy),
        Action(
            "hostSizes", lambda world, host, body: {"value": [row["name"] for row in size_rows(world, host)]}, "GET"
        ),
    ),
)
