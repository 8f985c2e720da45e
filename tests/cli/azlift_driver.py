"""A line of standard input is one `azlift` command, a line of standard output what it did.

A command runs in a fork of this process, which has imported what commands import and done nothing: as fresh as a
process of its own, without its second of imports.

In: {"argv", "cwd", "environment"}; out: {"returncode", "stdout", "stderr"}.
"""

import json
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from azlift import cli, estate, journey, venue

IMPORTED = (cli, estate, journey, venue)
PATIENCE = 120  # seconds until a command that hangs is ended: exit code -14


def main() -> None:
    """Read, run, answer, until standard input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(run(asked["argv"], asked["cwd"], asked["environment"])) + "\n")
        sys.stdout.flush()


def run(argv: Sequence[str], cwd: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """One command in a process of its own."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(environment)
            become_azlift(argv, out, err)
        _, status = os.waitpid(child, 0)
        return {"returncode": os.waitstatus_to_exitcode(status), "stdout": whole(out), "stderr": whole(err)}


def become_azlift(argv: Sequence[str], out: BinaryIO, err: BinaryIO) -> None:
    """In the child: what the `azlift` script does, then the end of the process."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (out.fileno(), 1), (err.fileno(), 2)):
        os.dup2(source, target)
    signal.alarm(PATIENCE)
    sys.argv = ["azlift", *argv]
    code = 1
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001  # the child must not go on as a second driver
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def whole(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    main()
