"""The pretend Entra: who there is, how they prove it, the tokens they are given, and what is checked of those."""

from azlift.rehearsal.identity.aadsts import TokenError
from azlift.rehearsal.identity.directory import TOKEN_SECONDS, Directory
from azlift.rehearsal.identity.entra import Identity
from azlift.rehearsal.identity.facts import Facts, read_facts
from azlift.rehearsal.identity.principals import Principal
from azlift.rehearsal.identity.signing import KEY_ID

__all__ = [
    "KEY_ID",
    "TOKEN_SECONDS",
    "Directory",
    "Facts",
    "Identity",
    "Principal",
    "TokenError",
    "read_facts",
]
