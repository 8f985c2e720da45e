import asyncio
from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.model import Action, Command, DeploymentRun, HttpCall, Order
from azlift.runbook.hands import StandIn, TeamHands


def test_in_a_rehearsal_nothing_outside_is_touched(tmp_path: Path, order: Order) -> None:
    hands = StandIn(tmp_path)
    for action in (
        Action(command=Command(run=("touch", str(tmp_path / "it-ran")))),
        Action(http=HttpCall(url="http://127.0.0.1:9/")),
        Action(deployment=DeploymentRun(name="flow/prod")),
    ):
        assert "stood in for" in asyncio.run(hands.carry_out(action, order))
        assert asyncio.run(hands.was_done(action, order)) is False
    assert not (tmp_path / "it-ran").exists()


@pytest.mark.parametrize("missing", [("./nowhere",), ("azlift-has-no-such-program",)])
def test_in_a_rehearsal_a_program_that_is_not_there_is_told(
    tmp_path: Path, order: Order, missing: tuple[str, ...]
) -> None:
    with pytest.raises(InputError, match="there is no program"):
        asyncio.run(StandIn(tmp_path).carry_out(Action(command=Command(run=missing)), order))
    with pytest.raises(InputError, match="there is no program"):
        asyncio.run(StandIn(tmp_path).carry_out(Action(command=Command(run=("true",), look=missing)), order))


def test_the_teams_hands_run_what_the_runbook_says(tmp_path: Path, order: Order) -> None:
    hands, command = TeamHands(tmp_path), Command(run=("echo", "drained"), look=("false",))
    assert asyncio.run(hands.carry_out(Action(command=command), order)) == "drained"
    assert asyncio.run(hands.was_done(Action(command=command), order)) is False


def test_only_a_person_knows_where_neither_look_nor_its_nature_tells(tmp_path: Path, order: Order) -> None:
    hands = TeamHands(tmp_path)
    assert asyncio.run(hands.was_done(Action(command=Command(run=("x",))), order)) is None
    assert asyncio.run(hands.was_done(Action(http=HttpCall(url="http://x/")), order)) is None
    assert asyncio.run(hands.was_done(Action(http=HttpCall(url="http://x/", method="PUT")), order)) is False
    assert asyncio.run(hands.was_done(Action(deployment=DeploymentRun(name="a/b")), order)) is False
