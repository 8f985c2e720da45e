"""Preflight: every resource of a template, nested ones too, judged before anything is created."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, group_not_found
from azlift.rehearsal.compute.quota import MACHINE_TYPE, judge_quota
from azlift.rehearsal.deployments.asking import DEPLOYMENT_TYPE, Asked, Place, expand
from azlift.rehearsal.deployments.contents import read_content, refusal
from azlift.rehearsal.deployments.rights import denial, denied, register_for
from azlift.rehearsal.governance import govern_group, govern_resource
from azlift.rehearsal.groups import GROUP_TYPE, judge_group
from azlift.rehearsal.identifiers import group_key, read_id, read_scope
from azlift.rehearsal.intake import check_location, read_wanted
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.providers import kind_of
from azlift.rehearsal.records import SUCCEEDED, Group
from azlift.rehearsal.templates import Expansion, PlannedResource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import judge_write

MOST_NESTED = 500  # Source: Azure what-if limits; the same bound keeps preflight finite


@dataclass(frozen=True)
class Foreseen:
    """One resource a template will put; `wanted` is None where its body can only be known at run time."""

    planned: PlannedResource
    kind: Kind | None = None
    wanted: Wanted | None = None
    group: Group | None = None


@dataclass
class Prospect:
    """All a template will put, over all levels, with what was refused on the way; `targets` are the resource groups
    deployed to, each with the mode."""

    foreseen: list[Foreseen] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    errors: list[AzureError] = field(default_factory=list)
    denials: list[str] = field(default_factory=list)
    nested: int = 0


class NoRuntime:
    """Stands where run-time functions cannot be asked yet."""

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        raise TemplateError("InvalidTemplate", f"The resource '{resource_id}' is not deployed yet.")

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        raise TemplateError("InvalidTemplate", f"The resource '{resource_id}' is not deployed yet.")


def preflight(world: World, asked: Asked, expansion: Expansion) -> Prospect:
    """What the template will put; refuses with InvalidTemplateDeployment and every error found in `details`.

    The validation level Template looks at the template alone, ProviderNoRbac does not ask for the right to write.
    """
    prospect = foresee(world, asked, expansion)
    if asked.validation_level == "Template":
        return prospect
    if prospect.denials and asked.validation_level == "Provider":
        raise denied(prospect.denials)
    errors = prospect.errors or list(_judge(world, prospect))
    if errors:
        raise _invalid(asked.name, errors, str(uuid.uuid5(uuid.NAMESPACE_URL, f"{asked.id}{world.instant}")))
    return prospect


def foresee(world: World, asked: Asked, expansion: Expansion) -> Prospect:
    """Read every resource strictly, without judging it against its neighbours."""
    prospect = Prospect()
    _collect(world, asked, expansion, prospect)
    return prospect


def _collect(world: World, asked: Asked, expansion: Expansion, prospect: Prospect) -> None:
    if asked.place.group is not None:
        prospect.targets.setdefault(asked.place.scope, asked.mode)
    ordered = sorted(expansion.resources, key=lambda each: each.type.lower() != GROUP_TYPE.lower())
    for planned in ordered:
        if planned.existing:
            continue
        refused = denial(world, planned)
        prospect.denials += [refused] if refused else []
        try:
            _collect_one(world, asked, planned, prospect)
        except AzureError as error:
            prospect.errors.append(error)
        except TemplateError as error:
            raise refusal(error) from error


def _collect_one(world: World, asked: Asked, planned: PlannedResource, prospect: Prospect) -> None:
    kind_name = planned.type.lower()
    if kind_name == GROUP_TYPE.lower():
        body = planned.prediction()
        group = judge_group(world, planned.scope.subscription_id or "", planned.name, body)
        prospect.groups[group.key] = group
        prospect.foreseen.append(Foreseen(planned, group=group))
        return
    place = place_of(world, asked, planned, prospect)
    if kind_name == DEPLOYMENT_TYPE.lower():
        _collect_nested(world, asked, planned, place, prospect)
        return
    kind = kind_of(world, planned.put_type)
    register_for(world, planned, kind.namespace)
    if planned.needs_runtime:
        prospect.foreseen.append(Foreseen(planned, kind))
        return
    wanted = read_wanted(world, kind, read_id(planned.id), planned.body(NoRuntime()), planned.api_version)
    prospect.foreseen.append(Foreseen(planned, kind, wanted))


def _collect_nested(world: World, asked: Asked, planned: PlannedResource, place: Place, prospect: Prospect) -> None:
    prospect.nested += 1
    if planned.needs_runtime or prospect.nested > MOST_NESTED:
        prospect.foreseen.append(Foreseen(planned))
        return
    inner = nested_asked(world, asked, planned, place, planned.body(NoRuntime()))
    seed = str(uuid.uuid5(uuid.NAMESPACE_URL, planned.id))
    _collect(world, inner, expand(world, inner, "2000-01-01T00:00:00Z", seed), prospect)


def nested_asked(world: World, asked: Asked, planned: PlannedResource, place: Place, body: Json) -> Asked:
    """The request a nested deployment amounts to; a linked one may be linked relative to its linked parent."""
    properties = body["properties"]
    content = read_content(world, properties, asked.link["uri"] if asked.link else None)
    return Asked(
        name=planned.name,
        place=place,
        mode=properties.get("mode", "Incremental"),
        template=content.template,
        parameters=content.parameters,
        tags=body.get("tags", {}),
        link=content.link,
    )


def place_of(world: World, asked: Asked, planned: PlannedResource, prospect: Prospect) -> Place:
    """Where a resource goes: its group must stand or come with the same template."""
    scope = planned.scope.prefix
    subscription, name = read_scope(scope)
    if subscription is None or name is None:
        world.check_scope(scope)
        location = check_location(world, planned.scope.location or asked.place.location, planned.type)
        return Place(world.canonical_scope(scope), location, {})
    world.check_subscription(subscription)
    key = group_key(subscription, name)
    group = prospect.groups.get(key) or world.groups.get(key)
    if group is None:
        raise group_not_found(name)
    if group.state != SUCCEEDED:
        message = f"The resource group '{group.name}' is in deprovisioning state and cannot perform this operation."
        raise AzureError(409, "ResourceGroupBeingDeleted", message)
    return Place(group.id, group.location, group.tags)


def _judge(world: World, prospect: Prospect) -> Iterator[AzureError]:
    known = [(each.kind, each.wanted) for each in prospect.foreseen if each.kind and each.wanted]
    around = Surroundings(world, {wanted.key: wanted for _, wanted in known})
    unknown = any(each.wanted is None and each.group is None for each in prospect.foreseen)
    yield from _judge_groups(world, prospect)
    for kind, wanted in known:
        try:
            passed, _ = govern_resource(world, kind, wanted)
            judge_write(world, kind, passed, around)
        except AzureError as error:
            if not (unknown and error.code in ("InvalidResourceReference", "ResourceNotFound")):
                yield error
    try:
        judge_quota(world, [wanted for _, wanted in known if wanted.id.type == MACHINE_TYPE], 400, "QuotaExceeded")
    except AzureError as error:
        yield error


def _judge_groups(world: World, prospect: Prospect) -> Iterator[AzureError]:
    for group in prospect.groups.values():
        try:
            govern_group(world, group)
        except AzureError as error:
            yield error


def _invalid(name: str, errors: list[AzureError], tracking_id: str) -> AzureError:
    message = (
        f"The template deployment '{name}' is not valid according to the validation procedure. The tracking id is "
        f"'{tracking_id}'. See inner errors for details."
    )
    details = [error.error() for error in errors]
    if any(error.code == "RequestDisallowedByPolicy" for error in errors):
        return AzureError(400, "InvalidTemplateDeployment", _policy_message(errors), details=details)
    if len(details) > 1:
        several = "Multiple error occurred: " + ",".join(error.code for error in errors) + ". Please see details."
        details = [{"code": "MultipleErrorsOccurred", "message": several, "details": details}]
    return AzureError(400, "InvalidTemplateDeployment", message, details=details)


def _policy_message(errors: list[AzureError]) -> str:
    """Azure's words for a template that policies refuse, alone or with others. Source: user reports."""
    alone = all(error.code == "RequestDisallowedByPolicy" for error in errors)
    cause = "because of policy violation" if alone else "with multiple errors"
    return f"The template deployment failed {cause}. Please see details for more information."
