from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from azlift.forms import GroupField, WaveField, WorkspaceField


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (WaveField, "wave-01", "wave-1"),
        (WaveField, "wave-1234", "zone:wave-01"),
        (GroupField, "shop-a1", "step:shop/freeze"),
        (WorkspaceField, str(Path("/srv/azlift")), "a\nb"),
    ],
)
def test_a_field_takes_an_id_and_nothing_that_merely_looks_like_one(kind: Any, good: str, bad: str) -> None:
    form = TypeAdapter(kind)
    assert form.validate_python(good) == good
    with pytest.raises(ValidationError):
        form.validate_python(bad)
