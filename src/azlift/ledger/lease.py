"""Who drives a wave: a lease that ends by itself, with a fencing number that every write is held against.

The owner renews it while it works. A driver that died on this machine is recognised by its process id and start time
and replaced at once; one on another machine is replaced when its lease has run out.
"""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from azlift.errors import HeldByAnother
from azlift.ledger.schema import LEASES

LEASE = timedelta(seconds=60)


def this_driver() -> str:
    """`host:process id:start time`: no two processes of one machine share it, not even after a restart."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def take_lease(connection: Connection, wave: str, owner: str, now: datetime) -> int:
    """Make `owner` the wave's driver; the new fencing number. Raises HeldByAnother, naming who and until when."""
    row = connection.execute(select(LEASES).where(LEASES.c.wave == wave)).mappings().first()
    if row is None:
        connection.execute(LEASES.insert().values(wave=wave, owner=owner, fence=1, expires_at=_until(now)))
        return 1
    if row["owner"] != owner and row["expires_at"] > now.isoformat() and not _is_dead(row["owner"]):
        raise HeldByAnother(
            f"{wave} is driven by {row['owner']} until {row['expires_at']}",
            advice="Let it finish, or stop it; its lease then ends by itself within a minute.",
        )
    fence = int(row["fence"]) + 1
    connection.execute(
        LEASES.update().where(LEASES.c.wave == wave).values(owner=owner, fence=fence, expires_at=_until(now))
    )
    return fence


def renew_lease(connection: Connection, wave: str, fence: int, now: datetime) -> None:
    """Hold the wave for another minute. Raises HeldByAnother when it was taken."""
    check_fence(connection, wave, fence)
    connection.execute(LEASES.update().where(LEASES.c.wave == wave).values(expires_at=_until(now)))


def end_lease(connection: Connection, wave: str, fence: int, now: datetime) -> None:
    """Let the next driver in; says nothing when another has it already."""
    held = (LEASES.c.wave == wave) & (LEASES.c.fence == fence)
    connection.execute(LEASES.update().where(held).values(expires_at=now.isoformat()))


def find_driver(connection: Connection, wave: str, now: datetime) -> str | None:
    """Who drives the wave now; None where its lease has ended or its driver is known to be dead."""
    row = connection.execute(select(LEASES).where(LEASES.c.wave == wave)).mappings().first()
    held = row is not None and row["expires_at"] > now.isoformat() and not _is_dead(row["owner"])
    return str(row["owner"]) if row is not None and held else None


def check_fence(connection: Connection, wave: str, fence: int) -> None:
    """Raises HeldByAnother when another driver has taken the wave since."""
    current = connection.execute(select(LEASES.c.fence, LEASES.c.owner).where(LEASES.c.wave == wave)).first()
    if current is None or current.fence != fence:
        taker = current.owner if current else "nobody"
        raise HeldByAnother(f"{wave} was taken over by {taker}; this driver writes no more")


def _until(now: datetime) -> str:
    return (now + LEASE).isoformat()


def is_gone(driver: str) -> bool:
    """Whether a driver of this machine is known to have ended; False for one elsewhere, of whom nothing is known."""
    return _is_dead(driver)


def same_machine(one: str, other: str) -> bool:
    """Whether two drivers run on one machine."""
    return one.partition(":")[0] == other.partition(":")[0]


def _is_dead(owner: str) -> bool:
    host, _, rest = owner.partition(":")
    pid, _, started = rest.partition(":")
    return host == socket.gethostname() and _started(int(pid)) != started


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
