from collections.abc import Callable
from pathlib import Path
from typing import Any

from estates import estate, machine, planned

from azlift import journey
from azlift.venue import OUTBOX_FILE, open_venue


def test_people_are_told_by_a_run_and_by_the_next_only_what_is_new(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    (folder / "notices.yaml").write_text("channels: [{name: ops, kind: slack, url_from: OPS_URL}]\n")

    def said() -> tuple[str, str]:
        state = run_flow("tell_people", workspace=str(folder))
        return state.name, state.message

    assert said() == ("Completed", "nothing to tell")
    journey.pause("wave-01", open_venue(folder), "the vendor called")
    assert said()[1].startswith("ops: told: [")
    assert said() == ("Completed", "nothing to tell")
    assert len((folder / OUTBOX_FILE).read_text().splitlines()) == 1


def test_a_channel_that_cannot_be_told_is_a_failed_run_that_says_so(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    (folder / "notices.yaml").write_text("channels: [{name: ops, kind: slack, url_from: OPS_URL}]\n")
    assert run_flow("tell_people", workspace=str(folder)).is_completed()
    journey.pause("wave-01", open_venue(folder), "the vendor called")
    (folder / OUTBOX_FILE).mkdir()
    state = run_flow("tell_people", workspace=str(folder))
    assert state.is_failed()
    assert "ops: not told" in state.message


def test_where_somebody_else_tells_or_there_is_nobody_to_tell_nothing_is_wrong(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], tmp_path: Path
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    (folder / "notices.yaml").write_text("channels: [{name: ops, kind: slack, url_from: OPS_URL}]\n")
    other = open_venue(folder).ledger
    other.driver = "elsewhere:1:1"
    with other.driving("telling"):
        assert run_flow("tell_people", workspace=str(folder)).message == "somebody else is telling them"
    assert run_flow("tell_people", workspace=str(tmp_path / "nowhere")).is_completed()
