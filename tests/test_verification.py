from datetime import UTC, datetime

import pytest

from azlift.model import Change, ExpectedResource, Observation, ObservedResource, Rendering
from azlift.verification import digests_of_others, judge_preview, judge_standing

TAGS = {"azlift-group": "billing", "azlift-wave": "wave-01"}
VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-a"
DISK = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/disks/osdisk-a"


def rendering() -> Rendering:
    return Rendering(
        subject="billing",
        resource_group="rg",
        location="westeurope",
        parts=(),
        tags=TAGS,
        digest="d",
        expected=(
            ExpectedResource(
                id=DISK,
                type="Microsoft.Compute/disks",
                name="disk-a",
                api_version="1",
                size="PremiumV2_LRS",
                zone="1",
                iops=5000,
                mb_per_s=300,
            ),
            ExpectedResource(
                id=VM,
                type="Microsoft.Compute/virtualMachines",
                name="vm-a",
                api_version="1",
                size="Standard_D2s_v5",
                zone="1",
                members=(DISK,),
            ),
        ),
    )


def standing_disk(**changed: object) -> ObservedResource:
    disk = {"id": DISK, "type": "Microsoft.Compute/disks", "name": "disk-a", "size": "PremiumV2_LRS", "zone": "1"}
    return ObservedResource.model_validate(disk | {"iops": 5000, "mb_per_s": 300, "tags": TAGS} | changed)


def standing(**changed: object) -> Observation:
    machine = {"id": VM.upper(), "type": "Microsoft.Compute/virtualMachines", "name": "vm-a", "location": "westeurope"}
    machine |= {"state": "Succeeded", "size": "Standard_D2s_v5", "zone": "1", "tags": TAGS}
    machine |= {"members": (DISK.lower(),)} | changed
    resources = (standing_disk(), ObservedResource.model_validate(machine))
    return Observation(subject="billing", at=datetime.now(UTC), resources=resources)


def test_what_stands_as_planned_passes_whatever_the_case_of_its_id() -> None:
    verdict = judge_standing(rendering(), standing())
    assert (verdict.passed, verdict.checked, verdict.differences) == (True, 2, ())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"size": "Standard_D4s_v5"}, "size expected Standard_D2s_v5, found Standard_D4s_v5"),
        ({"zone": "2"}, "zone expected 1, found 2"),
        ({"zone": None}, "zone expected 1, found none"),
        ({"location": "northeurope"}, "region expected westeurope, found northeurope"),
        ({"state": "Failed"}, "state expected Succeeded, found Failed"),
        ({"tags": {}}, "its azlift tags are missing or another's"),
        ({"tags": {**TAGS, "azlift-group": "crm"}}, "its azlift tags are missing or another's"),
        ({"members": ()}, f"not attached: {DISK}"),
    ],
)
def test_each_difference_is_named(changed: dict[str, object], said: str) -> None:
    verdict = judge_standing(rendering(), standing(**changed))
    assert not verdict.passed
    assert verdict.differences == (f"vm-a: {said}",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iops": 3000}, "IOPS expected 5000, found 3000"),
        ({"mb_per_s": 125}, "MB/s expected 300, found 125"),
        ({"mb_per_s": None}, "MB/s expected 300, found none"),
    ],
)
def test_a_disk_that_does_less_than_was_bought_is_named(changed: dict[str, object], said: str) -> None:
    seen = standing()
    seen = seen.model_copy(update={"resources": (standing_disk(**changed), *seen.resources[1:])})
    assert judge_standing(rendering(), seen).differences == (f"disk-a: {said}",)


def test_what_is_missing_is_named() -> None:
    empty = Observation(subject="billing", at=datetime.now(UTC), resources=())
    assert judge_standing(rendering(), empty).differences == (
        "disk-a (Microsoft.Compute/disks): missing",
        "vm-a (Microsoft.Compute/virtualMachines): missing",
    )


def changes(*extra: Change, vm: str = "Create", **members: object) -> list[Change]:
    return [Change(resource=DISK, kind="Create"), Change(resource=VM, kind=vm, **members), *extra]  # type: ignore[arg-type]


def test_creating_what_was_rendered_is_no_surprise() -> None:
    assert judge_preview(rendering(), changes()).surprises == ()


def test_what_stands_beside_and_stays_is_no_surprise() -> None:
    beside = Change(resource="/subscriptions/s/x", kind="Ignore")
    assert judge_preview(rendering(), changes(beside)).surprises == ()


@pytest.mark.parametrize("kind", ["Create", "Modify", "Delete"])
def test_touching_anything_else_is_a_surprise(kind: str) -> None:
    other = Change(resource="/subscriptions/s/x", kind=kind)
    assert judge_preview(rendering(), changes(other)).surprises == (other,)


def test_a_resource_of_ours_may_stand_already() -> None:
    assert judge_preview(rendering(), changes(vm="Modify", tags=TAGS)).surprises == ()


@pytest.mark.parametrize("kind", ["Modify", "NoChange"])
def test_a_foreign_resource_of_the_same_name_is_a_surprise(kind: str) -> None:
    assert [c.kind for c in judge_preview(rendering(), changes(vm=kind)).surprises] == [kind]


@pytest.mark.parametrize("kind", ["Delete", "Ignore"])
def test_an_expected_resource_that_would_not_come_to_stand_is_a_surprise(kind: str) -> None:
    assert [c.kind for c in judge_preview(rendering(), changes(vm=kind)).surprises] == [kind]


def test_an_expected_resource_azure_says_nothing_of_is_a_surprise() -> None:
    only_disk = [Change(resource=DISK, kind="Create")]
    assert [(c.resource, c.kind) for c in judge_preview(rendering(), only_disk).surprises] == [(VM, "Unseen")]


@pytest.mark.parametrize(
    ("tags", "others"),
    [
        ({}, ()),
        (TAGS, ()),
        ({**TAGS, "azlift-digest": "mine"}, ()),
        ({**TAGS, "azlift-digest": "theirs"}, ("theirs",)),
        ({"azlift-digest": "theirs"}, ()),  # without our other tags it is a surprise, whoever landed it
    ],
)
def test_what_stands_under_a_digest_that_was_never_sent_is_told(tags: dict[str, str], others: tuple[str, ...]) -> None:
    elsewhere = Change(resource="/somewhere/else", kind="Ignore", tags={**TAGS, "azlift-digest": "another"})
    seen = changes(elsewhere, vm="Modify", tags=tags)
    assert digests_of_others(rendering(), seen, {"mine"}) == others
