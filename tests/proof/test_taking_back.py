"""Promise 4: whatever was done, failed or was killed in between, a roll-back leaves what was there before, plus what
others made meanwhile; of azlift's own nothing is left over."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from enduring import Json, again_until_whole, history, migrate, roll_back
from estates import estate, machine
from misbehaving import FAULTS, SITES, Crash, Post, Trouble, let_fail
from simulation import WAVE, Simulated, copied, planned_workspace, simulated
from tallying import count, many

from azlift import convoy, journey
from azlift.errors import AzliftError
from azlift.venue import Venue

GROUPS = ("shop1", "mail1")
PLACE = f"rg-proof-{WAVE}-westeurope"
TAGS = {"azlift-estate": "proof", "azlift-wave": WAVE, "azlift-group": "landing zone"}
STEPS_AT_MOST = 8
SHARES = many(1, 8)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned") / "workspace"
    return planned_workspace(folder, estate(*map(machine, GROUPS)))


@dataclass
class Story:
    """One estate in Azure, what others make of it, and what azlift does there."""

    rng: Random
    world: Simulated
    workspace: Path
    post: Post = field(default_factory=Post)
    foreign: set[str] = field(default_factory=set)
    before: Json = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"/subscriptions/{self.world.facts.subscription_id}/resourceGroups"

    def begin(self) -> None:
        """Others were here first; sometimes they made the wave's own resource group, with a tag of theirs."""
        self.others(lambda venue: _group(venue, "rg-theirs", {"owner": "them"}))
        self.others(lambda venue: _disk(venue, "rg-theirs", "disk-theirs"))
        if self.rng.random() < 0.3:
            self.others(lambda venue: _group(venue, PLACE, TAGS | {"owner": "them"}))
        self.before = self.world.standing()
        self.world.post = self.post

    def others(self, act: Callable[[Venue], Awaitable[Any]]) -> None:
        """What others do meets no trouble."""
        post, self.world.post = self.world.post, Post()
        self.world.play(self.workspace, act)
        self.world.post = post

    def azlift(self, command: Callable[[Venue], Awaitable[bool]]) -> None:
        """A command of azlift, perhaps in trouble, perhaps killed."""
        for _ in range(self.rng.randint(0, 2)):
            site, fault = self.rng.choice(list(SITES)), self.rng.choice(list(FAULTS))
            self.post.troubles.append(Trouble(site, fault, self.rng.randint(0, 3), self.rng.choice((1, 3, 1_000))))
        self.post.crash_after = self.rng.randint(1, 70) if self.rng.random() < 0.3 else 0
        try:
            self.world.play(self.workspace, command)
        except Crash:
            self.steps.append("killed")
        self.post.troubles.clear()
        self.post.crash_after = 0
        self.world.clock.elapsed += self.rng.choice((0, 30, 600))

    def stands(self) -> bool:
        return any(key.endswith(f"/{PLACE}") for key in self.world.front.world.groups)

    def step(self) -> None:
        name = self.rng.choice(
            ("migrate", "migrate", "take back a group", "fail a machine", "plug in", "untag", "lock")
        )
        self.steps.append(name)
        if name == "migrate":
            self.azlift(migrate)
        elif name == "take back a group":
            group = self.rng.choice(GROUPS)
            self.azlift(lambda venue: _take_back(venue, group))
        elif name == "fail a machine":
            let_fail(self.world.front, f"vm-{self.rng.choice(GROUPS)}")
        elif self.stands():
            {"plug in": self._plug_in, "untag": self._untag, "lock": self._lock}[name]()

    def _plug_in(self) -> None:
        name = f"disk-theirs-{len(self.foreign)}"
        self.others(lambda venue: _disk(venue, PLACE, name))
        self.foreign.add(f"{self.root}/{PLACE}/providers/Microsoft.Compute/disks/{name}")

    def _untag(self) -> None:
        disk = f"osdisk-{self.rng.choice(GROUPS)}"
        id_ = f"{self.root}/{PLACE}/providers/Microsoft.Compute/disks/{disk}"
        found = self.world.front.world.find(id_)
        if found and found.state == "Succeeded":
            self.others(lambda venue: _claim(venue, disk))
            self.foreign.add(id_)

    def _lock(self) -> None:
        """A roll-back under a lock fails, and goes on once the lock is lifted."""
        lock = f"{self.root}/{PLACE}/providers/Microsoft.Authorization/locks/theirs"
        self.others(lambda venue: _put(venue, lock, {"properties": {"level": "CanNotDelete"}}))
        self.azlift(roll_back)
        self.others(lambda venue: _delete(venue, lock))

    def wrong_in_the_end(self) -> list[str]:
        """Take everything back, undisturbed; what is not as it should be."""
        wrong = [] if again_until_whole(self.world, self.workspace, roll_back, lambda: None) else ["not taken back"]
        history(self.world, self.workspace)
        after = self.world.standing()
        theirs = {id_.lower().replace(self.world.facts.subscription_id, "SUBSCRIPTION") for id_ in self.foreign}
        group = f"group /subscriptions/SUBSCRIPTION/resourcegroups/{PLACE}"
        allowed = theirs | ({group} if theirs else set())
        wrong += [f"gone: {key}" for key in (self.before.keys() | theirs) - after.keys()]
        wrong += [f"left over: {key}" for key in after.keys() - self.before.keys() - allowed]
        return wrong + [f"changed: {key}" for key, value in self.before.items() if key in after and after[key] != value]


