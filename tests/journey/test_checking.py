import time
from collections.abc import Callable
from pathlib import Path

from answering_server import answering
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned
from nights import Hands, on_paper, write_runbook

from azlift import journey
from azlift.checks.eyes import NOBODY_THERE, RealEyes
from azlift.journey.checking import measure_baseline
from azlift.model import CheckReport
from azlift.venue import Venue

Workspaces = Callable[..., Path]

CHECKS = """
checks:
  - {name: ssh, machines: [web*], tcp: {port: 22}}
  - {name: mail only, groups: [mail*], tcp: {port: 25}}
  - {name: name, dns: {name: shop.example.com}}
  - {name: unit, script: {run: [systemctl is-active shop], expect: active}}
without_agent: [db*]
"""


def test_machines_and_what_is_written_are_looked_at_and_the_rest_is_not(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    (folder / "checks.yaml").write_text(CHECKS)

    async def look(venue: Venue) -> None:
        assert await carry_wave("wave-01", venue) == []
        early = await journey.check_group("shop", venue, "verify")
        assert {r.name for r in early.results} == {
            *("running: db01", "running: web01", "agent: web01", "ssh: web01", "unit: db01", "unit: web01"),
        }
        assert early.passed
        late = await journey.check_group("shop", venue, "validate")
        assert {r.name for r in late.results} - {r.name for r in early.results} == {"name"}
        found = {r.name: r.found for r in late.results}
        assert found["ssh: web01"] == NOBODY_THERE, "a rehearsal does not say that it looked where it did not"

    inside(folder, look)


def test_a_page_that_became_slower_than_before_fails_and_says_so(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    delays = [0.0]

    def answer(_: object) -> tuple[int, bytes]:
        time.sleep(delays[0])
        return 200, b"ok"

    async def look(venue: Venue, url: str) -> CheckReport:
        venue.__dict__["eyes"] = RealEyes()
        (folder / "checks.yaml").write_text(
            f"checks:\n  - {{name: page, http: {{url: '{url}'}}, slower_at_most: 2, samples: 3}}\n"
        )
        assert await carry_wave("wave-01", venue) == []
        assert "page: 0.0" in await measure_baseline("shop", venue)
        assert (await journey.check_group("shop", venue, "verify")).passed
        delays[0] = 0.2
        return await journey.check_group("shop", venue, "verify")

    with answering(answer) as server:
        report = inside(folder, lambda venue: look(venue, server.url))
    (slow,) = report.failed
    assert slow.name == "page"
    assert "more than 2 times" in slow.found


async def test_where_no_check_compares_nothing_is_measured(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    write_runbook(folder)
    venue.__dict__["hands"] = Hands()
    assert await measure_baseline("shop", venue) == "no check compares with the time before"
    assert venue.ledger.find_latest("step:shop/baseline", CheckReport) is None
