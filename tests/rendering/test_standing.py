from azlift.model import ObservedResource
from azlift.rendering import standing_rendering, subnet_blocks, workloads_of

GROUP = "/subscriptions/s/resourceGroups/rg-e-wave-01-westeurope"
TAGS = {"azlift-estate": "e", "azlift-wave": "wave-01", "azlift-group": "shop"}
MACHINE, DISK, CARD = (
    "Microsoft.Compute/virtualMachines",
    "Microsoft.Compute/disks",
    "Microsoft.Network/networkInterfaces",
)
VERSIONS = {
    kind.lower(): "1" for kind in (MACHINE, DISK, CARD, "Microsoft.Resources/resourceGroups", "Microsoft.Odd/things")
}


def stands(kind: str, name: str, **tags: str) -> ObservedResource:
    inside = "" if kind.endswith("/resourceGroups") else f"/providers/{kind}/{name}"
    return ObservedResource(id=GROUP + inside, type=kind, name=name, location="westeurope", tags={**TAGS, **tags})


def test_resources_are_put_into_the_order_in_which_they_were_made() -> None:
    """A roll-back takes the reverse of it: machines before their disks, and what nobody knows before all."""
    found = [stands(MACHINE, "vm"), stands("Microsoft.Odd/things", "x"), stands(DISK, "d"), stands(CARD, "n")]
    made = standing_rendering("shop", "d1", found, ["azlift-shop-d1"], VERSIONS, {})
    assert [e.name for e in made.expected] == ["n", "d", "vm", "x"]
    assert (made.resource_group, made.location, made.digest) == ("rg-e-wave-01-westeurope", "westeurope", "d1")
    assert made.tags == TAGS


def test_the_workloads_of_a_group_are_those_its_machines_name() -> None:
    found = [stands(MACHINE, "vm-a", **{"azlift-workload": "w-1"}), stands(DISK, "d", **{"azlift-workload": "w-1"})]
    assert workloads_of(standing_rendering("shop", "d1", found, ["x"], VERSIONS, {})) == {"w-1"}


def test_a_zone_is_at_the_subscription_and_keeps_its_subnets() -> None:
    found = [stands("Microsoft.Resources/resourceGroups", "rg-e-wave-01-westeurope")]
    blocks = {"snet-b": "10.0.1.0/27", "snet-a": "10.0.0.0/27"}
    made = standing_rendering("zone:wave-01", "d1", found, ["x"], VERSIONS, blocks)
    assert made.resource_group is None
    assert subnet_blocks(made) == blocks


def test_what_bears_no_digest_has_one_of_what_it_is() -> None:
    one, other = ([stands(DISK, name)] for name in ("a", "b"))
    digests = [standing_rendering("shop", "", found, ["x"], VERSIONS, {}).digest for found in (one, one, other)]
    assert digests[0] == digests[1] != digests[2]


def test_several_deployments_are_all_known_and_own_what_they_made_once() -> None:
    made = standing_rendering("shop", "d1", [stands(DISK, "a")], ["x-1", "x-2"], VERSIONS, {})
    assert [(part.deployment, len(part.expected)) for part in made.parts] == [("x-1", 1), ("x-2", 0)]
