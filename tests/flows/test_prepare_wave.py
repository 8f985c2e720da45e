from collections.abc import Callable
from pathlib import Path
from typing import Any

from azure_sights import everything, steer
from estates import estate, machine, planned

from azlift.model import Preview
from azlift.stages import Stage


def test_a_prepared_wave_has_its_zone_and_judged_previews_and_no_machine(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01"), machine("mail01")))
    assert run_flow("prepare_wave", workspace=str(folder), wave="wave-01").is_completed()
    standings = venue.ledger.standings()
    assert standings["zone:wave-01"].stage is Stage.VERIFIED
    assert {standings[group].stage for group in ("web01", "mail01")} == {Stage.PREVIEWED}
    assert venue.ledger.latest("web01", Preview).changes
    assert not [one for one in everything(folder).values() if one["name"].startswith("vm-")]
    assert run_flow("migrate_wave", workspace=str(folder), wave="wave-01").is_completed()
    events = len(venue.ledger.history())
    assert run_flow("prepare_wave", workspace=str(folder), wave="wave-01").is_completed()
    assert len(venue.ledger.history()) == events, "what stands is not prepared anew"


def test_a_group_that_cannot_land_is_named(run_flow: Callable[..., Any], workspace: Callable[..., Path]) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01"), machine("mail01")))
    fault = {
        "kind": "status",
        "status": 400,
        "code": "InvalidTemplateDeployment",
        "times": "always",
        "match": {"resource": f"*rg-{venue.settings.estate}-*/deployments/*mail01*"},
    }
    steer(folder, "POST", "/rehearsal/faults", {"faults": [fault]})
    state = run_flow("prepare_wave", workspace=str(folder), wave="wave-01")
    assert (state.name, state.message) == ("PartlyDone", "cannot land as they are: mail01")
