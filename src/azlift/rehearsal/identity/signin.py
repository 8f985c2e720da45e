"""Sign-ins of people that are under way: authorization codes and device codes. In memory: a restart forgets them."""

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, replace

from azlift.rehearsal.identity.aadsts import refusal

CODE_SECONDS = 600  # Source: Microsoft identity platform, authorization code flow: about ten minutes
DEVICE_SECONDS = 900  # Source: Microsoft identity platform, device authorization grant
DEVICE_INTERVAL = 5
USER_CODE_LETTERS = "".join(letter for letter in string.ascii_uppercase + string.digits if letter not in "AEIOU01")


@dataclass(frozen=True)
class Code:
    """An authorization code: for whom, through which client, back to where; `spent` once it was redeemed."""

    object_id: str
    client_id: str
    redirect_uri: str
    scope: str
    challenge: str
    method: str
    nonce: str
    ends: float
    spent: bool = False


@dataclass(frozen=True)
class Device:
    """A device code: `object_id` is empty until somebody signed in with the user code."""

    user_code: str
    client_id: str
    scope: str
    ends: float
    object_id: str = ""


class SignIns:
    """Codes by their secret text."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._codes: dict[str, Code] = {}
        self._devices: dict[str, Device] = {}

    def new_code(self, code: Code) -> str:
        self._codes = {key: each for key, each in self._codes.items() if each.ends > self._now()}
        text = secrets.token_urlsafe(32)
        self._codes[text] = code
        return text

    def spend_code(self, text: str) -> Code:
        """The sign-in of a code, once."""
        code = self._codes.get(text)
        if code is None:
            raise refusal(70000)
        if code.spent:
            raise refusal(54005)
        self._codes[text] = replace(code, spent=True)
        if code.ends <= self._now():
            raise refusal(70008)
        return code

    def new_device(self, client_id: str, scope: str) -> tuple[str, Device]:
        self._devices = {key: each for key, each in self._devices.items() if each.ends > self._now()}
        user_code = "".join(secrets.choice(USER_CODE_LETTERS) for _ in range(9))
        text = secrets.token_urlsafe(32)
        device = Device(user_code, client_id, scope, self._now() + DEVICE_SECONDS)
        self._devices[text] = device
        return text, device

    def approve_device(self, user_code: str, object_id: str) -> bool:
        """Somebody signed in with a user code; False when nothing waits for it."""
        for text, device in self._devices.items():
            if device.user_code == user_code.strip().upper() and device.ends > self._now() and not device.object_id:
                self._devices[text] = replace(device, object_id=object_id)
                return True
        return False

    def spend_device(self, text: str) -> Device:
        """The sign-in of a device code, once; AuthorizationPending until there is one."""
        device = self._devices.get(text)
        if device is None:
            raise refusal(70000)
        if device.ends <= self._now():
            raise refusal(70019)
        if not device.object_id:
            raise refusal(70016)
        del self._devices[text]
        return device
