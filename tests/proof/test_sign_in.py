"""Promise 5: a token that ends, or a right that is missing, stops a wave with a word to a person; nothing else comes of
it, and after signing in again the wave is carried on."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CredentialUnavailableError
from enduring import Json, again_until_whole, calm_world, migrate, roll_back, sent_again
from misbehaving import FAULTS, Post, Trouble, refusing
from simulation import Simulated, copied, planned_workspace, simulated
from tallying import count, many
from tests.proof.test_misbehaving_azure import ALWAYS, CARRIED, TAKEN_BACK

from azlift.errors import PartlyDone, PersonNeeded
from azlift.model import Failure
from azlift.rehearsal.transport import InMemoryCredential
from azlift.venue import Venue

CHALLENGE = 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ=="'
REFUSALS = {
    "401, the token has expired": refusing(401, "ExpiredAuthenticationToken"),
    "401, the token is not known": refusing(401, "InvalidAuthenticationToken"),
    "401 with a challenge that nothing answers": refusing(
        401, "InvalidAuthenticationToken", www_authenticate=CHALLENGE
    ),
    "403, the role was taken away": refusing(403, "AuthorizationFailed", "does not have authorization to perform"),
}
PLACES = [("carried", site) for site in CARRIED] + [("taken back", site) for site in TAKEN_BACK]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned_workspace(tmp_path_factory.mktemp("planned") / "workspace")


@pytest.fixture(scope="module")
def calm(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Json:
    return calm_world(template, tmp_path_factory.mktemp("calm") / "workspace")


@pytest.fixture(autouse=True)
def _refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, fault in REFUSALS.items():
        monkeypatch.setitem(FAULTS, name, fault)


def complaints(world: Simulated, workspace: Path) -> list[str]:
    """Failures that send nobody to sign in or to ask for a right, other than those of groups that wait for another."""

    async def look(venue: Venue) -> tuple[Failure, ...]:
        return venue.ledger.failures()

    codes = {PersonNeeded.exit_code, PartlyDone.exit_code}
    return [f"{one.subject}: {one.message}" for one in world.play(workspace, look) if one.exit_code not in codes]


class Stopped:
    """Runs a command once with everything refused, then signs in again: what is wrong on the way."""

    def __init__(self, world: Simulated, workspace: Path, signed_in: Callable[[], None]) -> None:
        self.world, self.workspace, self.signed_in = world, workspace, signed_in

    def __call__(self, command: Callable[[Venue], Awaitable[bool]]) -> list[str]:
        wrong: list[str] = []

        def after_each() -> None:
            wrong.extend(complaints(self.world, self.workspace))
            self.signed_in()

        return wrong + ([] if again_until_whole(self.world, self.workspace, command, after_each) else ["not whole"])


@pytest.mark.slow
def test_a_refused_token_or_right_stops_and_is_taken_up_after_signing_in(
    template: Path, calm: Json, tmp_path: Path
) -> None:
    cases = [(phase, site, refusal) for phase, site in PLACES for refusal in REFUSALS]
    wrong, chosen = {}, cases[:: many(5, 1)]
    for number, (phase, site, refusal) in enumerate(chosen):
        trouble = Trouble(site, refusal, times=ALWAYS)
        post = Post([trouble] if phase == "carried" else [])
        world = simulated(0, post=post, registered="provider" not in site)
        stopped = Stopped(world, copied(template, tmp_path / str(number)), post.troubles.clear)
        found = stopped(migrate) + ([] if world.standing() == calm else ["another world"])
        post.troubles += [trouble] if phase == "taken back" else []
        found += stopped(roll_back) + list(world.standing()) + sent_again(world, stopped.workspace, post)
        found += [] if trouble.struck else ["the refusal never came"]
        if found:
            wrong[phase, site, refusal] = found
    assert wrong == {}
    count("P5", "refusals of a token or a right, at each call site, until somebody signs in", len(chosen))


@pytest.mark.slow
def test_revoked_tokens_are_renewed_without_anybody(template: Path, calm: Json, tmp_path: Path) -> None:
    chosen = PLACES[:: many(4, 1)]
    for number, (phase, site) in enumerate(chosen):
        world = simulated(0, registered="provider" not in site)
        post = _Revoking(world, Trouble(site, "revoked"))
        world.post = post
        workspace = copied(template, tmp_path / str(number))
        post.armed = phase == "carried"
        assert again_until_whole(world, workspace, migrate, lambda: None) == 1, site
        assert world.standing() == calm
        post.armed = True
        assert again_until_whole(world, workspace, roll_back, lambda: None) == 1, site
        assert (world.standing(), post.trouble.struck) == ({}, 1)
    count("P5", "revocations at each call site that the credential alone gets over", len(chosen))


class _Revoking(Post):
    """Takes every token back just before one request."""

    def __init__(self, world: Simulated, trouble: Trouble) -> None:
        super().__init__([])
        self.world, self.trouble, self.armed = world, trouble, True

    async def __call__(self, request: Any, deliver: Any) -> Any:
        from misbehaving import site_of

        if self.armed and self.trouble.strikes(site_of(request)):
            self.world.front.identity.revoke(self.world.facts.object_id)
        return await super().__call__(request, deliver)


class _Ending(InMemoryCredential):
    """A credential whose tokens are nearly over, so that every request asks for one; after some it has none to give."""

    good_for, error = 10_000, ClientAuthenticationError

    async def get_token(self, *scopes: str, **kwargs: Any) -> Any:
        type(self).good_for -= 1
        if self.good_for < 0:
            raise self.error("AADSTS7000222: the client secret has expired. Sign in again.")
        token = await super().get_token(*scopes, **kwargs)
        return token._replace(expires_on=token.expires_on - 7_000)


@pytest.mark.slow
@pytest.mark.parametrize("error", [ClientAuthenticationError, CredentialUnavailableError])
def test_a_credential_that_ends_midway_is_renewed_by_a_person(
    error: type[Exception], template: Path, calm: Json, tmp_path: Path
) -> None:
    tries, stops = many(4, 40), 0
    for number in range(tries):

        class Ending(_Ending):
            good_for = 2 + number * 50 // tries

        Ending.error = error  # type: ignore[assignment]

        def signed_in(kind: type[_Ending] = Ending) -> None:
            nonlocal stops
            stops += kind.good_for < 0
            kind.good_for = 10_000

        world = simulated(0, post=Post(), credential=Ending)
        stopped = Stopped(world, copied(template, tmp_path / str(number)), signed_in)
        assert stopped(migrate) == []
        assert world.standing() == calm
        assert sent_again(world, stopped.workspace, world.post) == []  # type: ignore[arg-type]
    assert stops > tries / 2
    count("P5", "credentials that had no token to give any more, from the n-th request on", stops)
