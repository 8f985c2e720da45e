"""`kill -9` at a chosen point, again and again: the world stays in this process, azlift runs in a fork of it.

A fork sends its requests over a socket, and its virtual time with them. What was on the wire when it was killed
reaches the desk all the same. The ledger is the file the fork wrote; the next fork finds it as the kill left it.
"""

import os
import pickle
import signal
import socket
import struct
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from simulation import Simulated

from azlift.ledger import Ledger
from azlift.rehearsal.front import Front
from azlift.rehearsal.routes.call import Answer, Call
from azlift.rehearsal.virtual_time import VirtualClock
from azlift.venue import Venue

T = TypeVar("T")

PATIENCE_SECONDS = 300
LEFT_BEHIND, BROKEN = 1, 2


@dataclass
class Fuse:
    """Counts points and sends this process a signal at the chosen one, as `kill -9` does; 0: never."""

    deadly: int
    signals: tuple[int, ...] = (signal.SIGKILL,)
    passed: int = 0
    names: list[str] = field(default_factory=list)

    def point(self, name: str) -> None:
        self.passed += 1
        self.names.append(name)
        if self.passed == self.deadly:
            for number in self.signals:
                os.kill(os.getpid(), number)


class Wire:
    """The desk as the fork sees it: every request goes to the parent, and so does the time it is sent at."""

    def __init__(self, front: Front, clock: VirtualClock, line: socket.socket, fuse: Fuse) -> None:
        self.identity, self._clock, self._line, self._fuse = front.identity, clock, line, fuse

    def answer(self, call: Call) -> Answer:
        what = f"{call.method} {call.path.rpartition('/')[2]}"
        self._fuse.point(f"before {what}")
        _send(self._line, (self._clock.elapsed, call))
        self._fuse.point(f"during {what}")
        answer: Answer = _receive(self._line)
        self._fuse.point(f"after {what}")
        return answer


@contextmanager
def _points_in_the_ledger(fuse: Fuse) -> Iterator[None]:
    write = Ledger._transaction

    @contextmanager
    def transaction(self: Ledger) -> Iterator[Any]:
        fuse.point("before a ledger write")
        with write(self) as connection:
            yield connection
            fuse.point("during a ledger write")
        fuse.point("after a ledger write")

    Ledger._transaction = transaction  # type: ignore[method-assign]
    try:
        yield
    finally:
        Ledger._transaction = write  # type: ignore[method-assign]


@dataclass
class Ended:
    """How a fork ended: its exit code, negative for a signal; the points it passed, where it came to its end."""

    code: int
    points: list[str]

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


Life = Callable[[Simulated, Fuse], int]
"""What a fork does in a world that is reached by wire; its exit code."""


def run_forked(
    world: Simulated,
    workspace: Path,
    command: Callable[[Venue], Awaitable[bool]],
    deadly: int = 0,
    killed_after: float = 0.0,
) -> Ended:
    """Run a command in a fork that is killed at its `deadly` point, or `killed_after` so many seconds; 0: never."""
    return live_forked(
        world, lambda there, _fuse: 0 if there.play(workspace, command) else LEFT_BEHIND, Fuse(deadly), killed_after
    )


def live_forked(world: Simulated, life: Life, fuse: Fuse, killed_after: float = 0.0) -> Ended:
    """Live in a fork that a signal may meet on its way."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _live(world, life, theirs, fuse)
    theirs.close()
    points = _serve(world, ours, pid, killed_after)
    ours.close()
    return Ended(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), points)


def apart(work: Callable[[], T]) -> T:
    """What `work` gives back, done in a fork: what it does to a world is done there alone. Raises what it raised."""
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receiving)
        try:
            told = pickle.dumps(work())
        except BaseException as error:  # noqa: BLE001 (a fork must end here, whatever happened)
            told = pickle.dumps(AssertionError(f"{type(error).__name__}: {error}"))
        with os.fdopen(sending, "wb") as out:
            out.write(told)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as heard:
        found = pickle.loads(heard.read())  # noqa: S301 (from our own fork)
    os.waitpid(pid, 0)
    if isinstance(found, Exception):
        raise found
    return found  # type: ignore[no-any-return]


def _live(world: Simulated, life: Life, line: socket.socket, fuse: Fuse) -> None:
    """The fork's whole life."""
    signal.alarm(PATIENCE_SECONDS)
    code = BROKEN
    try:
        world.front = Wire(world.front, world.clock, line, fuse)  # type: ignore[assignment]
        with _points_in_the_ledger(fuse):
            code = life(world, fuse)
        _send(line, (world.clock.elapsed, fuse.names))
    except BaseException as error:  # noqa: BLE001 (a fork must end here, whatever happened)
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    os._exit(code)


def _serve(world: Simulated, line: socket.socket, pid: int, killed_after: float) -> list[str]:
    """Answer the fork until it ends; the points it told at its end."""
    points: list[str] = []
    ends = time.monotonic() + killed_after
    while True:
        if killed_after:
            line.settimeout(max(ends - time.monotonic(), 0.0005))
        try:
            elapsed, asked = _receive(line)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            killed_after = 0.0
            line.settimeout(None)
            continue
        except (EOFError, ConnectionError):
            return points
        world.clock.elapsed = max(world.clock.elapsed, elapsed)
        if isinstance(asked, list):
            points = asked
            continue
        answer = world.front.answer(asked)
        try:
            _send(line, answer)
        except (BrokenPipeError, ConnectionError):
            return points


_LENGTH = struct.Struct("!I")


def _send(line: socket.socket, what: Any) -> None:
    body = pickle.dumps(what)
    line.sendall(_LENGTH.pack(len(body)) + body)


def _receive(line: socket.socket) -> Any:
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size))
    return pickle.loads(_exactly(line, length))  # noqa: S301 (from our own fork)


def _exactly(line: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = line.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return parts
