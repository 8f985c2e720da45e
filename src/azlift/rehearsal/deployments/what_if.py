"""What-if: what a template would change, in the shapes Azure answers.

Only what a request says, now or the last time, is compared: what the provider itself fills in is no change.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.deployments.asking import DEPLOYMENT_TYPE, Asked, expand_once
from azlift.rehearsal.deployments.clearing import others_in_group
from azlift.rehearsal.deployments.preflight import Foreseen, preflight
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Wanted
from azlift.rehearsal.records import Group, Resource
from azlift.rehearsal.templates import PlannedResource
from azlift.rehearsal.world import World

_ABSENT = object()


def what_if(world: World, asked: Asked, request: Json) -> Json:
    """The answer of a finished what-if; an invalid template raises as a deployment would."""
    prospect = preflight(world, asked, expand_once(world, asked, request))
    full = asked.result_format != "ResourceIdOnly"
    deployments = [each for each in prospect.foreseen if each.planned.type.lower() == DEPLOYMENT_TYPE.lower()]
    resources = [each for each in prospect.foreseen if each not in deployments]
    changes = [_change(world, each, full) for each in resources]
    for scope, mode in prospect.targets.items():
        changes += _others(world, scope, mode, resources, full)
    properties: Json = {"correlationId": world.new_guid(), "changes": changes}
    if deployments:
        properties |= {"potentialChanges": [], "diagnostics": [_short_circuited(each) for each in deployments]}
    return {"status": "Succeeded", "properties": properties}


def _short_circuited(foreseen: Foreseen) -> Json:
    """What Azure says of a nested deployment whose parameters only the running world can answer."""
    message = (
        "A nested deployment got short-circuited and all its resources got skipped from validation. This is due to a "
        "nested template having a parameter that was not fully evaluated (e.g. contains a reference() function). "
        "Please see https://aka.ms/WhatIfEvalStopped for more guidance."
    )
    code = "NestedDeploymentShortCircuited"
    return {"level": "Warning", "code": code, "message": message, "target": foreseen.planned.id}


def _change(world: World, foreseen: Foreseen, full: bool) -> Json:
    if foreseen.group is not None:
        return _group_change(world.groups.get(foreseen.group.key), foreseen.group, foreseen.planned.api_version, full)
    wanted = foreseen.wanted
    standing = world.find(foreseen.planned.id)
    after = _as_written(foreseen.planned) if wanted is None else _after(wanted)
    if standing is None:
        return _entry(str(wanted.id) if wanted else foreseen.planned.id, "Create", None, after, full)
    asked_for = after.get("properties", {}) if wanted is None else wanted.properties
    before = _before(standing, asked_for, foreseen.planned.api_version)
    return _compared(str(standing.id), before, after, full)


def _as_written(planned: PlannedResource) -> Json:
    """A body that asks the running world: what is known of it, and the expressions that are not, as they stand."""
    content = planned.prediction()
    if isinstance(content.get("location"), str):
        content["location"] = normal_location(content["location"])
    return {
        "apiVersion": planned.api_version,
        "id": planned.id,
        "type": planned.put_type,
        "name": planned.name,
        **{name: value for name, value in content.items() if value is not None},
    }


def _group_change(standing: Group | None, group: Group, api_version: str, full: bool) -> Json:
    after = {"apiVersion": api_version, **group.body()}
    if standing is None:
        return _entry(group.id, "Create", None, after, full)
    return _compared(group.id, {"apiVersion": api_version, **standing.body()}, after, full)


def _compared(resource_id: str, before: Json, after: Json, full: bool) -> Json:
    delta = list(_differences(before, after, ""))
    if not full:
        return {"resourceId": resource_id, "changeType": "Deploy"}
    if not delta:
        return _entry(resource_id, "NoChange", before, after, full)
    return {**_entry(resource_id, "Modify", before, after, full), "delta": delta}


def _entry(resource_id: str, change: str, before: Json | None, after: Json | None, full: bool) -> Json:
    entry: Json = {"resourceId": resource_id, "changeType": change}
    if full:
        entry |= {name: value for name, value in (("before", before), ("after", after)) if value is not None}
    return entry


def _after(wanted: Wanted) -> Json:
    body = _head(wanted, wanted.api_version)
    return {**body, **wanted.top, "properties": wanted.properties} if wanted.properties else {**body, **wanted.top}


def _before(standing: Resource, asked_for: Json, api_version: str) -> Json:
    """The standing resource as far as the last or this request speaks of it."""
    properties = _projected(standing.properties, [asked_for, standing.wanted], standing.wanted)
    body = _head(standing, api_version)
    return {**body, **standing.top, "properties": properties} if properties else {**body, **standing.top}


def _head(resource: Wanted | Resource, api_version: str) -> Json:
    head: Json = {"apiVersion": api_version, "id": str(resource.id), "type": resource.id.type}
    head["name"] = resource.id.name
    if resource.location is not None:
        head["location"] = resource.location
    return {**head, "tags": resource.tags} if resource.tags else head


def _projected(actual: Any, masks: Sequence[Any], last: Any) -> Any:
    """The members of `actual` that a mask names; write-only members (passwords) as last asked for."""
    if isinstance(actual, dict):
        names = {name: None for mask in masks if isinstance(mask, dict) for name in mask}
        known = last if isinstance(last, dict) else {}
        found: Json = {}
        for name in names:
            inner = [mask[name] for mask in masks if isinstance(mask, dict) and name in mask]
            if name in actual:
                found[name] = _projected(actual[name], inner, known.get(name))
            elif name in known:
                found[name] = known[name]
        return found
    if isinstance(actual, list):
        lists = [mask for mask in masks if isinstance(mask, list)]
        items = last if isinstance(last, list) else []
        return [
            _projected(each, [mask[at] for mask in lists if at < len(mask)], items[at] if at < len(items) else None)
            for at, each in enumerate(actual)
        ]
    return actual


def _differences(before: Any, after: Any, path: str) -> Iterator[Json]:
    """The property changes between two bodies, as Azure lists them; an array is one change with children."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            if name != "apiVersion":
                where = f"{path}.{name}" if path else name
                yield from _differences(before.get(name, _ABSENT), after.get(name, _ABSENT), where)
    elif isinstance(before, list) and isinstance(after, list):
        children = [
            child
            for at in range(max(len(before), len(after)))
            for child in _item_differences(_item(before, at), _item(after, at), str(at))
        ]
        if children:
            yield {"path": path, "propertyChangeType": "Array", "children": children}
    elif not _equal(before, after):
        kind = "Create" if before is _ABSENT else "Delete" if after is _ABSENT else "Modify"
        entry: Json = {"path": path, "propertyChangeType": kind}
        if before is not _ABSENT:
            entry["before"] = before
        if after is not _ABSENT:
            entry["after"] = after
        yield entry


def _item_differences(before: Any, after: Any, place: str) -> Iterator[Json]:
    """The change of one item of an array; what changed inside an object item are its children."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield from _differences(before, after, place)
        return
    inside = list(_differences(before, after, ""))
    if inside:
        yield {"path": place, "propertyChangeType": "Modify", "before": before, "after": after, "children": inside}


def _item(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else _ABSENT


def _equal(before: Any, after: Any) -> bool:
    """Ids are compared without regard to case, everything else as it is."""
    if isinstance(before, str) and isinstance(after, str) and before.startswith("/subscriptions/"):
        return key_of(before) == key_of(after)
    return type(before) is type(after) and bool(before == after)


def _others(world: World, scope: str, mode: str, foreseen: Sequence[Foreseen], full: bool) -> list[Json]:
    """What else stands in a group: removed in mode Complete, otherwise left alone."""
    named = {key_of(each.planned.id) for each in foreseen}
    change = "Delete" if mode == "Complete" else "Ignore"
    others = others_in_group(world, scope, named)
    return [
        _entry(str(each.id), change, {"apiVersion": each.api_version, **each.body()}, None, full) for each in others
    ]
