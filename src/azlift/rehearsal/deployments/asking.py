"""What a deployment request may say, read strictly: mode, template, parameters, and where it goes."""

import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, invalid_content
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.deployments.contents import PARAMETERS_LINK, TEMPLATE_LINK, Content, read_content, refusal
from azlift.rehearsal.deployments.external_inputs import known_parameters, read_inputs
from azlift.rehearsal.deployments.platform import WorldPlatform, directory_of
from azlift.rehearsal.deployments.record import Deployment
from azlift.rehearsal.deployments.secrets import with_secrets
from azlift.rehearsal.identifiers import key_of, management_group_of, read_scope
from azlift.rehearsal.intake import check_location, read_tags
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.strict import Reader, Shape, Voice, one_of, text, unmodelled
from azlift.rehearsal.templates import Expansion, Scope, expand_template
from azlift.rehearsal.templates.positions import located
from azlift.rehearsal.world import World, canonical_json
from azlift.rehearsal.writing import standing_group

Json = dict[str, Any]
DEPLOYMENT_TYPE = "Microsoft.Resources/deployments"
# 1-64 letters, digits, underscore, parentheses, hyphen, full stop. Source: Azure naming rules.
DEPLOYMENT_NAME = re.compile(r"^[\w().\-]{1,64}$")


def _object(value: Any, path: str, voice: Voice) -> Json:
    if not isinstance(value, dict):
        raise invalid_content(f"Error converting value to an object. Path '{path}'")
    return value


def _any(value: Any, path: str, voice: Voice) -> Any:
    return value


_PROPERTIES: dict[str, Reader | Shape] = {
    "mode": one_of("Incremental", "Complete"),
    "template": _object,
    "parameters": _object,
    "debugSetting": Shape("DebugSetting", {"detailLevel": text}),
    "expressionEvaluationOptions": Shape(
        "ExpressionEvaluationOptions", {"scope": one_of("NotSpecified", "Inner", "Outer")}
    ),
    "validationLevel": one_of("Template", "Provider", "ProviderNoRbac"),
    "templateLink": TEMPLATE_LINK,
    "parametersLink": PARAMETERS_LINK,
    "onErrorDeployment": Shape(
        "OnErrorDeployment",
        {"type": one_of("LastSuccessful", "SpecificDeployment"), "deploymentName": text},
        required=("type",),
        read_only=("provisioningState",),
    ),
    "extensionConfigs": unmodelled("extensions"),
    "externalInputs": _object,
    "externalInputDefinitions": _object,
}
DEPLOYMENT_PROPERTIES = Shape("DeploymentProperties", _PROPERTIES, ("mode",))
WHAT_IF_PROPERTIES = Shape(
    "DeploymentWhatIfProperties",
    {
        **_PROPERTIES,
        "whatIfSettings": Shape(
            "DeploymentWhatIfSettings", {"resultFormat": one_of("FullResourcePayloads", "ResourceIdOnly")}
        ),
    },
    ("mode",),
)


@dataclass(frozen=True)
class Place:
    """Where a deployment goes: a scope (tenant, management group, subscription, resource group) and a location, which
    is the group's own or, above the groups, where the deployment is kept."""

    scope: str
    location: str
    tags: dict[str, str]

    @property
    def group(self) -> str | None:
        return read_scope(self.scope)[1]

    @property
    def subscription(self) -> str | None:
        return read_scope(self.scope)[0]


@dataclass(frozen=True)
class Asked:
    """One request, cleaned."""

    name: str
    place: Place
    mode: str
    template: Json
    parameters: Json
    tags: dict[str, str]
    result_format: str = "FullResourcePayloads"
    validation_level: str = "Provider"
    on_error: Json | None = None
    link: Json | None = None

    @property
    def id(self) -> str:
        return f"{self.place.scope}/providers/{DEPLOYMENT_TYPE}/{self.name}"

    @property
    def hash(self) -> str:
        """A decimal of 64 bits over the template; what Bicep wrote into the template's metadata, as Azure answers it.

        Azure's own algorithm is not published: of other templates it is never equal to its templateHash.
        """
        metadata = self.template.get("metadata")
        generator = metadata.get("_generator") if isinstance(metadata, dict) else None
        if isinstance(generator, dict) and str(generator.get("templateHash", "")).isdigit():
            return str(generator["templateHash"])
        return str(int.from_bytes(hashlib.sha256(canonical_json(self.template).encode()).digest()[:8], "big"))


