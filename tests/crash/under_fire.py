"""Carries a wave in a child process that is killed at the n-th point, then again undisturbed: `python` this file.

Reads jobs as lines of JSON, `{"workspace": …, "wave": …, "kill_at": n}` (0: never), and answers each with the points
it passed and how both children ended. Points are before, during and after every ledger write and every request.
Everything heavy is imported once; each child is a fork.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from azure.core.pipeline.transport import AioHttpTransport

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError
from azlift.ledger import Ledger
from azlift.venue import Venue, opened

PATIENCE_SECONDS = 60


class Fuse:
    """Counts points and kills this process at the chosen one, as `kill -9` does."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at, self.passed = kill_at, 0
        self.names: list[str] = []

    def point(self, name: str) -> None:
        self.passed += 1
        self.names.append(name)
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def lies_ahead(self) -> bool:
        """Whether the very next point is the deadly one."""
        return self.passed + 1 == self.kill_at


def lay(fuse: Fuse) -> None:
    """Put the points into the ledger's transactions and the SDK's transport."""
    write, send = Ledger._transaction, AioHttpTransport.send

    @contextmanager
    def transaction(self: Ledger) -> Iterator[Any]:
        fuse.point("before a ledger write")
        with write(self) as connection:
            yield connection
            fuse.point("during a ledger write")
        fuse.point("after a ledger write")

    async def sent(self: AioHttpTransport, request: Any, **options: Any) -> Any:
        fuse.point(f"before {request.method}")
        if fuse.lies_ahead():
            under_way = asyncio.create_task(send(self, request, **options))
            await asyncio.sleep(0.004)  # the request is on the wire; whether it was answered is anyone's guess
            fuse.point(f"during {request.method}")
            response = await under_way
        else:
            fuse.point(f"during {request.method}")
            response = await send(self, request, **options)
        fuse.point(f"after {request.method}")
        return response

    Ledger._transaction = transaction  # type: ignore[method-assign]
    AioHttpTransport.send = sent  # type: ignore[method-assign]


async def carry_wave(workspace: str, wave: str) -> list[str]:
    """What the flow does, without Prefect; the groups left behind."""
    async with opened(workspace) as venue, convoy.driving(wave, venue):
        await journey.prepare(wave, venue)
        await carry(on_record.zone_of(wave), venue)
        return await convoy.carry_in_order(wave, venue, lambda group: carry(group, venue))


async def carry(subject: str, venue: Venue) -> bool:
    try:
        journey.render(subject, venue)
        await journey.preview(subject, venue)
        await journey.land(subject, venue)
        await journey.verify(subject, venue)
    except AzliftError as error:
        print(f"{subject}: {error}", file=sys.stderr)
        return False
    return True


def child(workspace: str, wave: str, kill_at: int) -> None:
    fuse = Fuse(kill_at)
    lay(fuse)
    signal.alarm(PATIENCE_SECONDS)
    left = asyncio.run(carry_wave(workspace, wave))
    Path(workspace, "points.json").write_text(json.dumps(fuse.names))
    os._exit(1 if left else 0)


def forked(workspace: str, wave: str, kill_at: int) -> int:
    """Run a child; its exit code, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        try:
            child(workspace, wave, kill_at)
        except BaseException as error:  # noqa: BLE001 (a child must end here, whatever happened)
            print(f"{workspace}: {type(error).__name__}: {error}", file=sys.stderr)
        os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        first = forked(job["workspace"], job["wave"], job["kill_at"])
        second = forked(job["workspace"], job["wave"], 0) if first else 0
        print(json.dumps({**job, "first": first, "second": second}), flush=True)


if __name__ == "__main__":
    main()
