"""Storage accounts: names of the whole cloud, endpoints, pretended keys. No blob is behind them."""

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

from azlift.rehearsal.catalogue import public_regions
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.kinds import Action, Json, Kind, Wanted
from azlift.rehearsal.operations import STORAGE
from azlift.rehearsal.records import Resource
from azlift.rehearsal.shells.shell import Shell, Taken
from azlift.rehearsal.world import World

ACCOUNTS = "Microsoft.Storage/storageAccounts"
SERVICES = ("blob", "dfs", "file", "queue", "table", "web")


def _keys(world: World, account: Resource, body: Json) -> Json:
    made = iso_time(account.created)
    keys = [
        {"creationTime": made, "keyName": f"key{number}", "value": _key(world, account, number), "permissions": "FULL"}
        for number in (1, 2)
    ]
    return {"keys": keys}


def _key(world: World, account: Resource, number: int) -> str:
    """88 characters of base64, as a real key has; the same at every asking."""
    seed = f"{world.guid_of('storage ' + account.key)}-{number}".encode()
    return base64.b64encode(hashlib.sha512(seed).digest()).decode()


def _sas(world: World, account: Resource, body: Json) -> Json:
    return {"accountSasToken": f"sv=2024-11-04&sig=pretended-{world.guid_of('sas ' + account.key)}"}


def _service_sas(world: World, account: Resource, body: Json) -> Json:
    return {"serviceSasToken": f"sv=2024-11-04&sig=pretended-{world.guid_of('sas ' + account.key)}"}


def with_secondary(kind: Kind) -> Kind:
    """Accounts kept in two regions answer the second, the pair of the first (recorded for Standard_GRS).

    Those that can be read there have endpoints of their own in it (Azure's documentation on redundancy).
    """

    def compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
        made = kind.compose(world, wanted, standing)
        sku = str(wanted.top.get("sku", {}).get("name", "")).upper()
        region = public_regions().get(wanted.location or "")
        if region is None or not region.pairedRegion or ("GRS" not in sku and "GZRS" not in sku):
            return made
        made |= {"secondaryLocation": region.pairedRegion[0], "statusOfSecondary": "available"}
        name = wanted.id.segments[-1][1]
        readable = {each: text.replace(name, f"{name}-secondary", 1) for each, text in made["primaryEndpoints"].items()}
        readable.pop("file")
        return made | ({"secondaryEndpoints": readable} if "_RAG" in sku else {})

    return replace(kind, compose=compose)


def _endpoints() -> dict[str, Any]:
    zones = {"web": "z6.web"}
    return {each: f"https://{{name}}.{zones.get(each, each)}.core.windows.net/" for each in SERVICES}


SHELLS = (
    Shell(
        ACCOUNTS,
        seconds=18.0,
        required=("sku.name", "kind"),
        name_rule=re.compile(r"[a-z0-9]{3,24}"),
        name_code="AccountNameInvalid",
        name_words="{name} is not a valid storage account name. Storage account name must be between 3 and 24 "
        "characters in length and use numbers and lower-case letters only.",
        taken=Taken("StorageAccountAlreadyTaken", "The storage account named {name} is already taken."),
        family=STORAGE,
        statuses=(202, 200),
        defaults={
            "accessTier": "Hot",
            "allowBlobPublicAccess": False,
            "minimumTlsVersion": "TLS1_0",
            "supportsHttpsTrafficOnly": True,
            "networkAcls": {
                "bypass": "AzureServices",
                "virtualNetworkRules": [],
                "ipRules": [],
                "defaultAction": "Allow",
            },
            "encryption": {
                "services": {
                    "file": {"keyType": "Account", "enabled": True},
                    "blob": {"keyType": "Account", "enabled": True},
                },
                "keySource": "Microsoft.Storage",
            },
        },
        computed_top={"sku": {"tier": "{tier}"}},
        computed={"primaryEndpoints": _endpoints(), "primaryLocation": "{location}", "statusOfPrimary": "available"},
        actions=(
            Action("listKeys", _keys),
            Action("regenerateKey", _keys),
            Action("listAccountSas", _sas),
            Action("listServiceSas", _service_sas),
        ),
    ),
    *(
        Shell(f"Microsoft.Storage/storageAccounts/{path}", seconds=0, tracked=False, shows_state=False)
        for path in (
            "blobServices", "blobServices/containers", "fileServices", "fileServices/shares", "queueServices",
            "queueServices/queues", "tableServices", "tableServices/tables", "managementPolicies",
        )
    ),
)  # fmt: skip
