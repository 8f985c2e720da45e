"""A search that a person watches: how good the best plan is, a limit of time, and Ctrl-C, which keeps the best."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from azlift.cli.screen import say, watching


@contextmanager
def searching(seconds: float | None) -> Iterator[Any]:
    """The effort to plan with. The first Ctrl-C ends the search and keeps the best so far; the second ends azlift."""
    from azlift.waves import Effort

    stop, said = threading.Event(), ["planning"]

    def report(worth: Any, moves: int, bound: float) -> None:
        cost, more = worth.total - worth.double_running, worth.total - bound
        if more < 0:  # groups without a window cost nothing yet
            said[0] = f"not all groups have a window yet; {moves:,} moves looked at"
        elif cost > 0:
            said[0] = (
                f"the best plan costs {worth.total:,.0f}, of which at most {more / cost:.1%} could be saved; "
                f"{moves:,} moves looked at"
            )

    def interrupted(*_: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        say("stopping: the best plan so far is kept")

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        with watching(lambda: said[0]):
            yield Effort(None if seconds is None else time.monotonic() + seconds, stop, report)
    finally:
        signal.signal(signal.SIGINT, before)
