import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import deployments_sent, everything, inside, retry_at_once
from busy_databases import IOPS, busy_database, busy_trace
from carrying import carry, carry_wave, take_back
from estates import estate, machine, planned

from azlift import convoy, journey, on_record, plan_writing
from azlift.errors import (
    NotAsExpected,
    PlanError,
    SignInNeeded,
    TemplateFault,
    UnexpectedPreview,
    Unreachable,
)
from azlift.model import Landing, Link, Nic, Rendering, Roster
from azlift.rendering import subnet_blocks
from azlift.settings import write_settings
from azlift.stages import Kind, Stage
from azlift.venue import ACCESS_FILE, Venue

Workspaces = Callable[..., Path]

HOSTILE = (
    "{{7*7}}",
    "[listKeys('x')]",
    '"; rm -rf /',
    "../../x",
    "=cmd()",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "{% raw %}",
)


# -- the path -------------------------------------------------------------------------------------------------------


def test_a_wave_comes_to_stand_verified(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop"), machine("mail01")))
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    standings = venue.ledger.standings()
    assert {s: standings[s].stage for s in ("shop", "mail01", "zone:wave-01")} == dict.fromkeys(
        ("shop", "mail01", "zone:wave-01"), Stage.VERIFIED
    )
    stands = everything(folder)
    assert sum("/virtualmachines/" in id_ for id_ in stands) == 3
    assert venue.ledger.verify() > 0


def test_a_machine_sized_by_what_it_uses_stands_with_the_disks_that_were_bought_for_it(workspace: Workspaces) -> None:
    folder = workspace()
    busy, web = busy_database("db01", "shop"), machine("web01", "shop")
    venue = planned(folder, estate(busy, web), {busy.id: busy_trace()})
    placed = venue.ledger.latest(on_record.ESTATE, Roster).by_workload[busy.id]
    (fast,) = (disk for disk in placed.disks if disk.sku == "PremiumV2_LRS")
    assert (placed.basis, fast.iops, fast.mb_per_s) == ("performance", IOPS, 150)
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    assert venue.ledger.standings()["shop"].stage is Stage.VERIFIED

    async def look(venue: Venue) -> tuple[Any, Any]:
        group = venue.ledger.latest("shop", Rendering).resource_group or ""
        compute = venue.cloud.compute
        disk = await compute.disks.get(group, "disk-db01-01")
        return disk.as_dict(), (await compute.virtual_machines.get(group, "vm-db01")).as_dict()

    disk, vm = inside(folder, look)
    assert disk["sku"]["name"] == "PremiumV2_LRS"
    assert disk["properties"]["diskIOPSReadWrite"] == IOPS
    assert disk["properties"]["diskMBpsReadWrite"] == 150
    assert disk["properties"]["diskSizeGB"] == fast.capacity_gib
    assert disk["properties"]["creationData"]["logicalSectorSize"] == 512
    assert disk["zones"] == vm["zones"]
    assert [d["caching"] for d in vm["properties"]["storageProfile"]["dataDisks"]] == ["None"]


def test_a_disk_that_was_slowed_down_since_is_not_as_expected(workspace: Workspaces) -> None:
    folder = workspace()
    busy = busy_database("db01", "shop")
    planned(folder, estate(busy), {busy.id: busy_trace()})

    async def slow_down(venue: Venue) -> None:
        assert await carry_wave("wave-01", venue) == []
        group = venue.ledger.latest("shop", Rendering).resource_group or ""
        slower = {"properties": {"diskIOPSReadWrite": 3000}}
        await (await venue.cloud.compute.disks.begin_update(group, "disk-db01-01", slower)).result()
        with pytest.raises(NotAsExpected, match="disk-db01-01: IOPS expected 9000, found 3000"):
            await journey.verify("shop", venue)

    inside(folder, slow_down)


def test_running_it_again_asks_for_nothing_again(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    events, stands = len(venue.ledger.history()), everything(folder)
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert len(venue.ledger.history()) == events
    assert everything(folder) == stands
    assert set(deployments_sent(folder).values()) == {1}


def test_hostile_names_travel_as_data(workspace: Workspaces) -> None:
    folder = workspace(limits={"pilot_machines": 20})
    planned(folder, estate(*(machine(name, "hostile") for name in HOSTILE)))
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []

    async def sources(venue: Venue) -> set[str]:
        return {str(m.tags["azlift-source"]) async for m in venue.cloud.compute.virtual_machines.list_all() if m.tags}

    assert set(HOSTILE) <= inside(folder, sources)


# -- what goes wrong ------------------------------------------------------------------------------------------------


def test_a_group_that_fails_is_left_behind_and_what_needs_it_waits(workspace: Workspaces) -> None:
    folder = workspace(limits={"pilot_machines": 20}, groups_at_once=1)
    machines = [machine("db01", "store"), machine("web01", "shop"), machine("mail01", "mail")]
    needs = Link(source=machines[1].id, target=machines[0].id)
    venue = planned(folder, estate(*machines, links=(needs,)))

    async def carry_all_but_store(venue: Venue) -> list[str]:
        async def one(group: str) -> bool:
            return group != "store" and await carry(group, venue)

        left: list[str] = []
        for wave in on_record.current_plan(venue).waves:
            await journey.prepare(wave.id, venue)
            await carry(on_record.zone_of(wave.id), venue)
            left += await convoy.carry_in_order(wave.id, venue, one)
        return left

    assert inside(folder, carry_all_but_store) == ["store", "shop"]
    assert venue.ledger.standings()["mail"].stage is Stage.VERIFIED
    (waiting,) = venue.ledger.failures()
    assert (waiting.subject, waiting.code) == ("shop", "Waiting")
    assert "store" in waiting.message


def test_a_foreign_resource_of_the_same_name_stops_the_group_before_anything_is_sent(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))

    async def with_a_foreigner(venue: Venue) -> None:
        await journey.prepare("wave-01", venue)
        assert await carry(on_record.zone_of("wave-01"), venue)
        rendering = journey.render("web01", venue)
        disk = next(r for r in rendering.expected if r.type.endswith("/disks"))
        disk_kind = {"osType": "Linux", "hyperVGeneration": "V1"}
        foreign = {
            "location": "westeurope",
            "zones": [rendering.parts[0].parameters["zone"]["value"]],
            "sku": {"name": "Premium_LRS"},
            "properties": {**disk_kind, "creationData": {"createOption": "Empty"}, "diskSizeGB": 40},
        }
        group = rendering.resource_group or ""
        await (await venue.cloud.compute.disks.begin_create_or_update(group, disk.name, foreign)).result()
        with pytest.raises(UnexpectedPreview, match=disk.name):
            await journey.preview("web01", venue)

    inside(folder, with_a_foreigner)
    assert venue.ledger.standings()["web01"].stage is Stage.RENDERED
    assert not any("/web01" in id_ or "azlift-web01" in id_ for id_ in deployments_sent(folder))


def test_a_template_with_an_undefined_name_fails_its_group_only(workspace: Workspaces, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    root = Path(__file__).parents[2] / "templates"
    for file in root.glob("*.j2"):
        (templates / file.name).write_text(file.read_text())
    group = templates / "move_group.json.j2"
    group.write_text(group.read_text().replace("{{ compute_api | tojson }}", "{{ computer_api | tojson }}"))
    folder = workspace()
    write_settings(folder, templates=str(templates))
    venue = planned(folder, estate(machine("web01")))

    async def render(venue: Venue) -> None:
        with pytest.raises(TemplateFault, match="computer_api") as caught:
            journey.render("web01", venue)
        assert caught.value.file.endswith("move_group.json.j2")
        assert caught.value.row

    inside(folder, render)
    assert venue.ledger.failures()[0].exit_code == 3


def test_a_refused_identity_asks_for_a_person(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    said = json.loads((folder / ACCESS_FILE).read_text())
    (folder / ACCESS_FILE).write_text(json.dumps({**said, "client_secret": "wrong"}))
    with pytest.raises(SignInNeeded) as caught:
        inside(folder, lambda venue: journey.prepare("wave-01", venue))
    assert caught.value.exit_code == 4
    assert "wrong" not in str(caught.value)


def test_an_azure_that_is_not_there_is_said_to_be_unreachable(
    workspace: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    retry_at_once(monkeypatch)
    folder = workspace()
    planned(folder, estate(machine("web01")))
    said = json.loads((folder / ACCESS_FILE).read_text())
    (folder / ACCESS_FILE).write_text(json.dumps({**said, "endpoint": "https://127.0.0.1:9"}))
    with pytest.raises((Unreachable, SignInNeeded)) as caught:
        inside(folder, lambda venue: journey.prepare("wave-01", venue))
    assert "registering Microsoft.Compute" in str(caught.value)
    assert caught.value.advice


# -- going back ------------------------------------------------------------------------------------------------------


def test_a_rolled_back_wave_leaves_azure_as_it_was(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop"), machine("mail01")))
    before = everything(folder)
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert everything(folder) != before
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert everything(folder) == before == {}
    assert venue.ledger.standings()["shop"].stage is Stage.ROLLED_BACK


def test_a_half_done_wave_goes_back_too(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop"), machine("mail01")))

    async def half(venue: Venue) -> None:
        await journey.prepare("wave-01", venue)
        await carry(on_record.zone_of("wave-01"), venue)
        journey.render("shop", venue)
        await journey.preview("shop", venue)
        landing = asyncio.create_task(journey.land("shop", venue))
        while not any(e.stage is Stage.LANDED for e in venue.ledger.outline("shop")):
            await asyncio.sleep(0.001)
        landing.cancel()
        await asyncio.wait([landing])

    inside(folder, half)
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert everything(folder) == {}


def test_nothing_foreign_is_touched_and_what_it_needs_is_left(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    group = venue.ledger.latest("web01", Rendering).resource_group or ""

    async def add_a_foreigner(venue: Venue) -> str:
        disk = {
            "location": "westeurope",
            "sku": {"name": "Standard_LRS"},
            "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 8},
        }
        poller = await venue.cloud.compute.disks.begin_create_or_update(group, "somebody-elses", disk)
        return str((await poller.result()).id)

    foreign = inside(folder, add_a_foreigner)
    inside(folder, lambda venue: take_back("wave-01", venue))
    stands = everything(folder)
    assert set(stands) == {foreign.lower(), foreign.lower().partition("/providers/")[0]}
    removal = journey.removals_of("wave-01", venue)[0]
    assert [id_.lower() for id_ in removal.foreign] == [foreign.lower()]
    assert [id_.lower() for id_ in removal.kept] == [foreign.lower().partition("/providers/")[0]]


def test_after_going_back_the_wave_can_be_carried_again(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    for _ in range(2):
        inside(folder, lambda venue: carry_wave("wave-01", venue))
        inside(folder, lambda venue: take_back("wave-01", venue))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert venue.ledger.latest("web01", Landing).adopted == ()
    assert [e.stage for e in venue.ledger.history("web01") if e.kind is Kind.OUTCOME].count(Stage.ROLLED_BACK) == 2
    assert venue.ledger.verify()


def test_going_back_twice_is_going_back_once(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    inside(folder, lambda venue: take_back("wave-01", venue))
    events = len(venue.ledger.history())
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert len(venue.ledger.history()) == events


# -- what a reviewer feared -------------------------------------------------------------------------------------------


def test_a_roll_back_that_was_cut_short_is_not_mistaken_for_what_stood_before(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))

    async def cut_short(venue: Venue) -> None:
        async def deleted_the_machine_and_died(_: Any) -> Any:
            group = venue.ledger.latest("web01", Rendering).resource_group or ""
            await (await venue.cloud.compute.virtual_machines.begin_delete(group, "vm-web01")).result()
            raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await venue.ledger.once("web01", Stage.ROLLED_BACK, "k", deleted_the_machine_and_died)

    inside(folder, cut_short)
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    assert any("vm-web01" in id_ for id_ in everything(folder))
    assert venue.ledger.verify()


def test_verify_looks_each_time_and_the_next_run_puts_back_what_is_missing(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))

    async def delete_in_the_portal(venue: Venue) -> None:
        group = venue.ledger.latest("web01", Rendering).resource_group or ""
        await (await venue.cloud.compute.virtual_machines.begin_delete(group, "vm-web01")).result()
        with pytest.raises(NotAsExpected, match=r"vm-web01.*missing"):
            await journey.verify("web01", venue)

    inside(folder, delete_in_the_portal)
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    assert any("vm-web01" in id_ for id_ in everything(folder))
    assert venue.ledger.standings()["web01"].stage is Stage.VERIFIED


def test_a_group_that_was_sent_cannot_be_planned_away_though_it_never_landed(
    workspace: Workspaces, tmp_path: Path
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01"), machine("web02")))

    async def sent_and_lost(venue: Venue) -> None:
        await journey.prepare("wave-01", venue)
        await carry("zone:wave-01", venue)
        journey.render("web01", venue)
        await journey.preview("web01", venue)

        async def die(_: Any) -> Any:
            raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await venue.ledger.once("web01", Stage.LANDED, venue.ledger.latest("web01", Rendering).digest, die)

    inside(folder, sent_and_lost)
    plan_writing.write_plan(venue)
    edited = tmp_path / "edited.csv"
    edited.write_text((folder / "plan.csv").read_text().replace("1,,web01", "2,,web01"))
    with pytest.raises(PlanError, match="web01 has landed in wave-01, whole or in part"):
        journey.plan(venue, edited)


def test_a_machine_cannot_be_planned_out_of_a_group_that_has_landed(workspace: Workspaces, tmp_path: Path) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    plan_writing.write_plan(venue)
    edited = tmp_path / "edited.csv"
    lines = (folder / "plan.csv").read_text().splitlines()
    edited.write_text("\n".join(line.replace("1,,shop", "2,,db") if "db01" in line else line for line in lines))
    with pytest.raises(PlanError, match="this plan moves it, or machines of it, elsewhere"):
        journey.plan(venue, edited)


def test_a_machine_that_appears_in_mid_migration_is_planned_after_what_stands(workspace: Workspaces) -> None:
    folder = workspace()
    first = [machine("web01"), machine("mail01")]
    venue = planned(folder, estate(*first))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    planned(folder, estate(*first, machine("aaa01")))
    waves = {group: wave.id for wave in on_record.current_plan(venue).waves for group in wave.groups}
    assert waves == {"web01": "wave-01", "mail01": "wave-01", "aaa01": "wave-02"}
    for wave in ("wave-01", "wave-02"):
        assert inside(folder, lambda venue, wave=wave: carry_wave(wave, venue)) == []
    assert set(deployments_sent(folder).values()) == {1}


def test_a_wrong_inventory_in_between_leaves_no_trace(workspace: Workspaces) -> None:
    right, wrong = estate(machine("web01")), estate(machine("other01"))
    folder = workspace()
    venue = planned(folder, right)
    venue.ledger.record(on_record.ESTATE, Stage.SURVEYED, wrong.fingerprint, wrong)
    with pytest.raises(PlanError, match="changed since placing"):
        journey.plan(venue)
    planned(folder, right)
    assert journey.plan(venue).by_group.keys() == {"web01"}
    assert venue.ledger.standings()[on_record.ESTATE].stage is Stage.PLANNED
    assert venue.ledger.verify()


def test_a_setting_changed_and_changed_back_ends_where_it_was(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    write_settings(folder, tags={"cost-centre": "7"})

    async def render(venue: Venue) -> None:
        journey.render("web01", venue)

    inside(folder, render)
    write_settings(folder, tags={})
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert venue.ledger.standings()["web01"].stage is Stage.VERIFIED


def test_adding_a_group_to_a_wave_moves_no_subnet_that_is_in_use(workspace: Workspaces) -> None:
    folder = workspace()
    first = machine("web01", nics=(Nic(label="n", network="snet-m"),))
    planned(folder, estate(first))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    second = machine("web02", application="", nics=(Nic(label="n", network="aaa"),))
    venue = planned(folder, estate(first, second))
    plan_writing.write_plan(venue)
    moved = (folder / "plan.csv").read_text().replace("2,,web02", "1,,web02")
    (folder / "move.csv").write_text(moved)
    before = subnet_blocks(venue.ledger.latest("zone:wave-01", Rendering))
    journey.plan(venue, folder / "move.csv")
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    after = subnet_blocks(venue.ledger.latest("zone:wave-01", Rendering))
    assert before.items() <= after.items()
    assert len(after) == 2


def test_suggested_applications_are_written_for_people_and_are_no_plan(workspace: Workspaces) -> None:
    folder = workspace()
    shop = [machine("shop-web"), machine("shop-db")]
    made = estate(*shop, machine("mail"), links=(Link(source=shop[0].id, target=shop[1].id, port=5432),))
    venue = planned(folder, made)
    plan_writing.write_plan(venue)
    text = (folder / "suggested.yaml").read_text()
    assert "- name: shop" in text
    assert "mail" not in text
    (folder / "suggested.yaml").write_text("# mine")
    journey.plan(venue)
    plan_writing.write_plan(venue)
    assert (folder / "suggested.yaml").read_text() == text


def test_a_plan_says_where_in_the_calendar_a_fault_stands_and_knows_what_is_not_sold(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / "calendar.yaml").write_text(
        "horizon_weeks: 8\n"
        "freezes:\n  - {days: 2027-01-01, owners: [nobody]}\n"
        "unavailable:\n  - {sizes: [Standard_*], until: 2999-12-31, reason: sold out}\n"
    )
    with pytest.raises(PlanError, match=r"is not to be had until 2999-12-31: sold out \(8 windows\)"):
        planned(folder, estate(machine("m0", "app0"), machine("m1", "app1")))
    (folder / "calendar.yaml").write_text("freezes:\n  - {days: 2027-01-01, owners: [nobody]}\n")
    made = on_record.current_plan(planned(folder, estate(machine("m0", "app0"))))
    (found,) = [finding for finding in made.findings if finding.code == "calendar-matches-nothing"]
    assert found.origin is not None
    assert (found.origin.file, found.origin.row) == ("calendar.yaml", 2)
