"""The world: what exists, what is under way, and the one way time passes in it.

Data plus a clock, no background task: every effect of time is an event with a due time, and each request first settles
what is due, then acts. So the same requests at the same instants give the same world, under a real or a virtual clock.
"""

import heapq
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isinf
from pathlib import Path
from typing import Any

from azlift.rehearsal.access import Access
from azlift.rehearsal.azure_errors import AzureError, group_not_found, invalid_content, resource_not_found
from azlift.rehearsal.catalogue import Catalogue
from azlift.rehearsal.clock import Clock
from azlift.rehearsal.cloud_names import PUBLIC_CLOUD
from azlift.rehearsal.deployments.record import Deployment
from azlift.rehearsal.durations import Durations
from azlift.rehearsal.faults import Occurrence
from azlift.rehearsal.faults.book import FaultBook
from azlift.rehearsal.identifiers import (
    MANAGEMENT_GROUPS,
    TENANT,
    group_key,
    group_scope,
    key_of,
    management_group_of,
    read_id,
    read_scope,
)
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.facts import PRETEND
from azlift.rehearsal.identity.principals import Principal
from azlift.rehearsal.index import Index
from azlift.rehearsal.kinds import Kind, stored_kind
from azlift.rehearsal.limits import Limits
from azlift.rehearsal.records import DONE, Event, Group, Operation, Resource
from azlift.rehearsal.standing_rules import StandingRules
from azlift.rehearsal.store import Store
from azlift.rehearsal.supply import Supply
from azlift.rehearsal.tag_book import TagBook

Json = dict[str, Any]
Effect = Callable[["World", Event], None]

# Registered in every subscription, and not to be unregistered. Source: Azure documentation, resource providers and
# types.
ALWAYS_REGISTERED = frozenset(
    f"microsoft.{name}"
    for name in (
        "authorization", "billing", "classicsubscription", "commerce", "consumption", "costmanagement", "features",
        "management", "marketplaceordering", "portal", "resourcegraph", "resourcenotifications", "resources",
        "serialconsole", "subscription", "support",
    )
)  # fmt: skip
DEFAULT_QUOTA = 10_000  # vCPUs, regional and per family: wide enough for an estate unless a test steers it down
CLOCK_GRAIN = 1.0  # simulated seconds a killed server may lose
OPERATIONS_KEPT = 20_000  # finished operations beyond this are forgotten, oldest first; Azure keeps them for hours


@dataclass(frozen=True)
class Account:
    """Who lives here: the tenant and its first subscription, whose id is the seed of everything that looks random."""

    tenant_id: str
    subscription_id: str


