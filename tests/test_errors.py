import pickle

import pytest

from azlift import errors
from azlift.errors import AzliftError, AzureError, InputError, did_you_mean, unusable_setting


def branches(kind: type[AzliftError] = AzliftError) -> list[type[AzliftError]]:
    return [kind, *(deeper for sub in kind.__subclasses__() for deeper in branches(sub))]


@pytest.mark.parametrize("kind", branches(), ids=lambda kind: kind.__name__)
def test_the_docstring_is_the_default_message(kind: type[AzliftError]) -> None:
    assert kind().message == (kind.__doc__ or "").splitlines()[0]
    assert kind().message.endswith(".")


@pytest.mark.parametrize("kind", branches(), ids=lambda kind: kind.__name__)
def test_an_error_survives_a_process_boundary(kind: type[AzliftError]) -> None:
    error = pickle.loads(pickle.dumps(kind("what", advice="do")))  # noqa: S301
    assert (type(error), error.message, error.advice, str(error)) == (kind, "what", "do", str(kind("what")))


def test_an_input_error_says_where() -> None:
    error = InputError("found 'x', expected a number", file="a.xlsx", tab="vInfo", row=7, column="CPUs", advice="mend")
    assert str(error) == "a.xlsx, tab vInfo, row 7, column CPUs: found 'x', expected a number"


def test_an_azure_error_says_its_code() -> None:
    assert str(AzureError("no room", code="AllocationFailed")) == "AllocationFailed: no room"


def test_branches_keep_their_exit_codes() -> None:
    codes = {
        kind.__name__: kind.exit_code
        for kind in (AzliftError, *AzliftError.__subclasses__())
        if kind.__module__ == errors.__name__
    }
    assert codes == {
        "AzliftError": 1,
        "InputError": 3,
        "PersonNeeded": 4,
        "PartlyDone": 5,
        "HeldByAnother": 6,
        "AzureError": 7,
        "LedgerError": 8,
    }


def test_a_word_much_like_a_known_one_may_have_meant_it_in_whatever_case() -> None:
    assert did_you_mean("hostnmae", ("Hostname", "port")) == "Did you mean `Hostname`?"
    assert did_you_mean("xyz", ("a", "b")) == ""


def test_a_setting_that_cannot_be_used_is_told_by_its_key_and_what_was_found() -> None:
    fault = {"type": "greater_than_equal", "loc": ("sizing", "risk"), "input": -1, "msg": "should be at least 0"}
    error = unusable_setting(fault, "azlift.yaml", ("risk",))
    assert str(error) == "azlift.yaml, column sizing.risk: found '-1'; should be at least 0."


def test_an_unknown_setting_is_told_with_what_it_may_have_meant() -> None:
    fault = {"type": "extra_forbidden", "loc": ("sizing", "rsik"), "input": 1, "msg": "not permitted"}
    assert unusable_setting(fault, "f", ("risk", "zonal")).message == "found '1'; not permitted. Did you mean `risk`?"
