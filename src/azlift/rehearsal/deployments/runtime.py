"""What run-time functions of a template learn from the world: reference() and list…(), with the deployer's rights."""

from typing import Any

from azlift.rehearsal.deployments.asking import asked_of, expand
from azlift.rehearsal.deployments.presenting import deployment_body
from azlift.rehearsal.governance import admit
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.world import World


class WorldRuntime:
    """The world as a template sees it while it runs."""

    def __init__(self, world: World) -> None:
        self._world = world

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        body = self._body(resource_id)
        admit(self._world, f"{body['type']}/read", resource_id)
        return body if full else body["properties"]

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


def _not_found(resource_id: str) -> TemplateError:
    return TemplateError(
        "ResourceNotFound",
        f"The Resource '{resource_id}' was not found. For more details please go to "
        "https://aka.ms/ARMResourceNotFoundFix",
    )
