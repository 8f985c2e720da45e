import asyncio
from pathlib import Path

import httpx
from estates import estate, machine, planned

from azlift.errors import DeploymentFailed
from azlift.stages import Stage


def shown(api: str, key: str) -> str:
    body = {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC"}
    text: str = httpx.post(f"{api}/artifacts/filter", json=body).json()[0]["data"]
    return text


def test_board_and_failures_are_shown_and_nothing_in_them_is_markup(prefect_api: str, tmp_path: Path) -> None:
    from azlift.runner.artifacts import show_failures, show_waves

    venue = planned(tmp_path, estate(machine("web01"), machine("mail01")))
    error = DeploymentFailed("<b>no</b> | room", code="X", advice="Run azlift status wave-01.")
    venue.ledger.record_failure("web01", Stage.LANDED, "", error)
    asyncio.run(show_waves(venue))
    asyncio.run(show_failures("wave-01", venue))
    assert "| wave-01 " in shown(prefect_api, "waves")
    said = shown(prefect_api, "wave-01-left-behind")
    assert "Run azlift status wave-01" in said
    assert "<b>" not in said
