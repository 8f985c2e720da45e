"""Policy definitions and sets of them: Azure's own, as far as `built_in_policies.json` has them, and one's own."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from azlift.rehearsal.authorization.given import given_resource, read_data
from azlift.rehearsal.authorization.policy.conditions import check_condition, invalid_rule
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.expressions import is_expression
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Home, Json, Kind, Seen, Surroundings, Wanted
from azlift.rehearsal.lineage import lineage
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Reader, Shape, Voice, list_of, one_of, text

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

DEFINITIONS = "Microsoft.Authorization/policyDefinitions"
SETS = "Microsoft.Authorization/policySetDefinitions"
ACTED_ON = ("deny", "audit", "disabled", "append", "modify")
# Known to Azure, taken and kept, and not evaluated here.
NOT_EVALUATED = ("auditifnotexists", "deployifnotexists", "denyaction", "manual", "mutate", "addtonetworkgroup")
POLICY_NAME = re.compile(r"[^<>*%&:?+\\/]{1,128}(?<! )")
NAME_WORDS = "1 to 128 characters, none of <>*%&:?.+/, no space at the end"


def _object(value: Any, path: str, voice: Voice) -> Json:
    if not isinstance(value, dict):
        raise AzureError(400, "InvalidRequestContent", f"Error converting value to an object. Path '{path}'")
    return value


_DESCRIBED: dict[str, Reader | Shape] = {
    "displayName": text,
    "description": text,
    "policyType": one_of("NotSpecified", "BuiltIn", "Custom", "Static"),
    "metadata": _object,
    "parameters": _object,
    "version": text,
    "versions": list_of(text),
}
DEFINITION = Shape("PolicyDefinitionProperties", {**_DESCRIBED, "mode": text, "policyRule": _object}, ("policyRule",))
MEMBER = Shape(
    "PolicyDefinitionReference",
    {
        "policyDefinitionId": text,
        "parameters": _object,
        "policyDefinitionReferenceId": text,
        "groupNames": list_of(text),
        "definitionVersion": text,
    },
    ("policyDefinitionId",),
    ("latestDefinitionVersion", "effectiveDefinitionVersion"),
)
SET = Shape(
    "PolicySetDefinitionProperties",
    {**_DESCRIBED, "policyDefinitions": list_of(MEMBER, least=1), "policyDefinitionGroups": list_of(_object)},
    ("policyDefinitions",),
)


def built_in() -> dict[str, Json]:
    """The properties of Azure's own policies by id, a GUID in lower case."""
    found: dict[str, Json] = read_data("built_in_policies.json")["policies"]
    return found


def _check_definition(wanted: Wanted, around: Surroundings) -> None:
    name, rule = wanted.id.name, wanted.properties["policyRule"]
    if not {"if", "then"} <= rule.keys() or not isinstance(rule["then"], dict) or "effect" not in rule["then"]:
        raise invalid_rule(name, "a rule has an 'if' and a 'then' with an 'effect'")
    check_condition(rule["if"], name)
    effect = rule["then"]["effect"]
    if not isinstance(effect, str):
        raise invalid_rule(name, "the 'effect' is a text")
    if not is_expression(effect) and effect.lower() not in (*ACTED_ON, *NOT_EVALUATED):
        raise invalid_rule(name, f"the effect '{effect}' is not known")


