"""The unmodified SDK against the pretend Azure, end to end."""

import asyncio
import time

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from tests.rehearsal.conftest import Clients
from tests.rehearsal.landing_template import SUBSCRIPTION_SCHEMA, deployment, landing, template


async def test_a_landing_is_deployed_listed_and_deleted_with_the_real_sdk(sdk: Clients) -> None:
    await sdk.resources.resource_groups.create_or_update("rg-sdk", {"location": "westeurope", "tags": {"wave": "1"}})
    poller = await sdk.deployments.deployments.begin_create_or_update("rg-sdk", "d1", deployment(landing()))
    done = await poller.result()
    assert done.properties.provisioning_state == "Succeeded"
    assert len(done.properties.output_resources) == 5
    machine = await sdk.compute.virtual_machines.get("rg-sdk", "vm1")
    assert machine.provisioning_state == "Succeeded"
    disk = await sdk.compute.disks.get("rg-sdk", "os1")
    assert disk.managed_by == machine.id
    nic = await sdk.network.network_interfaces.get("rg-sdk", "nic1")
    assert nic.ip_configurations[0].private_ip_address == "10.0.0.4"
    listed = [each.type async for each in sdk.resources.resources.list_by_resource_group("rg-sdk")]
    assert len(listed) == 5
    await (await sdk.resources.resource_groups.begin_delete("rg-sdk")).result()
    with pytest.raises(ResourceNotFoundError):
        await sdk.resources.resource_groups.get("rg-sdk")


async def test_one_template_at_subscription_scope_makes_the_group_and_what_is_in_it(sdk: Clients) -> None:
    inner = deployment(landing())["properties"]
    resources = [
        {
            "type": "Microsoft.Resources/resourceGroups",
            "apiVersion": "2025-04-01",
            "name": "rg-sub",
            "location": "westeurope",
        },
        {
            "type": "Microsoft.Resources/deployments",
            "apiVersion": "2025-04-01",
            "name": "inside",
            "resourceGroup": "rg-sub",
            "dependsOn": ["[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'rg-sub')]"],
            "properties": {**inner, "expressionEvaluationOptions": {"scope": "inner"}},
        },
    ]
    body = {"location": "westeurope", **deployment(template(resources, SUBSCRIPTION_SCHEMA))}
    deployments = sdk.deployments.deployments
    done = await (await deployments.begin_create_or_update_at_subscription_scope("wave-1", body)).result()
    assert done.properties.provisioning_state == "Succeeded"
    assert len(done.properties.output_resources) == 6
    inside = await deployments.get("rg-sub", "inside")
    assert inside.properties.correlation_id == done.properties.correlation_id
    names = {each.name async for each in sdk.compute.virtual_machines.list_all()}
    assert "vm1" in names


async def test_what_if_reports_through_the_real_sdk(sdk: Clients) -> None:
    await sdk.resources.resource_groups.create_or_update("rg-whatif", {"location": "westeurope"})
    poller = await sdk.deployments.deployments.begin_what_if("rg-whatif", "w", deployment(landing()))
    result = await poller.result()
    assert result.status == "Succeeded"
    assert {change.change_type for change in result.changes} == {"Create"}
    broken = deployment(landing())
    broken["properties"]["template"]["resources"][4]["properties"]["hardwareProfile"]["vmSize"] = "Standard_None"
    failed = await (await sdk.deployments.deployments.begin_what_if("rg-whatif", "w", broken)).result()
    assert (failed.status, failed.error.code) == ("Failed", "InvalidTemplateDeployment")


async def test_power_actions_run_through_the_real_sdk(sdk: Clients) -> None:
    await sdk.resources.resource_groups.create_or_update("rg-power", {"location": "westeurope"})
    await (await sdk.deployments.deployments.begin_create_or_update("rg-power", "d", deployment(landing()))).result()
    machines = sdk.compute.virtual_machines
    await (await machines.begin_deallocate("rg-power", "vm1")).result()
    view = await machines.instance_view("rg-power", "vm1")
    assert [status.code for status in view.statuses] == ["ProvisioningState/succeeded", "PowerState/deallocated"]
    assert (await sdk.compute.disks.get("rg-power", "os1")).disk_state == "Reserved"
    await (await machines.begin_start("rg-power", "vm1")).result()
    machine = await machines.get("rg-power", "vm1", expand="instanceView")
    assert machine.instance_view.statuses[-1].code == "PowerState/running"
    await (await machines.begin_delete("rg-power", "vm1")).result()
    with pytest.raises(ResourceNotFoundError):
        await machines.get("rg-power", "vm1")


async def test_a_failed_deployment_raises_with_its_details_in_the_real_sdk(sdk: Clients) -> None:
    await sdk.resources.resource_groups.create_or_update("rg-fail", {"location": "westeurope"})
    body = deployment(landing())
    body["properties"]["template"]["resources"].pop(2)  # no interface: the machine's reference leads nowhere
    body["properties"]["template"]["resources"][3]["dependsOn"].pop(0)
    with pytest.raises(HttpResponseError) as caught:
        await sdk.deployments.deployments.begin_create_or_update("rg-fail", "d", body)
    assert caught.value.error is not None
    assert caught.value.error.code == "InvalidTemplateDeployment"
    assert caught.value.error.details[0].code == "InvalidResourceReference"


async def test_polling_a_hurried_world_is_prompt(sdk: Clients) -> None:
    """A wait of under a second reaches azure-core as retry-after-ms: 70 simulated seconds at 400 a second take no 30
    s poll."""
    await sdk.resources.resource_groups.create_or_update("rg-prompt", {"location": "westeurope"})
    started = time.monotonic()
    await (await sdk.deployments.deployments.begin_create_or_update("rg-prompt", "d", deployment(landing()))).result()
    assert time.monotonic() - started < 3


async def test_a_continuation_token_resumes_the_poll_without_a_second_put(sdk: Clients) -> None:
    await sdk.resources.resource_groups.create_or_update("rg-token", {"location": "westeurope"})
    deployments = sdk.deployments.deployments
    first = await deployments.begin_create_or_update("rg-token", "d", deployment(landing()))
    token = first.continuation_token()
    await asyncio.sleep(0)
    resumed = await deployments.begin_create_or_update("rg-token", "d", {}, continuation_token=token)
    assert (await resumed.result()).properties.provisioning_state == "Succeeded"
