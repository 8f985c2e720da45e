"""Network types without traffic of their own, as data: what they stand on is really there and in use, they have their
addresses, defaults and computed members; nothing flows through them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.network.allocation import assigned, ready_subnet
from azlift.rehearsal.network.children import Children, kept_children, land_children, shown_children
from azlift.rehearsal.network.models import MODELS, NAMESPACE, network_kind, pointers
from azlift.rehearsal.network.naming import invalid_reference
from azlift.rehearsal.network.public_addresses import ADDRESS_TYPE, allocate
from azlift.rehearsal.network.subnets import find_subnet
from azlift.rehearsal.records import Resource
from azlift.rehearsal.shells.shell import facts_of, filled
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World


@dataclass(frozen=True)
class Home:
    """The subnet a type insists on by name, and how it refuses any other: `{subnet}` stands for the id given."""

    name: str
    code: str
    message: str


@dataclass(frozen=True)
class Row:
    """One type as data. `required` are members of the properties, `defaults` and `computed` properties as in a shell;
    `defaults_top` stand beside them; `users` is the member that lists who stands on it; `in_use` refuses its removal
    then; `addressed` are the collections whose members have a private address of their subnet; `children` stand inside
    it; `listed` is the member that names those written beside it, and their type."""

    name: str
    model: str
    required: tuple[str, ...] = ()
    defaults: Json = field(default_factory=dict)
    defaults_top: Json = field(default_factory=dict)
    computed: Json = field(default_factory=dict)
    home: Home | None = None
    users: tuple[str, str] | None = None
    in_use: str | None = None
    addressed: tuple[str, ...] = ()
    children: tuple[Children, ...] = ()
    listed: tuple[str, str] | None = None


def kind_of_row(row: Row) -> Kind:
    """The kind a row amounts to."""
    return network_kind(
        row.name,
        row.model,
        check=partial(_judge, row),
        compose=partial(_composed, row),
        references=partial(_references, row),
        landed=partial(_land, row),
        forbid_delete=partial(_forbid_delete, row),
        present=partial(_present, row),
    )


def _judge(row: Row, wanted: Wanted, around: Surroundings) -> None:
    for member in row.required:
        if member not in wanted.properties:
            raise missing(Voice.NETWORK, f"properties.{member}")
    for member, target in pointers(row.model, wanted.properties):
        _judge_pointer(row, wanted, target, around)
        if row.home and member == "subnet" and key_of(target).rsplit("/", 1)[-1] != row.home.name.lower():
            raise AzureError(400, row.home.code, row.home.message.replace("{subnet}", target))


def _judge_pointer(row: Row, wanted: Wanted, target: str, around: Surroundings) -> None:
    """What a member points at is there: a part of the resource itself, a subnet, or another resource of the network."""
    key = key_of(target)
    if key.startswith(f"{wanted.key}/"):
        collection, _, name = key.removeprefix(f"{wanted.key}/").partition("/")
        parts: list[Json] = next((each for given, each in wanted.properties.items() if given.lower() == collection), [])
        there = name in {each["name"].lower() for each in parts if isinstance(each, dict) and "name" in each}
    elif "/subnets/" in key:
        found = find_subnet(around, target)
        there = found is not None and wanted.location in (None, found[0].location)
    else:
        there = around.find(target) is not None or not _is_known(key, around)
    if not there:
        raise invalid_reference(target, wanted.id)


def _is_known(key: str, around: Surroundings) -> bool:
    """Whether the world would have it: a network type with semantics, in one of its subscriptions."""
    namespace, _, rest = key.rpartition("/providers/")[2].partition("/")
    known = f"{namespace}/{'/'.join(rest.split('/')[::2])}" in around.world.kinds
    return namespace == NAMESPACE.lower() and known


def _composed(row: Row, world: World, wanted: Wanted, standing: Resource | None) -> Json:
    facts = facts_of(world, wanted)
    given = {**filled(row.defaults, facts), **wanted.properties, **filled(row.computed, facts)}
    if "resourceGuid" in MODELS[MODELS[row.model]["members"]["properties"]].get("readOnly", ()):
        given["resourceGuid"] = facts["guid"]
    for member in row.addressed:
        given[member] = _addressed(row, world, wanted, standing, member)
    for children in row.children:
        given[children.member] = kept_children(children, wanted, standing)
    for member, target in pointers(row.model, wanted.properties):
        if member == "subnet":
            ready_subnet(world, target, wanted.id)
    return given


def _addressed(row: Row, world: World, wanted: Wanted, standing: Resource | None, member: str) -> list[Json]:
    """Configurations with the private addresses of their subnets."""
    inside = MODELS[MODELS[row.model]["members"]["properties"]]["members"][member]["list"]
    chooses = "privateIPAllocationMethod" in MODELS[MODELS[inside]["members"]["properties"]]["members"]
    held = standing.properties.get(member, []) if standing else []
    before = {each["name"].lower(): each["properties"] for each in held}
    given: set[str] = set()
    made = []
    for each in wanted.properties.get(member, []):
        properties = {**({"privateIPAllocationMethod": "Dynamic"} if chooses else {}), **each.get("properties", {})}
        if "subnet" in properties:
            address = assigned(world, wanted.id, properties, before.get(each["name"].lower()), given)
            given.add(address)
            properties["privateIPAddress"] = address
        made.append({**each, "properties": properties})
    return made


def _references(row: Row, resource: Resource) -> Sequence[str]:
    """What it stands on, and keeps from removal: not its own parts, not the network it is peered with."""
    found = [target for _, target in pointers(row.model, resource.properties)]
    return tuple(dict.fromkeys(each for each in found if not key_of(each).startswith(f"{resource.key}/")))


def _land(row: Row, world: World, resource: Resource) -> None:
    for children in row.children:
        land_children(world, resource, children)
    for target in resource.references:
        address = world.find(target)
        if address is not None and address.id.type == ADDRESS_TYPE:
            allocate(world, address)


def _forbid_delete(row: Row, world: World, resource: Resource) -> None:
    users = sorted(world.index.users_of(str(resource.id)))
    if row.in_use and users:
        named = ", ".join(str(world.resources[key].id) for key in users[:3])
        message = f"{resource.id} cannot be deleted because it is in use by {named}."
        raise AzureError(400, row.in_use, message)


def _present(row: Row, world: World, resource: Resource) -> Json:
    body = resource.body()
    for children in row.children:
        body["properties"][children.member] = shown_children(world, resource, children)
    if row.listed:
        member, beside = row.listed
        keys = sorted(key for key in world.index.inside(resource.key) if key in world.index.of_type(beside))
        body["properties"][member] = [{"id": str(world.resources[key].id)} for key in keys]
    shown: Json = {**row.defaults_top, **{name: body[name] for name in row.defaults_top if name in body}}
    if row.users:
        member, suffix = row.users
        users = [world.resources[key].id for key in sorted(world.index.users_of(str(resource.id)))]
        named = [{"id": str(each)} for each in users if each.type.lower().endswith(suffix.lower())]
        if named:
            body["properties"][member] = named
    return {**body, **shown}
