import asyncio
import socket
from typing import Any

from azlift.checks.eyes import NOBODY_THERE, RealEyes, StandInEyes
from azlift.model import Check

SCRIPT = {"script": {"run": ["systemctl is-active nginx"], "expect": "active"}}


def check(**said: Any) -> Check:
    return Check.model_validate({"name": "c", **said})


def test_real_eyes_look_at_a_machine_where_no_host_is_given() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        eyes = RealEyes()
        assert asyncio.run(eyes.look(check(tcp={"port": port}), "127.0.0.1", ())).passed
        assert asyncio.run(eyes.look(check(tcp={"port": port, "host": "127.0.0.1"}), "", ())).passed
    assert asyncio.run(eyes.look(check(sql={"url": "sqlite://"}), "", ())).passed
    assert asyncio.run(eyes.look(check(dns={"name": "127.0.0.1"}), "", ["127.0.0.1"])).passed
    elsewhere = check(dns={"name": "127.0.0.1", "addresses": ["10.0.0.4"]})
    assert not asyncio.run(eyes.look(elsewhere, "", ["127.0.0.1"])).passed, "what is written overrules what is in Azure"


def test_real_eyes_read_what_a_script_printed() -> None:
    assert RealEyes().read(check(**SCRIPT), "[stdout]\nactive\n").passed
    seen = RealEyes().read(check(**SCRIPT), "")
    assert (seen.passed, seen.found) == (False, "it printed nothing")


def test_in_a_rehearsal_what_was_not_looked_at_says_so() -> None:
    seen = asyncio.run(StandInEyes().look(check(tcp={"port": 22}), "10.0.0.4", ()))
    assert (seen.passed, seen.found) == (True, NOBODY_THERE)
    assert "there is no machine to run it" in StandInEyes().read(check(**SCRIPT), "").found
