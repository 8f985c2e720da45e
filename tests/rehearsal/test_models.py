"""Bodies as data: kinds, lengths of time, maps, pointers, parts."""

import pytest

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.models import Models, duration, map_of, number, word_of
from azlift.rehearsal.strict import Voice, text

KNOWN = {
    "Car": {
        "members": {
            "wheels": {"list": "Wheel"},
            "owner": {"ref": "Person"},
            "colour": ["Red", "Blue"],
            "age": "number",
        },
        "required": ["owner"],
        "readOnly": ["plate"],
        "notModelled": {"sound": "sounds"},
    },
    "Wheel": {"members": {"id": "text", "name": "text", "properties": "Rim"}, "readOnly": ["etag"]},
    "Rim": {"members": {"notes": {"map": "text"}}},
}
CAR = Models(KNOWN).shape("Car")


def test_a_body_is_read_by_its_model() -> None:
    given = {"OWNER": {"id": "/p", "properties": {"age": 4}}, "colour": "red", "plate": "x", "age": 1.5}
    wheel = {"name": "front", "id": "mine", "properties": {"notes": {"a": "b", "c": None}}}
    read = CAR.read({**given, "wheels": [wheel]}, "", Voice.NETWORK)
    assert read == {
        "owner": {"id": "/p"},
        "colour": "Red",
        "age": 1.5,
        "wheels": [{"name": "front", "properties": {"notes": {"a": "b"}}}],
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "owner"),
        ({"owner": {}}, "owner.id"),
        ({"owner": {"id": "/p"}, "colour": "green"}, "one of Red, Blue"),
        ({"owner": {"id": "/p"}, "wheels": [{}]}, "name"),
        ({"owner": {"id": "/p", "weight": 1}}, "weight"),
        ({"owner": {"id": "/p"}, "sound": 1}, "does not model sounds"),
    ],
)
def test_what_the_model_does_not_take_is_refused(given: object, words: str) -> None:
    with pytest.raises(AzureError) as refused:
        CAR.read(given, "", Voice.ARM)
    assert words in refused.value.message


def test_numbers_maps_and_lengths_of_time() -> None:
    assert (number(-1, "x", Voice.NETWORK), duration("PT5M", "x", Voice.NETWORK)) == (-1, "PT5M")
    for wrong in (True, "1"):
        with pytest.raises(AzureError):
            number(wrong, "x", Voice.NETWORK)
    for wrong in ("5 minutes", "P", "PT"):
        with pytest.raises(AzureError):
            duration(wrong, "x", Voice.NETWORK)
    with pytest.raises(AzureError):
        map_of(text)([], "x", Voice.NETWORK)


def test_words_are_read_without_regard_to_case_and_blanks() -> None:
    read = word_of("SystemAssigned, UserAssigned", "None")
    assert read("systemassigned,userassigned", "x", Voice.ARM) == "SystemAssigned, UserAssigned"
    with pytest.raises(AzureError, match="one of SystemAssigned, UserAssigned, None"):
        read("everyone", "x", Voice.ARM)


def test_a_provider_may_take_the_ids_of_parts() -> None:
    wheel = Models(KNOWN, takes_ids=True).shape("Wheel").read({"id": "mine", "name": "n"}, "", Voice.COMPUTE)
    assert wheel == {"id": "mine", "name": "n"}


def test_members_of_an_older_api_version_are_read_where_the_provider_says_so() -> None:
    models = Models(KNOWN, takes_ids=True, of_old={"Wheel": {"spokes": "whole number"}})
    given = {"name": "n", "spokes": 32}
    assert models.shape("Wheel").read(given, "", Voice.COMPUTE) == given
    with pytest.raises(AzureError, match="spokes"):
        Models(KNOWN, takes_ids=True).shape("Wheel").read({"name": "n", "spokes": 32}, "", Voice.COMPUTE)
