"""The one gate before anything is done: the right to do it, the locks over it, and what policies say to its body."""

from dataclasses import replace
from typing import TYPE_CHECKING

from azlift.rehearsal import access
from azlift.rehearsal.authorization import locks
from azlift.rehearsal.authorization.policy.fields import Subject
from azlift.rehearsal.authorization.policy.ruling import Verdict, govern, note
from azlift.rehearsal.kinds import Json, Kind, Wanted
from azlift.rehearsal.records import Group

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

GROUP_TYPE = "Microsoft.Resources/subscriptions/resourceGroups"


def admit(world: "World", action: str, scope: str) -> None:
    """Refuse an action at a scope that the one who acts has no right to, or that a lock forbids."""
    access.check(world, action, scope)
    locks.check(world, action, scope)


def govern_resource(world: "World", kind: Kind, wanted: Wanted) -> tuple[Wanted, list[Verdict]]:
    """A request as policies let it pass, possibly changed, and what they note of it."""
    if not world.rules.policies.all():
        return wanted, []
    subject = _subject(kind, wanted)
    passed, verdicts = govern(world, subject, wanted.api_version, kind.tracked)
    if passed is subject:
        return wanted, verdicts
    top = {name: value for name, value in passed.body.items() if name != "properties"}
    return replace(wanted, tags=dict(passed.tags), top=top, properties=passed.body["properties"]), verdicts


def note_resource(world: "World", kind: Kind, wanted: Wanted, verdicts: list[Verdict]) -> None:
    """Keep what policies noted of a request that was carried out."""
    if verdicts:
        note(world, _subject(kind, wanted), verdicts)


def _subject(kind: Kind, wanted: Wanted) -> Subject:
    body: Json = {**wanted.top, "properties": wanted.properties}
    name = wanted.id.segments[-1][1]
    return Subject(str(wanted.id), name, wanted.id.name, kind.type, wanted.location, wanted.tags, body)


def govern_group(world: "World", group: Group) -> tuple[Group, list[Verdict]]:
    """A resource group as policies let it pass, and what they note of it."""
    subject = _group_subject(group)
    passed, verdicts = govern(world, subject, "", False)
    return (group if passed is subject else replace(group, tags=dict(passed.tags))), verdicts


def note_group(world: "World", group: Group, verdicts: list[Verdict]) -> None:
    if verdicts:
        note(world, _group_subject(group), verdicts)


def _group_subject(group: Group) -> Subject:
    return Subject(group.id, group.name, group.name, GROUP_TYPE, group.location, group.tags, {"properties": {}})
