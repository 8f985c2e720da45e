"""What a request is to a rule: its method, the id it is about, and the Azure action it amounts to."""

from azlift.rehearsal.faults.scenario import Occurrence

VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}
RESOURCES = "Microsoft.Resources"


def occurrence_of(method: str, path: str, principal: str = "", correlation_id: str = "") -> Occurrence:
    """The occurrence of a request; the resource of `POST …/vm1/start` is the machine, not the path."""
    parts = [part for part in path.split("/") if part]
    at = _provider_at(parts)
    tail = parts[at + 1 :] if at else []
    resource = path.rsplit("/", 1)[0] if method == "POST" and len(tail) % 2 == 0 and tail else path
    return Occurrence(method, resource, _action(method, parts, tail), principal, correlation_id)


def _provider_at(parts: list[str]) -> int:
    """Where the last 'providers' stands; 0 when there is none."""
    return max((number for number, part in enumerate(parts) if part.lower() == "providers"), default=0)


def _action(method: str, parts: list[str], tail: list[str]) -> str:
    """Microsoft.Compute/virtualMachines/start/action for a POST below a machine, …/read, …/write, …/delete else."""
    if not tail:
        return _action_of_scope(method, parts)
    namespace, *rest = tail
    if method == "POST":
        types = rest[::2] if len(rest) % 2 else rest[:-1:2]
        return "/".join([namespace, *types, "action"])
    return "/".join([namespace, *rest[::2], VERBS.get(method, method.lower())])


def _action_of_scope(method: str, parts: list[str]) -> str:
    """Requests that name no provider are about subscriptions and resource groups, which Microsoft.Resources owns."""
    verb = VERBS.get(method, "action")
    lowered = [part.lower() for part in parts]
    if not lowered or lowered[0] != "subscriptions":
        return ""
    if len(parts) > 4 and lowered[4] == "deployments":  # the short form azure-cli uses
        return "/".join([RESOURCES, *parts[4::2], verb])
    return "/".join([RESOURCES, *parts[::2], verb])
