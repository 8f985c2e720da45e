"""What run-time functions of a template learn from the world: reference() and list…(), with the deployer's rights."""

from typing import Any

from azlift.rehearsal.deployments.asking import asked_of, expand
from azlift.rehearsal.deployments.presenting import deployment_body
from azlift.rehearsal.governance import admit
from azlift.rehearsal.identifiers import key_of, management_group_of, read_scope
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.world import World


class WorldRuntime:
    """The world as a template sees it while it runs."""

    def __init__(self, world: World) -> None:
        self._world = world

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        body = self._body(resource_id)
        admit(self._world, f"{body['type']}/read", resource_id)
        return _in_full(body, resource_id, api_version) if full else body["properties"]

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        if action.lower() == "listoutputswithsecurevalues":
            return self._all_outputs(resource_id)
        resource = self._world.find(resource_id)
        if resource is None:
            raise _not_found(resource_id)
        admit(self._world, f"{resource.id.type}/{action}/action", resource_id)
        known = self._world.kind(resource.id.type).actions.get(action.lower())
        answer = known.run(self._world, resource, body or {}) if known else None
        if not isinstance(answer, dict):
            message = f"The pretend Azure does not model the action '{action}' of resource '{resource_id}'."
            raise TemplateError("NotModelledInRehearsal", message)
        return answer

    def _all_outputs(self, resource_id: str) -> dict[str, Any]:
        """The values of a deployment's outputs, the secure ones among them, which no GET tells."""
        deployment = self._world.deployments.get(key_of(resource_id))
        if deployment is None or deployment.outputs is None:
            raise _not_found(resource_id)
        expansion = expand(self._world, asked_of(self._world, deployment), deployment.utc_now, deployment.guid_seed)
        return {name: output["value"] for name, output in expansion.outputs_with_secure_values(self).items()}

    def _body(self, resource_id: str) -> dict[str, Any]:
        resource = self._world.find(resource_id)
        if resource is not None:
            present = self._world.kind(resource.id.type).present
            return present(self._world, resource) if present else resource.body()
        deployment = self._world.deployments.get(key_of(resource_id))
        if deployment is not None:
            return deployment_body(deployment)
        group = self._world.groups.get(key_of(resource_id))
        if group is not None:
            return group.body()
        raise _not_found(resource_id)


def _in_full(body: dict[str, Any], resource_id: str, api_version: str | None) -> dict[str, Any]:
    """All of a resource as reference() tells it: without its id, name and type, with what ARM knows of the asking.

    Source: the sample answer in Microsoft's documentation of reference(); the scope of what is deployed in a management
    group as a template of the quickstart collection takes it apart (mg-policy-different-targets).
    """
    told = {name: value for name, value in body.items() if name not in ("id", "name", "type")}
    subscription, group = read_scope(resource_id)
    scope, _, within = resource_id.rpartition("/providers/")
    if subscription is not None:
        told["subscriptionId"] = subscription
    if group is not None:
        told["resourceGroupName"] = group
    if management_group_of(scope) is not None:
        told["scope"] = scope.rpartition("/providers/")[2]
    return {
        "apiVersion": api_version,
        **told,
        "resourceId": within,
        "referenceApiVersion": api_version,
        "condition": True,
        "isConditionTrue": True,
        "isTemplateResource": False,
        "isAction": False,
        "provisioningOperation": "Read",
    }


def _not_found(resource_id: str) -> TemplateError:
    return TemplateError(
        "ResourceNotFound",
        f"The Resource '{resource_id}' was not found. For more details please go to "
        "https://aka.ms/ARMResourceNotFoundFix",
    )
