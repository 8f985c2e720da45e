from azlift.ledger.events import GENESIS, chained
from azlift.ledger.standing import fold_standings
from azlift.stages import Kind, Stage, Standing


def events(*said: tuple[str, Stage, Kind]):  # type: ignore[no-untyped-def]
    for seq, (subject, stage, kind) in enumerate(said, 1):
        yield chained(
            seq,
            GENESIS,
            at=f"t{seq}",
            subject=subject,
            stage=stage,
            kind=kind,
            key="k",
            noun="",
            body="{}",
            driver="me",
        )


def test_a_subject_stands_at_its_last_outcome() -> None:
    folded = fold_standings(events(("g", Stage.RENDERED, Kind.OUTCOME), ("g", Stage.PREVIEWED, Kind.OUTCOME)))
    assert folded == {"g": Standing("g", Stage.PREVIEWED, "idle", None, "t2")}


def test_an_intent_without_outcome_is_running() -> None:
    folded = fold_standings(events(("g", Stage.PREVIEWED, Kind.OUTCOME), ("g", Stage.LANDED, Kind.INTENT)))
    assert folded["g"] == Standing("g", Stage.PREVIEWED, "running", Stage.LANDED, "t2")


def test_a_failure_keeps_the_stage_and_says_what_failed() -> None:
    folded = fold_standings(events(("g", Stage.PREVIEWED, Kind.OUTCOME), ("g", Stage.LANDED, Kind.FAILURE)))
    assert folded["g"] == Standing("g", Stage.PREVIEWED, "failed", Stage.LANDED, "t2")


def test_a_note_changes_nothing() -> None:
    folded = fold_standings(events(("g", Stage.LANDED, Kind.INTENT), ("g", Stage.LANDED, Kind.NOTE)))
    assert folded["g"].run == "running"


def test_subjects_do_not_touch_each_other() -> None:
    folded = fold_standings(events(("a", Stage.RENDERED, Kind.OUTCOME), ("b", Stage.LANDED, Kind.FAILURE)))
    assert folded["a"].run == "idle"
