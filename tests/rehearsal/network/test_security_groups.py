"""Network security groups and their rules."""

import copy
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import plain, security_group
from tests.rehearsal.network.conftest import NETWORK, NIC, NSG, interface

from azlift.rehearsal.network.security_groups import DEFAULT_RULES, LEAST_PRIORITY, MOST_PRIORITY


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("priority", 99, "SecurityRuleInvalidPriority"),
        ("priority", 4097, "SecurityRuleInvalidPriority"),
        ("priority", "first", "InvalidRequestFormat"),
        ("protocol", "Sctp", "InvalidRequestFormat"),
        ("destinationPortRange", "70000", "SecurityRuleInvalidPortRange"),
        ("destinationPortRange", "90-80", "SecurityRuleInvalidPortRange"),
        ("sourceAddressPrefix", "10.0.0.0/99", "SecurityRuleInvalidAddressPrefix"),
        ("sourceAddressPrefix", None, "SecurityRuleParameterNotSpecified"),
        ("access", None, "InvalidRequestFormat"),
        ("destination_port", "1", "InvalidRequestFormat"),
    ],
)
def test_security_rules_azure_refuses_are_refused(desk: Desk, member: str, value: Any, code: str) -> None:
    given = plain(security_group())
    given["properties"]["securityRules"][0]["properties"][member] = value
    assert desk.ask("PUT", NSG, given).refusal == (400, code)


def test_rules_of_one_direction_have_their_own_priority_and_name(desk: Desk) -> None:
    given = plain(security_group())
    rules = given["properties"]["securityRules"]
    rules.append({**copy.deepcopy(rules[0]), "name": "other"})
    assert desk.ask("PUT", NSG, given).refusal == (400, "SecurityRuleConflict")
    rules[1]["properties"]["priority"] = 101
    rules[1]["name"] = "HTTPS"
    assert desk.ask("PUT", NSG, given).refusal == (400, "DuplicateResourceName")
    rules[1]["name"] = "other"
    assert len(desk.put(NSG, given)["properties"]["defaultSecurityRules"]) == 6


def rule(**members: Any) -> Any:
    given = plain(security_group())
    properties = given["properties"]["securityRules"][0]["properties"]
    properties.update(members)
    given["properties"]["securityRules"][0]["properties"] = {k: v for k, v in properties.items() if v is not None}
    return given


@pytest.mark.parametrize(
    "members",
    [
        {"priority": LEAST_PRIORITY},
        {"priority": MOST_PRIORITY},
        {"destinationPortRange": "0-65535"},
        {"destinationPortRange": "443-443"},
        {"destinationPortRange": None, "destinationPortRanges": ["80", "443"]},
        {"sourceAddressPrefix": "AzureLoadBalancer"},
        {"sourceAddressPrefix": "Storage.WestEurope"},
        {"sourceAddressPrefix": "10.0.0.1"},
        {"sourceAddressPrefix": "10.0.0.5/24"},
        {"sourceAddressPrefix": "fd00::/8"},
        {"sourceAddressPrefix": None, "sourceAddressPrefixes": ["10.0.0.0/8", "192.168.0.0/16"]},
        {"protocol": "*", "access": "deny", "direction": "outbound"},
    ],
)
def test_rules_within_azures_bounds_are_taken(desk: Desk, members: Any) -> None:
    assert desk.ask("PUT", NSG, rule(**members)).status == 201


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"destinationPortRange": "65536"}, "SecurityRuleInvalidPortRange"),
        ({"destinationPortRange": "443\n"}, "SecurityRuleInvalidPortRange"),
        ({"destinationPortRange": "80,443"}, "SecurityRuleInvalidPortRange"),
        ({"destinationPortRange": ""}, "SecurityRuleInvalidPortRange"),
        ({"destinationPortRange": None, "destinationPortRanges": ["80", "x"]}, "SecurityRuleInvalidPortRange"),
        ({"sourceAddressPrefix": "Internet\n"}, "SecurityRuleInvalidAddressPrefix"),
        ({"sourceAddressPrefix": ""}, "SecurityRuleInvalidAddressPrefix"),
        ({"sourceAddressPrefix": None, "sourceAddressPrefixes": []}, "SecurityRuleParameterNotSpecified"),
    ],
)
def test_rules_just_beyond_them_are_refused(desk: Desk, members: Any, code: str) -> None:
    assert desk.ask("PUT", NSG, rule(**members)).refusal == (400, code)


def test_the_same_priority_is_free_in_the_other_direction(desk: Desk) -> None:
    given = rule()
    rules = given["properties"]["securityRules"]
    rules.append({"name": "out", "properties": {**rules[0]["properties"], "direction": "Outbound"}})
    assert desk.ask("PUT", NSG, given).status == 201


def test_the_default_rules_end_each_direction_with_a_denial(desk: Desk) -> None:
    found = desk.put(NSG, {"location": "westeurope"})["properties"]
    assert found["securityRules"] == []
    for direction in ("Inbound", "Outbound"):
        rules = [row for row in DEFAULT_RULES if row[2] == direction]
        assert max(rules, key=lambda row: row[1])[3:] == ("Deny", "*", "*")
    shown = [each["properties"] for each in found["defaultSecurityRules"]]
    assert [each["priority"] for each in shown] == [65000, 65001, 65500] * 2
    assert min(each["priority"] for each in shown) > MOST_PRIORITY


def test_a_rule_written_alone_stands_in_its_group_and_beside_the_others(desk: Desk) -> None:
    desk.put(NSG, plain(security_group()))
    (first,) = desk.ask("GET", NSG).json()["properties"]["securityRules"]
    rule = {name: value for name, value in first["properties"].items() if name != "priority"}
    refused = desk.ask("PUT", f"{NSG}/securityRules/second", {"properties": first["properties"]})
    assert refused.refusal == (400, "SecurityRuleConflict")
    desk.put(f"{NSG}/securityRules/second", {"properties": {**rule, "priority": 4000}})
    shown = desk.ask("GET", NSG).json()["properties"]["securityRules"]
    assert [each["name"] for each in shown] == [first["name"], "second"]
    assert len(desk.ask("GET", f"{NSG}/securityRules").json()["value"]) == 2
    assert len(desk.ask("GET", f"{NSG}/defaultSecurityRules").json()["value"]) == 6


def test_rules_and_interfaces_name_application_groups_that_stay_while_they_do(wired: Desk) -> None:
    group = f"{NETWORK}/applicationSecurityGroups/web"
    pointer = {"id": wired.put(group, {"location": "westeurope"})["id"]}
    rule = {
        "protocol": "*",
        "access": "Allow",
        "priority": 200,
        "direction": "Inbound",
        "sourcePortRange": "*",
        "destinationPortRange": "443",
        "sourceAddressPrefix": "*",
        "destinationApplicationSecurityGroups": [pointer],
    }
    wired.put(NSG, plain(security_group()))
    wired.put(f"{NSG}/securityRules/web", {"properties": rule})
    wired.put(NIC, interface(wired, applicationSecurityGroups=[pointer]))
    assert wired.ask("DELETE", group).refusal == (400, "InUseApplicationSecurityGroupCannotBeDeleted")
    wrong = {**rule, "destinationApplicationSecurityGroups": [{"id": f"{pointer['id']}x"}]}
    refused = wired.ask("PUT", f"{NSG}/securityRules/web", {"properties": wrong})
    assert refused.refusal == (400, "InvalidResourceReference")
