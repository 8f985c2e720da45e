"""Policy assignments and exemptions: which definition rules where, with which parameters, and what is let off."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from azlift.rehearsal.authorization.policy.definitions import (
    DEFINITIONS,
    NAME_WORDS,
    POLICY_NAME,
    SETS,
    definition_at,
)
from azlift.rehearsal.authorization.roles import authored
from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.identifiers import TENANT, key_of
from azlift.rehearsal.kinds import ANYWHERE, Home, Kind, Seen, Surroundings, Wanted
from azlift.rehearsal.lineage import lineage
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Reader, Shape, Voice, list_of, one_of, text, unmodelled

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

ASSIGNMENTS = "Microsoft.Authorization/policyAssignments"
EXEMPTIONS = "Microsoft.Authorization/policyExemptions"
_PARAMETERS_HELP = "Please see https://aka.ms/policy-parameters for details on parameters."


def _object(value: Any, path: str, voice: Voice) -> Json:
    if not isinstance(value, dict):
        raise AzureError(400, "InvalidRequestContent", f"Error converting value to an object. Path '{path}'")
    return value


_DESCRIBED: dict[str, Reader | Shape] = {"displayName": text, "description": text, "metadata": _object}
ASSIGNMENT = Shape(
    "PolicyAssignmentProperties",
    {
        **_DESCRIBED,
        "policyDefinitionId": text,
        "definitionVersion": text,
        "notScopes": list_of(text),
        "parameters": _object,
        "enforcementMode": one_of("Default", "DoNotEnforce"),
        "nonComplianceMessages": list_of(
            Shape("NonComplianceMessage", {"message": text, "policyDefinitionReferenceId": text}, ("message",))
        ),
        "resourceSelectors": unmodelled("resource selectors of policy assignments"),
        "overrides": unmodelled("overrides of policy assignments"),
        "assignmentType": text,
    },
    ("policyDefinitionId",),
    ("scope", "latestDefinitionVersion", "effectiveDefinitionVersion", "instanceId"),
)
EXEMPTION = Shape(
    "PolicyExemptionProperties",
    {
        **_DESCRIBED,
        "policyAssignmentId": text,
        "policyDefinitionReferenceIds": list_of(text),
        "exemptionCategory": one_of("Waiver", "Mitigated"),
        "expiresOn": text,
        "assignmentScopeValidation": text,
        "resourceSelectors": unmodelled("resource selectors of policy exemptions"),
    },
    ("policyAssignmentId", "exemptionCategory"),
)


def definition_of(around: Surroundings, wanted: Wanted) -> Seen:
    """The definition or set an assignment names."""
    definition_id = wanted.properties["policyDefinitionId"]
    kind = SETS if f"/{SETS.lower()}/" in definition_id.lower() else DEFINITIONS
    return definition_at(around, definition_id, kind, "policy assignment", wanted)


def _check(wanted: Wanted, around: Surroundings) -> None:
    definition = definition_of(around, wanted)
    declared: Json = definition.properties.get("parameters", {})
    given = {name.lower(): each for name, each in wanted.properties.get("parameters", {}).items()}
    quoted = f"policy assignment '{wanted.id.name}'"
    _refuse_parameters(
        "MissingPolicyParameter",
        [name for name, each in declared.items() if "defaultValue" not in each and name.lower() not in given],
        f"The {quoted} is missing the parameter(s) '{{}}' as defined in the policy definition '{definition.id.name}'.",
    )
    known = {name.lower() for name in declared}
    _refuse_parameters(
        "UndefinedPolicyParameter",
        [name for name in wanted.properties.get("parameters", {}) if name.lower() not in known],
        f"The {quoted} has the parameter(s) '{{}}' that the policy definition '{definition.id.name}' does not define.",
    )
    for name, each in declared.items():
        if name.lower() in given:
            _check_value(name, each, given[name.lower()], definition.id.name)


def _refuse_parameters(code: str, names: list[str], message: str) -> None:
    if names:
        raise AzureError(400, code, f"{message.format(','.join(names))} {_PARAMETERS_HELP}")


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "array": (list,),
    "object": (dict,),
    "boolean": (bool,),
    "integer": (int,),
    "float": (int, float),
    "datetime": (str,),
}


def _check_value(name: str, declared: Json, given: Any, definition: str) -> None:
    """The value of a parameter is of its type, and among those allowed."""
    value = given.get("value") if isinstance(given, dict) else None
    if not isinstance(value, _TYPES.get(str(declared.get("type", "")).lower(), (object,))):
        message = (
            f"Failed to parse policy parameter '{name}' of policy definition '{definition}': its value is no "
            f"{declared.get('type')}. {_PARAMETERS_HELP}"
        )
        raise AzureError(400, "InvalidPolicyParameters", message)
    allowed: list[Any] = declared.get("allowedValues", [])
    values = value if isinstance(value, list) else [value]
    for each in values if allowed else ():
        if str(each).lower() not in {str(one).lower() for one in allowed}:
            message = (
                f"The value '{each}' is not allowed for policy parameter '{name}' in policy definition "
                f"'{definition}'. The allowed values are '{', '.join(map(str, allowed))}'."
            )
            raise AzureError(400, "PolicyParameterValueNotAllowed", message)


def _compose(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    given = wanted.properties
    optional = ("description", "parameters", "nonComplianceMessages", "definitionVersion")
    return {
        "displayName": given.get("displayName", wanted.id.name),
        "policyDefinitionId": given["policyDefinitionId"],
        "scope": wanted.id.scope or "/",
        "notScopes": given.get("notScopes", []),
        "enforcementMode": given.get("enforcementMode", "Default"),
        "metadata": {**given.get("metadata", {}), **_authored_metadata(world, standing)},
        **{name: given[name] for name in optional if name in given},
    }


def _authored_metadata(world: "World", standing: Resource | None) -> Json:
    """Who made an assignment and who changed it last, which Azure keeps in its metadata."""
    noted = authored(world, None)
    if standing is None:
        return {**noted, "updatedBy": None, "updatedOn": None}
    made = standing.properties["metadata"]
    return {**noted, "createdBy": made["createdBy"], "createdOn": made["createdOn"]}


def _select(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    """The assignments that reach a scope, of a definition if one is asked for."""
    wanted = asked.get("policydefinitionid")
    for assignment in _reaching(world, ASSIGNMENTS, scope, asked):
        if wanted is None or key_of(assignment.properties["policyDefinitionId"]) == key_of(wanted):
            yield assignment


def _select_exemptions(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    return _reaching(world, EXEMPTIONS, scope, asked)


def _reaching(world: "World", kind: str, scope: str, asked: Json) -> Iterable[Resource]:
    """What stands at a scope, above it, and (unless atScope()) below it."""
    key = key_of(scope)
    around = {key} if "atexactscope()" in asked else {*lineage(world, key), TENANT}
    narrow = "atscope()" in asked or "atexactscope()" in asked
    for each in sorted(world.index.of_type(kind)):
        place = key_of(world.resources[each].id.scope)
        if place in around or (not narrow and place.startswith(f"{key}/")):
            yield world.resources[each]


def _check_exemption(wanted: Wanted, around: Surroundings) -> None:
    assignment = around.find(wanted.properties["policyAssignmentId"])
    if assignment is None or assignment.id.type != ASSIGNMENTS:
        name = wanted.properties["policyAssignmentId"].rpartition("/")[2]
        raise AzureError(404, "PolicyAssignmentNotFound", f"The policy assignment '{name}' is not found.")


KIND = Kind(
    type=ASSIGNMENTS,
    missing=("PolicyAssignmentNotFound", "The policy assignment '{name}' is not found."),
    voice=Voice.ARM,
    family="generic",
    properties=ASSIGNMENT,
    seconds=0,
    name_rule=POLICY_NAME,
    name_words=NAME_WORDS,
    statuses=(201, 201),
    homes=ANYWHERE - {Home.TENANT},
    top={"location": text, "identity": _object},
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
    compose=_compose,
    select=_select,
    filters=("policyDefinitionId", "atScope()", "atExactScope()"),
)
EXEMPTION_KIND = Kind(
    type=EXEMPTIONS,
    voice=Voice.ARM,
    family="generic",
    properties=EXEMPTION,
    seconds=0,
    name_rule=POLICY_NAME,
    name_words=NAME_WORDS,
    homes=ANYWHERE - {Home.TENANT},
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check_exemption,
    select=_select_exemptions,
    filters=("atScope()", "atExactScope()"),
)
