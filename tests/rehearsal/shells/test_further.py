"""The further services' shells: every one takes a smallest body and answers what it computes."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.shells.smallest import put_smallest

from azlift.rehearsal.shells import further
from azlift.rehearsal.shells.shell import Shell


@pytest.mark.parametrize("shell", further.SHELLS, ids=lambda shell: shell.type)
def test_a_smallest_body_is_taken_and_answered(desk: Desk, shell: Shell) -> None:
    made = put_smallest(desk, shell)
    assert shell.computed.keys() <= made["properties"].keys()
    assert "{" not in str(made["properties"]).replace("{'", "").replace("{}", "")
