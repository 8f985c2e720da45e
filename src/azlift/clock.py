"""What time it is: the machine's, or that of a virtual calendar which a rehearsal moves from window to window.

The virtual one is a file, so that every process of a rehearsal reads the same: `shown` was the time when the machine's
own was `real`, and it passes `speed` times as fast. Where there is no file the machine's time holds.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from azlift.errors import SettingsError


def real_time() -> datetime:
    return datetime.now(UTC)


def read_clock(file: Path) -> Callable[[], datetime]:
    """The calendar in this file, read anew whenever it was moved. The clock raises SettingsError for a broken one."""
    known: tuple[int, datetime, datetime, float] | None = None

    def now() -> datetime:
        nonlocal known
        try:
            stamp = file.stat().st_mtime_ns
        except FileNotFoundError:
            return real_time()
        if known is None or known[0] != stamp:
            known = (stamp, *_read(file))
        _, shown, real, speed = known
        return shown + (real_time() - real) * speed

    return now


def move_clock(file: Path, shown: datetime, speed: float = 1.0) -> None:
    """Let it be `shown` now, and time pass at `speed` from here on."""
    said = {"shown": shown.isoformat(), "real": real_time().isoformat(), "speed": speed}
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(said), encoding="utf-8")
    draft.replace(file)


def _read(file: Path) -> tuple[datetime, datetime, float]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return datetime.fromisoformat(said["shown"]), datetime.fromisoformat(said["real"]), float(said["speed"])
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            "this does not say what time it is",
            file=str(file),
            advice="Remove it: the rehearsal then goes on at the present time.",
        ) from error