def _compose_definition(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    given = wanted.properties
    return {
        "displayName": given.get("displayName", wanted.id.name),
        "policyType": "Custom",
        "mode": given.get("mode", "Indexed"),
        **{name: given[name] for name in ("description", "metadata", "parameters") if name in given},
        "policyRule": given["policyRule"],
    }


def _check_set(wanted: Wanted, around: Surroundings) -> None:
    members = wanted.properties["policyDefinitions"]
    named = [each["policyDefinitionReferenceId"].lower() for each in members if "policyDefinitionReferenceId" in each]
    if len(named) != len(set(named)):
        message = f"The policy set definition '{wanted.id.name}' has two members of one policyDefinitionReferenceId."
        raise AzureError(400, "InvalidPolicySetDefinitionRequest", message)
    for member in members:
        definition_at(around, member["policyDefinitionId"], DEFINITIONS, "policy set definition", wanted)


def _compose_set(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    given = wanted.properties
    members = [
        {"policyDefinitionReferenceId": f"{world.count('policy reference')}", **each}
        for each in given["policyDefinitions"]
    ]
    return {
        "displayName": given.get("displayName", wanted.id.name),
        "policyType": "Custom",
        **{name: given[name] for name in ("description", "metadata", "parameters") if name in given},
        "policyDefinitions": members,
        **({"policyDefinitionGroups": given["policyDefinitionGroups"]} if "policyDefinitionGroups" in given else {}),
    }


def definition_at(around: Surroundings, definition_id: str, kind: str, noun: str, wanted: Wanted) -> Seen:
    """The definition of an id, which is made at or above the scope it is used in; Azure's refusal otherwise."""
    found = around.find(definition_id)
    if found is None or found.id.type.lower() != kind.lower():
        name = definition_id.rstrip("/").rpartition("/")[2]
        what = "policy definition" if kind == DEFINITIONS else "policy set definition"
        code = "PolicyDefinitionNotFound" if kind == DEFINITIONS else "PolicySetDefinitionNotFound"
        raise AzureError(404, code, f"The {what} '{name}' could not be found.")
    if key_of(found.id.scope) not in lineage(around.world, key_of(wanted.id.scope)):
        message = (
            f"The policy definition specified in {noun} '{wanted.id.name}' is out of scope. Policy definitions should "
            f"be specified only at or above the {noun} scope. If the management groups hierarchy changed recently or "
            "if assigning a management group policy to new subscription, please allow up to 30 minutes for the "
            "hierarchy changes to apply and try again."
        )
        raise AzureError(400, "InvalidCreatePolicyAssignmentRequest", message)
    return found


def _forbid_used(world: "World", definition: Resource) -> None:
    """A definition that is assigned, or in a set, stays."""
    users = [str(each.id) for each in _users(world) if definition.key in _used_by(each)]
    if users:
        noun = "policy set definition" if definition.id.type == SETS else "policy definition"
        message = (
            f"The {noun} '{definition.id.name}' cannot be deleted as it is being referenced by: '{','.join(users)}'."
        )
        raise AzureError(409, "PolicyDefinitionInUse", message)


def _users(world: "World") -> Iterator[Resource]:
    for assignments in world.rules.policies.all().values():
        yield from assignments
    for key in sorted(world.index.of_type(SETS)):
        yield world.resources[key]


def _used_by(user: Resource) -> set[str]:
    """The keys of the definitions an assignment or a set names."""
    named = user.properties.get("policyDefinitions", [user.properties])
    return {key_of(each["policyDefinitionId"]) for each in named}


def _given(world: "World", key: str) -> Resource | None:
    """A built-in policy, which is of the tenant but answered in every subscription."""
    name = key.rpartition("/")[2]
    return given_resource(f"/providers/{DEFINITIONS}/{name}", built_in()[name]) if name in built_in() else None


def _select_definitions(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    yield from _own(world, DEFINITIONS, scope, asked)
    if asked.get("policytype", "builtin").lower() == "builtin" and "atexactscope()" not in asked:
        for name in built_in():
            found = _given(world, f"/{name}")
            if found is not None and _is_of(found, asked):
                yield found


def _select_sets(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    return _own(world, SETS, scope, asked)


def _own(world: "World", kind: str, scope: str, asked: Json) -> Iterable[Resource]:
    """What was made at a scope or above it."""
    around = (key_of(scope),) if "atexactscope()" in asked else lineage(world, key_of(scope))
    if asked.get("policytype", "custom").lower() == "custom":
        for key in sorted(world.index.of_type(kind)):
            definition = world.resources[key]
            if key_of(definition.id.scope) in around and _is_of(definition, asked):
                yield definition


def _is_of(definition: Resource, asked: Json) -> bool:
    category = definition.properties.get("metadata", {}).get("category", "")
    return "category" not in asked or category.lower() == asked["category"].lower()


DEFINITION_KIND = Kind(
    type=DEFINITIONS,
    missing=("PolicyDefinitionNotFound", "The policy definition '{name}' could not be found."),
    voice=Voice.ARM,
    family="generic",
    properties=DEFINITION,
    seconds=0,
    name_rule=POLICY_NAME,
    name_words=NAME_WORDS,
    statuses=(201, 201),
    homes=frozenset({Home.SUBSCRIPTION, Home.MANAGEMENT_GROUP, Home.TENANT}),
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check_definition,
    compose=_compose_definition,
    forbid_delete=_forbid_used,
    given=_given,
    select=_select_definitions,
    filters=("policyType", "category", "atExactScope()"),
)
SET_KIND = Kind(
    type=SETS,
    missing=("PolicySetDefinitionNotFound", "The policy set definition '{name}' could not be found."),
    voice=Voice.ARM,
    family="generic",
    properties=SET,
    seconds=0,
    name_rule=POLICY_NAME,
    name_words=NAME_WORDS,
    homes=frozenset({Home.SUBSCRIPTION, Home.MANAGEMENT_GROUP}),
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check_set,
    compose=_compose_set,
    forbid_delete=_forbid_used,
    select=_select_sets,
    filters=("policyType", "category", "atExactScope()"),
)
