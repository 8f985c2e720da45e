"""Drivers that race for one wave, each a process with a clock of its own, on one ledger: `python` this file.

Reads one job as JSON, `{"url": "" or a server's, "schedules": …, "processes": …, "seed": …}`, and answers with counts.
In a schedule each process takes the wave again and again under a lease of a tenth of a second, writes, sleeps past the
lease's end at times, and writes all the same. Everything heavy is imported once; each driver is a fork.

`raced` runs it and raises AssertionError where one of these does not hold: of two drivers the later alone can write;
no lease is taken before the one before it ended; what was confirmed, and nothing else, is in the ledger, once, in one
chain.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

WAVE = "wave-01"
LEASE_SECONDS = 0.1
ROUNDS, ATTEMPTS = 3, 60
OFFSETS_SECONDS = (-5, 0, 5)


def raced(url: str, schedules: int, processes: int, seed: int) -> Counter[str]:
    """The counts of that many schedules: leases taken, writes confirmed, stale drivers that were refused."""
    job = {"url": url, "schedules": schedules, "processes": processes, "seed": seed}
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(job), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-3000:]}"
    return Counter(json.loads(done.stdout))


def run_schedule(place: Any, processes: int, seed: str) -> Counter[str]:
    """One race; the drivers' own logs are held against each other and against the ledger."""
    from azlift.ledger import open_ledger

    open_ledger(place, None, "judge:1:1").engine.dispose()
    start = time.time() + 0.02
    with tempfile.TemporaryDirectory() as folder:
        children = []
        for number in range(processes):
            child = os.fork()
            if not child:
                _child(place, number, f"{seed}-{number}", start, Path(folder) / str(number))
            children.append(child)
        for child in children:
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, f"a driver of schedule {seed} fell"
        log = [json.loads(line) for file in Path(folder).iterdir() for line in file.read_text().splitlines()]
    judge = open_ledger(place, None, "judge:1:1")
    events = judge.history()
    assert judge.verify() == len(events)
    judge.engine.dispose()
    check(log, {event.seq: event.key for event in events})
    return Counter(entry["what"] for entry in log)


def check(log: list[dict[str, Any]], events: dict[int, str]) -> None:
    """Raises AssertionError where the log shows two drivers at once, or the ledger holds something else than that."""
    taken = sorted((e for e in log if e["what"] == "taken"), key=lambda e: e["fence"])
    assert [e["fence"] for e in taken] == list(range(1, len(taken) + 1)), "a fencing number was given twice"
    for before, after in pairwise(taken):
        assert before["events"] <= after["events"]
    for entry in taken:
        assert entry["ended"] <= entry["now"], f"{entry} was taken before the lease ended"
    confirmed = [e["key"] for e in log if e["what"] == "written"]
    assert sorted(confirmed) == sorted(events.values()), "what was confirmed is not what is on record"
    for seq, key in events.items():
        holder = max(entry["fence"] for entry in taken if entry["events"] < seq)
        assert int(key.partition("/")[0]) == holder, f"event {seq} ({key}) was written after {holder} had taken over"


def _child(place: Any, number: int, seed: str, start: float, log: Path) -> None:
    """Leaves the process: nothing of the parent's may be closed twice."""
    code = 1
    try:
        log.write_text("".join(json.dumps(entry) + "\n" for entry in _drive(place, number, random.Random(seed), start)))
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _drive(place: Any, number: int, chance: random.Random, start: float) -> list[dict[str, Any]]:
    from azlift.errors import HeldByAnother
    from azlift.ledger import open_ledger
    from azlift.model import Landing
    from azlift.stages import Stage

    log: list[dict[str, Any]] = []
    offset = timedelta(seconds=chance.choice(OFFSETS_SECONDS))
    ledger = open_ledger(place, lambda: datetime.now(UTC) + offset, f"elsewhere-{number}:1:1")
    _watch_leases(log)
    fact = Landing(subject="g", digest="d", deployments=(), resources=())
    time.sleep(max(0.0, start - time.time()))
    for count in range(ATTEMPTS):
        time.sleep(chance.choice((0, 0.001, 0.01, 0.05)))
        if sum(entry["what"] == "taken" for entry in log) == ROUNDS:
            break
        try:
            with ledger.driving(WAVE) as renew:
                for step in range(chance.randint(1, 3)):
                    key = f"{ledger.fences[WAVE]}/{number}-{count}-{step}"
                    ledger.record(f"g{number}", Stage.RENDERED, key, fact)
                    log.append({"what": "written", "key": key})
                    time.sleep(chance.choice((0, 0.02, LEASE_SECONDS * 1.4)))
                    if chance.random() < 0.2:
                        renew()
        except HeldByAnother as error:
            log.append({"what": "fenced" if "taken over" in error.message else "refused"})
    return log


def _watch_leases(log: list[dict[str, Any]]) -> None:
    """Have each lease noted as it is taken, in its transaction: after which event, and when the one before ended."""
    from sqlalchemy import func, select

    from azlift.ledger import lease, record
    from azlift.ledger.hours import database_time
    from azlift.ledger.schema import EVENTS, LEASES

    take = lease.take_lease
    lease.LEASE = timedelta(seconds=LEASE_SECONDS)

    def watched(connection: Any, wave: str, owner: str) -> int:
        before = connection.execute(select(LEASES).where(LEASES.c.wave == wave)).mappings().first()
        fence = take(connection, wave, owner)
        own = before is None or before["owner"] == owner
        log.append(
            {
                "what": "taken",
                "fence": fence,
                "events": connection.execute(select(func.coalesce(func.max(EVENTS.c.seq), 0))).scalar_one(),
                "ended": "" if own else before["expires_at"],
                "now": database_time(connection).isoformat(),
            }
        )
        return fence

    record.take_lease = watched  # type: ignore[attr-defined]


def main() -> None:
    """Run the job on standard input."""
    from azlift.ledger import Server

    job = json.load(sys.stdin)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(job["schedules"]):
            seed = f"{job['seed']}-{number}"
            schema = f"azlift_race_{os.getpid()}_{number}"
            place = Server(job["url"], schema) if job["url"] else Path(folder) / f"{number}.ledger"
            counts += run_schedule(place, job["processes"], seed)
            counts["schedules"] += 1
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