def read_asked(world: World, scope: str, name: str, body: Any, shape: Shape) -> Asked:
    """A request from its body; refuses names, members and locations Azure refuses."""
    if not DEPLOYMENT_NAME.fullmatch(name):
        message = (
            f"The deployment name '{name}' is not valid. The name can be up to 64 letters, digits, '_', "
            "'(', ')', '-', '.'."
        )
        raise AzureError(400, "InvalidDeploymentName", message)
    envelope = Shape(
        "Deployment",
        {"location": text, "tags": _any, "properties": _any, "identity": unmodelled("deployment identities")},
        ("properties",),
        ("id", "name", "type", "scope"),
    ).read(body, "", Voice.ARM)
    properties = shape.read(envelope["properties"], "properties", Voice.ARM)
    place = _place(world, scope, name, envelope.get("location"))
    if place.group is None and properties["mode"] == "Complete":
        message = (
            f"The deployment mode 'Complete' is not supported at the scope of '{name}'; only 'Incremental' is. "
            "Complete mode is for resource groups."
        )
        raise AzureError(400, "DeploymentModeNotSupported", message)
    content = _content(world, properties)
    return Asked(
        name=name,
        place=place,
        mode=properties["mode"],
        template=content.template,
        parameters=known_parameters(
            content.parameters,
            read_inputs(properties.get("externalInputs", {})),
            _scope(world, place, name),
        ),
        tags=read_tags(envelope.get("tags", {})),
        result_format=properties.get("whatIfSettings", {}).get("resultFormat", "FullResourcePayloads"),
        validation_level=properties.get("validationLevel", "Provider"),
        on_error=properties.get("onErrorDeployment"),
        link=content.link,
    )


def _content(world: World, properties: Json) -> Content:
    try:
        return read_content(world, properties)
    except TemplateError as error:
        raise refusal(error) from error


def asked_of(world: World, deployment: Deployment) -> Asked:
    """What a deployment was asked for, as its request was read."""
    kept = world.asked(deployment.key)
    group = world.groups.get(key_of(deployment.scope))
    place = Place(deployment.scope, deployment.location, group.tags if group else {})
    return Asked(
        name=deployment.name,
        place=place,
        mode=deployment.mode,
        template=kept["template"],
        parameters=kept["parameters"],
        tags=deployment.tags,
        link=kept.get("link"),
    )


def _place(world: World, scope: str, name: str, location: str | None) -> Place:
    see = "Please see https://aka.ms/deploy-to-subscription for usage details."
    subscription, group = read_scope(scope)
    if subscription is not None and group is not None:
        found = standing_group(world, subscription, group)
        if location is not None:
            message = f"The 'location' property is not allowed for '{name}' at resource group scope. {see}"
            raise AzureError(400, "InvalidDeployment", message)
        return Place(found.id, found.location, found.tags)
    world.check_scope(scope)
    if location is None:
        message = f"The 'location' property must be specified for '{name}'. {see}"
        raise AzureError(400, "InvalidDeployment", message)
    return Place(world.canonical_scope(scope), check_location(world, location, DEPLOYMENT_TYPE), {})


def _scope(world: World, place: Place, name: str) -> Scope:
    return Scope(
        tenant_id=world.account.tenant_id,
        subscription_id=place.subscription,
        resource_group=place.group,
        location=place.location,
        resource_group_tags=place.tags,
        deployment_name=name,
        cloud=world.cloud,
        platform=WorldPlatform(world, place.subscription),
        management_group=management_group_of(place.scope),
        directory=directory_of(world),
    )


def expand(world: World, asked: Asked, utc_now: str, guid_seed: str) -> Expansion:
    """The expansion of a request; the same `utc_now` and seed give the same expansion again."""
    scope = _scope(world, asked.place, asked.name)
    told: Json = {"mode": asked.mode, "templateHash": asked.hash}
    if asked.link is not None:
        told["templateLink"] = asked.link
    parameters = with_secrets(world, asked.template, asked.parameters)
    return expand_template(
        asked.template, parameters, scope, utc_now=utc_now, new_guid=_guids(guid_seed), deployed_as=told
    )


def expand_once(world: World, asked: Asked, request: bytes | Json) -> Expansion:
    """The expansion of a request that is only looked at; a TemplateError becomes Azure's 400, with line and column in
    `request`."""
    try:
        return expand(world, asked, iso_time(world.instant), world.new_guid())
    except TemplateError as error:
        raise refusal(located(error, request)) from error


def _guids(seed: str) -> Callable[[], str]:
    turn = iter(range(1_000_000))
    return lambda: str(uuid.uuid5(uuid.UUID(seed), str(next(turn))))
