"""Resources read in full, one by one, exactly as Azure answers them."""

from collections.abc import Iterable

from azure.core.exceptions import ResourceNotFoundError

from azlift.cloud.clients import Cloud, gather_bounded
from azlift.cloud.observe import RESOURCE_GROUP
from azlift.cloud.refusals import azure_refusals, is_missing
from azlift.model import ExpectedResource, StandingResource


async def read_standing(cloud: Cloud, wanted: Iterable[ExpectedResource]) -> tuple[StandingResource, ...]:
    """Those of the wanted resources that stand, in their order."""
    found = await gather_bounded(_read(cloud, expected) for expected in wanted)
    return tuple(resource for resource in found if resource)


async def _read(cloud: Cloud, expected: ExpectedResource) -> StandingResource | None:
    with azure_refusals(f"reading {expected.name}"):
        try:
            if expected.type.lower() == RESOURCE_GROUP:
                body = (await cloud.resources.resource_groups.get(expected.name)).as_dict()
            else:
                found = await cloud.resources.resources.get_by_id(expected.id, api_version=expected.api_version)
                body = found.as_dict()
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return None
    return StandingResource(id=expected.id, api_version=expected.api_version, body=body)
