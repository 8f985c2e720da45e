"""Writing and reading the ledger. Short synchronous transactions; only `once` awaits, and never inside one."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from azlift.collecting import without_collecting
from azlift.errors import ClockWentBack, IllegalMove, NotFound, Standstill
from azlift.ledger import queries
from azlift.ledger.engine import READING, Place, explained
from azlift.ledger.events import GENESIS, Event, chained, check_chain, event_of, this_life
from azlift.ledger.hours import database_clock
from azlift.ledger.intent import Intent
from azlift.ledger.lease import check_fence, driven_waves, end_lease, find_driver, renew_lease, take_lease
from azlift.ledger.lives import failure_of, open_attempt, standing_outcome
from azlift.ledger.makers import MADE_BY
from azlift.ledger.opening import open_database
from azlift.ledger.senders import is_in_chain, name_of, sender_of
from azlift.ledger.standing import fold_standings
from azlift.model import Failure, Noun, Sender, Succession
from azlift.stages import Kind, Stage, Standing, fold_stage, illegal_moves, may_follow, way_to

N = TypeVar("N", bound=Noun)

Act = Callable[[Intent], Awaitable[N]]

REMEMBERED_FACTS = 32
"""An estate, its roster and its plan, and what the groups under way are made of."""

BACKWARD_AT_MOST = timedelta(seconds=10)
"""By so much a clock may be behind the last event, which a time server's correction can bring about."""

CLOCK = "clock:all"
"""The subject of what is said about the time itself."""

SUCCESSION = "ledger:all"
"""The subject that says which other ledgers' place this one has taken."""


