"""Who drives a wave: a lease that ends by itself, with a fencing number that every write is held against.

The owner renews it while it works. A driver that died on this machine is recognised by its process id and start time
and replaced at once; one on another machine is replaced when its lease has run out, by the database's own clock.
"""

import hashlib
import os
import socket
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from azlift.errors import HeldByAnother
from azlift.ledger.hours import database_time
from azlift.ledger.queries import ALL_HELD, FENCE, HELD, TAKING
from azlift.ledger.schema import LEASES

LEASE = timedelta(seconds=60)


def this_driver() -> str:
    """`machine:process id:start time`: no two processes share it, not even after a restart."""
    return f"{_this_machine()}:{os.getpid()}:{_started(os.getpid())}"


def take_lease(connection: Connection, wave: str, owner: str) -> int:
    """Make `owner` the wave's driver; the new fencing number. Raises HeldByAnother, naming who and until when."""
    now = database_time(connection)
    held = connection.execute(TAKING, {"wave": wave}).mappings().first()
    if held is None:
        connection.execute(LEASES.insert().values(wave=wave, owner=owner, fence=1, expires_at=_until(now)))
        return 1
    if held["owner"] != owner and _is_held(held["owner"], held["expires_at"], now):
        raise HeldByAnother(
            f"{wave} is driven by {held['owner']} until {held['expires_at']}",
            advice="Let it finish, or stop it; its lease then ends by itself within a minute.",
        )
    fence = int(held["fence"]) + 1
    connection.execute(
        LEASES.update().where(LEASES.c.wave == wave).values(owner=owner, fence=fence, expires_at=_until(now))
    )
    return fence


def renew_lease(connection: Connection, wave: str, fence: int) -> None:
    """Hold the wave for another minute. Raises HeldByAnother when it was taken."""
    check_fence(connection, wave, fence)
    until = _until(database_time(connection))
    connection.execute(LEASES.update().where(LEASES.c.wave == wave).values(expires_at=until))


def end_lease(connection: Connection, wave: str, fence: int) -> None:
    """Let the next driver in; says nothing when another has it already."""
    held = (LEASES.c.wave == wave) & (LEASES.c.fence == fence)
    connection.execute(LEASES.update().where(held).values(expires_at=database_time(connection).isoformat()))


def find_driver(connection: Connection, wave: str) -> str | None:
    """Who drives the wave now; None where its lease has ended or its driver is known to be dead."""
    row = connection.execute(HELD, {"wave": wave}).mappings().first()
    held = row is not None and _is_held(row["owner"], row["expires_at"], database_time(connection))
    return str(row["owner"]) if row is not None and held else None


def check_fence(connection: Connection, wave: str, fence: int) -> None:
    """Raises HeldByAnother when another driver has taken the wave since; none can before the transaction ends."""
    current = connection.execute(FENCE, {"wave": wave}).first()
    if current is None or current.fence != fence:
        taker = current.owner if current else "nobody"
        raise HeldByAnother(f"{wave} was taken over by {taker}; this driver writes no more")


def driven_waves(connection: Connection) -> frozenset[str]:
    """The waves that somebody drives now, as far as this machine can tell."""
    now = database_time(connection)
    held = connection.execute(ALL_HELD).mappings()
    return frozenset(one["wave"] for one in held if _is_held(one["owner"], one["expires_at"], now))


def check_nobody_drives(connection: Connection) -> None:
    """Raises HeldByAnother while anybody drives a wave: tables are not changed under a driver."""
    now = database_time(connection)
    for held in connection.execute(ALL_HELD).mappings():
        if _is_held(held["owner"], held["expires_at"], now):
            raise HeldByAnother(
                f"the ledger is to be upgraded, and {held['wave']} is driven by {held['owner']} "
                f"until {held['expires_at']}",
                advice="Let it finish, or stop it; then run the same command again, which upgrades the ledger.",
            )


def _until(now: datetime) -> str:
    return (now + LEASE).isoformat()


def is_gone(driver: str) -> bool:
    """Whether a driver of this machine is known to have ended; False for one elsewhere, of whom nothing is known."""
    return _is_dead(driver)


def same_machine(one: str, other: str) -> bool:
    """Whether two drivers run on one machine."""
    return one.partition(":")[0] == other.partition(":")[0]


def _is_held(owner: str, expires_at: str, now: datetime) -> bool:
    return datetime.fromisoformat(expires_at) > now and not _is_dead(owner)


@cache
def _this_machine() -> str:
    """The host's name and, where the kernel tells, a digest of what no other has: its boot and the space of its
    process ids. Two machines, or two containers, can be called alike."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        return socket.gethostname()
    return f"{socket.gethostname()}-{hashlib.sha256(f'{boot} {space}'.encode()).hexdigest()[:8]}"


def _is_dead(owner: str) -> bool:
    host, _, rest = owner.partition(":")
    pid, _, started = rest.partition(":")
    return host == _this_machine() and _started(int(pid)) != started


def _started(pid: int) -> str:
    """The process's start time in clock ticks since boot (field 22 of /proc/PID/stat), or `gone`.

    Where there is no /proc, whether the process answers a signal is all that can be known.
    """
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        except OSError:
            return "gone"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        return "running"
    return "running"
