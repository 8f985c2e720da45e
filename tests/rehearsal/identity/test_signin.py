"""Sign-ins under way."""

import pytest

from azlift.rehearsal.identity.aadsts import TokenError
from azlift.rehearsal.identity.signin import CODE_SECONDS, DEVICE_SECONDS, Code, SignIns


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signins(clock: Clock) -> SignIns:
    return SignIns(clock)


def code(clock: Clock) -> Code:
    return Code("o", "c", "http://localhost", "s", "", "plain", "", clock() + CODE_SECONDS)


def number(error: pytest.ExceptionInfo[TokenError]) -> int:
    return error.value.number


def test_a_code_is_spent_once_and_ends(signins: SignIns, clock: Clock) -> None:
    text = signins.new_code(code(clock))
    assert signins.spend_code(text).object_id == "o"
    with pytest.raises(TokenError) as twice:
        signins.spend_code(text)
    late = signins.new_code(code(clock))
    clock.now += CODE_SECONDS
    with pytest.raises(TokenError) as over:
        signins.spend_code(late)
    with pytest.raises(TokenError) as unknown:
        signins.spend_code("x")
    assert (number(twice), number(over), number(unknown)) == (54005, 70008, 70000)


def test_a_device_waits_until_somebody_signed_in(signins: SignIns, clock: Clock) -> None:
    text, device = signins.new_device("c", "s")
    with pytest.raises(TokenError) as pending:
        signins.spend_device(text)
    assert (number(pending), pending.value.error) == (70016, "authorization_pending")
    assert not signins.approve_device("NOTACODE1", "o")
    assert signins.approve_device(f" {device.user_code.lower()} ", "o")
    assert not signins.approve_device(device.user_code, "another")
    assert signins.spend_device(text).object_id == "o"
    with pytest.raises(TokenError) as spent:
        signins.spend_device(text)
    assert number(spent) == 70000


def test_a_device_code_ends(signins: SignIns, clock: Clock) -> None:
    text, device = signins.new_device("c", "s")
    clock.now += DEVICE_SECONDS
    assert not signins.approve_device(device.user_code, "o")
    with pytest.raises(TokenError) as over:
        signins.spend_device(text)
    assert (number(over), over.value.error) == (70019, "expired_token")
    assert signins.new_device("c", "s")[0] != text
