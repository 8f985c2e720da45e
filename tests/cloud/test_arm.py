import asyncio
import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError, ServiceResponseError
from azure_sights import deployments_sent, everything, inside, steer
from estates import estate, machine, planned

from azlift import journey
from azlift.cloud import arm
from azlift.cloud.refusals import is_missing
from azlift.cloud.removal import Sent, remove
from azlift.cloud.senders import sender_in
from azlift.errors import AzureError, DeploymentFailed, HeldByAnother
from azlift.model import Rendering, Sender
from azlift.venue import Venue

Workspaces = Callable[..., Path]


class Notebook:
    """Where tokens are written down, and what was in it before; of the ledger of this name."""

    def __init__(self, resumed: bool = False, ledger: str = "mine") -> None:
        self.resumed = resumed
        self.tokens: dict[str, str] = {}
        self.sender = Sender(ledger=ledger, event="7-0123456789abcdef", driver="laptop", since="2026-11-27T18:00:00")

    def has_sent(self, sender: Sender) -> bool:
        return sender.ledger == self.sender.ledger

    def note_token(self, deployment: str, token: str) -> None:
        self.tokens[deployment] = token


@pytest.fixture
def folder(workspace: Workspaces) -> Path:
    """A workspace whose landing zone stands and whose one group is rendered."""
    made = workspace()
    planned(made, estate(machine("web01")))

    async def ready(venue: Venue) -> None:
        await journey.prepare("wave-01", venue)
        for verb in (journey.preview, journey.land):
            journey.render("zone:wave-01", venue)
            await verb("zone:wave-01", venue)  # type: ignore[operator]
        journey.render("web01", venue)

    inside(made, ready)
    return made


def rendered(venue: Venue) -> Rendering:
    return venue.ledger.latest("web01", Rendering)


def sent(folder: Path) -> list[int]:
    return [count for id_, count in deployments_sent(folder).items() if "azlift-web01" in id_]


def test_the_token_is_written_down_as_soon_as_azure_has_accepted(folder: Path) -> None:
    notebook = Notebook()
    inside(folder, lambda venue: arm.deploy(venue.cloud, rendered(venue), notebook))
    ((name, token),) = notebook.tokens.items()
    assert name.startswith("azlift-web01-")
    assert json.loads(base64.b64decode(token))["version"] == 1


def test_what_stands_is_adopted_and_not_sent_again(folder: Path) -> None:
    async def twice(venue: Venue) -> tuple[Any, Any]:
        deploy = arm.deploy
        return (
            await deploy(venue.cloud, rendered(venue), Notebook()),
            await deploy(venue.cloud, rendered(venue), Notebook(resumed=True)),
        )

    first, second = inside(folder, twice)
    assert first.adopted == ()
    assert second.adopted == first.deployments
    assert sent(folder) == [1]


@pytest.mark.parametrize("keep_token", [True, False], ids=["with its token", "without"])
def test_a_deployment_under_way_is_waited_for(folder: Path, keep_token: bool) -> None:
    async def crash_and_resume(venue: Venue) -> Any:
        notebook = Notebook()
        await arm._send(venue.cloud, rendered(venue), rendered(venue).parts[0], notebook)
        return await arm.deploy(venue.cloud, rendered(venue), notebook if keep_token else Notebook())

    steer(folder, "POST", "/rehearsal/clock", {"speed": 100})
    try:
        landing = inside(folder, crash_and_resume)
    finally:
        steer(folder, "POST", "/rehearsal/clock", {"speed": 5000})
    assert landing.adopted == landing.deployments
    assert sent(folder) == [1]


def test_an_answer_that_was_lost_does_not_mean_that_nothing_was_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose_the_answer(venue: Venue) -> Any:
        operations = type(venue.cloud.deployments.deployments)
        begin = operations.begin_create_or_update_at_scope

        async def begun(*arguments: Any, **options: Any) -> Any:
            await begin(*arguments, **options)
            raise ServiceResponseError(message="connection reset by peer")

        monkeypatch.setattr(operations, "begin_create_or_update_at_scope", begun)
        return await arm.deploy(venue.cloud, rendered(venue), Notebook())

    assert inside(folder, lose_the_answer).resources
    assert sent(folder) == [1]


def test_a_record_that_outlived_its_resources_is_not_believed(folder: Path) -> None:
    async def remove_a_disk_behind_our_back(venue: Venue) -> Any:
        await arm.deploy(venue.cloud, rendered(venue), Notebook())
        group = rendered(venue).resource_group or ""
        await (await venue.cloud.compute.virtual_machines.begin_delete(group, "vm-web01")).result()
        return await arm.deploy(venue.cloud, rendered(venue), Notebook(resumed=True))

    assert inside(folder, remove_a_disk_behind_our_back).adopted == ()
    assert sent(folder) == [2]


def test_a_failed_deployment_says_the_innermost_reason(folder: Path) -> None:
    fault = {
        "match": {"resource": "*/virtualMachines/vm-web01"},
        "kind": "fail",
        "code": "OverconstrainedAllocationRequest",
        "message": "no host fits",
        "times": 1,
    }
    steer(folder, "POST", "/rehearsal/faults", {"faults": [fault]})
    with pytest.raises(DeploymentFailed) as caught:
        inside(folder, lambda venue: arm.deploy(venue.cloud, rendered(venue), Notebook()))
    assert caught.value.code == "OverconstrainedAllocationRequest"
    assert "no host fits" in caught.value.message
    assert caught.value.correlation_id


