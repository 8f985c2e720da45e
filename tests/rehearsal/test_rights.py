"""Actions and patterns, and roles over them against a slow and simple reading of the rules."""

import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rehearsal.conftest import Desk, HandClock, open_desk

from azlift.rehearsal.authorization.given import given_resource
from azlift.rehearsal.identity import Facts
from azlift.rehearsal.rights import PATTERN, Permission, names
from azlift.rehearsal.store import Store


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("*", "Microsoft.Compute/disks/write", True),
        ("*/read", "Microsoft.Compute/virtualMachines/instanceView/read", True),
        ("*/read", "Microsoft.Compute/disks/write", False),
        ("microsoft.compute/*", "Microsoft.Compute/disks/write", True),
        ("Microsoft.Compute/*/read", "Microsoft.Compute/skus/read", True),
        ("Microsoft.Compute/*/read", "Microsoft.ComputeX/skus/read", False),
        ("Microsoft.Compute/disks", "Microsoft.Compute/disks/read", False),
        ("Microsoft.Compute/disks/read", "microsoft.COMPUTE/DISKS/READ", True),
        ("Microsoft.Compute/a.b/read", "Microsoft.Compute/aXb/read", False),
    ],
)
def test_a_star_stands_for_any_text_and_case_does_not_matter(pattern: str, action: str, expected: bool) -> None:
    assert names([pattern], action) is expected


def test_nothing_is_named_by_no_pattern() -> None:
    assert not names([], "")
    assert not Permission(()).grants("Microsoft.Compute/disks/read")


@pytest.mark.parametrize("pattern", ["*", "Microsoft.Compute/*", "*/read", "Microsoft.Web/sites/config/list/Action"])
def test_azures_patterns_are_patterns(pattern: str) -> None:
    assert PATTERN.fullmatch(pattern)


@pytest.mark.parametrize("pattern", ["", "/", "Microsoft.Compute//read", "[concat('a')]", "Microsoft.Compute/"])
def test_other_texts_are_none(pattern: str) -> None:
    assert not PATTERN.fullmatch(pattern)


# A small world of actions, scopes and people, so that chance hits often.
PARTS, VERBS = st.sampled_from(["*", "a", "b"]), ["read", "write"]
PATTERNS = st.one_of(st.just("*"), st.builds("M.X/{}/{}".format, PARTS, st.sampled_from(["*", *VERBS])))
ACTIONS = st.builds("M.X/{}/{}".format, st.sampled_from(["a", "b"]), st.sampled_from(VERBS))
SCOPES = ["", "~", "~/resourceGroups/rg1", "~/resourceGroups/rg1/providers/M.X/a/one", "~/resourceGroups/rg10"]
Role = tuple[list[str], list[str]]
ROLES = st.lists(st.tuples(st.lists(PATTERNS, max_size=3), st.lists(PATTERNS, max_size=2)), min_size=1, max_size=3)
# Which role, whose (the caller's, another's, the group's), and where.
ASSIGNED = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(SCOPES)), max_size=6)
CALLER, ANOTHER = (str(uuid.UUID(int=number)) for number in (1001, 1002))


@pytest.fixture(scope="module")
def small_world(facts: Facts) -> tuple[Desk, str]:
    """A desk, and the id of a group in its directory."""
    desk = open_desk(Store(None), facts, HandClock())
    group = desk.world.directory.add("Group", facts.tenant_id, "group")
    return desk, group.object_id


def matches(pattern: str, action: str) -> bool:
    """`*` by recursion, letter by letter."""
    if not pattern:
        return not action
    if pattern[0] == "*":
        return any(matches(pattern[1:], action[at:]) for at in range(len(action) + 1))
    return bool(action) and pattern[0] == action[0] and matches(pattern[1:], action[1:])


def put_roles(desk: Desk, roles: list[Role], assigned: list[tuple[int, str, str]]) -> None:
    """Exactly these roles and assignments, in place of all there were."""
    world, prefix = desk.world, "providers/Microsoft.Authorization"
    for kind in ("roleDefinitions", "roleAssignments"):
        for key in world.index.of_type(f"Microsoft.Authorization/{kind}"):
            world.drop(key)
    for number, (actions, not_actions) in enumerate(roles):
        properties = {"permissions": [{"actions": actions, "notActions": not_actions}]}
        world.keep(given_resource(f"/{prefix}/roleDefinitions/{uuid.UUID(int=number)}", properties))
    for number, (role, principal, place) in enumerate(assigned):
        scope = place.replace("~", desk.subscription)
        made = given_resource(f"{scope}/{prefix}/roleAssignments/{uuid.UUID(int=number)}", {"principalId": principal})
        made.inside = {"role": f"/{prefix}/roleDefinitions/{uuid.UUID(int=role)}".lower()}
        world.keep(made)


@settings(max_examples=150, deadline=None)
@given(roles=ROLES, assigned=ASSIGNED, action=ACTIONS, scope=st.sampled_from(SCOPES), member=st.booleans())
def test_a_right_is_one_assigned_role_around_that_grants_it(
    small_world: tuple[Desk, str],
    roles: list[Role],
    assigned: list[tuple[int, int, str]],
    action: str,
    scope: str,
    member: bool,
) -> None:
    desk, group = small_world
    world, principals = desk.world, (CALLER, ANOTHER, group)
    entry = world.directory.entries[group]
    world.directory.keep(replace(entry, members=(CALLER,) if member else ()))
    made = [(role % len(roles), principals[whose], place) for role, whose, place in assigned]
    put_roles(desk, roles, made)
    expected = any(
        any(matches(each, action) for each in roles[role][0])
        and not any(matches(each, action) for each in roles[role][1])
        for role, principal, place in made
        if (principal == CALLER or (member and principal == group))
        and (place in ("", scope) or scope.startswith(f"{place}/"))
    )
    assert world.access.allows(CALLER, action, scope.replace("~", desk.subscription)) is expected
