"""Programs of the team's own: run without a shell, told by JSON what they are about, and without our secrets."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from azlift.errors import OutcomeUnknown, StepFailed
from azlift.escaping import plain
from azlift.model import Command, Order

PASSED_ON = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP"),
    *("SYSTEMROOT", "COMSPEC", "PATHEXT", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
)
"""What a program needs of our environment to run at all; whatever else it needs is named in the runbook."""
SAID_AT_MOST = 1_000
READ_AT_MOST = 64 * 1024
ENDS_WITHIN_SECONDS = 10
LOOKS_WITHIN_SECONDS = 120
ALREADY_DONE = 0


async def run(command: Command, order: Order, folder: Path) -> str:
    """Run it to its end; the end of what it printed.

    Raises StepFailed where it ends with another code than 0 or cannot be started, OutcomeUnknown where it had to be
    ended: what it had done by then nobody knows.
    """
    code, said = await _run(command.run, command, order, folder, command.timeout_minutes * 60)
    if code is None:
        raise OutcomeUnknown(
            f"step {order.step} of {order.group}: {command.run[0]} was ended after {command.timeout_minutes:g} minutes",
            advice="Run the same command again: it looks, or asks, whether it was done.",
        )
    if code != 0:
        raise StepFailed(
            f"step {order.step} of {order.group}: {command.run[0]} ended with {code}: {said or 'it said nothing'}",
            advice="Correct it and run the same command again: it goes on with this step.",
        )
    return said


async def succeeds(command: Command, order: Order, folder: Path) -> bool:
    """Whether `look` says that it was done already. Raises StepFailed where it does not answer."""
    code, _ = await _run(command.look, command, order, folder, LOOKS_WITHIN_SECONDS)
    if code is None:
        raise StepFailed(
            f"step {order.step} of {order.group}: {command.look[0]} did not answer within {LOOKS_WITHIN_SECONDS} s",
            advice="Correct `look` in runbook.yaml and run the same command again.",
        )
    return code == ALREADY_DONE


def program_of(program: Sequence[str], folder: Path) -> str:
    """The program as it is started: one with a slash counts from the folder, another is looked for in the PATH."""
    return str((folder / program[0]).resolve()) if "/" in program[0] else program[0]


def surroundings(named: Sequence[str], order: Order) -> dict[str, str]:
    """The environment of a program: the plain part of ours, what the runbook names, and what it is about."""
    wanted = {*PASSED_ON, *named}
    about = {
        "AZLIFT_WAVE": order.wave,
        "AZLIFT_GROUP": order.group,
        "AZLIFT_STEP": order.step,
        "AZLIFT_UNDO": "1" if order.undo else "0",
        "AZLIFT_KEY": order.key,
    }
    return {name: value for name, value in os.environ.items() if name in wanted} | about


def told(said: bytes, secrets: Mapping[str, str]) -> str:
    """The end of what a program or a service answered, without controls and without what it was given in secret."""
    text = said.decode("utf-8", errors="replace").strip()
    for name, value in secrets.items():
        if len(value) >= 4:  # a shorter one would make holes everywhere, and is no secret
            text = text.replace(value, f"<{name}>")
    return "\n".join(plain(line) for line in text[-SAID_AT_MOST:].splitlines())


async def _run(
    program: Sequence[str], command: Command, order: Order, folder: Path, seconds: float
) -> tuple[int | None, str]:
    """(its exit code, or None where its time ran out; the end of what it printed). Raises StepFailed."""
    environment = surroundings(command.environment, order)
    try:
        process = await asyncio.create_subprocess_exec(
            program_of(program, folder),
            *program[1:],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=folder,
            env=environment,
            start_new_session=True,  # it and its children can be ended together, and Ctrl-C is ours to answer
        )
    except OSError as error:
        raise StepFailed(
            f"step {order.step} of {order.group}: {program[0]} cannot be started: {error.strerror}",
            advice="Correct `run` in runbook.yaml; paths count from the workspace.",
        ) from error
    said = bytearray()
    try:
        async with asyncio.timeout(seconds):
            await asyncio.gather(_tell(process, order), _listen(process, said))
            code: int | None = await process.wait()
    except TimeoutError:
        code = None
    finally:
        await _end(process)
    return code, told(bytes(said), {name: environment.get(name, "") for name in command.environment})


async def _tell(process: asyncio.subprocess.Process, order: Order) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(order.model_dump_json().encode() + b"\n")
        await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        return  # it does not want to know


async def _listen(process: asyncio.subprocess.Process, said: bytearray) -> None:
    """Keep the end of what it prints, however much that is."""
    while process.stdout and (chunk := await process.stdout.read(READ_AT_MOST)):
        said += chunk
        del said[:-READ_AT_MOST]


async def _end(process: asyncio.subprocess.Process) -> None:
    """End it and its children, if it still runs: gently, then not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is not None:
            return
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            return
        try:
            await asyncio.wait_for(process.wait(), ENDS_WITHIN_SECONDS)
        except TimeoutError:
            continue
