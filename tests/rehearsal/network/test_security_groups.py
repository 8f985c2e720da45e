"""Network security groups and their rules."""

import copy
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import plain, security_group
from tests.rehearsal.network.conftest import NSG


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("priority", 99, "SecurityRuleInvalidPriority"),
        ("priority", 4097, "SecurityRuleInvalidPriority"),
        ("priority", "100", "InvalidRequestFormat"),
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
