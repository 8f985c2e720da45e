"""Resource groups, resources of any type, tags, and plain requests."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

GROUPS = Chapter(
    "resource groups",
    [
        Step(
            "group create -n groups-1 -l westeurope --tags owner=ann stage=test",
            {"name": "groups-1", "properties.provisioningState": "Succeeded", "tags.owner": "ann"},
        ),
        Step("group create -n groups-2 -l 'North Europe'", {"location": "northeurope", "tags": None}),
        refused("group create -n groups-1 -l northeurope", "InvalidResourceGroupLocation"),
        refused("group create -n groups-3 -l atlantis", "LocationNotAvailableForResourceGroup"),
        refused("group create -n 'no.' -l westeurope", "InvalidResourceGroup"),
        Step("group exists -n groups-1", {"@": True}),
        Step("group exists -n groups-9", {"@": False}),
        Step(
            "group show -n GROUPS-1", {"name": "groups-1", "id": "/subscriptions/$subscription/resourceGroups/groups-1"}
        ),
        refused("group show -n groups-9", "ResourceGroupNotFound", 3),
        Step("group list", {"[?starts_with(name, 'groups-')].name": ["groups-1", "groups-2"]}),
        Step("group list --tag owner=ann", {"[].name": ["groups-1"]}),
        Step("group update -n groups-1 --set tags.stage=live", {"tags": {"owner": "ann", "stage": "live"}}),
        Step("group update -n groups-1 --tags owner=bob", {"tags": {"owner": "bob"}}),
        silent("group wait -n groups-1 --created --interval 1"),
        Step(
            "group export -n groups-1",
            {'"$schema"': re.compile("deploymentTemplate.json#$"), "resources": []},
        ),
        silent("group delete -n groups-1 -y"),
        silent("group wait -n groups-1 --deleted --interval 1"),
        refused("group show -n groups-1", "ResourceGroupNotFound", 3),
        silent("group delete -n groups-2 -y --no-wait"),
        refused("group delete -n groups-9 -y", "ResourceGroupNotFound", 3),
    ],
)

NSG = "Microsoft.Network/networkSecurityGroups"

RESOURCES = Chapter(
    "resources of any type",
    [
        Step("group create -n things -l westeurope", {"name": "things"}),
        Step("group create -n things-2 -l westeurope", {"name": "things-2"}),
        Step(
            f"resource create -g things -n nsg1 --resource-type {NSG} --properties '{{}}' -l westeurope",
            {"name": "nsg1", "type": NSG, "properties.provisioningState": re.compile(".")},
        ),
        Step("disk create -g things -n d1 --size-gb 4", {"name": "d1"}),
        Step(
            "resource list -g things",
            {"[].name | sort(@)": ["d1", "nsg1"], "[?name=='d1'].provisioningState": ["Succeeded"]},
        ),
        Step("resource list --resource-type Microsoft.Compute/disks -g things", {"[].name": ["d1"]}),
        Step("resource list -n nsg1", {"[].type": [NSG]}),
        refused("resource list -g nowhere", "ResourceGroupNotFound", 3),
        Step(f"resource show -g things -n nsg1 --resource-type {NSG}", {"name": "nsg1", "location": "westeurope"}),
        Step(
            "resource show --ids /subscriptions/$subscription/resourceGroups/things/providers/Microsoft.Compute/disks/d1",
            {"properties.diskSizeGB": 4, "resourceGroup": "things"},
        ),
        refused(f"resource show -g things -n nix --resource-type {NSG}", "ResourceNotFound", 3),
        Step(f"resource tag -g things -n nsg1 --resource-type {NSG} --tags a=b", {"tags": {"a": "b"}}),
        Step(f"resource tag -g things -n nsg1 --resource-type {NSG} --tags c=d -i", {"tags": {"a": "b", "c": "d"}}),
        Step("resource list --tag c=d", {"[].name": ["nsg1"]}),
        Step(f"resource update -g things -n nsg1 --resource-type {NSG} --set tags.a=z", {"tags.a": "z"}),
        Step(
            f'resource patch -g things -n nsg1 --resource-type {NSG} --is-full-object --properties \'{{"tags": {{"p": "q"}}}}\'',
            {"tags.p": "q"},
        ),
        silent(f"resource wait -g things -n nsg1 --resource-type {NSG} --exists --interval 1"),
        silent(
            "resource move --destination-group things-2 --ids "
            f"/subscriptions/$subscription/resourceGroups/things/providers/{NSG}/nsg1"
        ),
        Step("resource list -g things-2", {"[].name": ["nsg1"]}),
        silent(f"resource delete -g things-2 -n nsg1 --resource-type {NSG}"),
        refused(f"resource show -g things-2 -n nsg1 --resource-type {NSG}", "ResourceNotFound", 3),
        refused(
            "resource create -g things -n x --resource-type Microsoft.Compute/disks --properties '{}'", "creationData"
        ),
    ],
)

STORED = Chapter(
    "a type without semantics",
    [
        Step("group create -n stored -l westeurope", {"name": "stored"}),
        Step(
            "resource create -g stored -n plan1 --resource-type Microsoft.Quantum/workspaces --api-version 2023-11-13-preview"
            " --properties '{\"depth\": 3}'",
            {"name": "plan1", "properties.depth": 3},
        ),
        Step(
            "resource show -g stored -n plan1 --resource-type Microsoft.Quantum/workspaces --api-version 2023-11-13-preview",
            {"properties.depth": 3},
        ),
        silent(
            "resource delete -g stored -n plan1 --resource-type Microsoft.Quantum/workspaces --api-version 2023-11-13-preview"
        ),
    ],
)

TAGS = Chapter(
    "tags",
    [
        Step("group create -n tagged -l westeurope", {"name": "tagged"}),
        Step(
            "tag create --resource-id /subscriptions/$subscription/resourcegroups/tagged --tags team=a cost=1",
            {"properties.tags": {"team": "a", "cost": "1"}, "name": "default"},
        ),
        Step(
            "tag update --resource-id /subscriptions/$subscription/resourcegroups/tagged --operation Merge --tags team=b",
            {"properties.tags": {"team": "b", "cost": "1"}},
        ),
        Step(
            "tag update --resource-id /subscriptions/$subscription/resourcegroups/tagged --operation Delete --tags cost=1",
            {"properties.tags": {"team": "b"}},
        ),
        Step(
            "tag list --resource-id /subscriptions/$subscription/resourcegroups/tagged",
            {"properties.tags": {"team": "b"}},
        ),
        Step("group show -n tagged", {"tags": {"team": "b"}}),
        silent("tag delete --resource-id /subscriptions/$subscription/resourcegroups/tagged -y"),
        Step("group show -n tagged", {"tags || `{}`": {}}),
        Step("tag create -n season", {"tagName": "season", "count.value": 0}),
        Step("tag add-value -n season --value winter", {"tagValue": "winter"}),
        Step("tag list", {"[?tagName=='season'] | [0].values[0].tagValue": "winter"}),
        silent("tag remove-value -n season --value winter"),
        silent("tag delete -n season -y"),
    ],
)

PLAIN = Chapter(
    "plain requests",
    [
        Step(
            'rest --method put --url /subscriptions/{subscriptionId}/resourceGroups/plain?api-version=2021-04-01 --body \'{"location": "westeurope"}\'',
            {"properties.provisioningState": "Succeeded"},
        ),
        Step(
            "rest --method get --url /subscriptions/$subscription/resourceGroups/plain?api-version=2021-04-01",
            {"name": "plain"},
        ),
        Step(
            "rest -m get -u $endpoint/subscriptions?api-version=2022-12-01",
            {"value[0].subscriptionId": "$subscription", "count.value": 1},
        ),
        refused(
            "rest -m get -u /subscriptions/$subscription/resourceGroups/nix?api-version=2021-04-01",
            "ResourceGroupNotFound",
        ),
        refused("rest -m get -u /subscriptions/$subscription/resourceGroups/plain", "MissingApiVersionParameter"),
        refused(
            "rest -m get -u /subscriptions/$subscription/resourceGroups/plain?api-version=soon",
            "InvalidApiVersionParameter",
        ),
        refused(
            "rest -m get -u $endpoint/subscriptions?api-version=2022-12-01 --headers Authorization=Bearer --skip-authorization-header",
            "AuthenticationFailed",
        ),
        refused(
            "rest -m put -u /subscriptions/$subscription/resourceGroups/plain?api-version=2021-04-01 --body '{\"location\"'",
            "InvalidRequestContent",
        ),
        silent("rest -m delete -u /subscriptions/$subscription/resourceGroups/plain?api-version=2021-04-01"),
    ],
)

CHAPTERS = [GROUPS, RESOURCES, STORED, TAGS, PLAIN]
