"""Azure's error envelope: what is in it, and nothing that says nothing."""

import pytest

from azlift.rehearsal.azure_errors import (
    AzureError,
    group_not_found,
    invalid_content,
    not_modelled,
    resource_not_found,
)


def test_a_bare_error_has_code_and_message_only() -> None:
    assert AzureError(409, "Conflict", "busy").envelope() == {"error": {"code": "Conflict", "message": "busy"}}


def test_target_details_and_additional_info_appear_when_given() -> None:
    error = AzureError(
        400, "A", "b", target="", details=[{"code": "C"}], additional_info=[{"type": "Violation"}], headers=[("x", "y")]
    )
    assert error.error() == {
        "code": "A",
        "message": "b",
        "target": "",
        "details": [{"code": "C"}],
        "additionalInfo": [{"type": "Violation"}],
    }
    assert (error.headers, str(error)) == ((("x", "y"),), "b")


def test_the_body_is_a_copy_the_caller_may_change() -> None:
    error = AzureError(400, "A", "b", details=[{"code": "C"}])
    error.error()["details"].clear()
    assert error.error()["details"] == [{"code": "C"}]


@pytest.mark.parametrize(
    ("error", "status", "code", "words"),
    [
        (group_not_found("rg"), 404, "ResourceGroupNotFound", "Resource group 'rg' could not be found."),
        (
            resource_not_found("A.B/cs/ds", "c/d", "rg"),
            404,
            "ResourceNotFound",
            "The Resource 'A.B/cs/ds/c/d' under resource group 'rg' was not found.",
        ),
        (resource_not_found("A.B/cs", "c", None), 404, "ResourceNotFound", "The Resource 'A.B/cs/c' was not found."),
        (invalid_content("why"), 400, "InvalidRequestContent", "could not be deserialized: 'why'."),
        (not_modelled("moons"), 400, "NotModelledInRehearsal", "The pretend Azure does not model moons."),
    ],
)
def test_refusals_given_in_several_places_are_worded_as_azure_does(
    error: AzureError, status: int, code: str, words: str
) -> None:
    assert (error.status, error.code) == (status, code)
    assert words in error.message
