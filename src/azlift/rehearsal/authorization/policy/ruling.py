"""What the policies of a scope say to a request: changed, refused, or noted."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azlift.rehearsal.authorization.policy.conditions import Trace, holds
from azlift.rehearsal.authorization.policy.definitions import NOT_EVALUATED, SETS
from azlift.rehearsal.authorization.policy.effects import changed
from azlift.rehearsal.authorization.policy.fields import Subject
from azlift.rehearsal.authorization.policy.values import Outlook, value_of
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identifiers import key_of, read_scope
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.language_errors import ExpressionError
from azlift.rehearsal.lineage import lineage, within
from azlift.rehearsal.records import Resource

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

# Policies rule over everything but themselves.
UNRULED = re.compile(r"microsoft\.authorization/policy\w+|microsoft\.resources/deployments", re.IGNORECASE)


@dataclass(frozen=True)
class Ruling:
    """One policy that reaches a request, and the parameters it is assigned with; `reference` is its name in a set."""

    assignment: Resource
    definition: Resource
    parameters: Json
    of_set: Resource | None = None
    reference: str | None = None

    @property
    def enforced(self) -> bool:
        return bool(self.assignment.properties["enforcementMode"] == "Default")


@dataclass(frozen=True)
class Verdict:
    """What a policy says to a request; `failed` is why it could not be evaluated, which counts as a denial."""

    ruling: Ruling
    effect: str
    details: Any
    trace: Trace
    failed: str = ""


def govern(world: "World", subject: Subject, api_version: str, indexed: bool) -> tuple[Subject, list[Verdict]]:
    """The request as policies change it, and what they note; a denial is Azure's 403.

    `indexed`: the type has tags and a location, which policies of mode Indexed are about.
    """
    if not world.rules.policies.all() or UNRULED.fullmatch(subject.type):
        return subject, []
    rulings = list(_rulings(world, subject, indexed))
    for verdict in _verdicts(world, subject, api_version, rulings):
        if verdict.effect in ("modify", "append") and verdict.ruling.enforced:
            outlook = _outlook(world, subject, verdict.ruling, api_version)
            subject = changed(subject, verdict.effect, value_of(verdict.details, outlook))
    verdicts = list(_verdicts(world, subject, api_version, rulings))
    denials = [each for each in verdicts if each.effect == "deny" and each.ruling.enforced]
    if denials:
        raise _disallowed(subject, denials)
    return subject, [each for each in verdicts if each.effect in ("audit", "deny")]


def _rulings(world: "World", subject: Subject, indexed: bool) -> Iterator[Ruling]:
    """Every policy that reaches the request, from the outermost scope in."""
    key = key_of(subject.id)
    around = lineage(world, key)
    assigned = world.rules.policies.all()
    for scope in reversed(around):
        for assignment in assigned.get(scope, ()):
            if any(key_of(each) in around for each in assignment.properties["notScopes"]):
                continue
            for ruling in _of_assignment(world, assignment):
                mode = ruling.definition.properties.get("mode", "Indexed").lower()
                if (mode == "all" or (mode == "indexed" and indexed)) and not _is_exempt(world, ruling, key):
                    yield ruling


def _of_assignment(world: "World", assignment: Resource) -> Iterator[Ruling]:
    """The one policy of an assignment, or those of its set."""
    definition = world.find(assignment.properties["policyDefinitionId"])
    if definition is None:
        return
    given = {name: each.get("value") for name, each in assignment.properties.get("parameters", {}).items()}
    parameters = _with_defaults(definition, given)
    if definition.id.type != SETS:
        yield Ruling(assignment, definition, parameters)
        return
    subject = Subject(str(assignment.id), assignment.id.name, assignment.id.name, assignment.id.type, None, {}, {})
    for member in definition.properties["policyDefinitions"]:
        inner = world.find(member["policyDefinitionId"])
        if inner is None:
            continue
        outlook = Outlook(world, subject, parameters)
        handed = {name: value_of(each.get("value"), outlook) for name, each in member.get("parameters", {}).items()}
        reference = member["policyDefinitionReferenceId"]
        yield Ruling(assignment, inner, _with_defaults(inner, handed), definition, reference)


def _with_defaults(definition: Resource, given: Json) -> Json:
    declared: Json = definition.properties.get("parameters", {})
    defaults = {name: each["defaultValue"] for name, each in declared.items() if "defaultValue" in each}
    known = {name.lower() for name in given}
    return {**{name: value for name, value in defaults.items() if name.lower() not in known}, **given}


def _is_exempt(world: "World", ruling: Ruling, key: str) -> bool:
    """Whether an exemption lets a resource off; it ends at `expiresOn`."""
    exempted = world.rules.exemptions.all()
    for scope in within(key) if exempted else ():
        for exemption in exempted.get(scope, ()):
            properties = exemption.properties
            references = properties.get("policyDefinitionReferenceIds") or [ruling.reference]
            if (
                key_of(properties["policyAssignmentId"]) == ruling.assignment.key
                and ruling.reference in references
                and properties.get("expiresOn", "9") > iso_time(world.instant)
            ):
                return True
    return False


def _outlook(world: "World", subject: Subject, ruling: Ruling, api_version: str) -> Outlook:
    assignment: Json = {
        "assignmentId": str(ruling.assignment.id),
        "definitionId": str(ruling.definition.id),
        "setDefinitionId": str(ruling.of_set.id) if ruling.of_set else "",
        "definitionReferenceId": ruling.reference or "",
    }
    return Outlook(world, subject, ruling.parameters, assignment, api_version)


def _verdicts(world: "World", subject: Subject, api_version: str, rulings: list[Ruling]) -> Iterator[Verdict]:
    """Of every policy whose condition the request meets, what it says."""
    for ruling in rulings:
        outlook, rule = _outlook(world, subject, ruling, api_version), ruling.definition.properties["policyRule"]
        trace: Trace = []
        try:
            effect = str(value_of(rule["then"]["effect"], outlook)).lower()
            if effect == "disabled" or effect in NOT_EVALUATED or not holds(rule["if"], outlook, trace):
                continue
            yield Verdict(ruling, effect, rule["then"].get("details"), trace)
        except ExpressionError as error:
            yield Verdict(ruling, "deny", None, trace, error.message)


def _disallowed(subject: Subject, denials: list[Verdict]) -> AzureError:
    """Azure's 403. Source: bodies that users report."""
    name = subject.name
    reasons = [reason for each in denials for reason in _reasons(each)]
    if reasons:
        told = "' and '".join(dict.fromkeys(reasons))
        message = (
            f"Resource '{name}' was disallowed by policy. Reasons: '{told}'. See error details for policy resource IDs."
        )
    else:
        identifiers = json.dumps([_identifiers(each.ruling) for each in denials], separators=(",", ":"))
        message = f"Resource '{name}' was disallowed by policy. Policy identifiers: '{identifiers}'."
    info = [{"type": "PolicyViolation", "info": violation(each)} for each in denials]
    return AzureError(403, "RequestDisallowedByPolicy", message, target=name, additional_info=info)


