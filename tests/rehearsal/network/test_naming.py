"""Names and references as the network provider judges them."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain
from tests.rehearsal.network.conftest import NETWORK, VNET, ident

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Surroundings, Wanted
from azlift.rehearsal.network.naming import invalid_reference, name_rule, referenced, retryable


def test_names_of_network_resources_are_judged(desk: Desk) -> None:
    assert desk.ask("PUT", f"{NETWORK}/virtualNetworks/-v", plain(network())).refusal == (400, "InvalidResourceName")
    long = f"{NETWORK}/virtualNetworks/{'v' * 65}"
    assert desk.ask("PUT", long, plain(network())).refusal == (400, "InvalidResourceName")


@pytest.mark.parametrize("name", ["a", "0", "a_", "a.b-c_d", "x" * 80])
def test_names_the_rule_takes(name: str) -> None:
    assert name_rule(80).fullmatch(name)


@pytest.mark.parametrize("name", ["", "_a", "-a", "a-", "a.", "a b", "ä", "a\n", "x" * 81])
def test_names_the_rule_refuses(name: str) -> None:
    assert not name_rule(80).fullmatch(name)


def test_what_is_referenced_is_of_its_type_and_in_the_region(wired: Desk) -> None:
    nic = read_id(ident(wired, f"{NETWORK}/networkInterfaces/n"))
    here, there = (Wanted(nic, "", region, {}, {}, {}) for region in ("westeurope", "eastus"))
    around, target = Surroundings(wired.world), ident(wired, VNET)
    assert referenced(target.upper(), here, around, "MICROSOFT.network/virtualNetworks").id.name == "vnet1"
    for wanted, kind in ((there, "Microsoft.Network/virtualNetworks"), (here, "Microsoft.Network/routeTables")):
        with pytest.raises(AzureError) as caught:
            referenced(target, wanted, around, kind)
        assert caught.value.code == "InvalidResourceReference"
        assert f"Resource {target} referenced by resource {nic} was not found." in caught.value.message


def test_refusals_tell_a_wrong_reference_from_one_to_be_tried_again() -> None:
    assert invalid_reference("/a", "/b").status == 400
    error = retryable("/a", "Updating")
    assert (error.status, error.code) == (429, "RetryableError")
    assert "is in Updating state" in error.details[0]["message"]
