"""What-if: what would change, and nothing changes."""

import copy
from typing import Any

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import SUBSCRIPTION_SCHEMA, deployment, disk, landing, network, template

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def what_if(desk: Desk, body: Any, path: str = f"{BASE}/w") -> dict[str, Any]:
    reply = desk.ask("POST", f"{path}/whatIf", body)
    assert reply.status == 202, reply.body
    assert desk.follow(reply, "location").status == 202
    desk.wait(3)
    answer: dict[str, Any] = desk.follow(reply, "location").json()
    return answer


def changes(desk: Desk, body: Any) -> dict[str, dict[str, Any]]:
    answer = what_if(desk, body)
    assert answer["status"] == "Succeeded", answer
    return {each["resourceId"].rsplit("/", 1)[-1]: each for each in answer["properties"]["changes"]}


def test_new_resources_are_created_and_nothing_happens(desk: Desk) -> None:
    found = changes(desk, deployment(landing()))
    assert {each["changeType"] for each in found.values()} == {"Create"}
    assert found["vm1"]["after"]["properties"]["hardwareProfile"] == {"vmSize": "Standard_D2s_v5"}
    assert "before" not in found["vm1"]
    assert not desk.world.resources


def test_what_stands_as_the_template_says_is_no_change(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    assert {each["changeType"] for each in changes(desk, deployment(landing())).values()} == {"NoChange"}


def test_a_change_shows_before_after_and_the_delta(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    body = copy.deepcopy(landing())
    body["resources"][3]["properties"]["diskSizeGB"] = 128
    body["resources"][4]["tags"] = {"wave": "2"}
    body["resources"][0]["properties"]["securityRules"][0]["properties"]["priority"] = 200
    found = changes(desk, deployment(body))
    assert found["os1"]["delta"] == [
        {"path": "properties.diskSizeGB", "propertyChangeType": "Modify", "before": 64, "after": 128}
    ]
    assert found["vm1"]["delta"] == [{"path": "tags", "propertyChangeType": "Create", "after": {"wave": "2"}}]
    array = found["nsg1"]["delta"][0]
    assert (array["path"], array["propertyChangeType"]) == ("properties.securityRules", "Array")
    item = array["children"][0]
    assert (item["path"], item["children"]) == (
        "0",
        [{"path": "properties.priority", "propertyChangeType": "Modify", "before": 100, "after": 200}],
    )
    assert found["nic1"]["changeType"] == "NoChange"


def test_a_member_no_longer_asked_for_is_a_delete(desk: Desk) -> None:
    first = network()
    first["properties"]["dhcpOptions"] = {"dnsServers": ["10.0.0.9"]}
    desk.deploy(deployment(template([first])))
    delta = changes(desk, deployment(template([network()])))["vnet1"]["delta"]
    assert [(each["path"], each["propertyChangeType"]) for each in delta] == [("properties.dhcpOptions", "Delete")]


def test_others_in_the_group_are_ignored_or_in_complete_mode_deleted(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    kept = template([network()])
    assert changes(desk, deployment(kept))["os1"]["changeType"] == "Ignore"
    assert changes(desk, deployment(kept, mode="Complete"))["os1"]["changeType"] == "Delete"


def test_a_group_created_in_the_same_template_is_a_create(desk: Desk) -> None:
    group = {
        "type": "Microsoft.Resources/resourceGroups",
        "apiVersion": "2025-04-01",
        "name": "rg9",
        "location": "westeurope",
    }
    body = {"location": "westeurope", **deployment(template([group], SUBSCRIPTION_SCHEMA))}
    answer = what_if(desk, body, "~/providers/Microsoft.Resources/deployments/w")
    assert answer["properties"]["changes"][0]["changeType"] == "Create"
    assert "rg9" not in str(list(desk.world.groups))


def test_ids_only_leave_out_the_bodies(desk: Desk) -> None:
    desk.deploy(deployment(template([network()])))
    body = deployment(landing(), whatIfSettings={"resultFormat": "ResourceIdOnly"})
    found = changes(desk, body)
    assert (found["vnet1"], found["vm1"]["changeType"]) == (
        {"resourceId": found["vnet1"]["resourceId"], "changeType": "Deploy"},
        "Create",
    )
    assert "after" not in found["vm1"]


RUNTIME = "[reference(resourceGroup().id, '2025-04-01', 'Full').location]"


def test_what_can_only_be_known_at_run_time_is_shown_as_far_as_it_is_known(desk: Desk) -> None:
    tagged = network(tags={"id": RUNTIME})
    made = changes(desk, deployment(template([tagged])))["vnet1"]
    shown = RUNTIME.replace("resourceGroup().id", f"'{desk.subscription}/resourceGroups/rg1'")
    assert (made["changeType"], made["after"]["tags"]) == ("Create", {"id": shown})
    assert made["after"]["properties"]["addressSpace"] == {"addressPrefixes": ["10.0.0.0/16"]}
    desk.deploy(deployment(template([network()])))
    changed = changes(desk, deployment(template([tagged])))["vnet1"]
    assert (changed["changeType"], changed["delta"]) == (
        "Modify",
        [{"path": "tags", "propertyChangeType": "Create", "after": {"id": shown}}],
    )


def inner(*resources: Any, name: str = "inner", **properties: Any) -> dict[str, Any]:
    nested = {**deployment(template(list(resources)))["properties"], **properties}
    nested["expressionEvaluationOptions"] = {"scope": "inner"}
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": name,
        "properties": nested,
    }


def test_nested_templates_are_looked_into(desk: Desk) -> None:
    found = changes(desk, deployment(template([inner(network(), inner(disk(), name="deep"))])))
    assert {name: each["changeType"] for name, each in found.items()} == {"vnet1": "Create", "os1": "Create"}


def test_a_nested_template_with_a_parameter_only_the_world_knows_is_said_to_be_skipped(desk: Desk) -> None:
    nested = inner(network(name="[parameters('name')]"))
    nested["properties"]["template"]["parameters"] = {"name": {"type": "string"}}
    nested["properties"]["parameters"] = {"name": {"value": RUNTIME}}
    answer = what_if(desk, deployment(template([nested, disk()])))["properties"]
    assert [each["resourceId"].rsplit("/", 1)[-1] for each in answer["changes"]] == ["os1"]
    (said,) = answer["diagnostics"]
    assert (said["code"], said["level"]) == ("NestedDeploymentShortCircuited", "Warning")
    assert said["target"].endswith("/deployments/inner")


def test_a_group_whose_tags_only_the_world_knows_is_shown_too(desk: Desk) -> None:
    group = {
        "type": "Microsoft.Resources/resourceGroups",
        "apiVersion": "2025-04-01",
        "name": "rg9",
        "location": "westeurope",
        "tags": {
            "from": "[reference(subscriptionResourceId('Microsoft.Resources/resourceGroups', 'rg1'), '2025-04-01', "
            "'Full').location]"
        },
    }
    body = {"location": "westeurope", **deployment(template([group], SUBSCRIPTION_SCHEMA))}
    (change,) = what_if(desk, body, "~/providers/Microsoft.Resources/deployments/w")["properties"]["changes"]
    assert change["after"]["tags"]["from"].startswith("[reference(")


def test_what_else_stands_in_a_group_reached_from_the_subscription_is_ignored(desk: Desk) -> None:
    desk.deploy(deployment(template([network()])))
    body = {
        "location": "westeurope",
        **deployment(template([{**inner(disk()), "resourceGroup": "rg1"}], SUBSCRIPTION_SCHEMA)),
    }
    answer = what_if(desk, body, "~/providers/Microsoft.Resources/deployments/w")["properties"]["changes"]
    assert {each["resourceId"].rsplit("/", 1)[-1]: each["changeType"] for each in answer} == {
        "os1": "Create",
        "vnet1": "Ignore",
    }


def test_an_invalid_template_is_a_failed_result_not_a_failed_request(desk: Desk) -> None:
    answer = what_if(desk, deployment(template([{**network(), "location": "atlantis"}])))
    assert (answer["status"], answer["error"]["code"]) == ("Failed", "InvalidTemplateDeployment")


def test_an_id_written_in_another_case_is_no_change(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    body = copy.deepcopy(landing())
    reference = body["resources"][2]["properties"]["ipConfigurations"][0]["properties"]["subnet"]
    reference["id"] = f"[toUpper({reference['id'][1:-1]})]"
    assert changes(desk, deployment(body))["nic1"]["changeType"] == "NoChange"