def test_a_check_that_refuses_is_an_error_and_no_preview(folder: Path) -> None:
    async def with_an_unknown_size(venue: Venue) -> Any:
        good = rendered(venue)
        text = good.model_dump_json()
        size = next(r.size for r in good.expected if r.type.endswith("virtualMachines"))
        return await arm.preview(venue.cloud, Rendering.model_validate_json(text.replace(str(size), "Standard_D32_v9")))

    with pytest.raises(AzureError, match="Standard_D32_v9"):
        inside(folder, with_an_unknown_size)


def test_cancelling_stops_a_running_deployment_and_leaves_a_finished_one(folder: Path) -> None:
    async def send_and_cancel(venue: Venue) -> list[str]:
        rendering = rendered(venue)
        (part,) = rendering.parts
        await arm._send(venue.cloud, rendering, part, Notebook())
        states = []
        for _ in range(2):
            await arm.cancel(venue.cloud, rendering, part.deployment)
            found = await arm.look(venue.cloud, rendering, part.deployment)
            states.append(str((found or {}).get("provisioningState")))
        await asyncio.sleep(0)
        return states

    steer(folder, "POST", "/rehearsal/clock", {"speed": 10})
    try:
        assert inside(folder, send_and_cancel) == ["Canceled", "Canceled"]
    finally:
        steer(folder, "POST", "/rehearsal/clock", {"speed": 5000})


def test_a_landing_zone_is_deployed_at_the_subscription(folder: Path) -> None:
    async def scopes(venue: Venue) -> tuple[str, str]:
        zone = venue.ledger.latest("zone:wave-01", Rendering)
        return arm.scope_of(venue.cloud, zone), arm.scope_of(venue.cloud, replace_group(zone, "rg-x"))

    subscription, group = inside(folder, scopes)
    assert group == f"{subscription}/resourceGroups/rg-x"


def replace_group(rendering: Rendering, group: str) -> Rendering:
    return rendering.model_copy(update={"resource_group": group})


def test_a_refused_request_is_not_taken_for_an_older_deployment_of_that_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse_the_second(venue: Venue) -> None:
        await arm.deploy(venue.cloud, rendered(venue), Notebook())
        operations = type(venue.cloud.deployments.deployments)

        async def refused(*_: Any, **__: Any) -> Any:
            raise ServiceResponseError(message="connection reset by peer")

        monkeypatch.setattr(operations, "begin_create_or_update_at_scope", refused)
        with pytest.raises(AzureError, match="connection reset"):
            await arm.deploy(venue.cloud, rendered(venue), Notebook())

    inside(folder, refuse_the_second)


def test_a_subscription_that_is_not_seen_is_not_an_empty_one(folder: Path) -> None:
    async def look_elsewhere(venue: Venue) -> None:
        elsewhere = "/subscriptions/00000000-0000-0000-0000-00000000dead"
        with pytest.raises(ResourceNotFoundError) as caught:
            await venue.cloud.deployments.deployments.get_at_scope(elsewhere, "x")
        assert not is_missing(caught.value)

    inside(folder, look_elsewhere)


# -- another ledger's -----------------------------------------------------------------------------------------------


def test_a_deployment_bears_who_sent_it_and_what_it_makes_does_not(folder: Path) -> None:
    async def look(venue: Venue) -> Any:
        await arm.deploy(venue.cloud, rendered(venue), Notebook())
        (part,) = rendered(venue).parts
        return await arm.find(venue.cloud, rendered(venue), part.deployment)

    found = inside(folder, look)
    assert sender_in(found) == Notebook().sender
    assert found["tags"]["azlift-estate"]
    assert not any("azlift-event" in str(resource) for resource in everything(folder).values())


@pytest.mark.parametrize("resumed", [False, True])
def test_what_another_ledger_landed_is_neither_sent_again_nor_adopted(folder: Path, resumed: bool) -> None:
    async def twice(venue: Venue) -> None:
        await arm.deploy(venue.cloud, rendered(venue), Notebook(ledger="theirs"))
        with pytest.raises(HeldByAnother, match="web01 was sent to Azure by another ledger: ledger theirs on laptop"):
            await arm.deploy(venue.cloud, rendered(venue), Notebook(resumed=resumed))

    inside(folder, twice)
    assert sent(folder) == [1]


def test_of_two_that_look_at_once_the_one_azure_refuses_does_not_adopt_what_it_took(folder: Path) -> None:
    async def both(venue: Venue) -> Any:
        (part,) = rendered(venue).parts
        await arm._send(venue.cloud, rendered(venue), part, Notebook(ledger="theirs"))
        with pytest.raises(HeldByAnother, match="ledger theirs"):
            await arm._send(venue.cloud, rendered(venue), part, Notebook())
        with pytest.raises(HeldByAnother, match="ledger theirs"):
            await arm.deploy(venue.cloud, rendered(venue), Notebook())
        return await arm.look(venue.cloud, rendered(venue), part.deployment)

    steer(folder, "POST", "/rehearsal/clock", {"speed": 10})
    try:
        assert inside(folder, both)["provisioningState"] in {"Accepted", "Running"}, "it is left to go on"
    finally:
        steer(folder, "POST", "/rehearsal/clock", {"speed": 5000})


def test_a_record_of_another_ledger_that_outlived_what_it_made_is_in_nobodys_way(folder: Path) -> None:
    async def after_them(venue: Venue) -> Any:
        await arm.deploy(venue.cloud, rendered(venue), Notebook(ledger="theirs"))
        await remove(venue.cloud, "web01", [rendered(venue)], Sent(lambda _: True, {rendered(venue).digest}))
        return await arm.deploy(venue.cloud, rendered(venue), Notebook())

    assert inside(folder, after_them).adopted == ()
    assert sent(folder) == [2]
