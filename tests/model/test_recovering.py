from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from azlift.model import NOUNS, Mark, Recovered


def test_what_was_recovered_says_where_from() -> None:
    said = {"subject": "shop", "wave": "wave-01", "digest": "d", "resources": ("/a",), "at": datetime.now(UTC)}
    made = Recovered(source="tags", **said)  # type: ignore[arg-type]
    assert NOUNS["Recovered"].model_validate_json(made.model_dump_json()) == made
    with pytest.raises(ValidationError):
        Recovered(source="memory", **said)  # type: ignore[arg-type]


def test_a_mark_survives_the_ledger() -> None:
    made = Mark(group="shop", stage="accepted", machines=("/a", "/b"))
    assert NOUNS["Mark"].model_validate_json(made.model_dump_json()) == made