async def _take_back(venue: Venue, group: str) -> bool:
    async def one(subject: str) -> bool:
        try:
            return not (await journey.roll_back(subject, venue)).kept
        except AzliftError:
            return False

    async with convoy.driving(WAVE, venue):
        return await convoy.take_back_in_order(WAVE, venue, one, only=group) == []


async def _group(venue: Venue, name: str, tags: dict[str, str]) -> None:
    await venue.cloud.resources.resource_groups.create_or_update(name, {"location": "westeurope", "tags": tags})


async def _disk(venue: Venue, group: str, name: str) -> None:
    body = {"location": "westeurope", "sku": {"name": "Standard_LRS"}, "tags": {"owner": "them"}}
    body["properties"] = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4}
    await (await venue.cloud.compute.disks.begin_create_or_update(group, name, body)).result()


async def _claim(venue: Venue, disk: str) -> None:
    await (await venue.cloud.compute.disks.begin_update(PLACE, disk, {"tags": {"owner": "them"}})).result()


async def _put(venue: Venue, id_: str, body: Any) -> None:
    resources = venue.cloud.resources.resources
    await (await resources.begin_create_or_update_by_id(id_, body, api_version="2020-05-01")).result()


async def _delete(venue: Venue, id_: str) -> None:
    await (await venue.cloud.resources.resources.begin_delete_by_id(id_, api_version="2020-05-01")).result()


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_a_roll_back_leaves_what_was_there_before(share: int, template: Path, tmp_path: Path) -> None:
    wrong, stories = {}, list(range(share, many(12, 120), SHARES))
    steps = 0
    for seed in stories:
        story = Story(Random(seed), simulated(seed), copied(template, tmp_path / str(seed)))
        story.begin()
        try:
            for _ in range(story.rng.randint(2, STEPS_AT_MOST)):
                story.step()
            found = story.wrong_in_the_end()
        except Exception as error:  # noqa: BLE001 (whatever is raised is what we look for)
            found = [f"{type(error).__name__}: {error}"[:300]]
        steps += len(story.steps)
        if found:
            wrong[seed] = (story.steps, found)
    assert wrong == {}
    count(
        "P4",
        "random stories (deploy, fail, foreign edit, lock, kill, take back), each taken back in the end",
        len(stories),
    )
    count("P4", "steps in them", steps)
