"""The bodies of Microsoft.Compute: the same as in the SDK's models, and read strictly."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.rehearsal.compute import sdk_models

from azlift.rehearsal import compute
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.models import MODELS, shape
from azlift.rehearsal.strict import Shape, Voice, gaps_in

# Enumerations of the SDK that are open texts to the provider: sizes and api-versions come and go.
TEXTS = {"vmSize", "diskApiVersion", "networkApiVersion"}
ENVELOPE = {"id", "name", "type", "systemData", "location", "tags"}
RESOURCES = {name for name in MODELS if "properties" in MODELS[name]["members"] and "location" in sdk_models.fields(
    sdk_models.model(name))} | {"RestorePoint"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_model_has_the_members_of_the_sdk_and_no_other(name: str) -> None:
    known, ours = sdk_models.fields(sdk_models.model(name)), MODELS[name]
    beside = ENVELOPE if name in RESOURCES else set()
    read_only = {member for member, (_, visibility, _) in known.items() if visibility == ["read"]}
    not_modelled = ours.get("notModelled", {}).keys()
    assert set(ours.get("readOnly", ())) == read_only - beside
    assert {*ours["members"], *not_modelled} == known.keys() - read_only - beside
    required = {member for member, (_, _, optional) in known.items() if not optional}
    assert set(ours.get("required", ())) == required - read_only - beside


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_member_is_of_the_kind_the_sdk_says(name: str) -> None:
    known = sdk_models.fields(sdk_models.model(name))
    for member, of in MODELS[name]["members"].items():
        assert of == ("text" if member in TEXTS else sdk_models.kind(known[member][0])), member


def test_every_model_can_be_read_as_a_shape() -> None:
    assert {shape(name).name for name in MODELS} == MODELS.keys()


def test_what_is_not_modelled_says_what_it_is() -> None:
    gaps = dict(gaps_in(compute.DISK_KIND.properties))
    assert gaps["creationData.elasticSanResourceId"] == "elastic SANs"
    with pytest.raises(AzureError, match="does not model elastic SANs"):
        shape("CreationData").read({"createOption": "Empty", "elasticSanResourceId": "x"}, "", Voice.COMPUTE)


def test_members_and_words_are_read_in_any_case_and_answered_in_azures() -> None:
    found = shape("VirtualMachineIdentity").read({"TYPE": "systemassigned,userassigned"}, "", Voice.COMPUTE)
    assert found == {"type": "SystemAssigned, UserAssigned"}


def inner(part: Any) -> Iterator[Shape]:
    if isinstance(part, Shape):
        yield part
        for member in part.members.values():
            yield from inner(member)


def test_every_kind_reads_its_own_bodies() -> None:
    for kind in compute.KINDS:
        assert next(inner(kind.properties)).name.endswith("Properties")
        assert kind.type.startswith("Microsoft.Compute/")
