"""`checks.yaml` of a workspace. The model (`azlift.model.checking`) is the one source of its JSON Schema."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from azlift.errors import InputError
from azlift.model import Checks
from azlift.strict_yaml import KeyPath, Said, read_strict_yaml, schema_of

CHECKS_FILE = "checks.yaml"
SCHEMA_NAME = "checks.schema.json"


def read_checks(workspace: Path) -> Said[Checks]:
    """The workspace's checks; without the file, none besides what is looked at of each machine. Raises InputError."""
    file = workspace / CHECKS_FILE
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Said(CHECKS_FILE, Checks())
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", file=str(file), advice="Check it and its rights."
        ) from error
    return read_strict_yaml(CHECKS_FILE, content, Checks, SCHEMA_NAME, _contradictions)


@cache
def checks_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(Checks)


def _contradictions(read: Checks) -> Iterator[tuple[KeyPath, str]]:
    seen: set[str] = set()
    for number, check in enumerate(read.checks):
        if check.name.casefold() in seen:
            yield ("checks", number, "name"), f"{check.name!a} is given twice: results are told by it"
        seen.add(check.name.casefold())
