from typing import Any

import pytest
from pydantic import ValidationError

from azlift.model import Check


def check(**said: Any) -> Check:
    return Check.model_validate({"name": "c", **said})


def test_a_dns_check_is_due_after_the_switch_and_others_before_too() -> None:
    dns, tcp = check(dns={"name": "shop.example.com"}), check(tcp={"port": 22})
    assert [dns.is_due(m) for m in ("verify", "validate")] == [False, True]
    assert [tcp.is_due(m) for m in ("verify", "validate")] == [True, True]
    assert [check(tcp={"port": 22}, at="verify").is_due(m) for m in ("verify", "validate")] == [True, False]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"tcp": {"port": 22}, "dns": {"name": "x"}},
        {"tcp": {"port": 0}},
        {"tcp": {"port": 22}, "slower_at_most": 2},
        {"dns": {"name": "x"}, "slower_at_most": 2},
        {"sql": {"url": "postgresql://reader:secret@db/shop"}},
        {"sql": {"url": "db01"}},
        {"http": {"url": "https://x/"}, "tries": 0},
        {"script": {"run": [], "expect": "ok"}},
    ],
)
def test_a_check_that_cannot_be_looked_at_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check(**said)


def test_what_is_looked_at_of_each_machine() -> None:
    assert check(tcp={"port": 22}).is_of_each_machine
    assert not check(tcp={"port": 22, "host": "shop"}).is_of_each_machine
    assert check(script={"run": ["true"], "expect": "ok"}).is_of_each_machine
    assert [check(sql={"url": "sqlite://"}).kind, check(http={"url": "http://x/"}).kind] == ["sql", "http"]
