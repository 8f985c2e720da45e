"""Who carries out what a runbook says: the team's own programs and services; in a rehearsal somebody who stands in."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from azlift.errors import InputError
from azlift.model import Action, Order
from azlift.runbook.calls import call
from azlift.runbook.commands import program_of, run, succeeds
from azlift.runbook.deployments import run_deployment


class Hands(Protocol):
    """Carries out actions that are not a person's."""

    async def carry_out(self, action: Action, order: Order) -> str:
        """Do it; what it answered, in a few lines. Raises StepFailed, OutcomeUnknown."""
        ...

    async def was_done(self, action: Action, order: Order) -> bool | None:
        """Whether it was done already; None where nobody can say but a person."""
        ...


class TeamHands:
    """The real ones. Programs run in the workspace's folder."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    async def carry_out(self, action: Action, order: Order) -> str:
        if action.command:
            return await run(action.command, order, self.workspace)
        if action.http:
            return await call(action.http, order)
        if action.deployment:
            return await run_deployment(action.deployment, order)
        raise ValueError("what a person does by hand is no work for us")

    async def was_done(self, action: Action, order: Order) -> bool | None:
        if action.command and action.command.look:
            return await succeeds(action.command, order, self.workspace)
        return False if action.repeatable else None


class StandIn:
    """In a rehearsal: nothing outside is touched. Whether a program is there at all is looked at nevertheless."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    async def carry_out(self, action: Action, order: Order) -> str:
        if action.command:
            for program in (action.command.run, action.command.look):
                self._find(program, order)
            return f"stood in for {' '.join(action.command.run)}: a rehearsal runs nothing outside"
        if action.http:
            return f"stood in for {action.http.method} {action.http.url}: a rehearsal calls nobody outside"
        if action.deployment:
            return f"stood in for the deployment {action.deployment.name}: a rehearsal starts no other runs"
        raise ValueError("what a person does by hand is no work for us")

    async def was_done(self, action: Action, order: Order) -> bool | None:
        return False

    def _find(self, program: Sequence[str], order: Order) -> None:
        if program and not shutil.which(program_of(program, self.workspace)):
            raise InputError(
                f"step {order.step}: there is no program {program[0]!r} to run",
                file="runbook.yaml",
                column="run",
                advice="Name a program in the PATH, or a file below the workspace that may be executed.",
            )
