"""Shapes of request bodies: known members, values of their kind, every refusal in its provider's wording."""

from typing import Any

import pytest

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, one_of, reference_to, text, unmodelled, whole_number

INNER = Shape("Inner", {"id": text}, required=("id",))
THING = Shape(
    "Thing",
    {
        "name": text,
        "size": whole_number,
        "open": flag,
        "kind": one_of("Red", "BrightBlue"),
        "parts": list_of(INNER, least=1),
        "inner": INNER,
        "moon": unmodelled("moons"),
    },
    required=("name",),
    read_only=("etag",),
)


def refused(given: Any, voice: Voice = Voice.ARM) -> AzureError:
    with pytest.raises(AzureError) as caught:
        THING.read(given, "properties", voice)
    return caught.value


def test_members_come_in_azures_casing_without_nulls_and_read_only_ones() -> None:
    given = {"NAME": "n", "Kind": "brightblue", "etag": {"any": 1}, "size": None, "parts": [{"ID": "/a"}]}
    assert THING.read(given, "", Voice.ARM) == {"name": "n", "kind": "BrightBlue", "parts": [{"id": "/a"}]}


def test_what_was_read_can_be_read_again_and_stays_the_same() -> None:
    clean = THING.read({"Name": "n", "open": False, "size": 0, "inner": {"id": ""}}, "", Voice.COMPUTE)
    assert THING.read(clean, "", Voice.COMPUTE) == clean == {"name": "n", "open": False, "size": 0, "inner": {"id": ""}}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"name": 5}, "Error converting value 5 to type 'String'. Path 'properties.name'."),
        ({"name": "n", "size": True}, "Error converting value True to type 'Int32'. Path 'properties.size'."),
        ({"name": "n", "size": 1.0}, "Error converting value 1.0 to type 'Int32'."),
        ({"name": "n", "open": 1}, "Error converting value 1 to type 'Boolean'."),
        ({"name": "n", "kind": "Green"}, "to type 'one of Red, BrightBlue'."),
        ({"name": "n", "parts": []}, "Error converting value array to type 'array of at least 1'."),
        ({"name": "n", "parts": [{"id": "/a"}, {"id": {}}]}, "object to type 'String'. Path 'properties.parts[1].id'."),
        ({"name": "n", "inner": {}}, "Required property not found in JSON. Path 'properties.inner.id'."),
        ({"name": None}, "Required property not found in JSON. Path 'properties.name'."),
        ({"name": "n", "colour": 1}, "member 'colour' on object of type 'Thing'. Path 'properties.colour'."),
        ([], "Error converting value array to type 'Thing'. Path 'properties'."),
        ("x" * 500, f"value '{'x' * 79} to type 'Thing'."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_place(members: Any, words: str) -> None:
    error = refused(members)
    assert (error.status, error.code) == (400, "InvalidRequestContent")
    assert words in error.message


def test_every_provider_words_a_body_it_can_not_read_in_its_own_way() -> None:
    unknown = {"name": "n", "colour": 1}
    compute, network = refused(unknown, Voice.COMPUTE), refused(unknown, Voice.NETWORK)
    assert (compute.code, compute.target) == ("BadRequest", "properties.colour")
    assert (network.code, network.message) == ("InvalidRequestFormat", "Cannot parse the request.")
    assert network.details[0]["code"] == "InvalidJson"
    assert "'colour'" in network.details[0]["message"]


def test_compute_has_words_of_its_own_for_what_is_missing() -> None:
    error = refused({}, Voice.COMPUTE)
    assert (error.code, error.target) == ("InvalidParameter", "properties.name")
    assert error.message == "Required parameter 'name' is missing (null)."
    assert refused({}, Voice.NETWORK).code == "InvalidRequestFormat"


def test_what_is_not_modelled_is_refused_by_name_and_null_of_it_is_not() -> None:
    error = refused({"name": "n", "moon": {}})
    assert error.code == "NotModelledInRehearsal"
    assert "moons (member 'properties.moon')" in error.message
    assert THING.read({"name": "n", "moon": None}, "", Voice.ARM) == {"name": "n"}


def test_a_reference_has_an_id_and_what_more_it_was_given() -> None:
    shape = reference_to("SubResource", [("primary", flag)])
    assert shape.read({"ID": "/x", "Primary": True}, "", Voice.ARM) == {"id": "/x", "primary": True}
    with pytest.raises(AzureError, match="Path 'id'"):
        shape.read({"primary": True}, "", Voice.ARM)


@pytest.mark.parametrize(("given", "read"), [("12", 12), ("-3", -3), (7, 7)])
def test_a_number_may_be_written_as_text(given: Any, read: int) -> None:
    """Public templates hand sizes over as texts, and the providers take them."""
    assert whole_number(given, "size", Voice.COMPUTE) == read


@pytest.mark.parametrize(("given", "read"), [("true", True), ("False", False), (True, True)])
def test_true_and_false_may_be_written_as_text(given: Any, read: bool) -> None:
    assert flag(given, "enabled", Voice.NETWORK) is read


@pytest.mark.parametrize("given", ["", "12.5", "0x10", "many", True, 1.5, [], None])
def test_a_text_that_is_no_number_is_refused(given: Any) -> None:
    with pytest.raises(AzureError):
        whole_number(given, "size", Voice.ARM)
