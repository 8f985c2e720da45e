import asyncio
from pathlib import Path

import pytest
from estates import estate, machine, planned
from lives import wave_at
from people import person
from pressing import pages

from azlift import journey
from azlift.settings import FILE_NAME
from azlift.stages import Stage
from azlift.venue import Venue, open_venue


async def pause(venue: Venue) -> str:
    journey.pause("wave-01", venue, "<b>not</b> tonight")
    return "it is paused"


@pytest.mark.parametrize("about", [{"wave": "wave-01"}, {"group": "shop"}])
def test_it_is_said_beside_whoever_drives_the_wave_and_both_pages_show_it(
    prefect_api: str, tmp_path: Path, about: dict[str, str]
) -> None:
    from azlift.runner.speaking import speak

    venue = planned(tmp_path, estate(machine("web01", "shop")))
    wave_at(venue, "wave-01", Stage.COMMITTED)
    with venue.ledger.driving("wave-01"):
        state = asyncio.run(speak(str(tmp_path), "pause", pause, **about))
    assert (state.is_completed(), state.message) == (True, "it is paused")
    for key in ("wave-01-live", "waves"):
        page = pages(prefect_api, key)[0]
        assert "\\<b\\>not\\</b\\> tonight" in page
        assert "<b>" not in page.replace("\\<", "")


def test_what_may_not_be_done_has_failed_with_what_to_do(prefect_api: str, tmp_path: Path) -> None:
    from azlift.runner.speaking import speak

    planned(tmp_path, estate(machine("web01", "shop")))
    state = asyncio.run(speak(str(tmp_path), "pause", pause, group="nobody"))
    assert (state.is_failed(), "`azlift status` lists them." in str(state.message)) == (True, True)
    assert not journey.is_held("wave-01", open_venue(tmp_path))
    (tmp_path / FILE_NAME).write_text("regoin: westeurope\n")
    state = asyncio.run(speak(str(tmp_path), "pause", pause, wave="wave-01"))
    assert (state.is_failed(), "unknown setting `regoin`" in str(state.message)) == (True, True)


def test_on_whose_word_is_told_by_name_else_by_id() -> None:
    from azlift.runner.speaking import by

    ada = person("Ada")
    assert [by(ada), by(ada.model_copy(update={"name": ""})), by(None)] == [" by Ada", f" by {ada.object_id}", ""]
