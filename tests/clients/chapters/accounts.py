"""The cloud, the account, the subscription, providers and features."""

import re

from tests.clients.credentials import ISSUER, assertion, certificate_pem, key_pem, new_key, public_keys
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
        silent("provider register -n Microsoft.Sql"),
        silent("provider register -n Microsoft.Web"),
        silent("provider register -n Microsoft.ContainerRegistry"),
        silent("provider register -n Microsoft.DocumentDB"),
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

KEY, ISSUER_KEY = new_key(), new_key()
CERTIFICATE = certificate_pem(KEY)  # once: its serial number is random
DIRECTORY = "rest -m post -u $endpoint/rehearsal/directory"
LOG_IN = "login --service-principal -u $client --tenant $tenant"
SIGNED_IN = {"[0].id": "$subscription", "[0].user.type": "servicePrincipal"}

WAYS_IN = Chapter(
    "ways to sign in",
    [
        Step("ad sp show --id $client", {"appId": "$client"}, keeps={"object": "id"}),
        Step(
            f"{DIRECTORY}/principals/$object/certificates --body @$files/certificate.json",
            {"thumbprint": re.compile("^[0-9A-F]{40}$")},
        ),
        Step(f"{DIRECTORY}/issuers --body @$files/issuer.json", {"issuer": ISSUER}),
        Step(
            f"{DIRECTORY}/principals/$object/federatedcredentials --body @$files/federated.json",
            {"keyId": re.compile(".")},
        ),
        silent("logout"),
        refused("group list", "az login"),
        refused(f"{LOG_IN} --certificate $files/other.pem", "AADSTS700027"),
        Step(f"{LOG_IN} --certificate $files/certificate.pem", SIGNED_IN),
        Step("account get-access-token", {"tokenType": "Bearer"}),
        silent("logout"),
        refused(f"{LOG_IN} --federated-token {assertion(ISSUER_KEY, 'wave-2')}", "AADSTS700213"),
        Step(f"{LOG_IN} --federated-token {assertion(ISSUER_KEY, 'wave-1')}", SIGNED_IN),
        Step("account show", {"user.name": "$client"}),
        silent("logout"),
        Step(f"{LOG_IN} -p $secret", SIGNED_IN),
    ],
    {
        "certificate.json": {"certificate": CERTIFICATE},
        "certificate.pem": key_pem(KEY) + CERTIFICATE,
        "other.pem": key_pem(ISSUER_KEY) + certificate_pem(ISSUER_KEY),
        "issuer.json": {"issuer": ISSUER, "jwks": public_keys(ISSUER_KEY)},
        "federated.json": {"name": "ci", "issuer": ISSUER, "subject": "wave-1"},
    },
)

ALONE = Chapter(
    "processes of their own",
    [
        Step("version", {'"azure-cli"': "2.91.0"}),
        Step("account show", {"id": "$subscription"}),
        Step("group create -n alone -l westeurope", {"properties.provisioningState": "Succeeded"}),
        Step("disk create -g alone -n d1 --size-gb 4", {"diskState": "Unattached", "diskSizeGB": 4}),
        refused("disk show -g alone -n none", "ResourceNotFound", 3),
        refused("group show", "the following arguments are required: --name", 2),
        silent("group delete -n alone -y"),
    ],
)

CHAPTERS = [ACCOUNTS, WAYS_IN, PROVIDERS]
