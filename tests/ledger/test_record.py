import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from azlift.errors import AzliftError, AzureError, ClockWentBack, IllegalMove, LedgerUnwritable, NotFound
from azlift.ledger import Intent, Ledger, Server, open_ledger
from azlift.model import Landing, Rendering, Verdict
from azlift.stages import Kind, Stage, illegal_moves


def rendering(digest: str = "d1", subject: str = "billing") -> Rendering:
    return Rendering(
        subject=subject,
        resource_group="rg",
        location="westeurope",
        parts=(),
        expected=(),
        tags={},
        digest=digest,
    )


def landing(digest: str = "d1") -> Landing:
    return Landing(subject="billing", digest=digest, deployments=("a",), resources=())


def verdict(digest: str = "d1") -> Verdict:
    return Verdict(subject="billing", digest=digest, passed=True, checked=0)


class Azure:
    """An outside world that counts what is asked of it."""

    def __init__(self, *errors: Exception) -> None:
        self.asked: list[Intent] = []
        self.errors = list(errors)

    async def __call__(self, intent: Intent) -> Landing:
        self.asked.append(intent)
        if self.errors:
            raise self.errors.pop(0)
        return landing(intent.key)


def ready_to_land(ledger: Ledger, digest: str = "d1") -> None:
    ledger.record("billing", Stage.RENDERED, digest, rendering(digest))
    ledger.record("billing", Stage.PREVIEWED, digest, rendering(digest))


async def land(ledger: Ledger, azure: Azure, digest: str = "d1") -> Landing:
    return await ledger.once("billing", Stage.LANDED, digest, azure, about={"deployments": ["a"]})


async def test_what_is_done_is_not_asked_again(ledger: Ledger) -> None:
    ready_to_land(ledger)
    azure = Azure()
    first, second = await land(ledger, azure), await land(ledger, azure)
    assert first == second
    assert len(azure.asked) == 1


async def test_the_intent_is_on_record_before_anything_is_asked(ledger: Ledger) -> None:
    ready_to_land(ledger)
    seen: list[list[Kind]] = []

    async def ask(_: Intent) -> Landing:
        seen.append([e.kind for e in ledger.history("billing")])
        return landing()

    await ledger.once("billing", Stage.LANDED, "d1", ask, about={"deployments": ["a"]})
    assert seen == [[Kind.OUTCOME, Kind.OUTCOME, Kind.INTENT]]
    assert ledger.history("billing")[2].about == {"deployments": ["a"]}


async def test_after_a_crash_the_next_driver_gets_the_old_intent_with_its_tokens(
    open_as: Callable[[str], Ledger],
) -> None:
    crashed = open_as("elsewhere-1:1:1")
    ready_to_land(crashed)

    async def crash(intent: Intent) -> Landing:
        intent.note_token("a", "token-of-a")
        raise asyncio.CancelledError  # stands for a process that ends here: nothing is written after it

    with pytest.raises(asyncio.CancelledError):
        await crashed.once("billing", Stage.LANDED, "d1", crash)
    azure = Azure()
    await land(open_as("elsewhere-2:2:2"), azure)
    assert azure.asked[0].resumed
    assert azure.asked[0].tokens == {"a": "token-of-a"}
    kinds = [e.kind for e in crashed.history("billing") if e.stage is Stage.LANDED]
    assert kinds == [Kind.INTENT, Kind.NOTE, Kind.OUTCOME]


async def test_a_failure_is_on_record_and_the_next_call_is_a_new_attempt(ledger: Ledger) -> None:
    ready_to_land(ledger)
    azure = Azure(AzureError("no room", code="AllocationFailed", correlation_id="c-1", advice="later"))
    with pytest.raises(AzureError):
        await land(ledger, azure)
    (failure,) = ledger.failures()
    assert (failure.subject, failure.verb, failure.code, failure.correlation_id, failure.exit_code) == (
        "billing",
        "landed",
        "AllocationFailed",
        "c-1",
        7,
    )
    assert ledger.standings()["billing"].run == "failed"
    await land(ledger, azure)
    assert not azure.asked[1].resumed
    assert ledger.failures() == ()


async def test_an_unforeseen_error_is_on_record_too(ledger: Ledger) -> None:
    ready_to_land(ledger)
    with pytest.raises(ZeroDivisionError):
        await land(ledger, Azure(ZeroDivisionError("oh")))
    assert ledger.failures()[0].message == "ZeroDivisionError: oh"


async def test_a_failed_verification_voids_the_landing_so_that_it_is_looked_at_anew(ledger: Ledger) -> None:
    ready_to_land(ledger)
    azure = Azure()
    await land(ledger, azure)

    async def differs(_: Intent) -> Verdict:
        raise AzureError("a disk is missing")

    with pytest.raises(AzureError):
        await ledger.once("billing", Stage.VERIFIED, "d1", differs)
    ready_to_land(ledger)
    await land(ledger, azure)
    assert len(azure.asked) == 2
    assert ledger.verify() == len(ledger.history())