def _reasons(verdict: Verdict) -> Iterator[str]:
    """The messages of the assignment: those for this member of a set, otherwise those for all."""
    if verdict.failed:
        yield f"The policy '{verdict.ruling.definition.id.name}' could not be evaluated: {verdict.failed}"
    messages = verdict.ruling.assignment.properties.get("nonComplianceMessages", [])
    own = [each for each in messages if each.get("policyDefinitionReferenceId") == verdict.ruling.reference]
    for each in own or [each for each in messages if "policyDefinitionReferenceId" not in each]:
        yield each["message"]


def _identifiers(ruling: Ruling) -> Json:
    told: Json = {"policyAssignment": _named(ruling.assignment), "policyDefinition": _named(ruling.definition)}
    return {**told, "policySetDefinition": _named(ruling.of_set)} if ruling.of_set else told


def _named(resource: Resource) -> Json:
    told: Json = {"name": resource.properties.get("displayName", resource.id.name), "id": str(resource.id)}
    version = resource.properties.get("version")
    return {**told, "version": version} if version else told


def violation(verdict: Verdict) -> Json:
    """What Azure tells of a policy that was violated."""
    ruling, details = verdict.ruling, {"evaluatedExpressions": verdict.trace}
    reasons = list(_reasons(verdict))
    told: Json = {"evaluationDetails": {**details, "reason": reasons[0]} if reasons else details}
    told |= _described("policyDefinition", ruling.definition)
    if ruling.of_set is not None:
        told |= _described("policySetDefinition", ruling.of_set)
        told["policyDefinitionReferenceId"] = ruling.reference
    told["policyDefinitionEffect"] = verdict.effect
    told |= _described("policyAssignment", ruling.assignment)
    told["policyAssignmentScope"] = ruling.assignment.properties["scope"]
    told["policyAssignmentParameters"] = ruling.assignment.properties.get("parameters", {})
    return {**told, "policyExemptionIds": []}


def _described(noun: str, resource: Resource) -> Json:
    told = {f"{noun}Id": str(resource.id), f"{noun}Name": resource.id.name}
    display = resource.properties.get("displayName")
    told |= {f"{noun}DisplayName": display} if display else {}
    version = resource.properties.get("version")
    return told | ({f"{noun}Version": version} if version else {})


def note(world: "World", subject: Subject, verdicts: list[Verdict]) -> None:
    """Keep what policies would rather not have seen."""
    subscription, group = read_scope(subject.id)
    for verdict in verdicts:
        ruling = verdict.ruling
        world.rules.note(
            {
                "timestamp": iso_time(world.instant),
                "resourceId": subject.id,
                "resourceType": subject.type,
                "resourceLocation": subject.location,
                "resourceGroup": group,
                "subscriptionId": subscription,
                "policyAssignmentId": str(ruling.assignment.id),
                "policyAssignmentName": ruling.assignment.id.name,
                "policyAssignmentScope": ruling.assignment.properties["scope"],
                "policyDefinitionId": str(ruling.definition.id),
                "policyDefinitionName": ruling.definition.id.name,
                "policySetDefinitionId": str(ruling.of_set.id) if ruling.of_set else None,
                "policyDefinitionReferenceId": ruling.reference,
                "policyDefinitionAction": verdict.effect,
                "isCompliant": False,
                "complianceState": "NonCompliant",
            }
        )
