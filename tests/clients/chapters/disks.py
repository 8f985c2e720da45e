"""Disks, snapshots and access to their bytes."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

SAS = re.compile(r"^https://\S+\?\S*sig=")

DISKS = Chapter(
    "disks",
    [
        Step("group create -n disks -l westeurope", {"name": "disks"}),
        Step(
            "disk create -g disks -n d1 --size-gb 8 --sku StandardSSD_LRS --tags a=b",
            {
                "diskSizeGB": 8,
                "diskSizeBytes": 8 * 1024**3,
                "sku.name": "StandardSSD_LRS",
                "diskState": "Unattached",
                "provisioningState": "Succeeded",
                "encryption.type": "EncryptionAtRestWithPlatformKey",
                "tags.a": "b",
            },
        ),
        Step("disk create -g disks -n d2 --source d1", {"creationData.createOption": "Copy", "diskSizeGB": 8}),
        Step(
            "disk create -g disks -n d3 --size-gb 16 --zone 1 --os-type Linux --hyper-v-generation V2",
            {"zones": ["1"], "osType": "Linux", "hyperVGeneration": "V2"},
        ),
        refused("disk create -g disks -n d4 --size-gb 0", "InvalidParameter"),
        refused("disk create -g disks -n d4 --size-gb 8 --sku Golden_LRS", "not a valid value for '--sku'", 2),
        Step("disk list -g disks", {"[].name": ["d1", "d2", "d3"]}),
        Step(
            "disk show -g disks -n d1",
            {"name": "d1", "type": "Microsoft.Compute/disks", "creationData.createOption": "Empty"},
        ),
        refused("disk show -g disks -n none", "ResourceNotFound", 3),
        Step("disk update -g disks -n d1 --size-gb 32", {"diskSizeGB": 32}),
        Step("disk update -g disks -n d1 --sku Premium_LRS", {"sku.name": "Premium_LRS"}),
        Step("disk update -g disks -n d1 --set tags.a=c", {"tags.a": "c", "diskSizeGB": 32}),
        refused("disk update -g disks -n d1 --size-gb 4", "can only be increased"),
        Step("disk grant-access -g disks -n d1 --duration-in-seconds 3600", {"accessSAS": SAS}),
        Step("disk show -g disks -n d1", {"diskState": "ActiveSAS"}),
        refused("disk delete -g disks -n d1 -y", "active shared access signature"),
        silent("disk revoke-access -g disks -n d1"),
        Step("disk show -g disks -n d1", {"diskState": "Unattached"}),
        Step(
            "disk create -g disks -n up --upload-type Upload --upload-size-bytes 20972032 --sku Standard_LRS",
            {"diskState": "ReadyToUpload", "creationData.createOption": "Upload"},
        ),
        Step("disk grant-access -g disks -n up --access-level Write --duration-in-seconds 3600", {"accessSAS": SAS}),
        Step("disk show -g disks -n up", {"diskState": "ActiveUpload"}),
        silent("disk revoke-access -g disks -n up"),
        silent("disk delete -g disks -n d2 -y"),
        refused("disk show -g disks -n d2", "ResourceNotFound", 3),
        silent("disk delete -g disks -n d2 -y"),
        silent("disk delete -g disks -n d3 -y --no-wait"),
    ],
)

SNAPSHOTS = Chapter(
    "snapshots",
    [
        Step("group create -n snapshots -l westeurope", {"name": "snapshots"}),
        Step("disk create -g snapshots -n d1 --size-gb 8", {"name": "d1"}),
        Step(
            "snapshot create -g snapshots -n full --source d1",
            {
                "incremental": False,
                "diskSizeGB": 8,
                "provisioningState": "Succeeded",
                "sku.name": "Standard_LRS",
                "creationData.createOption": "Copy",
                "creationData.sourceResourceId": re.compile("disks/d1$"),
            },
        ),
        Step(
            "snapshot create -g snapshots -n inc --source d1 --incremental true",
            {"incremental": True, "incrementalSnapshotFamilyId": re.compile(".")},
        ),
        Step("snapshot show -g snapshots -n full", {"name": "full", "type": "Microsoft.Compute/snapshots"}),
        Step("snapshot list -g snapshots", {"[].name": ["full", "inc"]}),
        Step("snapshot update -g snapshots -n full --set tags.a=b", {"tags.a": "b"}),
        Step("snapshot grant-access -g snapshots -n full --duration-in-seconds 3600", {"accessSAS": SAS}),
        silent("snapshot revoke-access -g snapshots -n full"),
        Step(
            "disk create -g snapshots -n copy --source inc",
            {"diskSizeGB": 8, "creationData.sourceResourceId": re.compile("snapshots/inc$")},
        ),
        refused("snapshot create -g snapshots -n none --source nowhere", "usage error"),
        silent("snapshot delete -g snapshots -n full"),
        refused("snapshot show -g snapshots -n full", "ResourceNotFound", 3),
    ],
)

CHAPTERS = [DISKS, SNAPSHOTS]
