import json

import pytest
from azure.core.exceptions import (
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ODataV4Format,
    ServiceRequestError,
    ServiceResponseError,
)

from azlift.cloud.refusals import ADVICE, azure_refusals, innermost
from azlift.errors import AzliftError, AzureError, RightsNeeded, SignInNeeded, Unreachable


def http_error(body: dict[str, object], status: int = 409) -> HttpResponseError:
    error = HttpResponseError(message="said so")
    error.status_code = status
    error.error = ODataV4Format(body)
    return error


def refused(error: Exception) -> AzliftError:
    with pytest.raises(AzliftError) as caught, azure_refusals("deploying billing"):
        raise error
    assert caught.value.__cause__ is error
    return caught.value


def test_a_refusal_says_what_was_being_done_the_code_and_what_to_do() -> None:
    said = refused(http_error({"code": "SkuNotAvailable", "message": "not sold here"}))
    assert isinstance(said, AzureError)
    assert (str(said), said.advice) == (
        "SkuNotAvailable: deploying billing: not sold here",
        ADVICE["SkuNotAvailable"],
    )


def test_the_innermost_of_nested_details_is_what_counts() -> None:
    details = [{"code": "Conflict", "message": "outer", "details": [{"code": "QuotaExceeded", "message": "4 cores"}]}]
    said = refused(http_error({"code": "InvalidTemplateDeployment", "message": "see inner", "details": details}))
    assert str(said) == "QuotaExceeded: deploying billing: 4 cores"


def test_a_providers_error_inside_a_message_is_found() -> None:
    inner = json.dumps({"error": {"code": "AllocationFailed", "message": "no room"}})
    body = {"error": {"code": "DeploymentFailed", "message": "x", "details": [{"code": "Conflict", "message": inner}]}}
    assert innermost(body) == ("AllocationFailed", "no room")


@pytest.mark.parametrize("body", [None, "text", {}, {"code": None}, {"error": "text"}, []])
def test_what_is_no_arm_error_has_no_code(body: object) -> None:
    assert innermost(body) is None


@pytest.mark.parametrize(
    ("error", "kind", "exit_code"),
    [
        (ClientAuthenticationError(message="expired\nand more"), SignInNeeded, 4),
        (http_error({"code": "AuthorizationFailed", "message": "no right"}, 403), RightsNeeded, 4),
        (ServiceRequestError(message="refused"), Unreachable, 7),
        (ServiceResponseError(message="cut"), Unreachable, 7),
        (HttpResponseError(message="odd"), AzureError, 7),
    ],
)
def test_each_kind_of_refusal_has_its_branch(error: Exception, kind: type[AzliftError], exit_code: int) -> None:
    said = refused(error)
    assert type(said) is kind
    assert said.exit_code == exit_code
    assert said.advice
    assert "\n" not in said.message


def test_a_refused_token_is_the_same_where_the_sdk_polls() -> None:
    said = refused(http_error({"code": "ExpiredAuthenticationToken", "message": "has expired"}, status=401))
    assert isinstance(said, SignInNeeded)
    assert "az login" in said.advice


@pytest.mark.parametrize("error", [DecodeError(message="JSON is invalid"), ValueError("Expecting value: line 1")])
def test_an_answer_that_is_cut_off_is_no_answer(error: Exception) -> None:
    said = refused(error)
    assert isinstance(said, Unreachable)
    assert "the answer cannot be read" in said.message
