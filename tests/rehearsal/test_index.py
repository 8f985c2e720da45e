"""Indexes over the resources: entered, entered anew, dropped."""

from typing import Any

from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.index import Index
from azlift.rehearsal.records import Resource

GROUP = "/subscriptions/s/resourcegroups/rg"
NIC = "/subscriptions/s/resourceGroups/Rg/providers/Microsoft.Network/networkInterfaces/nic1"
SUBNET = "/subscriptions/s/resourceGroups/Rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s1"


def resource(resource_id: str = NIC, **changes: Any) -> Resource:
    base: dict[str, Any] = {
        "location": "westeurope",
        "tags": {},
        "top": {},
        "properties": {},
        "wanted": {},
        "state": "Succeeded",
        "etag": "",
        "created": 0.0,
        "changed": 0.0,
    }
    return Resource(id=read_id(resource_id), **{**base, **changes})


def test_a_resource_is_found_by_group_type_tag_and_what_it_stands_on() -> None:
    index, made = Index(), resource(tags={"Wave": "One"}, references=(SUBNET,))
    index.add(made)
    assert index.in_group(GROUP) == {made.key}
    assert index.of_type("microsoft.network/NETWORKINTERFACES") == {made.key}
    assert index.users_of(SUBNET.upper()) == {made.key}
    assert index.tagged("WAVE", "One") == index.tagged("wave", None) == {made.key}


def test_values_of_tags_keep_their_case() -> None:
    index = Index()
    index.add(resource(tags={"wave": "One"}))
    assert index.tagged("wave", "one") == frozenset()


def test_a_change_leaves_nothing_of_the_old_entry() -> None:
    index = Index()
    index.add(resource(tags={"a": "1"}, references=(SUBNET,)))
    index.add(resource(tags={"b": "2"}))
    assert index.tagged("a", None) == index.users_of(SUBNET) == frozenset()
    assert index.tagged("b", "2") == index.in_group(GROUP) == {resource().key}


def test_what_was_dropped_is_nowhere_and_dropping_twice_is_fine() -> None:
    index, made = Index(), resource(tags={"a": "1"}, references=(SUBNET,))
    index.add(made)
    for _ in range(2):
        index.drop(made.key)
    found = (index.in_group(GROUP), index.of_type(made.id.type), index.tagged("a", "1"), index.users_of(SUBNET))
    assert found == (frozenset(),) * 4


def test_an_answer_does_not_change_with_the_index() -> None:
    index = Index()
    index.add(resource())
    before = index.in_group(GROUP)
    index.add(resource(NIC.replace("nic1", "nic2")))
    assert (len(before), len(index.in_group(GROUP))) == (1, 2)


def test_resources_are_counted_by_their_sort_through_changes_and_to_the_end() -> None:
    index = Index({"microsoft.network/networkinterfaces": lambda each: each.location})
    index.add(resource())
    index.add(resource(NIC.replace("nic1", "nic2")))
    index.add(resource(SUBNET))
    assert index.sorts_of("Microsoft.Network/networkInterfaces") == {"westeurope": 2}
    index.add(resource(location="northeurope"))
    assert index.sorts_of("Microsoft.Network/networkInterfaces") == {"westeurope": 1, "northeurope": 1}
    for _ in range(2):
        index.drop(resource().key)
    assert index.sorts_of("Microsoft.Network/networkInterfaces") == {"westeurope": 1}
