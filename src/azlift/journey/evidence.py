"""The evidence that a source may be switched off for good, as people write it."""

from pathlib import Path

from azlift.errors import InputError
from azlift.model import Text, Written
from azlift.strict_yaml import read_strict_yaml

SCHEMA = "evidence"


class OffBoarding(Written):
    """Where the old machines were taken out of: each with the ticket, or whatever shows that it was done."""

    asset_register: Text
    cmdb: Text
    monitoring: Text
    backup: Text
    siem: Text
    disaster_recovery: Text


class Evidence(Written):
    """What is shown before the source of a group is retired."""

    archive: Text
    """Where its last state is kept, and until when."""
    restore_test: Text
    """That it was restored from there: when, by whom, and what was looked at."""
    records: OffBoarding


def read_evidence(file: Path) -> Evidence:
    """What the file says. Raises InputError, naming every key that is missing or empty."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"it cannot be read: {error.strerror or error}",
            file=str(file),
            advice="Give a YAML file with archive, restore_test and records.",
        ) from error
    return read_strict_yaml(str(file), content, Evidence, SCHEMA).content
