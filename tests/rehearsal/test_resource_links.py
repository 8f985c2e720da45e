"""Links between resources."""

from typing import Any

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

API = "2016-09-01"
SETS = "~/resourceGroups/rg1/providers/Microsoft.Compute/availabilitySets"
LINK = f"{SETS}/one/providers/Microsoft.Resources/links/myLink"


def linked(desk: Desk) -> Any:
    for name in ("one", "two"):
        desk.put(f"{SETS}/{name}", {"location": "westus"})
    target = f"{SETS}/two".replace("~", desk.subscription)
    made = desk.ask("PUT", LINK, {"properties": {"targetId": target, "notes": "Testing links"}}, api=API)
    assert made.status == 201, made.body
    return made.json()


def test_a_link_answers_both_its_ends_with_a_slash(desk: Desk) -> None:
    made, place = linked(desk), SETS.replace("~", desk.subscription)
    assert made == {
        "id": LINK.replace("~", desk.subscription),
        "type": "Microsoft.Resources/links",
        "name": "myLink",
        "properties": {"sourceId": f"{place}/one/", "targetId": f"{place}/two/", "notes": "Testing links"},
    }
    assert desk.ask("GET", LINK, api=API).json() == made


def test_links_are_listed_below_a_subscription_at_their_source_and_by_target(desk: Desk) -> None:
    made = linked(desk)
    below = "providers/Microsoft.Resources/links"
    target = made["properties"]["targetId"]
    for path in (
        f"~/{below}",
        f"~/{below}?$filter=targetId eq '{target}'",
        f"{SETS}/one/{below}?$filter=atScope()",
    ):
        assert desk.ask("GET", path, api=API).json()["value"] == [made]
    for path in (f"~/{below}?$filter=atScope()", f"{SETS}/two/{below}", f"~/{below}?$filter=targetId eq '/x'"):
        assert desk.ask("GET", path, api=API).json()["value"] == []
    assert desk.ask("DELETE", LINK, api=API).status == 200
    assert desk.ask("GET", LINK, api=API).status == 404


def test_a_template_of_old_hangs_a_link_on_a_resource_by_its_type(desk: Desk) -> None:
    linked(desk)
    told = {
        "type": "Microsoft.Compute/availabilitySets/providers/links",
        "apiVersion": "2015-01-01",
        "name": "two/Microsoft.Resources/back",
        "properties": {"targetId": "[resourceId('Microsoft.Compute/availabilitySets', 'one')]"},
    }
    path = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d"
    assert desk.ask("PUT", path, deployment(template([told]))).status == 201
    desk.wait()
    assert desk.ask("GET", path).json()["properties"]["provisioningState"] == "Succeeded"
    assert desk.ask("GET", f"{SETS}/two/providers/Microsoft.Resources/links/back", api=API).status == 200
