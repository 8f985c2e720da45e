"""The smallest body a shell takes, put under parents of their own smallest bodies."""

from typing import Any

from tests.rehearsal.conftest import Desk

from azlift.rehearsal.kinds import Home
from azlift.rehearsal.shells import SHELLS
from azlift.rehearsal.shells.shell import Shell

NAMES = {"accessPolicies": "add"}  # where not any name will do
BY_TYPE = {shell.type.lower(): shell for shell in SHELLS}


def put_smallest(desk: Desk, shell: Shell) -> Any:
    """Put it, with the parents it needs; answers it as it then stands."""
    namespace, *types = shell.type.split("/")
    desk.world.keep_registration(namespace, "Registered")
    if len(types) > 1:
        put_smallest(desk, BY_TYPE.get(f"{namespace}/{types[0]}".lower()) or Shell(f"{namespace}/{types[0]}"))
    path = f"~/resourceGroups/rg1/providers/{namespace}/" + "/".join(
        f"{each}/{NAMES.get(each, 'name1')}" for each in types
    )
    body: dict[str, Any] = {"location": "westeurope"} if shell.tracked else {}
    body["properties"] = {}
    for required in shell.required:
        *holders, last = required.split(".")
        inner = body
        for holder in holders:
            inner = inner.setdefault(holder, {})
        inner[last] = "x"
    assert Home.GROUP in shell.homes
    made: dict[str, Any] = desk.put(path, body)
    return made
