"""What holds for every template: its order means nothing, again is no change, and what-if tells what happens."""

import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.generated_templates import Made, made_templates
from tests.rehearsal.landing_template import deployment

from azlift.rehearsal.identity import read_facts
from azlift.rehearsal.snapshots import differences
from azlift.rehearsal.store import Store

FACTS = read_facts(None)
# What a provider makes up on its own: another at every creation.
MADE_UP = {"resourceGuid", "vmId", "uniqueId", "macAddress", "timeCreated", "etag", "created", "changed"}
BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def new_desk() -> Desk:
    desk = open_desk(Store(None), FACTS, HandClock())
    desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    return desk


def deployed(desk: Desk, body: Any, name: str, mode: str = "Incremental") -> None:
    done = desk.deploy(deployment(body, mode), name)
    assert done["properties"]["provisioningState"] == "Succeeded", done["properties"]["error"]


def estate(desk: Desk) -> dict[str, Any]:
    """All resources by id, as a client sees them, without what is made up."""
    return {key: plain(each.body()) for key, each in desk.world.resources.items()}


def asked_for(desk: Desk) -> dict[str, Any]:
    """All resources by id, as they were last asked for: a machine shows its disk's size, which nobody asked of it."""
    return {
        key: {"tags": each.tags, "top": each.top, "properties": each.wanted}
        for key, each in desk.world.resources.items()
    }


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items() if name not in MADE_UP}
    if isinstance(value, list):
        return sorted((plain(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def foretold(desk: Desk, body: Any, mode: str = "Incremental") -> dict[str, str] | None:
    """What-if's changes by id; None where it refuses the template."""
    reply = desk.ask("POST", f"{BASE}/w/whatIf", deployment(body, mode))
    desk.wait(3)
    answer = desk.follow(reply, "location").json()
    if answer["status"] != "Succeeded":
        return None
    return {each["resourceId"].lower(): each["changeType"] for each in answer["properties"]["changes"]}


@settings(max_examples=25, deadline=None)
@given(made_templates(), st.randoms(use_true_random=False))
def test_the_order_of_the_resources_means_nothing(made: Made, chance: random.Random) -> None:
    order = list(range(len(made.resources)))
    chance.shuffle(order)
    one, other = new_desk(), new_desk()
    deployed(one, made.as_template(), "d")
    deployed(other, made.as_template(order), "d")
    assert estate(one) == estate(other)


@settings(max_examples=25, deadline=None)
@given(made_templates())
def test_deploying_again_is_no_change_and_what_if_says_so(made: Made) -> None:
    desk = new_desk()
    deployed(desk, made.as_template(), "d")
    before = {key: (each.etag, each.body()) for key, each in desk.world.resources.items()}
    told = foretold(desk, made.as_template())
    assert told is not None
    assert set(told.values()) <= {"NoChange"}
    deployed(desk, made.as_template(), "again")
    assert {key: (each.etag, each.body()) for key, each in desk.world.resources.items()} == before


@settings(max_examples=50, deadline=None)
@given(made_templates(), made_templates(), st.sampled_from(["Incremental", "Complete"]))
def test_what_if_before_is_the_difference_after(first: Made, second: Made, mode: str) -> None:
    desk = new_desk()
    deployed(desk, first.as_template(), "first")
    told = foretold(desk, second.as_template(), mode)
    before = asked_for(desk)
    reply = desk.ask("PUT", f"{BASE}/second", deployment(second.as_template(), mode))
    assert (told is None) == (reply.status >= 400), reply.body
    if told is None:
        return  # the second contradicts the first (a disk cannot shrink): both said so
    desk.wait()
    done = desk.ask("GET", f"{BASE}/second").json()["properties"]
    assert done["provisioningState"] == "Succeeded", done["error"]
    found = {each.id: each.kind for each in differences(before, asked_for(desk))}
    words = {"Create": "added", "Delete": "removed", "Modify": "changed"}
    listed = {key: words[each] for key, each in told.items() if each in words}
    top = {key: kind for key, kind in found.items() if key in told}
    assert top == listed
    inner = ("/subnets/", "/securityrules/")  # children their parents show
    assert all(min((key.split(each)[0] for each in inner), key=len) in told for key in found)
