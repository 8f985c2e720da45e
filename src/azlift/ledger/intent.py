"""What is about to be asked of Azure, on record before it is asked."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Intent:
    """What is about to be asked of Azure. `tokens`: for each deployment asked for, the SDK's continuation token.

    `resumed` is True when an earlier driver wrote this intent and never came to an outcome.
    """

    subject: str
    key: str
    resumed: bool
    tokens: dict[str, str]
    _write: Callable[[dict[str, str]], None]

    def note_token(self, deployment: str, token: str) -> None:
        """Write down that Azure accepted the deployment, so that the next driver waits for it instead of asking."""
        self._write({"deployment": deployment, "token": token})
        self.tokens[deployment] = token
