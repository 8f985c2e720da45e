"""A PostgreSQL server for tests: a cluster of its own in a temporary folder, reached through a socket in it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

URL = "postgresql://azlift@/azlift?host={folder}"


def server_program(name: str) -> str | None:
    """Debian keeps the server's programs off the path; the newest version counts."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of a running server, for a user who may make schemas; it ends with the process that started it."""
    folder = Path(tempfile.mkdtemp(prefix="azlift-pg-"))
    try:
        as_somebody = _as_somebody_else(folder)
        made = (server_program("initdb"), "-D", folder / "data", "-U", "azlift", "-A", "trust", "-E", "UTF8", "-N")
        subprocess.run([*as_somebody, *made, "--locale=C"], check=True, capture_output=True)
        run = (server_program("postgres"), "-D", folder / "data", "-k", folder, "-h", "", "-c", "fsync=off")
        with (folder / "log").open("w") as log:
            server = subprocess.Popen([*as_somebody, *run], stdout=log, stderr=log)
        try:
            _await(server, folder)
            yield URL.format(folder=folder)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: connections that tests left open are not waited for
            server.wait(60)
    finally:
        shutil.rmtree(folder)


def _as_somebody_else(folder: Path) -> tuple[str, ...]:
    """The server does not run as root; and it is not to outlive the tests, however they end."""
    words = ("setpriv", "--pdeathsig", "QUIT")
    if os.getuid() != 0:
        return words
    shutil.chown(folder, "nobody", "nogroup")
    return (*words, "--reuid", "nobody", "--regid", "nogroup", "--clear-groups")


def _await(server: subprocess.Popen[bytes], folder: Path) -> None:
    psql = (server_program("psql"), "-h", folder, "-U", "azlift", "-d", "postgres", "-c", "CREATE DATABASE azlift")
    for _ in range(300):
        if server.poll() is not None:
            break
        if subprocess.run([*psql], capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())
