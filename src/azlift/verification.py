"""Judging: what Azure says it would do against what we expect, and what stands against what was planned. Pure."""

from collections.abc import Iterable, Set

from azlift.model import (
    DIGEST_TAG,
    Change,
    ExpectedResource,
    Observation,
    ObservedResource,
    Preview,
    Rendering,
    Verdict,
)

HARMLESS = frozenset({"ignore", "nochange"})
EXPECTED_KINDS = frozenset({"create", "nochange", "modify", "deploy", "unsupported"})


def judge_preview(rendering: Rendering, changes: Iterable[Change]) -> Preview:
    """Every change must concern a resource the rendering expects, and one that stands already must carry our tags."""
    seen = tuple(changes)
    expected = {resource.id.lower() for resource in rendering.expected}
    surprises = [c for c in seen if _is_surprise(c, expected, rendering.tags)]
    named = {change.resource.lower() for change in seen}
    unseen = [Change(resource=r.id, kind="Unseen") for r in rendering.expected if r.id.lower() not in named]
    return Preview(subject=rendering.subject, digest=rendering.digest, changes=seen, surprises=(*surprises, *unseen))


def _is_surprise(change: Change, expected: set[str], tags: dict[str, str]) -> bool:
    kind = change.kind.lower()
    if change.resource.lower() not in expected:
        return kind not in HARMLESS
    if kind not in EXPECTED_KINDS:
        return True
    stands = kind in {"nochange", "modify"}
    return stands and not _carries(change.tags, tags)


def digests_of_others(rendering: Rendering, changes: Iterable[Change], sent: Set[str]) -> tuple[str, ...]:
    """The digests, by their tag, under which somebody landed what this rendering expects, and that were never sent."""
    expected = {resource.id.lower() for resource in rendering.expected}
    ours = (c.tags for c in changes if c.resource.lower() in expected and _carries(c.tags, rendering.tags))
    return tuple(sorted({tags[DIGEST_TAG] for tags in ours if tags.get(DIGEST_TAG)} - sent))


def judge_standing(rendering: Rendering, observation: Observation) -> Verdict:
    """Every expected resource stands, is finished, has its size, zone, IOPS, MB/s, region and tags; every machine holds
    its own parts."""
    found = {resource.id.lower(): resource for resource in observation.resources}
    differences = [d for expected in rendering.expected for d in _differences(expected, found, rendering)]
    return Verdict(
        subject=rendering.subject,
        digest=rendering.digest,
        passed=not differences,
        checked=len(rendering.expected),
        differences=tuple(differences),
    )


def _differences(expected: ExpectedResource, found: dict[str, ObservedResource], rendering: Rendering) -> list[str]:
    resource = found.get(expected.id.lower())
    if resource is None:
        return [f"{expected.name} ({expected.type}): missing"]
    asked = {
        "size": (expected.size, resource.size),
        "zone": (expected.zone, resource.zone),
        "IOPS": (expected.iops, resource.iops),
        "MB/s": (expected.mb_per_s, resource.mb_per_s),
    }
    differences = [
        f"{expected.name}: {what} expected {wanted}, found {seen or 'none'}"
        for what, (wanted, seen) in asked.items()
        if wanted and str(seen).lower() != str(wanted).lower()
    ]
    if resource.location and resource.location.lower() != rendering.location.lower():
        differences.append(f"{expected.name}: region expected {rendering.location}, found {resource.location}")
    if resource.state and resource.state.lower() != "succeeded":
        differences.append(f"{expected.name}: state expected Succeeded, found {resource.state}")
    if not _carries(resource.tags, rendering.tags):
        differences.append(f"{expected.name}: its azlift tags are missing or another's")
    attached = {member.lower() for member in resource.members}
    lost = sorted(member for member in expected.members if member.lower() not in attached)
    return differences + [f"{expected.name}: not attached: {member}" for member in lost]


def _carries(found: dict[str, str], tags: dict[str, str]) -> bool:
    return all(found.get(name) == value for name, value in tags.items())
