"""From templates and their values to a Rendering: deployment names and digest."""

from collections.abc import Mapping, Sequence
from typing import Any

from azlift.model import ExpectedResource, Part, Rendering, Target
from azlift.rendering.digest import digest_of
from azlift.rendering.names import slug
from azlift.rendering.tags import fill_in_digest

LONGEST_SUBJECT = 40
"""Of the 64 characters Azure gives a deployment's name, the rest is for `azlift-`, eight of the digest, and `-n`."""

Body = tuple[dict[str, Any], dict[str, Any]]
"""One part's template, and its parameters as ARM takes them: `{"location": {"value": …}}`."""


def wired(**values: Any) -> dict[str, Any]:
    """Parameters as ARM takes them; a value that is None is left out."""
    return {name: {"value": value} for name, value in values.items() if value is not None}


def deployment_stem(subject: str, digest: str) -> str:
    """What the names of a rendering's deployments begin with."""
    return f"azlift-{slug(subject)[:LONGEST_SUBJECT].strip('-')}-{digest[:8]}"


def rendering_of(
    subject: str,
    target: Target,
    resource_group: str | None,
    made: Sequence[tuple[Body, Sequence[ExpectedResource]]],
    tags: Mapping[str, str],
) -> Rendering:
    """The rendering of a subject, from each part's body and what that makes.

    Its digest covers where it goes and all it says, but not the deployments' names; every resource bears it as a tag.
    """
    sent = {
        "subscription": target.subscription_id,
        "resourceGroup": resource_group,
        "location": target.region,
        "parts": [{"template": template, "parameters": parameters} for (template, parameters), _ in made],
    }
    digest = digest_of(sent)
    stem = deployment_stem(subject, digest)
    parts = [
        Part(
            deployment=stem if len(made) == 1 else f"{stem}-{number}",
            template=template,
            parameters=fill_in_digest(parameters, digest),
            expected=tuple(resource.id for resource in expected),
        )
        for number, ((template, parameters), expected) in enumerate(made, start=1)
    ]
    return Rendering(
        subject=subject,
        resource_group=resource_group,
        location=target.region,
        parts=tuple(parts),
        expected=tuple(resource for _, expected in made for resource in expected),
        tags=dict(tags),
        digest=digest,
    )
