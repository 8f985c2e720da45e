"""What an answer shows beside what was asked for: a SKU's tier, an owner, an identity's principals."""

from typing import Any

from azlift.rehearsal.azure_errors import Json
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World


def show(world: World, resource: Resource, **members: Any) -> None:
    """Show members beside the request's own; None takes one away."""
    shown = {**resource.inside.get("shown", {}), **members}
    resource.inside = {**resource.inside, "shown": {name: value for name, value in shown.items() if value is not None}}
    world.keep(resource)


def shown(resource: Resource, member: str) -> Any:
    """A member that is shown beside the request's own, or None."""
    return resource.inside.get("shown", {}).get(member)


def remember(world: World, resource: Resource, **members: Any) -> None:
    """Keep what only the provider knows."""
    resource.inside = {**resource.inside, **members}
    world.keep(resource)


def status(code: str, words: str, moment: float | None = None, **more: Any) -> Json:
    """One status of an instance view."""
    level = "Error" if code.endswith("/failed") else "Info"
    time = {} if moment is None else {"time": iso_time(moment)}
    return {"code": code, "level": level, "displayStatus": words, **more, **time}


def provisioned(resource: Resource) -> Json:
    """The status every instance view begins with."""
    state = resource.state.lower()
    words = {"succeeded": "Provisioning succeeded", "failed": "Provisioning failed"}.get(state, resource.state)
    return status(f"ProvisioningState/{state}", words, resource.changed)