async def test_after_a_roll_back_the_subject_starts_anew(ledger: Ledger) -> None:
    ready_to_land(ledger)
    azure = Azure()
    await land(ledger, azure)
    ledger.record("billing", Stage.ROLLED_BACK, "r", landing())
    with pytest.raises(NotFound):
        ledger.latest("billing", Rendering)
    assert ledger.attempts("billing", Stage.LANDED) == ()
    ready_to_land(ledger)
    await land(ledger, azure)
    assert len(azure.asked) == 2


async def test_an_older_digest_is_not_taken_for_what_stands(ledger: Ledger) -> None:
    azure = Azure()
    for digest in ("d1", "d2", "d1"):
        ready_to_land(ledger, digest)
        await land(ledger, azure, digest)
    assert [intent.key for intent in azure.asked] == ["d1", "d2", "d1"]


def test_recording_the_same_fact_twice_writes_one_event(ledger: Ledger) -> None:
    ledger.record("billing", Stage.RENDERED, "d1", rendering())
    ledger.record("billing", Stage.RENDERED, "d1", rendering())
    assert len(ledger.history()) == 1


def test_an_illegal_move_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    with pytest.raises(IllegalMove, match="untouched; it cannot become landed"):
        ledger.record("billing", Stage.LANDED, "d1", landing())
    assert ledger.history() == ()


def test_the_latest_fact_is_the_one_that_was_written_last(ledger: Ledger) -> None:
    for digest in ("d1", "d2"):
        ledger.record("billing", Stage.RENDERED, digest, rendering(digest))
    assert ledger.latest("billing", Rendering).digest == "d2"
    assert [r.digest for r in ledger.facts("billing", Rendering)] == ["d1", "d2"]


def test_what_is_not_there_is_said_with_what_to_do(ledger: Ledger) -> None:
    with pytest.raises(NotFound) as caught:
        ledger.latest("billing", Landing)
    assert "holds no Landing of billing" in str(caught.value)
    assert "azlift status" in caught.value.advice
    assert "Run azlift land first" in caught.value.advice


@pytest.mark.parametrize("statement", ["DELETE FROM event", "UPDATE event SET body = '{}'"])
def test_the_database_itself_refuses_to_change_or_delete_an_event(ledger: Ledger, statement: str) -> None:
    ledger.record("billing", Stage.RENDERED, "d1", rendering())
    with pytest.raises(DatabaseError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(text(statement))
    assert ledger.verify() == 1


def test_standings_are_the_same_folded_at_once_or_bit_by_bit(open_as: Callable[[str], Ledger]) -> None:
    writer, reader = open_as("writer:1:1"), open_as("reader:1:1")
    for digest in ("d1", "d2", "d3"):
        ready_to_land(writer, digest)
        assert reader.standings() == open_as("another:1:1").standings() == writer.standings()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_full_disk_is_one_clear_error_and_loses_nothing(ledger: Ledger) -> None:
    ledger.record("billing", Stage.RENDERED, "d1", rendering())
    with ledger.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))  # of the one connection the pool has
    big = rendering("d2").model_copy(update={"tags": {"filler": "x" * 100_000}})
    with pytest.raises(LedgerUnwritable, match="database or disk is full") as caught:
        ledger.record("billing", Stage.RENDERED, "d2", big)
    assert caught.value.exit_code == 8
    assert "Free space" in caught.value.advice
    assert ledger.verify() == 1


def test_a_file_that_is_no_ledger_is_refused(tmp_path, clock) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "x.ledger").write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(AzliftError, match="not a database"):
        open_ledger(tmp_path / "x.ledger", clock, "me:1:1")


def test_commits_reach_the_disk_before_they_are_believed(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        if isinstance(ledger.place, Server):
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
            return
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2, "2 is FULL"
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"


def test_two_processes_writing_at_once_make_one_chain(open_as: Callable[[str], Ledger]) -> None:
    import threading

    def write(driver: str) -> None:
        mine = open_as(driver)
        for count in range(25):
            mine.record(driver.replace(":", "-"), Stage.RENDERED, f"d{count}", rendering(f"d{count}"))

    writers = [threading.Thread(target=write, args=(f"m{n}:1:1",)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert open_as("reader:1:1").verify() == 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["fail", "crash", "ok", "roll back", "change"]), max_size=14))
