"""Make an isolated copy of each group of a wave, check it, and put down what it showed.

A copy stands until it is cleaned: the same flow does that too, and a wave with copies left is not ready.
"""

from typing import Any

from prefect import State, flow, tags
from prefect.states import Completed, Failed

from azlift import journey
from azlift.forms import GroupField, WaveField, WorkspaceField
from azlift.runner.artifacts import show_failures, show_waves
from azlift.runner.obeying import Orders, drive
from azlift.runner.steps import clean_test, prepare, try_out, went_well
from azlift.stages import MOVED
from azlift.venue import Venue


@flow(name="try-out-wave", flow_run_name="test {wave}", persist_result=False)
async def try_out_wave(
    workspace: WorkspaceField, wave: WaveField, group: GroupField | None = None, clean: bool = False
) -> State[Any]:
    """From renderings to verdicts; a group that has moved is not tested any more.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        group: only this group of the wave; without it all of them
        clean: take the copies away instead of making them
    """

    async def body(venue: Venue, orders: Orders) -> State[Any]:
        groups = [one for one in ahead(wave, venue) if group in (None, one)]
        ready = clean or await went_well(prepare(workspace, wave, return_state=True))
        failed = [] if ready else groups
        for one in groups if ready else ():
            if orders.given or journey.is_held(wave, venue):
                break
            with tags(f"group:{one}"):
                verb = clean_test if clean else try_out
                if not await went_well(verb(workspace, one, return_state=True)):
                    failed.append(one)
        await show_waves(venue)
        await show_failures(wave, venue)
        journey.check_not_held(wave, venue)
        if failed:
            return Failed(name="PartlyDone", message=f"not {'cleaned' if clean else 'passed'}: {', '.join(failed)}")
        left = journey.test_leftovers(wave, venue)
        return Completed(message=f"to be looked at, and cleaned: {', '.join(left)}" if left else "no copy is left")

    return await drive(workspace, wave, "test", body)


def ahead(wave: str, venue: Venue) -> list[str]:
    """The groups of the wave that have not moved yet."""
    standings = venue.ledger.standings()
    groups = journey.wave_called(wave, venue).groups
    return [group for group in groups if group not in standings or standings[group].stage not in MOVED]
