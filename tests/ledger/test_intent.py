from azlift.ledger import Intent
from azlift.model import Sender


def test_a_token_is_written_down_before_it_is_believed() -> None:
    written: list[dict[str, str]] = []

    def write(note: dict[str, str]) -> None:
        assert intent.tokens == {}
        written.append(note)

    intent = Intent("shop", "d1", False, {}, Sender(ledger="l", event="1-h"), lambda _: True, write)
    intent.note_token("azlift-shop-d1", "token")
    assert written == [{"deployment": "azlift-shop-d1", "token": "token"}]
    assert intent.tokens == {"azlift-shop-d1": "token"}
