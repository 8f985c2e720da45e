from datetime import time

import pytest
from pydantic import ValidationError

from azlift.model.schedule import Rhythm


def test_what_is_not_said_has_a_default_and_what_is_said_holds() -> None:
    made = Rhythm.model_validate({"prepare": {"days_before": "5", "at": "08:30"}, "time_zone": "Europe/Berlin"})
    assert (made.prepare.days_before, made.prepare.at) == (5, time(8, 30))
    assert made.ready == Rhythm().ready


@pytest.mark.parametrize(
    "said",
    [
        {"prepare": {"days_before": 1}},
        {"sync": {"deployment": "no-slash"}},
        {"sync": {"deployment": "two/of/them"}},
        {"time_zone": "Mars/Olympus"},
        {"watch_every_minutes": 1},
        {"watch_evry_minutes": 60},
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rhythm.model_validate(said)
