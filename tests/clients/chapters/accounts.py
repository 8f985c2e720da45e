"""The cloud, the account, the subscription, providers and features."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

SIGN_IN = Chapter(
    "signing in",
    [
        silent("cloud register -n Rehearsal --endpoint-resource-manager $endpoint/"),
        silent("cloud set -n Rehearsal"),
        silent("config set core.instance_discovery=false"),
        refused("group list", "Please run 'az login'"),
        refused("login --service-principal -u $client -p wrong --tenant $tenant", "AADSTS7000215"),
        refused("login --service-principal -u $subscription -p $secret --tenant $tenant", "AADSTS700016"),
        Step(
            "login --service-principal -u $client -p $secret --tenant $tenant",
            {"[0].id": "$subscription", "[0].user.type": "servicePrincipal", "[0].state": "Enabled"},
        ),
        silent("provider register -n Microsoft.Compute"),
        silent("provider register -n Microsoft.Network"),
        silent("provider register -n Microsoft.Storage"),
        silent("provider register -n Microsoft.KeyVault"),
        silent("provider register -n Microsoft.ManagedIdentity"),
        silent("provider register -n Microsoft.OperationalInsights"),
        silent("provider register -n Microsoft.RecoveryServices"),
        silent("provider register -n Microsoft.Quantum"),
        Step(
            "rest --method post --url $endpoint/rehearsal/clock --body '{\"advance\": 600}'",
            {"speed": 400.0},
        ),
    ],
)

ACCOUNTS = Chapter(
    "accounts and clouds",
    [
        Step("version", {'"azure-cli"': "2.91.0", '"azure-cli-core"': "2.91.0"}),
        Step("cloud show", {"name": "Rehearsal", "endpoints.resourceManager": "$endpoint/", "isActive": True}),
        Step("cloud list", {"[?isActive].name": ["Rehearsal"]}),
        Step("account show", {"id": "$subscription", "tenantId": "$tenant", "user.name": "$client"}),
        Step("account list", {"[].id": ["$subscription"], "[0].isDefault": True}),
        Step("account list --refresh", {"length(@)": 1}),
        silent("account set --subscription $subscription"),
        refused("account set --subscription 00000000-0000-0000-0000-000000000000", "doesn't exist in cloud"),
        Step(
            "account list-locations",
            {"[?name=='westeurope'] | [0].displayName": "West Europe", "length([?name=='northeurope'])": 1},
        ),
        Step(
            "account get-access-token",
            {"tokenType": "Bearer", "subscription": "$subscription", "accessToken": re.compile(r"^\S+\.\S+\.\S+$")},
        ),
        Step("account get-access-token --tenant $tenant", {"tenant": "$tenant"}),
    ],
)

PROVIDERS = Chapter(
    "providers and features",
    [
        Step("provider list", {"[?namespace=='Microsoft.Compute'] | [0].registrationState": "Registered"}),
        Step(
            "provider show -n Microsoft.Compute",
            {
                "registrationState": "Registered",
                "resourceTypes[?resourceType=='disks'] | [0].capabilities": re.compile("."),
                "length(resourceTypes[?resourceType=='virtualMachines'] | [0].apiVersions) > `0`": True,
            },
        ),
        refused("provider show -n Nowhere", "InvalidResourceNamespace", 3),
        silent("provider register -n Microsoft.Batch"),
        Step("provider show -n Microsoft.Batch", {"namespace": "Microsoft.Batch"}),
        silent("provider unregister -n Microsoft.Batch"),
        Step("provider show -n Microsoft.Batch", {"registrationState": re.compile("^(Unregistering|NotRegistered)$")}),
        Step("provider operation show --namespace Microsoft.Compute", {"name": "Microsoft.Compute"}),
        Step(
            "feature register --namespace Microsoft.Compute -n EncryptionAtHost",
            {"name": "Microsoft.Compute/EncryptionAtHost", "properties.state": re.compile("^Register")},
        ),
        Step(
            "feature show --namespace Microsoft.Compute -n EncryptionAtHost",
            {"properties.state": re.compile("^Register")},
        ),
        Step(
            "feature list --namespace Microsoft.Compute",
            {"length([?name=='Microsoft.Compute/EncryptionAtHost'])": 1},
        ),
    ],
)

CHAPTERS = [ACCOUNTS, PROVIDERS]
