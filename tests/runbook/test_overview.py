from azlift.model import Pace, Runbook
from azlift.runbook import no_return_text, overview, points_of_no_return, steps_of

GONE = {"step": "wipe", "after": "switch", "http": {"url": "https://x/wipe"}, "irreversible": "the array is given back"}


def test_where_all_can_be_taken_back_the_point_of_no_return_is_that_somebody_accepts() -> None:
    found = overview("shop", steps_of(Runbook(), "shop", 1, Pace(), None))
    assert (found.point_of_no_return, found.why) == ("accept", "every step before can be taken back")
    assert (found.minutes.expected, found.rollback_minutes.expected) == (30, 30)
    assert "final-copy" in found.unknown
    assert "stop-source" in found.by_hand


def test_each_step_says_who_does_it_and_how_it_is_taken_back() -> None:
    book = Runbook.model_validate(
        {
            "steps": [
                {"step": "freeze", "skip": "nothing changes"},
                {"step": "stop-source", "command": {"run": ["./stop", "-f"]}, "undo": {"command": {"run": ["./go"]}}},
                {"step": "switch", "deployment": {"name": "switch/prod"}},
                GONE,
            ]
        }
    )
    found = overview("shop", steps_of(book, "shop", 1, Pace(), None))
    by = {line.step: (line.by, line.back) for line in found.steps}
    assert by["freeze"] == ("nobody: nothing changes", "nothing changes")
    assert by["stop-source"] == ("command: ./stop -f", "command: ./go")
    assert by["start"] == ("azlift", "azlift")
    assert by["switch"][0] == "deployment: switch/prod"
    assert by["wipe"] == ("call: POST https://x/wipe", "the array is given back")
    assert (found.point_of_no_return, found.why) == ("wipe", "the array is given back")
    assert [line.step for line in found.steps if line.irreversible] == ["wipe"]


def test_a_plan_tells_until_when_its_groups_can_be_taken_back() -> None:
    groups = [f"g{number:02}" for number in range(12)]
    assert no_return_text(Runbook(), groups) == "Can be taken back: every group until a person accepts it."
    book = Runbook.model_validate({"steps": [{**GONE, "groups": ["g0*"]}]})
    assert points_of_no_return(book, groups) == {("wipe", "the array is given back"): groups[:10]}
    assert no_return_text(book, groups) == (
        "Can be taken back: g00, g01, g02, g03, g04, g05, g06, g07 and 2 more until step wipe (the array is given "
        "back); all others until a person accepts it."
    )
    assert no_return_text(book, []) == ""
