"""Definitions that stand without having been made: Azure's own roles and policies, from the data files beside this."""

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from azlift.rehearsal.identifiers import TENANT, key_of, read_id
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.lineage import within
from azlift.rehearsal.records import SUCCEEDED, Resource


@lru_cache(maxsize=4)
def read_data(name: str) -> Any:
    """A data file of this package; its member `source` says where its facts come from."""
    return json.loads(resources.files("azlift.rehearsal.authorization").joinpath(name).read_text("utf-8"))


def given_resource(resource_id: str, properties: Json) -> Resource:
    """A resource that is answered, and kept nowhere."""
    return Resource(
        id=read_id(resource_id),
        location=None,
        tags={},
        top={},
        properties=properties,
        wanted={},
        state=SUCCEEDED,
        etag="",
        created=0.0,
        changed=0.0,
        shows_state=False,
    )


def definition_id(scope: str, resource_type: str, name: str) -> str:
    """The id a definition has when it is asked for at a scope: within its subscription, otherwise of the tenant."""
    outermost = within(key_of(scope))[-1:] or (TENANT,)
    place = outermost[0] if outermost[0].startswith("/subscriptions/") else TENANT
    return f"{place}/providers/{resource_type}/{name}"
