"""Tags over HTTP: the tags of a scope, changed in part, and the names and values used in a subscription."""

from collections import Counter

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.identifiers import subscription_scope
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page
from azlift.rehearsal.routes.route import Found, route
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.tags import PATCH, TAGS, merged_tags, tags_at, write_tags
from azlift.rehearsal.world import World


def find_tags_patch(world: World, call: Call, scope: str) -> Found:
    """PATCH of the tags of a scope: Merge, Replace or Delete."""
    return Found("PATCH tags", f"{TAGS}/write", f"{scope}/providers/{TAGS}/default", lambda: _patch(world, call, scope))


def _patch(world: World, call: Call, scope: str) -> Answer:
    asked = PATCH.read(call.json(), "", Voice.ARM)
    tags = merged_tags(tags_at(world, scope), asked["operation"], asked.get("properties", {}).get("tags", {}))
    write_tags(world, scope, tags)
    kept = world.find(f"{scope}/providers/{TAGS}/default")
    return answer_json(kept.body() if kept else {})


def list_names(world: World, call: Call, subscription: str) -> Answer:
    """Every tag name of a subscription, made beforehand or in use, with how often each value is used."""
    names = _names(world, subscription)
    return answer_page(call, {name.lower(): _body(subscription, name, used) for name, used in names.items()})


def _names(world: World, subscription: str) -> dict[str, Counter[str]]:
    names = {name: Counter(dict.fromkeys(values, 0)) for name, values in world.tag_book.names(subscription).items()}
    within = f"{subscription_scope(subscription.lower())}/"
    used = [each.tags for each in world.groups.values() if each.key.startswith(within)]
    used += [each.tags for key, each in world.resources.items() if key.startswith(within) and each.tags]
    for name, value in (pair for tags in used for pair in tags.items()):
        known = next((each for each in names if each.lower() == name.lower()), name)
        names.setdefault(known, Counter())[value] += 1
    return names


def _body(subscription: str, name: str, used: Counter[str]) -> Json:
    place = f"{subscription_scope(subscription.lower())}/tagNames/{name}"
    values = [
        {"id": f"{place}/tagValues/{value}", "tagValue": value, "count": {"type": "Total", "value": count}}
        for value, count in sorted(used.items())
    ]
    total = {"type": "Total", "value": sum(used.values())}
    return {"id": place, "tagName": name, "count": total, "values": values}


def one_name(world: World, call: Call, subscription: str, name: str) -> Answer:
    """PUT or DELETE of a tag name; one in use stays."""
    made, used = world.tag_book.names(subscription), _names(world, subscription).get(name, Counter())
    known = name in made
    if call.method == "PUT":
        world.tag_book.keep_names(subscription, {**made, name: made.get(name, [])})
        return answer_json(_body(subscription, name, used), 200 if known else 201)
    _forbid_used(name, sum(used.values()))
    world.tag_book.keep_names(subscription, {key: values for key, values in made.items() if key != name})
    return Answer(200 if known else 204)


def one_value(world: World, call: Call, subscription: str, name: str, value: str) -> Answer:
    """PUT or DELETE of a predefined value of a tag name."""
    made = world.tag_book.names(subscription)
    if name not in made:
        raise AzureError(404, "TagNameNotFound", f"The tag name '{name}' could not be found.")
    known, count = value in made[name], _names(world, subscription)[name][value]
    if call.method == "PUT":
        world.tag_book.keep_names(subscription, {**made, name: [*made[name], *([] if known else [value])]})
        body = _body(subscription, name, Counter({value: count}))["values"][0]
        return answer_json(body, 200 if known else 201)
    _forbid_used(f"{name}:{value}", count)
    world.tag_book.keep_names(subscription, {**made, name: [each for each in made[name] if each != value]})
    return Answer(200 if known else 204)


def _forbid_used(what: str, count: int) -> None:
    if count:
        message = f"The tag '{what}' is used by {count} resources and can not be deleted."
        raise AzureError(409, "TagInUse", message)  # Azure refuses it; the code is ours


NAMES = "subscriptions/{}/tagnames"
RIGHT = "Microsoft.Resources/subscriptions/tagNames"
ROUTES = [
    route("GET", NAMES, list_names, "tag names", f"{RIGHT}/read"),
    route("PUT DELETE", f"{NAMES}/{{}}", one_name, "tag name", f"{RIGHT}/{{verb}}"),
    route("PUT DELETE", f"{NAMES}/{{}}/tagvalues/{{}}", one_value, "tag value", f"{RIGHT}/tagValues/{{verb}}"),
]
