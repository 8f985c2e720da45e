from azlift.model import ExpectedResource, Target
from azlift.rendering.resources import expect, foresee, group_scope

GROUP = "/subscriptions/s/resourceGroups/g"


def test_the_scope_is_the_id_of_the_waves_resource_group(target: Target) -> None:
    assert group_scope(target) == (
        "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-contoso-wave-01-westeurope"
    )


def test_an_expected_resource_has_arms_id_and_the_templates_version() -> None:
    foreseen = foresee(GROUP, "Microsoft.Compute/disks", "d", "Premium_LRS", members=("/m",))
    assert expect([foreseen], {"Microsoft.Compute/disks": "2024-03-02"}) == [
        ExpectedResource(
            id="/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d",
            type="Microsoft.Compute/disks",
            name="d",
            api_version="2024-03-02",
            size="Premium_LRS",
            members=("/m",),
        )
    ]


def test_disks_and_machines_have_the_zone_and_network_cards_none() -> None:
    kinds = ("Microsoft.Compute/disks", "Microsoft.Compute/virtualMachines", "Microsoft.Network/networkInterfaces")
    foreseen = [foresee(GROUP, kind, "x") for kind in kinds]
    assert [r.zone for r in expect(foreseen, dict.fromkeys(kinds, "2024-07-01"), "2")] == ["2", "2", None]
