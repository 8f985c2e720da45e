"""Key vaults: a removed one stays for its retention, to be recovered or purged; access policies are put one by one.

Source: recordings in the tests of the Python SDK (keyvault, test_cli_mgmt_keyvault, 2022-07-01): the deleted vault, its
purge, accessPolicies/add. The refusal of a deleted vault's name and of a purge under purge protection: users' reports
(data-safe-haven 2523; "Operation 'DeletedVaultPurge' is not allowed."); its HTTP code is inferred from the error code.
`replace` gives a principal other permissions and leaves the other principals (arm-template-whatif 411); what `remove`
does with a principal that has none left is inferred: it goes.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, not_modelled
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identifiers import ResourceId, key_of, subscription_scope
from azlift.rehearsal.kinds import Action, Home, Json, Kind, Surroundings, Wanted, by_action
from azlift.rehearsal.operations import GENERIC, KEY_VAULT, finish_operation, start_operation
from azlift.rehearsal.records import SUCCEEDED, Event, Operation, Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World

VAULTS = "Microsoft.KeyVault/vaults"
POLICIES = f"{VAULTS}/accessPolicies"
DELETED = "Microsoft.KeyVault/locations/deletedVaults"
DAY = 86_400.0
RETENTION, MODE = "softDeleteRetentionInDays", "createMode"
USUAL_RETENTION = 90  # days; the recorded purge date of a vault that names none is 90 days after its deletion
DELETED_STATE = (
    "A vault with the same name already exists in deleted state. You need to either recover or purge existing key "
    "vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete."
)
ENTRY = ("tenantId", "objectId", "applicationId")  # what tells one access policy from another


def find_deleted(world: World, name: str) -> Resource | None:
    """The deleted vault of a name, wherever it was: the name is taken over the whole cloud."""
    found = (world.resources[key] for key in world.index.of_type(DELETED) if key.rpartition("/")[2] == name.lower())
    return next(found, None)


def with_recovery(kind: Kind) -> Kind:
    """Vaults that are kept when they are removed."""

    def check(wanted: Wanted, around: Surroundings) -> None:
        kind.check(wanted, around)
        deleted, recovers = find_deleted(around.world, wanted.id.name), _recovers(wanted)
        if deleted is not None and not recovers:
            raise AzureError(409, "ConflictError", DELETED_STATE)
        if deleted is None and recovers and around.world.find(str(wanted.id)) is None:
            raise not_modelled(f"the recovery of the vault '{wanted.id.name}', which is not among the deleted ones")

    def compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
        deleted = find_deleted(world, wanted.id.name)
        kept: Json = deleted.inside["properties"] if deleted is not None else {}
        return kept or kind.compose(world, wanted, standing)

    def landed(world: World, vault: Resource) -> None:
        deleted = find_deleted(world, vault.id.name)
        if deleted is not None:
            vault.wanted = deleted.inside["wanted"]
            world.drop(deleted.key)
        kind.landed(world, vault)
        _forget_policies(world, vault, "")

    return replace(kind, check=check, compose=compose, landed=landed, deleted=_bury)


def _recovers(wanted: Wanted) -> bool:
    return str(wanted.properties.get(MODE, "")).lower() == "recover"


def _bury(world: World, vault: Resource) -> None:
    if vault.properties.get("enableSoftDelete") is False:
        return
    location, days = vault.location or "global", vault.properties.get(RETENTION, USUAL_RETENTION)
    path = (("locations", location), ("deletedVaults", vault.id.name))
    protection = {"purgeProtectionEnabled": True} if vault.properties.get("enablePurgeProtection") else {}
    properties = {
        "vaultId": str(vault.id),
        "location": location,
        "tags": vault.tags,
        "deletionDate": _to_the_second(world.instant),
        "scheduledPurgeDate": _to_the_second(world.instant + days * DAY),
        **protection,
    }
    buried = Resource(
        id=ResourceId(subscription_scope(vault.id.subscription or ""), "Microsoft.KeyVault", path),
        location=None,
        tags={},
        top={},
        properties=properties,
        wanted={},
        state=SUCCEEDED,
        etag=world.new_guid(),
        created=world.instant,
        changed=world.instant,
        inside={"properties": vault.properties, "wanted": vault.wanted},
        shows_state=False,
    )
    world.keep(buried)
    world.schedule(days * DAY, "vault_expired", buried.key, since=world.instant)


def _to_the_second(instant: float) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"


def vault_expired(world: World, event: Event) -> None:
    """The event at the end of a retention: what was recovered or purged meanwhile is no longer meant."""
    deleted = world.resources.get(event.key)
    if deleted is not None and deleted.created == event.data["since"]:
        world.drop(deleted.key)


def _purge(world: World, deleted: Resource, body: Json) -> Operation:
    if deleted.properties.get("purgeProtectionEnabled"):
        raise AzureError(405, "MethodNotAllowed", "Operation 'DeletedVaultPurge' is not allowed.")
    location, seconds = deleted.properties["location"], durations.usual(DELETED, "purge")
    return start_operation(world, KEY_VAULT, location, deleted.key, seconds, "vault_purged")


def vault_purged(world: World, event: Event) -> None:
    """The event at the end of a purge."""
    operation = finish_operation(world, event)
    if operation is not None and operation.target in world.resources:
        world.drop(operation.target)
        times = {"createdDateTime": iso_time(operation.started), "lastActionDateTime": iso_time(world.instant)}
        operation.result = {**times, "status": SUCCEEDED}
        world.keep_operation(operation)


def shown_deleted(world: World, deleted: Resource) -> Json:
    """A deleted vault, which its provider calls by a shorter type."""
    return {**deleted.body(), "type": "Microsoft.KeyVault/deletedVaults"}


def _not_removable(world: World, deleted: Resource) -> None:
    raise AzureError(405, "MethodNotAllowed", "The requested resource does not support http method 'DELETE'.")


DELETED_KIND = Kind(
    type=DELETED,
    voice=Voice.ARM,
    family=GENERIC,
    properties=lambda value, path, voice: value,
    seconds=0,
    name_rule=re.compile(r"[A-Za-z0-9-]{3,24}"),
    name_words="the name of a vault",
    homes=frozenset({Home.SUBSCRIPTION}),
    tracked=False,
    listed=False,
    shows_state=False,
    forbid_delete=_not_removable,
    present=shown_deleted,
    actions=by_action(Action("purge", _purge)),
)


def with_policies(kind: Kind) -> Kind:
    """What is added to, replaced in or removed from the access policies of a vault; answered are all it then has."""

    def compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
        vault = world.resources[key_of(str(wanted.id.root))]
        held, given = vault.properties.get("accessPolicies", []), wanted.properties.get("accessPolicies", [])
        return {"accessPolicies": changed_policies(wanted.id.segments[-1][1].lower(), held, given)}

    def landed(world: World, change: Resource) -> None:
        vault, policies = world.resources[key_of(str(change.id.root))], change.properties["accessPolicies"]
        vault.properties = {**vault.properties, "accessPolicies": policies}
        vault.wanted = {**vault.wanted, "accessPolicies": policies}
        vault.changed = world.instant
        world.keep(vault)
        _forget_policies(world, vault, change.key)

    def present(world: World, change: Resource) -> Json:
        body = {name: value for name, value in change.body().items() if name != "name"}
        return {**body, "id": f"{change.id.parent}/accessPolicies/"}

    rule = re.compile("add|replace|remove", re.IGNORECASE)
    named = replace(kind, name_rule=rule, name_words="add, replace or remove")
    return replace(named, compose=compose, landed=landed, present=present)


def _forget_policies(world: World, vault: Resource, but: str) -> None:
    """What was asked before is over: the same may be asked again."""
    for key in sorted(world.index.of_type(POLICIES)):
        if key.startswith(f"{vault.key}/") and key != but:
            world.drop(key)


def changed_policies(operation: str, held: Iterable[Json], given: Iterable[Json]) -> list[Json]:
    """Access policies after a change; an entry is known by its tenant, object and application."""
    kept = {_known_by(each): each for each in held}
    for each in given:
        known = _known_by(each)
        before = kept.get(known, {**each, "permissions": {}})
        after = _permissions(operation, before["permissions"], each.get("permissions", {}))
        kept[known] = {**before, "permissions": after}
        if operation == "remove" and not any(after.values()):
            del kept[known]
    return list(kept.values())


def _known_by(policy: Json) -> tuple[str, ...]:
    return tuple(str(policy.get(name) or "").lower() for name in ENTRY)


def _permissions(operation: str, before: Json, given: Json) -> Json:
    if operation == "replace":
        return given
    if operation == "add":
        kinds = dict.fromkeys((*before, *given))
        return {kind: _united(before.get(kind) or [], given.get(kind) or []) for kind in kinds}
    taken = {kind: {name.lower() for name in names or ()} for kind, names in given.items()}
    return {kind: [name for name in names if name.lower() not in taken.get(kind, ())] for kind, names in before.items()}


def _united(before: list[Any], given: list[Any]) -> list[Any]:
    known = {name.lower() for name in before}
    return [*before, *(name for name in given if name.lower() not in known)]


EFFECTS = {"vault_expired": vault_expired, "vault_purged": vault_purged}
