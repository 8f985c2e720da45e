"""The tags that mark what is ours, and the limits Azure sets to tags.

Limits: learn.microsoft.com, "Use tags to organize your Azure resources": 50 per resource, names of 512 and values of
256 characters, counted as UTF-16 units here because .NET does so; names without `<>%&\\?/`, alike in any case.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from azlift.errors import SettingsError
from azlift.model import DIGEST_TAG, ESTATE_TAG, Target

WAVE: Final = "azlift-wave"
GROUP: Final = "azlift-group"
WORKLOAD: Final = "azlift-workload"
SOURCE: Final = "azlift-source"
STAGE: Final = "azlift-stage"
"""On a machine whose work has moved, since when and how far: `accepted 2026-11-26T21:29:41+00:00`."""
OURS = (ESTATE_TAG, WAVE, GROUP, WORKLOAD, SOURCE, DIGEST_TAG, STAGE)

NO_DIGEST = "0" * 64
"""What stands for the digest in what the digest is made of."""

LANDING_ZONE = "landing zone"
"""The group tag of a landing zone's resources; a group's id is a slug and cannot have a space."""

COPY, COPY_ZONE = "test:", "test-zone:"
"""Before a group's id: the group tags of its isolated copy, and of the network that copy stands in."""

MOST_TAGS, LONGEST_NAME, LONGEST_VALUE = 50, 512, 256


def subject_tags(target: Target, group: str) -> dict[str, str]:
    """What tells a subject's resources from all others; `group` is a move group's id, or what stands for one."""
    return {ESTATE_TAG: target.estate, WAVE: target.wave, GROUP: group}


def resource_tags(target: Target, subject: Mapping[str, str], **own: str) -> dict[str, str]:
    """All tags of one resource: the settings' first, then ours; `own` are `workload` and `source`."""
    mine = {f"azlift-{name}": value for name, value in own.items()}
    return {**_checked(target.tags), **subject, **mine, DIGEST_TAG: NO_DIGEST}


def fill_in_digest(value: Any, digest: str) -> Any:
    """The parameters of a deployment with the digest in all the tags they hold."""
    if isinstance(value, dict):
        return {
            name: digest if (name, inner) == (DIGEST_TAG, NO_DIGEST) else fill_in_digest(inner, digest)
            for name, inner in value.items()
        }
    return value


def fit_value(text: str) -> str:
    """As much of the text as a tag's value holds, no character cut in half."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_VALUE].decode("utf-16-le", "ignore")


def _checked(tags: Mapping[str, str]) -> Mapping[str, str]:
    """The tags as they are. Raises SettingsError where Azure would refuse them, or where they would hide ours."""
    if len(tags) + len(OURS) > MOST_TAGS:
        raise _fault(f"found {len(tags)} tags; Azure allows {MOST_TAGS}, of which azlift needs {len(OURS)}")
    if len({name.casefold() for name in tags}) < len(tags):
        raise _fault("two tags' names differ in case only")
    for name, value in tags.items():
        if not name or _units(name) > LONGEST_NAME or re.search(r"[<>%&\\?/]", name):
            raise _fault(f"found the tag name {name!r}; expected 1 to {LONGEST_NAME} characters, none of <>%&\\?/")
        if name.casefold().startswith("azlift-"):
            raise _fault(f"found the tag name {name!r}; names that begin with azlift- are azlift's own")
        if _units(value) > LONGEST_VALUE:
            raise _fault(f"the tag {name!r} has {_units(value)} characters; Azure allows {LONGEST_VALUE}")
    return tags


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fault(message: str) -> SettingsError:
    return SettingsError(message, column="tags", advice="Correct `tags` in the settings.")
