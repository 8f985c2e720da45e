"""The pretend Entra as one thing: directory, mint, verifier, and the sign-ins under way."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.facts import Facts
from azlift.rehearsal.identity.grants import issue
from azlift.rehearsal.identity.principals import Entry, Principal
from azlift.rehearsal.identity.signin import SignIns
from azlift.rehearsal.identity.signing import Signer
from azlift.rehearsal.identity.tokens import WELL_KNOWN_AUDIENCES, Asked, Mint
from azlift.rehearsal.identity.verification import Verifier

Json = dict[str, Any]


class Identity:
    """Issues tokens and verifies them; `audiences` are the addresses this world was ever served at, `now` the real
    time in seconds since 1970."""

    def __init__(
        self, facts: Facts, audiences: set[str], directory: Directory, now: Callable[[], float] = time.time
    ) -> None:
        self.facts = facts
        self.audiences = audiences | {each.removesuffix(":443") for each in audiences} | set(WELL_KNOWN_AUDIENCES)
        self.directory = directory
        directory.found(facts)
        self.now = now
        self.signer = Signer(facts.signing_key)
        self.mint = Mint(directory, self.signer, self.audiences, now)
        self.signins = SignIns(now)
        self._verifier = Verifier(directory, self.signer, self.audiences, facts.tenant_id, now)

    def issue(self, tenant: str, form: Mapping[str, str], endpoint: str, v1: bool = False) -> Json:
        """The token endpoint of a tenant; TokenError in Entra's words when it refuses."""
        return issue(self.mint, self.signins, Asked(tenant, form, endpoint, v1))

    def sign(self, claims: Mapping[str, Any]) -> str:
        return self.signer.sign(claims)

    def verify(self, header: str, endpoint: str) -> Principal:
        """Who an Authorization header speaks for; Azure's 401 otherwise."""
        return self._verifier.verify(header, endpoint)

    def revoke(self, object_id: str) -> Entry:
        """Take back every token issued so far to a principal; the next second's are good."""
        entry = replace(self.directory.entries[object_id], valid_from=int(self.now()) + 1)
        return self.directory.keep(entry)

    def check_tenant(self, principal: Principal, tenant_id: str, endpoint: str) -> None:
        """Azure's 401 when a principal of one tenant opens a subscription of another."""
        self._verifier.check_tenant(principal, tenant_id, endpoint)
