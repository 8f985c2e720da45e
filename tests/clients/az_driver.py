"""Runs in azure-cli's own environment: a line of standard input is one `az` command, a line of standard output what it
did.

A command is the unmodified `azure.cli.__main__` in a fork of this process, which has imported modules and nothing else:
as fresh as a new process, without its seconds of imports. What a command imported, the next one finds imported.

In: {"argv": [...], "queries": [JMESPath, ...]}; out: {"exit", "out", "err", "found": [...], "seconds"}.
"""

import importlib
import json
import os
import runpy
import signal
import sys
import tempfile
import time
from typing import Any, BinaryIO

import jmespath

SLOW_TO_IMPORT = ("azure.", "msal", "msrest", "requests")
PATIENCE = 60  # seconds until a command that hangs is ended: exit code -14


def main() -> None:
    """Read, run, answer, until standard input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        done = run(asked["argv"])
        done["found"] = find(done["out"], asked["queries"])
        sys.stdout.write(json.dumps(done) + "\n")
        sys.stdout.flush()


def run(argv: list[str]) -> dict[str, Any]:
    """One command in a process of its own."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as imported:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            become_az(argv, out, err, imported)
        _, status = os.waitpid(child, 0)
        seconds = time.monotonic() - started
        for name in whole(imported).split():
            importlib.import_module(name)
        return {"exit": os.waitstatus_to_exitcode(status), "out": whole(out), "err": whole(err), "seconds": seconds}


def become_az(argv: list[str], out: BinaryIO, err: BinaryIO, imported: BinaryIO) -> None:
    """In the child: what `python -m azure.cli` does, then the end of the process."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (out.fileno(), 1), (err.fileno(), 2)):
        os.dup2(source, target)
    signal.alarm(PATIENCE)
    sys.argv = ["az", *argv]
    known = {*sys.modules, "azure.cli.__main__"}
    code = 1
    try:
        runpy.run_module("azure.cli", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001  # the child must not go on as a second driver
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        imported.write(
            "\n".join(name for name in sys.modules if name.startswith(SLOW_TO_IMPORT) and name not in known).encode()
        )
        imported.flush()
        os._exit(code)


def find(out: str, queries: list[str]) -> list[Any]:
    """What each query finds in an answer; in a text that is no JSON, nothing."""
    try:
        answer = json.loads(out)
    except ValueError:
        return [None for _ in queries]
    return [jmespath.search(query, answer) for query in queries]


def whole(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    main()
