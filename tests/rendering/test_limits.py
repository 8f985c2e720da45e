from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import TemplateFault
from azlift.rendering.limits import check_part, deal_out
from azlift.rendering.resources import Foreseen

NIC = Foreseen("/x/nic", "Microsoft.Network/networkInterfaces", "nic")


@dataclass(frozen=True)
class Load:
    foreseen: tuple[Foreseen, ...]
    bytes: int


def declared(count: int, version: str = "2024-05-01") -> list[dict[str, str]]:
    return [{"type": NIC.type, "apiVersion": version, "name": "n"}] * count


@given(st.lists(st.builds(Load, st.integers(1, 130).map(lambda n: (NIC,) * n), st.integers(1, 400_000)), max_size=60))
def test_every_load_is_dealt_out_once_in_order_and_no_part_exceeds_the_margins(loads: list[Load]) -> None:
    parts = list(deal_out(loads))
    assert [load for part in parts for load in part] == loads
    assert all(sum(len(load.foreseen) for load in part) <= 700 for part in parts)
    assert all(sum(load.bytes for load in part) <= 3_000_000 for part in parts)


def test_a_load_too_large_for_the_margin_stands_alone() -> None:
    small, large = Load((NIC,), 10), Load((NIC,), 3_500_000)
    assert list(deal_out([small, large, small])) == [[small], [large], [small]]


def test_the_versions_of_a_template_are_read_by_type() -> None:
    assert check_part("f", {"resources": declared(2)}, {}, [NIC] * 2, 0) == {NIC.type: "2024-05-01"}


def test_resources_of_nested_templates_count() -> None:
    nested = {"type": "Microsoft.Resources/deployments", "properties": {"template": {"resources": declared(1)}}}
    assert check_part("f", {"resources": [nested]}, {}, [NIC], 0) == {NIC.type: "2024-05-01"}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ({"resources": declared(1)}, "found 1 Microsoft.Network/networkInterfaces; expected 2"),
        ({"resources": declared(3)}, "found 3 "),
        ({"resources": [*declared(2), {"type": "Microsoft.Compute/disks"}]}, "found 1 Microsoft.Compute/disks, 2 "),
        ({"resources": {"a": {}}}, "found no resources"),
        ({"resources": [*declared(2), {}]}, "1 None"),
        ({}, "found no resources"),
        ({"resources": declared(1) + declared(1, "2020-01-01")}, "several API versions"),
        ({"resources": declared(2), "parameters": {f"p{n}": {} for n in range(257)}}, "257 parameters"),
        ({"resources": declared(2), "outputs": "x" * 4_000_000}, "bytes of template"),
    ],
)
def test_a_template_that_azure_or_azlift_would_refuse_is_a_fault(template: dict[str, object], said: str) -> None:
    with pytest.raises(TemplateFault, match=said) as caught:
        check_part("group.json.j2", template, {}, [NIC] * 2, 0)
    assert caught.value.file == "group.json.j2"
    assert caught.value.advice


def test_more_resources_than_azure_allows_are_a_fault() -> None:
    with pytest.raises(TemplateFault, match="found 801 resources; Azure allows 800"):
        check_part("f", {"resources": declared(801)}, {}, [NIC] * 801, 0)


def test_values_count_towards_the_expanded_template() -> None:
    with pytest.raises(TemplateFault, match="after expansion"):
        check_part("f", {"resources": declared(1)}, {}, [NIC], 4_000_000)


def test_large_parameters_are_a_fault() -> None:
    with pytest.raises(TemplateFault, match="bytes of parameters"):
        check_part("f", {"resources": declared(1)}, {"p": {"value": "x" * 4_000_000}}, [NIC], 0)
