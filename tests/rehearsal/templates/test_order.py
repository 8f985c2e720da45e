"""Copies, and which resource waits for which."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rehearsal.templates.writing import (
    GROUP,
    World,
    expand,
    expanded_or_refused,
    refused,
    resource,
    symbolic,
    template,
    waits,
)


def disks(count: Any, **copy: Any) -> dict[str, Any]:
    return resource("[concat('d', copyIndex(1))]", copy={"name": "Disks", "count": count, **copy})


def test_copies_are_named_by_their_index_and_waited_for_by_the_name_of_their_loop() -> None:
    expansion = expand(template(disks("[add(1, 1)]"), resource("z", dependsOn=["disks"])))
    assert waits(expansion) == {"d1": [], "d2": [], "z": ["d1", "d2"]}


def test_a_copy_of_nothing_is_nothing_and_can_be_waited_for() -> None:
    assert waits(expand(template(disks(0), resource("z", dependsOn=["disks"])))) == {"z": []}


def test_serial_copies_wait_for_the_batch_before_theirs() -> None:
    expansion = expand(template(disks(5, mode="Serial", batchSize=2)))
    assert waits(expansion) == {"d1": [], "d2": [], "d3": ["d1", "d2"], "d4": ["d1", "d2"], "d5": ["d3", "d4"]}


@pytest.mark.parametrize(
    ("copy", "reason"),
    [
        ({"count": 801}, "has an invalid copy count"),
        ({"count": "3"}, "has an invalid copy count"),
        ({"count": 2, "mode": "batch"}, "The copy mode 'batch' is not valid"),
        ({"count": 2, "batchSize": 3, "mode": "serial"}, "has an invalid copy batch size"),
        ({"count": 2, "batchSize": 0}, "has an invalid copy batch size"),
        ({"count": 2, "input": 1}, "Could not find member 'input'"),
        ({"count": "[reference('x')]"}, "'reference' is not expected at this location"),
    ],
)
def test_a_copy_azure_would_refuse_is_refused(copy: dict[str, Any], reason: str) -> None:
    assert reason in refused(lambda: expand(template(disks(**copy)))).message


def test_a_copy_of_a_child_written_inside_its_parent_is_refused() -> None:
    child = resource("[concat('s', copyIndex())]", "subnets", copy={"name": "l", "count": 2})
    error = refused(lambda: expand(template(resource("v", "Microsoft.Network/virtualNetworks", resources=[child]))))
    assert "Copying nested resources is not supported" in error.message


def test_loops_inside_loops_keep_their_own_index() -> None:
    planned = expand(
        template(
            resource(
                "[concat('v', copyIndex())]",
                copy={"name": "machines", "count": 2},
                properties={
                    "copy": [
                        {
                            "name": "disks",
                            "count": 2,
                            "input": {
                                "copy": [
                                    {
                                        "name": "parts",
                                        "count": 1,
                                        "input": "[concat(copyIndex(), copyIndex('disks'), copyIndex('parts', 7))]",
                                    }
                                ]
                            },
                        }
                    ]
                },
            )
        )
    ).resources[1]
    assert planned.body(World())["properties"] == {"disks": [{"parts": ["107"]}, {"parts": ["117"]}]}


@pytest.mark.parametrize(
    "entry",
    [
        "n",
        "N",
        "Microsoft.Network/networkInterfaces/n",
        "microsoft.network/networkinterfaces/N",
        "[resourceId('Microsoft.Network/networkInterfaces', 'n')]",
        f"{GROUP}/providers/Microsoft.Network/networkInterfaces/n",
    ],
)
def test_what_is_waited_for_may_be_named_in_every_way_azure_knows(entry: str) -> None:
    expansion = expand(template(resource("d", dependsOn=[entry]), resource("n", "Microsoft.Network/networkInterfaces")))
    assert waits(expansion) == {"d": ["n"], "n": []}


def test_a_name_several_resources_share_does_not_say_which_is_waited_for() -> None:
    text = template(resource("x"), resource("x", "Microsoft.Network/networkInterfaces"), resource("d", dependsOn=["x"]))
    assert "several resources of the template have this name" in refused(lambda: expand(text)).message
    text["resources"][2]["dependsOn"] = ["Microsoft.Compute/disks/x"]
    assert expand(text).resources[2].depends_on == (f"{GROUP}/providers/Microsoft.Compute/disks/x",)


@given(st.permutations(range(6)))
def test_a_circle_is_found_wherever_it_is_written(order: list[int]) -> None:
    ring = [resource(f"r{i}", dependsOn=[f"r{(i + 1) % 6}"]) for i in order]
    assert "Circular dependency" in refused(lambda: expand(template(*ring))).message


def test_a_circle_through_several_resources_is_refused() -> None:
    text = template(
        resource("a", dependsOn=["b"]),
        resource("b", properties={"x": "[reference('c').id]"}),
        resource("c", dependsOn=["a"]),
    )
    error = refused(lambda: expand(text))
    assert f"Circular dependency detected on resource: '{GROUP}/providers/Microsoft.Compute/disks/a'" in error.message


@given(st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=12))
def test_dependencies_are_taken_as_written_and_refused_only_for_a_circle(wanted: list[set[int]]) -> None:
    raw = [
        resource(f"r{i}", dependsOn=[f"r{j}" for j in sorted(others) if j < len(wanted)])
        for i, others in enumerate(wanted)
    ]
    if all(j < i or j >= len(wanted) for i, others in enumerate(wanted) for j in others):
        assert waits(expand(template(*raw))) == {item["name"]: item["dependsOn"] for item in raw}
    else:
        assert expanded_or_refused(template(*raw)) in ("expanded", "InvalidTemplate")


def test_a_child_may_be_waited_for_by_its_own_name_when_no_other_has_it() -> None:
    """As the quickstart template 101-vnet-two-subnets does."""
    network = resource("v", "Microsoft.Network/virtualNetworks")
    network["resources"] = [
        resource("s1", "subnets", dependsOn=["v"]),
        resource("s2", "subnets", dependsOn=["v", "S1"]),
    ]
    assert waits(expand(template(network))) == {"v": [], "v/s1": ["v"], "v/s2": ["v", "v/s1"]}
    same = resource("s1", "Microsoft.Network/networkSecurityGroups")
    assert waits(expand(template(network, same)))["v/s2"] == ["v", "s1"]


@pytest.mark.parametrize(
    "entry",
    [
        "Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l",
        "Microsoft.Authorization/locks/l",
        "locks/l",
        "l",
        f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l",
    ],
)
def test_an_extension_may_be_waited_for_by_its_id_in_every_length(entry: str) -> None:
    lock = resource("l", "Microsoft.Authorization/locks", scope="Microsoft.Network/virtualNetworks/v")
    assert waits(expand(template(resource("d", dependsOn=[entry]), lock)))["d"] == ["l"]


def test_no_dependencies_at_all_may_be_written_as_null() -> None:
    whole = template(resource("d", dependsOn=None, condition=None, copy=None, resources=None, tags=None))
    assert waits(expand(whole)) == {"d": []}


def test_what_waits_for_an_existing_resource_waits_for_what_that_one_waits_for() -> None:
    chain = symbolic(
        d=resource("d", dependsOn=["existing"]),
        existing={**resource("e"), "existing": True, "dependsOn": ["further"]},
        further={**resource("f"), "existing": True, "dependsOn": ["last"]},
        last=resource("g"),
    )
    assert waits(expand(chain)) == {"d": ["g"], "e": ["g"], "f": ["g"], "g": []}


def test_a_symbolic_loop_is_waited_for_whole_or_by_turn() -> None:
    loop = {**resource("[concat('d', copyIndex())]"), "copy": {"name": "disks", "count": 2}}
    whole = symbolic(
        loop=loop,
        all=resource("a", dependsOn=["loop"]),
        one=resource("o", dependsOn=["[format('loop[{0}]', 1)]"]),
        named=resource("n", dependsOn=["disks"]),
    )
    assert waits(expand(whole)) == {"d0": [], "d1": [], "a": ["d0", "d1"], "o": ["d1"], "n": ["d0", "d1"]}


def test_a_resource_left_out_before_it_has_a_name_can_be_waited_for() -> None:
    """Azure/bicep issue 15448."""
    gone = {**resource(""), "condition": "[equals(1, 2)]"}
    loop = {**gone, "copy": {"name": "loop", "count": 2}}
    whole = symbolic(gone=gone, loop=loop, d=resource("d", dependsOn=["gone", "loop", "loop[1]"]))
    assert waits(expand(whole)) == {"d": []}


def test_a_branch_that_is_not_taken_is_not_waited_for() -> None:
    choice = "[if(parameters('new'), reference('n').id, 'none')]"
    whole = template(
        resource("d", properties=choice),
        resource("n", condition="[parameters('new')]"),
        parameters={"new": {"type": "bool"}},
    )
    assert waits(expand(whole, new=True)) == {"d": ["n"], "n": []}
    assert waits(expand(whole, new=False)) == {"d": []}
