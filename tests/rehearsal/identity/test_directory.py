"""The directory: who is found, which ids they get, and that everything outlives the process."""

from dataclasses import replace
from pathlib import Path

from tests.rehearsal.identity.conftest import Issuer, Realm

from azlift.rehearsal.identity import Facts
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.principals import Tenant
from azlift.rehearsal.store import Store

GROUP = "/subscriptions/s/resourceGroups/rg/providers"
MACHINE = f"{GROUP}/Microsoft.Compute/virtualMachines/vm1"
ASSIGNED = f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/id1"


def opened(path: Path | None, facts: Facts) -> Directory:
    made = Directory(Store(path), facts.subscription_id)
    made.found(facts)
    return made


def test_the_first_tenant_and_application_are_those_of_the_facts(facts: Facts) -> None:
    directory = opened(None, facts)
    assert [each.display_name for each in directory.tenants.values()] == ["azlift rehearsal"]
    app = directory.application(facts.client_id.upper(), facts.tenant_id)
    assert app is not None
    assert (app.object_id, app.kind) == (facts.object_id, "ServicePrincipal")
    assert directory.tenant("Rehearsal.Example") == directory.tenant(facts.tenant_id.upper())


def test_what_became_of_the_first_application_stays(facts: Facts) -> None:
    directory = opened(None, facts)
    directory.keep(replace(directory.entries[facts.object_id], enabled=False))
    directory.found(facts)
    assert not directory.entries[facts.object_id].enabled


def test_ids_come_from_the_seed(facts: Facts) -> None:
    def ids(seed: str) -> list[str]:
        directory = Directory(Store(None), seed)
        directory.keep_tenant(Tenant("t1", "one", ("one.example",)))
        apps = [directory.add("ServicePrincipal", "t1", "same name") for _ in range(2)]
        return [each for app in apps for each in (app.object_id, app.app_id)]

    first = ids(facts.subscription_id)
    assert len(set(first)) == 4
    assert ids(facts.subscription_id) == first
    assert not set(ids(facts.tenant_id)) & set(first)


def test_microsofts_own_clients_are_in_every_tenant(facts: Facts) -> None:
    directory = opened(None, facts)
    found = directory.application("04b07795-8ddb-461a-bbee-02f9e1bf7b46", facts.tenant_id)
    assert found is not None
    assert found.public_client
    assert directory.application("04b07795-0000-0000-0000-000000000000", facts.tenant_id) is None


def test_an_application_is_known_in_its_own_tenant_only(facts: Facts) -> None:
    directory = opened(None, facts)
    other = directory.keep_tenant(Tenant("t2", "other", ("other.example",)))
    app = directory.add("ServicePrincipal", other.tenant_id, "theirs")
    assert directory.application(app.app_id, other.tenant_id) == app
    assert directory.application(app.app_id, facts.tenant_id) is None


def test_a_managed_identity_is_one_for_its_resource_and_another_when_made_again(facts: Facts) -> None:
    directory = opened(None, facts)
    first = directory.add_managed_identity(MACHINE)
    assert directory.add_managed_identity(MACHINE.upper()) == first
    assert first.is_system_assigned
    assert first.tenant_id == facts.tenant_id
    directory.remove_managed_identity(MACHINE.lower())
    assert directory.managed_identity(MACHINE) is None
    again = directory.add_managed_identity(MACHINE)
    assert (again.object_id, again.app_id) != (first.object_id, first.app_id)


def test_assigned_identities_come_and_go_with_their_host(facts: Facts) -> None:
    directory = opened(None, facts)
    assigned, own = directory.add_managed_identity(ASSIGNED), directory.add_managed_identity(MACHINE)
    assert not assigned.is_system_assigned
    directory.attach(MACHINE.upper(), frozenset({ASSIGNED.lower()}))
    assert {each.object_id for each in directory.managed_identities(MACHINE)} == {own.object_id, assigned.object_id}
    directory.attach(MACHINE, frozenset())
    assert [each.object_id for each in directory.managed_identities(MACHINE)] == [own.object_id]
    directory.attach(MACHINE, frozenset({ASSIGNED}))
    directory.attach(f"{MACHINE}2", frozenset({MACHINE}))
    assert directory.managed_identities(f"{MACHINE}2") == []
    directory.remove_managed_identity(MACHINE)
    assert directory.managed_identities(MACHINE) == []
    assert len(directory.managed_identities(None)) == 1


def test_groups_within_groups_count_also_in_a_circle(facts: Facts) -> None:
    directory = opened(None, facts)
    tenant = facts.tenant_id
    inner = directory.add("Group", tenant, "inner", members=(facts.object_id,))
    outer = directory.add("Group", tenant, "outer", members=(inner.object_id,))
    directory.keep(replace(inner, members=(facts.object_id, outer.object_id)))
    directory.add("Group", tenant, "apart")
    assert directory.groups_of(facts.object_id) == {inner.object_id, outer.object_id}
    directory.drop(inner.object_id)
    assert directory.groups_of(facts.object_id) == frozenset()
    assert directory.entries[outer.object_id].members == ()


def test_everything_is_there_again_after_a_restart(tmp_path: Path, facts: Facts) -> None:
    store = Store(tmp_path)
    directory = Directory(store, facts.subscription_id)
    directory.found(facts)
    directory.add_managed_identity(MACHINE)
    directory.trust(facts.object_id, "cluster", "https://i/", "s", ("a",))
    directory.keep_issuer("https://i/", Issuer().jwks["keys"])
    directory.keep_lifetime(60)
    store.close()
    again = Directory(Store(tmp_path), facts.subscription_id)
    assert again.tenants == directory.tenants
    assert again.entries == directory.entries
    assert (again.issuers, again.token_seconds) == (directory.issuers, 60)
    assert again.managed_identity(MACHINE) == directory.managed_identity(MACHINE)
    app = again.add("ServicePrincipal", facts.tenant_id, "next")
    assert app == directory.add("ServicePrincipal", facts.tenant_id, "next")


def test_no_secret_is_in_the_worlds_file(tmp_path: Path, facts: Facts) -> None:
    store = Store(tmp_path)
    Directory(store, facts.subscription_id).found(facts)
    store.close()
    files = [file for file in tmp_path.iterdir() if file.is_file()]
    assert files
    assert not [file.name for file in files if facts.client_secret.encode() in file.read_bytes()]


def test_a_renamed_user_is_found_by_the_new_name_only(realm: Realm) -> None:
    user = realm.directory.add("User", realm.facts.tenant_id, "Ann", user_principal_name="ann@rehearsal.example")
    realm.directory.keep(replace(user, user_principal_name="anna@rehearsal.example"))
    assert realm.directory.user("ann@rehearsal.example") is None
    assert realm.directory.user("Anna@Rehearsal.Example") is not None
