"""What is about to be asked of Azure, on record before it is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from azlift.model import Sender


@dataclass
class Intent:
    """What is about to be asked of Azure. `tokens`: for each deployment asked for, the SDK's continuation token.

    `resumed` is True when an earlier driver wrote this intent and never came to an outcome. `sender` is what a
    deployment that is sent for it bears, and `has_sent` says of any sender whether it was this ledger.
    """

    subject: str
    key: str
    resumed: bool
    tokens: dict[str, str]
    sender: Sender
    has_sent: Callable[[Sender], bool]
    _write: Callable[[dict[str, str]], None]

    def note_token(self, deployment: str, token: str) -> None:
        """Write down that Azure accepted the deployment, so that the next driver waits for it instead of asking."""
        self._write({"deployment": deployment, "token": token})
        self.tokens[deployment] = token
