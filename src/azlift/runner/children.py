"""Child processes that never outlive us: each ends when the pipe we hold to its standard input closes."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from azlift.errors import AzliftError

STARTS_WITHIN_SECONDS = 120
"""Prefect's first start migrates its database: 11 to 30 s when the machine is busy with nothing else."""

ENDS_WITHIN_SECONDS = 10


class DidNotStart(AzliftError):
    """A program azlift needs did not start."""


@contextmanager
def child(arguments: Sequence[str], log: Path, extra: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run `python -m …`; yields the first line it prints, which says that it is ready. Its errors go to `log`.

    Raises DidNotStart, with the end of the log.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        process = subprocess.Popen(  # noqa: S603 (our own modules, by name)
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **(extra or {})},
            start_new_session=True,  # Ctrl-C is ours to answer: the child ends after us
            text=True,
        )
    try:
        yield _first_line(process, arguments[0], log)
    finally:
        _end(process)


def end_with_parent() -> None:
    """In a child: leave as soon as standard input closes, which is when the parent is gone, however it went."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _first_line(process: subprocess.Popen[str], name: str, log: Path) -> str:
    timer = threading.Timer(STARTS_WITHIN_SECONDS, process.kill)
    timer.start()
    try:
        line = process.stdout.readline() if process.stdout else ""
    finally:
        timer.cancel()
    if not line:
        tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise DidNotStart(f"{name}: {tail[0]}", advice=f"The whole story is in {log}.")
    return line


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
