"""`onErrorDeployment`: a deployment that fails has an earlier one of its group deployed again.

The earlier one runs exactly as it did, with its own parameters, but in mode Complete, and only in a resource group.
Source: Azure documentation "Rollback on error to successful deployment". Azure's codes for an earlier deployment that
is not there are not documented: DeploymentNotFound is our choice.
"""

from dataclasses import replace

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.deployments.asking import Asked, asked_of, expand
from azlift.rehearsal.deployments.history import deployments_in
from azlift.rehearsal.deployments.record import Deployment
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.records import SUCCEEDED
from azlift.rehearsal.templates import Expansion
from azlift.rehearsal.world import World


def judge_on_error(world: World, asked: Asked) -> None:
    """Refuse an onErrorDeployment that could not be carried out."""
    if asked.on_error is None:
        return
    if asked.place.group is None:
        message = "The 'onErrorDeployment' property is supported for deployments to resource groups only."
        raise AzureError(400, "InvalidDeployment", message)
    named = asked.on_error.get("deploymentName")
    specific = asked.on_error["type"] == "SpecificDeployment"
    if specific != (named is not None):
        message = (
            "The 'onErrorDeployment' of type 'SpecificDeployment' needs a 'deploymentName', that of type "
            "'LastSuccessful' takes none."
        )
        raise AzureError(400, "InvalidDeployment", message)
    if _earlier(world, asked.place.scope, asked.name, named) is None:
        raise _nowhere(asked.name)


def _earlier(world: World, scope: str, name: str, wanted: str | None) -> Deployment | None:
    """The successful deployment of that name, or the last one with another name than the failed."""
    found = [
        each
        for each in deployments_in(world, scope)
        if each.state == SUCCEEDED and key_of(each.name) != key_of(name) and wanted in (None, each.name)
    ]
    return found[-1] if found else None


def redeployment(world: World, failed: Deployment) -> tuple[Asked, Expansion, str, str]:
    """What goes back: the request, its expansion, and the instant and seed it was expanded with."""
    wanted = failed.on_error or {}
    earlier = _earlier(world, failed.scope, failed.name, wanted.get("deploymentName"))
    if earlier is None:
        raise _nowhere(failed.name)
    asked = replace(asked_of(world, earlier), mode="Complete", on_error=None)
    utc_now, seed = iso_time(world.instant), world.new_guid()
    failed.on_error = {**wanted, "deploymentName": earlier.name}
    return asked, expand(world, asked, utc_now, seed), utc_now, seed


def _nowhere(name: str) -> AzureError:
    message = f"The 'onErrorDeployment' of '{name}' found no successful deployment to go back to."
    return AzureError(404, "DeploymentNotFound", message)