class World:
    """All state of the pretend Azure; `effects` says what each kind of event does, `kinds` what each resource type
    is."""

    def __init__(
        self,
        account: Account,
        clock: Clock,
        store: Store,
        catalogue: Catalogue,
        kinds: Mapping[str, Kind],
        effects: Mapping[str, Effect],
    ) -> None:
        self.account = account
        self.clock = clock
        self.store = store
        self.catalogue = catalogue
        self.kinds = kinds
        self.limits = Limits.of(store.read("world", "limits"))
        self.faults = FaultBook(account.subscription_id, store)
        spread = (store.read("world", "durations") or {}).get("spread", True)
        self.durations = Durations(account.subscription_id, spread)
        self.supply = Supply(store)
        self.request: Occurrence | None = None  # what is being done, while it is: a call, or a deployment's resource
        self.index = Index({key: kind.sort for key, kind in kinds.items() if kind.sort})
        self.directory = Directory(store, account.subscription_id)
        self.instant = self._written = clock.now()
        self.groups: dict[str, Group] = {}
        self.resources: dict[str, Resource] = {}
        self.subscriptions: dict[str, str] = {account.subscription_id: "azlift rehearsal"}  # id -> display name
        self.registrations: dict[str, str] = {}
        self.features: dict[str, str] = {}
        self.quotas: dict[str, int] = {}
        self.actor: Principal | None = None  # for whom the world acts now; None: of its own accord
        self.access = Access(self)
        self.rules = StandingRules(self)
        self.tag_book = TagBook(store)
        self.cloud: Json = PUBLIC_CLOUD  # what environment() answers in templates
        self.links: Mapping[str, Path] = {}  # prefixes of addresses -> folders linked templates are read from
        self.expansions: dict[str, Any] = {}
        self._asked: dict[str, Json] = {}
        self._effects = effects
        self._load()

    def _load(self) -> None:
        for _, kept in self.store.read_all("group"):
            self.groups[Group(**kept).key] = Group(**kept)
        for _, kept in self.store.read_all("resource"):
            resource = Resource.from_document(kept)
            self.resources[resource.key] = resource
            self.index.add(resource)
        self.operations = {key: Operation(**kept) for key, kept in self.store.read_all("operation")}
        self.deployments: dict[str, Deployment] = {}
        self._histories: defaultdict[str, dict[str, Deployment]] = defaultdict(dict)
        for _, kept in self.store.read_all("deployment"):
            self._enter_deployment(Deployment.from_document(kept))
        self._events = [Event(**kept) for _, kept in self.store.read_all("event")]
        heapq.heapify(self._events)
        self._counters = Counter(self.store.read("world", "counters") or {})
        self.registrations.update(self.store.read("world", "registrations") or {})
        self.features.update(self.store.read("world", "features") or {})
        self.subscriptions.update(self.store.read("world", "subscriptions") or {})
        self.quotas.update(self.store.read("world", "quotas") or {})
        self._turns = Counter({key: kept["turns"] for key, kept in self.store.read_all("turn")})

    # Time

    def settle(self, now: float | None = None) -> None:
        """Let everything happen that is due by `now` (simulated seconds), each at its own instant, in order."""
        now = self.clock.now() if now is None else now
        while self._events and self._events[0].due <= now:
            event = heapq.heappop(self._events)
            self.store.stage("event", f"{event.sequence:012d}", None)
            self.instant = max(self.instant, event.due)
            with self.acting_for(None):
                self._effects[event.kind](self, event)
        self.instant = max(self.instant, now)

    def schedule(self, seconds: float, kind: str, key: str, **data: Any) -> float:
        """Plan an effect `seconds` from this instant; answers its due time. What is due never is not kept."""
        if isinf(seconds):
            return seconds
        event = Event(self.instant + seconds, self.count("event"), kind, key, data)
        heapq.heappush(self._events, event)
        self.store.stage("event", f"{event.sequence:012d}", event)
        return event.due

    def commit(self) -> None:
        """Write down what changed, with the instant it is now: the clock goes on from there after a restart.

        Time that passed is written too, so that a server killed again and again still gets on.
        """
        if self.store.dirty or self.instant - self._written > CLOCK_GRAIN:
            self._written = self.instant
            self.store.stage("world", "clock", {"instant": self.instant})
            self.store.stage("world", "counters", dict(self._counters))
        self.store.commit()

    # Numbers and ids

    def count(self, name: str) -> int:
        self._counters[name] += 1
        return self._counters[name]

    def counted(self, name: str) -> int:
        return self._counters[name]

    def turn(self, what: str) -> int:
        """How often something has been done, this time included."""
        self._turns[what] += 1
        self.store.stage("turn", what, {"turns": self._turns[what]})
        return self._turns[what]

    def new_guid(self) -> str:
        """A GUID that looks random and is the same on every run of the same requests."""
        return str(uuid.uuid5(uuid.UUID(self.account.subscription_id), f"azlift-{self.count('guid')}"))

    def guid_of(self, text: str) -> str:
        """A GUID for a text, always the same."""
        return str(uuid.uuid5(uuid.UUID(self.account.subscription_id), text))

    def request_guid(self) -> str:
        """The id of a request; counted apart, so that asking changes nothing that is made."""
        return str(uuid.uuid5(uuid.UUID(self.account.subscription_id), f"request-{self.count('request')}"))

    # Things

    def group(self, subscription: str, name: str) -> Group:
        """The resource group, or Azure's 404."""
        found = self.groups.get(group_key(subscription, name))
        if found is None:
            raise group_not_found(name)
        return found

    def find(self, resource_id: str) -> Resource | None:
        """What stands under an id: what was put there, or what its provider gives to everybody."""
        key = key_of(resource_id)
        return self.resources.get(key) or self._given(key)

    def _given(self, key: str) -> Resource | None:
        parts = key.rpartition("/providers/")[2].split("/")
        kind = self.kinds.get("/".join((parts[0], *parts[1::2])))
        return kind.given(self, key) if kind is not None and kind.given is not None else None

    @contextmanager
    def acting_for(self, actor: Principal | None) -> Iterator[None]:
        """Do what follows with the rights of a principal; None: of the world's own accord."""
        before, self.actor = self.actor, actor
        try:
            yield
        finally:
            self.actor = before

    def keep(self, resource: Resource) -> None:
        """Enter a resource, new or changed."""
        resource.stale()
        self.resources[resource.key] = resource
        self.index.add(resource)
        self.store.stage("resource", resource.key, resource)

    def drop(self, key: str) -> None:
        """Forget a resource."""
        self.resources.pop(key, None)
        self.index.drop(key)
        self.store.stage("resource", key, None)

    def keep_group(self, group: Group) -> None:
        self.groups[group.key] = group
        self.store.stage("group", group.key, group)

    def drop_group(self, key: str) -> None:
        self.groups.pop(key, None)
        self.store.stage("group", key, None)

    def history(self, scope: str) -> list[Deployment]:
        """The deployments of one scope."""
        return list(self._histories.get(key_of(scope), {}).values())

    def _enter_deployment(self, deployment: Deployment) -> None:
        self.deployments[deployment.key] = deployment
        self._histories[key_of(deployment.scope)][deployment.key] = deployment

    def keep_deployment(self, deployment: Deployment) -> None:
        deployment.serial = None
        self._enter_deployment(deployment)
        self.store.stage("deployment", deployment.key, deployment)

    def keep_asked(self, key: str, asked: Json) -> None:
        """Keep what a deployment was asked for, template and parameters: a document of its own, written once."""
        self._asked[key] = asked
        self.expansions.pop(key, None)
        self.store.stage("asked", key, asked)

    def asked(self, key: str) -> Json:
        """What a deployment was asked for."""
        return self._asked.get(key) or self.store.read("asked", key) or {}

    def release(self, key: str) -> None:
        """Let go of what only a running deployment needs at hand; a durable store still has it."""
        self.expansions.pop(key, None)
        if self.store.durable:
            self._asked.pop(key, None)

    def drop_deployment(self, key: str) -> None:
        gone = self.deployments.pop(key, None)
        if gone is not None:
            del self._histories[key_of(gone.scope)][key]
        self.expansions.pop(key, None)
        self._asked.pop(key, None)
        self.store.stage("deployment", key, None)
        self.store.stage("asked", key, None)

    def keep_operation(self, operation: Operation) -> None:
        self.operations[operation.id] = operation
        self.store.stage("operation", operation.id, operation)
        if len(self.operations) > OPERATIONS_KEPT:
            oldest = next((key for key, each in self.operations.items() if each.status in DONE), None)
            if oldest is not None:
                del self.operations[oldest]
                self.store.stage("operation", oldest, None)

    def registration(self, namespace: str) -> str:
        """Whether the subscriptions have registered a provider: Registered, Registering, NotRegistered."""
        if namespace.lower() in ALWAYS_REGISTERED:
            return "Registered"
        return self.registrations.get(namespace.lower(), "NotRegistered")

    def keep_subscription(self, subscription: str, display_name: str) -> None:
        """Open a subscription; its id must not look like a real one."""
        if not subscription.startswith(PRETEND):
            raise invalid_content(f"The id of a pretend subscription begins with '{PRETEND}', not '{subscription}'")
        self.subscriptions[subscription.lower()] = display_name
        self.store.stage("world", "subscriptions", dict(self.subscriptions))

    def keep_registration(self, namespace: str, state: str) -> None:
        self.registrations[namespace.lower()] = state
        self.store.stage("world", "registrations", dict(self.registrations))

    def keep_feature(self, key: str, state: str) -> None:
        self.features[key] = state
        self.store.stage("world", "features", dict(self.features))

    def keep_quota(self, location: str, name: str, limit: int) -> None:
        self.quotas[f"{location}/{name}".lower()] = limit
        self.store.stage("world", "quotas", dict(self.quotas))

    def quota(self, location: str, name: str) -> int:
        return self.quotas.get(f"{location}/{name}".lower(), DEFAULT_QUOTA)

    @contextmanager
    def doing(self, occurrence: Occurrence) -> Iterator[None]:
        """While the block runs, what it does is done for this."""
        before, self.request = self.request, occurrence
        try:
            yield
        finally:
            self.request = before

    def kind(self, resource_type: str) -> Kind:
        """What the world knows of the type of something that stands; one without semantics is stored as it comes."""
        return self.kinds.get(resource_type.lower()) or stored_kind(resource_type)

    def check_subscription(self, subscription: str) -> None:
        if subscription.lower() not in self.subscriptions:
            message = f"The subscription '{subscription}' could not be found."
            if not subscription.startswith(PRETEND):
                message += " It looks real, and this is a pretend Azure: is the client pointed at the right place?"
            raise AzureError(404, "SubscriptionNotFound", message)

    def check_scope(self, scope: str) -> None:
        """Refuse a scope that does not stand: its subscription, group, management group or resource."""
        subscription, group = read_scope(scope)
        if subscription is not None:
            self.check_subscription(subscription)
        if group is not None and subscription is not None:
            self.group(subscription, group)
        if management_group_of(scope) is not None and key_of(scope) == self.root_management_group:
            return
        is_resource = scope != TENANT and "/providers/" in scope
        if is_resource and self.find(scope) is None and key_of(scope) not in self.deployments:
            found = read_id(scope)
            raise resource_not_found(found.type, found.name, group)

    @property
    def root_management_group(self) -> str:
        """The key of the management group every tenant has."""
        return key_of(MANAGEMENT_GROUPS + self.account.tenant_id)

    def canonical_scope(self, scope: str) -> str:
        """A scope in the casing its group or resource was created with."""
        subscription, group = read_scope(scope)
        if "/providers/" in scope:
            standing = self.find(scope)
            return str(standing.id) if standing else scope
        if subscription is None:
            return scope
        if group is None:
            return f"/subscriptions/{subscription.lower()}"
        found = self.groups.get(group_key(subscription, group))
        return group_scope(subscription.lower(), found.name if found else group)


def canonical_json(value: Any) -> str:
    """One text for one value: what equality and hashes are taken over."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
