"""Names and references as the network provider judges them."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain
from tests.rehearsal.network.conftest import NETWORK


def test_names_of_network_resources_are_judged(desk: Desk) -> None:
    assert desk.ask("PUT", f"{NETWORK}/virtualNetworks/-v", plain(network())).refusal == (400, "InvalidResourceName")
    long = f"{NETWORK}/virtualNetworks/{'v' * 65}"
    assert desk.ask("PUT", long, plain(network())).refusal == (400, "InvalidResourceName")
