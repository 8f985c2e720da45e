from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from azlift.model import SignIn, SizeSold


def test_a_size_may_be_had_unless_something_refuses_it() -> None:
    assert SizeSold(name="Standard_D2s_v5", family="standardDSv5Family", vcpu=2).refused == ""


def test_a_sign_in_says_whether_it_renews_itself() -> None:
    with pytest.raises(ValidationError):
        SignIn.model_validate({"kind": "cli", "token_until": datetime(2027, 1, 1, tzinfo=UTC)})
