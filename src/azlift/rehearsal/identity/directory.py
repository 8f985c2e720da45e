"""The directory: every tenant and everybody in it, kept with the world's state.

Ids come from the world's seed, so the same requests give the same ids; a managed identity that is removed and made
again is another one, as in Azure.
"""

import uuid
from collections import Counter
from dataclasses import replace
from typing import Any

from azlift.rehearsal.identity.facts import Facts
from azlift.rehearsal.identity.principals import Entry, FederatedCredential, Kind, Tenant, secret_of
from azlift.rehearsal.store import Store

TOKEN_SECONDS = 3599  # what Entra gives by default, less a second
DOMAIN = "rehearsal.example"
DISPLAY_NAME = "azlift rehearsal"
USER_ASSIGNED = "/providers/microsoft.managedidentity/userassignedidentities/"
FIRST_PARTY = {
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46": "Microsoft Azure CLI",
    "1950a258-227b-4e31-a9cf-717495945fc2": "Microsoft Azure PowerShell",
}
"""Microsoft's own public clients, which every tenant knows."""


class Directory:
    """Tenants, objects and trusted issuers; every change is staged in the world's store."""

    def __init__(self, store: Store, seed: str) -> None:
        self._store = store
        self._seed = uuid.UUID(seed)
        self.tenants = {key: _tenant(kept) for key, kept in store.read_all("tenant")}
        self.entries = {key: Entry.from_document(kept) for key, kept in store.read_all("directory_object")}
        self.issuers: dict[str, list[dict[str, Any]]] = {
            kept["issuer"]: kept["keys"] for _, kept in store.read_all("issuer")
        }
        self.token_seconds: int = (store.read("world", "directory") or {}).get("token_seconds", TOKEN_SECONDS)
        self.version = 0  # grows with every change of an object: what is derived from them holds until then
        self._births = Counter({name: kept["count"] for name, kept in store.read_all("birth")})
        self._named: dict[str, str] = {}
        self._at_host: dict[str, set[str]] = {}
        for entry in self.entries.values():
            self._index(entry)

    def found(self, facts: Facts) -> None:
        """Enter the tenant and the application of the facts, unless they have been: what was changed since stays."""
        if facts.tenant_id in self.tenants:
            return
        self.keep_tenant(Tenant(facts.tenant_id, DISPLAY_NAME, (DOMAIN,)))
        secret = secret_of(self.new_id("key", facts.client_id), facts.client_secret)
        self.keep(
            Entry(
                facts.object_id,
                facts.tenant_id,
                "ServicePrincipal",
                DISPLAY_NAME,
                app_id=facts.client_id,
                secrets=(secret,),
            )
        )

    # Looking up

    def tenant(self, name: str) -> Tenant | None:
        """The tenant of an id or a domain."""
        lowered = name.lower()
        found = self.tenants.get(lowered)
        return found or next((each for each in self.tenants.values() if lowered in each.domains), None)

    def application(self, app_id: str, tenant_id: str) -> Entry | None:
        """The application or managed identity of a client id, or one of Microsoft's own clients."""
        lowered = app_id.lower()
        key = self._named.get(f"app/{tenant_id}/{lowered}")
        if key is None and lowered in FIRST_PARTY:
            return Entry(lowered, tenant_id, "ServicePrincipal", FIRST_PARTY[lowered], lowered, public_client=True)
        return None if key is None else self.entries[key]

    def user(self, name: str) -> Entry | None:
        """The user of a principal name; names are unique over all tenants, as domains are."""
        return self._by_name(f"user/{name}")

    def managed_identity(self, resource_id: str) -> Entry | None:
        """The managed identity of an ARM id: a user-assigned identity's own, or its machine's."""
        return self._by_name(f"resource/{resource_id}")

    def managed_identities(self, host_id: str | None) -> list[Entry]:
        """The managed identities of a machine or app (ARM id); of None, all there are."""
        if host_id is None:
            return [each for each in self.entries.values() if each.kind == "ManagedIdentity"]
        return [self.entries[key] for key in sorted(self._at_host.get(host_id.lower(), ()))]

    def groups_of(self, object_id: str) -> frozenset[str]:
        """The groups an object is in, groups within groups counted."""
        groups = [each for each in self.entries.values() if each.kind == "Group"]
        found: set[str] = set()
        fresh = {object_id}
        while fresh:
            fresh = {each.object_id for each in groups if fresh & set(each.members)} - found
            found |= fresh
        return frozenset(found)

    # Changing

    def new_id(self, what: str, key: str) -> str:
        """An id from the seed, the same on every run of the same requests, never the same twice."""
        name = f"{what}/{key.lower()}"
        self._births[name] += 1
        self._store.stage("birth", name, {"count": self._births[name]})
        return str(uuid.uuid5(self._seed, f"azlift-directory/{name}/{self._births[name]}"))

    def keep(self, entry: Entry) -> Entry:
        """Enter an object, new or changed."""
        self._unindex(entry.object_id)
        self.version += 1
        self.entries[entry.object_id] = entry
        self._index(entry)
        self._store.stage("directory_object", entry.object_id, entry)
        return entry

    def drop(self, object_id: str) -> None:
        """Forget an object, also as a member of groups."""
        self._unindex(object_id)
        self.version += 1
        if self.entries.pop(object_id, None) is None:
            return
        self._store.stage("directory_object", object_id, None)
        for group in [each for each in self.entries.values() if object_id in each.members]:
            self.keep(replace(group, members=tuple(each for each in group.members if each != object_id)))

    def keep_tenant(self, tenant: Tenant) -> Tenant:
        self.tenants[tenant.tenant_id] = tenant
        self._store.stage("tenant", tenant.tenant_id, tenant)
        return tenant

    def keep_issuer(self, issuer: str, keys: list[dict[str, Any]]) -> None:
        """Trust what these keys (JSON Web Keys) sign in the name of an issuer."""
        self.issuers[issuer] = keys
        self._store.stage("issuer", issuer, {"issuer": issuer, "keys": keys})

    def keep_lifetime(self, seconds: int) -> None:
        """How long access tokens issued from now on live, in seconds."""
        self.token_seconds = seconds
        self._store.stage("world", "directory", {"token_seconds": seconds})

    def add(self, kind: Kind, tenant_id: str, display_name: str, **members: Any) -> Entry:
        """Enter somebody new; applications and managed identities are given a client id unless one is named."""
        name = f"{tenant_id}/{members.get('user_principal_name') or members.get('resource_id') or display_name}"
        if kind in ("ServicePrincipal", "ManagedIdentity") and not members.get("app_id"):
            members["app_id"] = self.new_id("app", name)
        return self.keep(Entry(self.new_id(kind, name), tenant_id, kind, display_name, **members))

    def add_managed_identity(self, resource_id: str, tenant_id: str | None = None) -> Entry:
        """The managed identity of an ARM id: a user-assigned one if the id is such an identity's, otherwise the
        system-assigned one of that machine or app. The one there is, if there is one; in the first tenant unless one
        is named."""
        found = self.managed_identity(resource_id)
        if found is not None:
            return found
        hosts = () if USER_ASSIGNED in resource_id.lower() else (resource_id.lower(),)
        tenant = tenant_id or next(iter(self.tenants))
        name = resource_id.rstrip("/").rsplit("/", 1)[-1]
        return self.add("ManagedIdentity", tenant, name, resource_id=resource_id, hosts=hosts)

    def remove_managed_identity(self, resource_id: str) -> None:
        """Forget the identity of an ARM id, and that anything was attached to it as a host."""
        found = self.managed_identity(resource_id)
        if found is not None:
            self.drop(found.object_id)
        self.attach(resource_id, frozenset())

    def attach(self, host_id: str, identity_ids: frozenset[str]) -> None:
        """Give a machine or app exactly these user-assigned identities (ARM ids of managed identities)."""
        host = host_id.lower()
        wanted = [self._by_name(f"resource/{each}") for each in identity_ids]
        keep = {each.object_id for each in wanted if each is not None and not each.is_system_assigned}
        for entry in self.managed_identities(host):
            if entry.object_id not in keep and not entry.is_system_assigned:
                self.keep(replace(entry, hosts=tuple(each for each in entry.hosts if each != host)))
        for entry in (self.entries[key] for key in keep):
            if host not in entry.hosts:
                self.keep(replace(entry, hosts=(*entry.hosts, host)))

    def trust(self, object_id: str, name: str, issuer: str, subject: str, audiences: tuple[str, ...]) -> Entry:
        """Add a federated credential to an application or a user-assigned identity."""
        entry = self.entries[object_id]
        key = self.new_id("federated", f"{object_id}/{name}")
        credential = FederatedCredential(key, name, issuer, subject, audiences)
        return self.keep(replace(entry, federated=(*entry.federated, credential)))

    # Indexes

    def _by_name(self, name: str) -> Entry | None:
        key = self._named.get(name.lower())
        return None if key is None else self.entries[key]

    def _index(self, entry: Entry) -> None:
        for name in _names(entry):
            self._named[name] = entry.object_id
        for host in entry.hosts:
            self._at_host.setdefault(host, set()).add(entry.object_id)

    def _unindex(self, object_id: str) -> None:
        entry = self.entries.get(object_id)
        if entry is None:
            return
        for name in _names(entry):
            self._named.pop(name, None)
        for host in entry.hosts:
            self._at_host[host].discard(object_id)


def _names(entry: Entry) -> list[str]:
    """What an object is looked up by."""
    names = {
        f"app/{entry.tenant_id}/": entry.app_id,
        "user/": entry.user_principal_name,
        "resource/": entry.resource_id,
    }
    return [f"{prefix}{name}".lower() for prefix, name in names.items() if name]


def _tenant(kept: dict[str, Any]) -> Tenant:
    return Tenant(**{**kept, "domains": tuple(kept["domains"])})
