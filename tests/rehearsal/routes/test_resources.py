"""Resources by id: conditions, lists, actions."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain


def test_conditions_on_etags_are_honoured(desk: Desk) -> None:
    path = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"
    assert desk.ask("PUT", path, plain(network()), headers={"if-match": "*"}).refusal == (412, "PreconditionFailed")
    made = desk.put(path, plain(network()))
    again = desk.ask("PUT", path, plain(network()), headers={"if-none-match": "*"})
    assert again.refusal == (412, "PreconditionFailed")
    assert desk.ask("PUT", path, plain(network()), headers={"if-match": made["etag"]}).status == 200