def test_whatever_happens_the_history_stays_legal(steps: list[str]) -> None:
    import tempfile
    from datetime import UTC, datetime
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(Path(folder) / "l", lambda: datetime.now(UTC), "m:1:1")
        digest = 0

        async def one(step: str) -> None:
            nonlocal digest
            digest += step == "change"
            if step == "roll back":
                if ledger.attempts("billing", Stage.LANDED):
                    ledger.record("billing", Stage.ROLLED_BACK, "r", landing())
                return
            ready_to_land(ledger, f"d{digest}")
            errors = {"fail": [AzureError("no")], "crash": [asyncio.CancelledError()]}.get(step, [])
            await land(ledger, Azure(*errors), f"d{digest}")  # type: ignore[arg-type]

        for step in steps:
            try:
                asyncio.run(one(step))
            except (AzureError, asyncio.CancelledError):
                continue
        outcomes = [e.stage for e in ledger.history("billing") if e.kind is Kind.OUTCOME]
        assert illegal_moves(outcomes) == []
        assert ledger.verify() == len(ledger.history())


def test_a_changed_row_is_found_by_its_hash(ledger: Ledger) -> None:
    from azlift.errors import LedgerBroken

    for digest in ("d1", "d2", "d3"):
        ledger.record("billing", Stage.RENDERED, digest, rendering(digest))
    off = {"sqlite": "DROP TRIGGER event_keeps_its_rows_UPDATE", "postgresql": "ALTER TABLE event DISABLE TRIGGER USER"}
    with ledger.engine.begin() as forger:
        forger.execute(text(off[forger.dialect.name]))
        forger.execute(text("UPDATE event SET driver = 'someone else' WHERE seq = 2"))
    with pytest.raises(LedgerBroken, match="event 2"):
        ledger.verify()


def test_a_decision_sees_all_that_was_said_before_it(open_as: Callable[[str], Ledger]) -> None:
    one, other = open_as("elsewhere-1:1:1"), open_as("elsewhere-2:2:2")

    def first_wins(said: tuple[Verdict, ...]) -> Verdict:
        if said:
            raise AzliftError("somebody has answered")
        return verdict()

    assert one.decide("said:wave-01", Stage.SAID, "a", Verdict, first_wins) == verdict()
    with pytest.raises(AzliftError, match="has answered"):
        other.decide("said:wave-01", Stage.SAID, "a", Verdict, first_wins)
    assert other.decide("said:wave-01", Stage.SAID, "a", Verdict, lambda _: None) is None
    assert [e.kind for e in one.history("said:wave-01")] == [Kind.OUTCOME]


def test_events_bear_times_that_never_go_back(ledger: Ledger, clock) -> None:  # type: ignore[no-untyped-def]
    """A time server sets a clock back by seconds: that is no reason to stop, nor to write the order down wrong."""
    for digest, seconds in (("d1", 0), ("d2", -9), ("d3", 0.5), ("d4", 20)):
        clock.advance(seconds)
        ledger.record("billing", Stage.RENDERED, digest, rendering(digest))
    times = [e.at for e in ledger.history()]
    assert times == sorted(times)
    assert (times[0], times[1], times[3]) == (times[2], times[0], clock().isoformat(timespec="microseconds"))


def test_a_clock_far_behind_the_last_event_is_refused_and_nothing_is_written(ledger: Ledger, clock) -> None:  # type: ignore[no-untyped-def]
    ledger.record("billing", Stage.RENDERED, "d1", rendering())
    clock.advance(-11)
    with pytest.raises(ClockWentBack, match=r"it is 2026-11-23 01:59:49 UTC .* last event is of 2026-11-23T02:00:00"):
        ledger.record("billing", Stage.RENDERED, "d2", rendering("d2"))
    assert len(ledger.history()) == 1


def test_a_clock_that_was_wrong_once_does_not_stop_the_migration_for_ever(ledger: Ledger, clock) -> None:  # type: ignore[no-untyped-def]
    clock.advance(86_400)
    ledger.record("billing", Stage.RENDERED, "d1", rendering())
    clock.advance(-86_400)
    with pytest.raises(ClockWentBack) as caught:
        ledger.record("billing", Stage.RENDERED, "d2", rendering("d2"))
    assert "azlift ledger accept-clock" in caught.value.advice
    ledger.accept_clock("the host woke up a day ahead")
    ledger.record("billing", Stage.RENDERED, "d2", rendering("d2"))
    assert ledger.history("clock:all")[0].about == {"reason": "the host woke up a day ahead"}
    assert ledger.verify() == 3


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_the_database_itself_refuses_an_event_that_does_not_follow(ledger: Ledger, seq: int) -> None:
    for digest in ("d1", "d2"):
        ledger.record("billing", Stage.RENDERED, digest, rendering(digest))
    put = "INSERT OR REPLACE" if ledger.engine.dialect.name == "sqlite" else "INSERT"
    same = "at, subject, stage, kind, key, noun, body, 'somebody', previous, hash"
    with pytest.raises(DatabaseError, match="does not follow"), ledger.engine.begin() as connection:
        connection.execute(text(f"{put} INTO event SELECT :seq, {same} FROM event WHERE seq = 1"), {"seq": seq})  # noqa: S608
    assert ledger.verify() == 2
