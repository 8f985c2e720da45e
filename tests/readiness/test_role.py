import re

from azlift.model import Granted
from azlift.readiness import judge_rights, needed_actions, role_definition


def test_the_role_is_in_the_form_azure_takes_and_names_each_action_once() -> None:
    assert set(role_definition()) == {"Name", "IsCustom", "Description", "Actions", "NotActions", "AssignableScopes"}
    actions = needed_actions()
    assert list(actions) == sorted(set(actions), key=str.lower)
    assert all(re.fullmatch(r"Microsoft\.\w+(/\w+)+", action) for action in actions), "none is a pattern"


def test_each_action_that_no_role_grants_is_named() -> None:
    granted = [Granted(actions=("Microsoft.Compute/*",), not_actions=("microsoft.compute/disks/delete",))]
    needed = ("Microsoft.Compute/disks/write", "Microsoft.Compute/disks/delete", "Microsoft.Network/register/action")
    assert judge_rights(needed, granted).faults == (
        "it lacks Microsoft.Compute/disks/delete",
        "it lacks Microsoft.Network/register/action",
    )


def test_what_one_role_takes_away_another_may_give() -> None:
    one = Granted(actions=("*",), not_actions=("*/delete",))
    other = Granted(actions=("Microsoft.Compute/disks/*",))
    assert judge_rights(["Microsoft.Compute/disks/delete"], [one]).faults
    assert not judge_rights(["Microsoft.Compute/disks/delete"], [one, other]).faults


def test_a_pattern_covers_any_text_and_no_part_of_a_name() -> None:
    assert not judge_rights(["Microsoft.Compute/disks/read"], [Granted(actions=("*/read",))]).faults
    assert judge_rights(["Microsoft.Compute/disks/read"], [Granted(actions=("Microsoft.Compute/disk",))]).faults
    assert judge_rights(["Microsoft.Compute/disks/read"], [Granted(actions=("Microsoft.Compute/disks.read",))]).faults