@dataclass
class Ledger:
    """One ledger. `clock` says what time its events bear; leases run by the database's own.

    `fences` are the waves this process drives; every write is refused once one was taken over.
    """

    place: Place
    engine: Engine
    clock: Callable[[], datetime]
    driver: str
    fences: dict[str, int] = field(default_factory=dict)
    _facts: dict[int, Noun] = field(default_factory=dict)
    _standings: dict[str, Standing] = field(default_factory=dict)
    _folded_to: int = 0

    # -- writing ------------------------------------------------------------------------------------------------

    def record(self, subject: str, stage: Stage, key: str, fact: N) -> N:
        """Write an outcome, unless the subject's latest outcome at this stage says the same already."""
        with self._transaction() as connection:
            if standing_outcome(self._outline(connection, subject), stage, key) is None:
                self._append_outcome(connection, subject, stage, key, fact)
        return fact

    def decide(
        self, subject: str, stage: Stage, key: str, noun: type[N], judge: Callable[[tuple[N, ...]], N | None]
    ) -> N | None:
        """Write the fact that `judge` makes of the subject's facts of this kind so far; nobody writes in between.

        What it raises leaves the ledger as it was; so does None: there is nothing new to say.
        """
        with self._transaction() as connection:
            outline = self._outline(connection, subject)
            fact = judge(self._facts_in(connection, outline, noun))
            if fact is not None:
                self._append_outcome(connection, subject, stage, key, fact)
        return fact

    def record_failure(self, subject: str, stage: Stage, key: str, error: Exception) -> None:
        """Write down that the subject did not reach this stage, and why."""
        failure = failure_of(subject, stage, error)
        with self._transaction() as connection:
            self._append(connection, subject, stage, Kind.FAILURE, key, "Failure", failure.model_dump_json())

    async def once(
        self, subject: str, stage: Stage, key: str, act: Act[N], about: Mapping[str, Any] | None = None
    ) -> N:
        """The outcome of `act`, which runs unless that outcome is on record: intent, act, outcome.

        After a crash between the two, `act` gets the old intent with its tokens: it must look before it asks.
        An error is written down as a failure and raised on; the next call starts a new attempt.
        """
        done = self._outcome(subject, stage, key)
        if done is not None:
            return cast(N, done)
        intent = self._intend(subject, stage, key, dict(about or {}))
        try:
            fact = await act(intent)
        except Standstill:
            raise  # nothing failed: the intent stays open for whoever comes next
        except Exception as error:
            self.record_failure(subject, stage, key, error)
            raise
        with self._transaction() as connection:
            self._append_outcome(connection, subject, stage, key, fact)
        return fact

    def _intend(self, subject: str, stage: Stage, key: str, about: dict[str, Any]) -> Intent:
        def write(note: dict[str, str]) -> None:
            with self._transaction() as connection:
                self._append(connection, subject, stage, Kind.NOTE, key, "", json.dumps(note, sort_keys=True))

        with self._transaction() as connection:
            outline = self._outline(connection, subject)
            earlier = open_attempt(this_life(outline), stage, key)
            if not earlier:
                self._check_move(outline, subject, stage)
                self._append(connection, subject, stage, Kind.INTENT, key, "", json.dumps(about, sort_keys=True))
            sender = sender_of(connection, earlier[0].seq if earlier else None)
        tokens = {e.about["deployment"]: e.about["token"] for e in earlier if e.kind is Kind.NOTE}
        return Intent(subject, key, bool(earlier), tokens, sender, self.has_sent, write)

    def accept_clock(self, reason: str) -> None:
        """Write down that the clock is right although it is behind the last event, and why; later events follow it."""
        said = json.dumps({"reason": reason}, ensure_ascii=False)
        with self._transaction() as connection:
            self._append(connection, CLOCK, Stage.SAID, Kind.NOTE, "", "", said, at=self.clock())

    def _append_outcome(self, connection: Connection, subject: str, stage: Stage, key: str, fact: Noun) -> None:
        self._check_move(self._outline(connection, subject), subject, stage)
        self._append(connection, subject, stage, Kind.OUTCOME, key, type(fact).__name__, fact.model_dump_json())

    def _check_move(self, events: Sequence[Event], subject: str, stage: Stage) -> None:
        now = fold_stage(e.stage for e in events if e.kind is Kind.OUTCOME)
        if not may_follow(now, stage):
            first = way_to(now, stage)[:-1]
            too_late = f"From {now} nothing leads there any more."
            raise IllegalMove(
                f"{subject} is {now or 'untouched'}; it cannot become {stage} from there",
                advice=f"It must first be {', then '.join(first)}." if first else too_late,
            )

    def _append(
        self,
        connection: Connection,
        subject: str,
        stage: Stage,
        kind: Kind,
        key: str,
        noun: str,
        body: str,
        at: datetime | None = None,
    ) -> None:
        for wave, fence in self.fences.items():
            check_fence(connection, wave, fence)
        last = connection.execute(queries.LAST).first()
        seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
        event = chained(
            seq,
            previous,
            at=at.isoformat(timespec="microseconds") if at else self._time_after(last.at if last else ""),
            subject=subject,
            stage=stage,
            kind=kind,
            key=key,
            noun=noun,
            body=body,
            driver=self.driver,
        )
        connection.execute(queries.APPEND, event.row())

    def _time_after(self, last: str) -> str:
        """The time the next event bears, never before the last one's. Raises ClockWentBack."""
        now = self.clock()
        if (now + BACKWARD_AT_MOST).isoformat(timespec="microseconds") < last:
            raise ClockWentBack(
                f"it is {now:%Y-%m-%d %H:%M:%S} UTC by this clock, and the last event is of {last[:19]} UTC",
                advice="Set the clock right. If it is right, and was wrong then: azlift ledger accept-clock REASON",
            )
        return max(now.isoformat(timespec="microseconds"), last)

    # -- driving ------------------------------------------------------------------------------------------------

    @contextmanager
    def driving(self, wave: str) -> Iterator[Callable[[], None]]:
        """Hold the wave's lease while the block runs; yields the function that renews it. Raises HeldByAnother."""
        with self._transaction() as connection:
            fence = take_lease(connection, wave, self.driver)
        self.fences[wave] = fence

        def renew() -> None:
            with self._transaction() as connection:
                renew_lease(connection, wave, fence)

        try:
            yield renew
        finally:
            del self.fences[wave]
            with self._transaction() as connection:
                end_lease(connection, wave, fence)

    def driver_of(self, wave: str) -> str | None:
        """Who drives the wave now; None where nobody does."""
        with self._reading() as connection:
            return find_driver(connection, wave)

    # -- reading ------------------------------------------------------------------------------------------------

    def latest(self, subject: str, noun: type[N]) -> N:
        """The subject's last fact of this kind since it was last rolled back. Raises NotFound."""
        found = self.find_latest(subject, noun)
        if found is None:
            raise NotFound(
                f"the ledger holds no {noun.__name__} of {subject}",
                file=str(self.place),
                advice=f"Run azlift {MADE_BY[noun.__name__]} first. `azlift status` tells where all stand.",
            )
        return found

    def find_latest(self, subject: str, noun: type[N], made: type[Noun] | None = None) -> N | None:
        """Like `latest`; None where there is none. With `made`, the one that stood when the last of those was made."""
        asked = {"subject": subject, "noun": noun.__name__} | ({"made": made.__name__} if made else {})
        with self._reading() as connection:
            seq = connection.execute(queries.LATEST_BEFORE if made else queries.LATEST, asked).scalar()
            return cast(N, self._fact(connection, seq)) if seq else None

    def history(self, subject: str | None = None) -> tuple[Event, ...]:
        """All events, or one subject's, oldest first, with all they carry."""
        query = queries.HISTORY if subject is None else queries.HISTORY_OF
        with self._reading() as connection:
            return tuple(event_of(dict(row)) for row in connection.execute(query, {"subject": subject}).mappings())

    def outline(self, subject: str | None = None, after: int = 0) -> list[Event]:
        """The history since event `after`, without the facts it carries: an estate's is megabytes."""
        with self._reading() as connection:
            return self._outline(connection, subject, after)

    def facts(self, subject: str, noun: type[N]) -> tuple[N, ...]:
        """All facts of this kind in the subject's present life, oldest first."""
        with self._reading() as connection:
            return self._facts_in(connection, self._outline(connection, subject), noun)

    def attempts(self, subject: str, stage: Stage) -> tuple[str, ...]:
        """The keys this subject's life holds an intent for at this stage, whether or not it came to an outcome."""
        life = this_life(self.outline(subject))
        return tuple(dict.fromkeys(e.key for e in life if e.stage is stage and e.kind is Kind.INTENT))

    def sent_digests(self, subject: str) -> frozenset[str]:
        """The keys under which this ledger meant to land the subject, in any of its lives."""
        return frozenset(e.key for e in self.outline(subject) if e.stage is Stage.LANDED and e.kind is Kind.INTENT)

    def has_sent(self, sender: Sender) -> bool:
        """Whether it was this ledger, or one whose place it has taken."""
        return self.wrote(sender) or any(
            sender == one for taken in self.facts(SUCCESSION, Succession) for one in taken.senders
        )

    def wrote(self, sender: Sender) -> bool:
        """Whether it was this ledger itself."""
        with self._reading() as connection:
            return is_in_chain(connection, sender)

    @property
    def name(self) -> str:
        """What people call this ledger by; empty while it holds nothing."""
        with self._reading() as connection:
            return name_of(connection)

    def holds(self, subject: str, stage: Stage, key: str) -> bool:
        """Whether the subject reached this stage under this key and nothing has ended that since."""
        return standing_outcome(self.outline(subject), stage, key) is not None

    def failures(self) -> tuple[Failure, ...]:
        """The last failure of every subject that has not got past it, by subject."""
        failed = {standing.subject for standing in self.standings().values() if standing.run == "failed"}
        if not failed:
            return ()
        with self._reading() as connection:
            last = {
                row["subject"]: row
                for row in connection.execute(queries.FAILURES).mappings()
                if row["subject"] in failed
            }
        return tuple(cast(Failure, event_of(dict(row)).fact) for _, row in sorted(last.items()))

    def standings(self) -> dict[str, Standing]:
        """Where every subject stands. Events never change, so only those since the last call are read."""
        news = self.outline(after=self._folded_to)
        if news:
            self._standings, self._folded_to = fold_standings(news, self._standings), news[-1].seq
        return dict(self._standings)

    def driven(self) -> frozenset[str]:
        """The waves that somebody drives now."""
        with self._reading() as connection:
            return driven_waves(connection)

    def verify(self) -> int:
        """How many events there are. Raises LedgerBroken unless each follows from the one before, IllegalMove unless
        every move is one the table of stages allows."""
        events = list(check_chain(self.history()))
        moves: dict[str, list[Stage]] = {}
        for event in events:
            if event.kind is Kind.OUTCOME:
                moves.setdefault(event.subject, []).append(event.stage)
        for subject, outcomes in moves.items():
            for now, then in illegal_moves(outcomes):
                raise IllegalMove(f"{subject} went from {now or 'untouched'} to {then}")
        return len(events)

    # -- inside -------------------------------------------------------------------------------------------------

    def _outcome(self, subject: str, stage: Stage, key: str) -> Noun | None:
        with self._reading() as connection:
            event = standing_outcome(self._outline(connection, subject), stage, key)
            return self._fact(connection, event.seq) if event else None

    def _facts_in(self, connection: Connection, outline: Sequence[Event], noun: type[N]) -> tuple[N, ...]:
        wanted = (e.seq for e in this_life(outline) if e.kind is Kind.OUTCOME and e.noun == noun.__name__)
        return tuple(cast(N, self._fact(connection, seq)) for seq in wanted)

    def _fact(self, connection: Connection, seq: int) -> Noun:
        """Events never change, so a fact once read is remembered: an estate of 10,000 is parsed once."""
        if seq not in self._facts:
            row = connection.execute(queries.EVENT, {"seq": seq}).mappings().one()
            if len(self._facts) >= REMEMBERED_FACTS:
                self._facts.pop(next(iter(self._facts)))
            with without_collecting():
                self._facts[seq] = event_of(dict(row)).fact
        return self._facts[seq]

    def _outline(self, connection: Connection, subject: str | None, after: int = 0) -> list[Event]:
        query = queries.OUTLINE if subject is None else queries.OUTLINE_OF
        rows = connection.execute(query, {"subject": subject, "after": after}).mappings()
        return [event_of(dict(row)) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise explained(error, self.place) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self.engine.connect().execution_options(**READING) as connection:
                yield connection
        except DatabaseError as error:
            raise explained(error, self.place) from error


def open_ledger(place: Place, clock: Callable[[], datetime] | None, driver: str) -> Ledger:
    """The ledger at this place, made if it is not there. Without `clock` its events bear the database's time.

    Raises LedgerUnwritable, LedgerBroken, LedgerNewer, and HeldByAnother where it must be upgraded and is in use.
    """
    engine = open_database(place)
    return Ledger(place, engine, clock or database_clock(engine, place), driver)
