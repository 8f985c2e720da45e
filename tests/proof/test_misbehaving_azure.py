"""Promise 6: whatever Azure answers, or does not, the wave ends as if nothing had happened; run again at most."""

from pathlib import Path

import pytest
from enduring import Json, again_until_whole, calm_world, migrate, roll_back, sent_again
from misbehaving import FAULTS, SITES, Post, Trouble
from simulation import copied, planned_workspace, simulated
from tallying import count, many

ALWAYS = 10_000
TAKEN_BACK = (
    *("looking for a deployment", "reading the resource group", "listing the resources", "deleting a resource"),
    *("waiting for a deletion", "deleting the resource group", "waiting for an answer"),
)
"""Where a roll-back calls; a migration calls everywhere else, and at the first three too."""
CARRIED = tuple(site for site in SITES if "delet" not in site)
CASES = [
    (phase, site, fault, times)
    for phase, sites in (("carried", CARRIED), ("taken back", TAKEN_BACK))
    for site in sites
    for fault in FAULTS
    for times in (1, ALWAYS)
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned_workspace(tmp_path_factory.mktemp("planned") / "workspace")


def suffered(template: Path, folder: Path, phase: str, trouble: Trouble, calm: Json) -> list[str]:
    """Carry a wave, or take it back too, with this trouble in the first run of that; what is wrong afterwards."""
    post = Post([trouble] if phase == "carried" else [])
    world = simulated(0, post=post, registered="provider" not in trouble.site)
    workspace = copied(template, folder)
    wrong = [] if again_until_whole(world, workspace, migrate, post.troubles.clear) else ["not carried"]
    wrong += [] if world.standing() == calm else ["another world"]
    if phase == "taken back":
        post.troubles.append(trouble)
        wrong += [] if again_until_whole(world, workspace, roll_back, post.troubles.clear) else ["not taken back"]
        wrong += [f"left standing: {id_.rpartition('/')[2]}" for id_ in world.standing()]
    wrong += sent_again(world, workspace, post)
    return wrong + ([] if trouble.struck else ["the fault never struck"])


SHARES = many(1, 8)


def test_a_group_that_is_not_found_for_a_moment_is_not_taken_for_deleted(template: Path, tmp_path: Path) -> None:
    """Found by the proof: the one case in which a roll-back believed it was done and was not."""
    trouble = Trouble("reading the resource group", "404, for a moment", times=1_000)
    assert suffered(template, tmp_path / "one", "taken back", trouble, calm_world(template, tmp_path / "calm")) == []


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_fault_at_every_call_site_changes_nothing(share: int, template: Path, tmp_path: Path) -> None:
    calm, wrong = calm_world(template, tmp_path / "calm"), {}
    chosen = CASES[share :: many(len(CASES) // 45, SHARES)]
    for number, (phase, site, fault, times) in enumerate(chosen):
        try:
            found = suffered(template, tmp_path / str(number), phase, Trouble(site, fault, times=times), calm)
        except Exception as error:  # noqa: BLE001 (whatever is raised is what we look for)
            found = [f"{type(error).__name__}: {error}"[:200]]
        if found:
            wrong[f"{fault} at {site}, {'once' if times == 1 else 'all the time'}, {phase}"] = found
    assert wrong == {}
    count(
        "P6",
        f"{len(FAULTS)} named faults at {len(SITES)} call sites, once and all the time, each seen to strike",
        len(chosen),
    )
