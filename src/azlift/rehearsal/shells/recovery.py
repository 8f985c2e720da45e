"""Recovery vaults, their policies and what they protect.

Source: the sample of a vault's usages in Azure's REST documentation; that every vault comes with a DefaultPolicy for
machines, daily and kept for thirty days, is documented, and its members are as users' dumps of it show them. The hour
differs from vault to vault there; the one here is inferred, and so is that a usage without a counterpart here is 0.
"""

import re

from azlift.rehearsal.kinds import Action, Json
from azlift.rehearsal.records import Resource
from azlift.rehearsal.shells.shell import Shell
from azlift.rehearsal.world import World

VAULTS = "Microsoft.RecoveryServices/vaults"
ITEMS = f"{VAULTS}/backupFabrics/protectionContainers/protectedItems"
TIMES = ["2024-01-01T16:30:00Z"]
DEFAULT_POLICY: Json = {
    "backupManagementType": "AzureIaasVM",
    "schedulePolicy": {
        "schedulePolicyType": "SimpleSchedulePolicy",
        "scheduleRunFrequency": "Daily",
        "scheduleRunTimes": TIMES,
    },
    "retentionPolicy": {
        "retentionPolicyType": "LongTermRetentionPolicy",
        "dailySchedule": {"retentionTimes": TIMES, "retentionDuration": {"count": 30, "durationType": "Days"}},
    },
    "instantRpRetentionRangeInDays": 2,
    "timeZone": "UTC",
    "protectedItemsCount": 0,
}
DAILY = "P1D"
USAGES = (
    ("MABContainersCount", "Backup management servers", "Count", ""),
    ("ProtectedItemCount", "Backup items/Azure virtual machine backup", "Count", ""),
    ("ProtectedItemCriticalCount", "Critical", "Count", ""),
    ("ProtectedItemWarningCount", "Warning", "Count", ""),
    ("IaaSVMProtectedItemCount", "Azure Virtual Machines", "Count", ""),
    ("IaaSVMProtectedItemCriticalCount", "Critical", "Count", ""),
    ("IaaSVMProtectedItemWarningCount", "Warning", "Count", ""),
    ("MABProtectedItemCount", "File-Folders", "Count", ""),
    ("DPMProtectedItemCount", "DPM Protected Items Count", "Count", ""),
    ("AzureBackupServerProtectedItemCount", "Azure Backup Server Protected Items Count", "Count", ""),
    ("InProgressJobsCount", "In progress", "Count", DAILY),
    ("FailedJobsCount", "Failed", "Count", DAILY),
    ("GRSStorageUsage", "Cloud - GRS", "Bytes", ""),
    ("LRSStorageUsage", "Cloud - LRS", "Bytes", ""),
    ("ManagedInstances", "Protected Instances", "Count", ""),
    ("GRSDedupStorageUsage", "Dedup - GRS", "Bytes", ""),
    ("LRSDedupStorageUsage", "Dedup - LRS", "Bytes", ""),
    ("UsedDiskSize", "Backup Engines' Disk Used", "Bytes", ""),
)


def _usages(world: World, vault: Resource, body: Json) -> Json:
    inside = [world.resources[key] for key in world.index.of_type(ITEMS) if key.startswith(f"{vault.key}/")]
    machines = [
        each for each in inside if str(each.properties.get("protectedItemType", "")).lower().endswith("machines")
    ]
    counts = {"ProtectedItemCount": len(inside), "IaaSVMProtectedItemCount": len(machines)}
    return {"value": [_usage(*row, counts.get(row[0], 0)) for row in USAGES]}


def _usage(name: str, words: str, unit: str, period: str, count: int) -> Json:
    told = {"unit": unit, "currentValue": count, "limit": -1, "name": {"value": name, "localizedValue": words}}
    return told | ({"quotaPeriod": period} if period else {})


SHELLS = (
    Shell(
        VAULTS,
        seconds=20.0,
        required=("sku.name",),
        name_rule=re.compile(r"[A-Za-z][A-Za-z0-9-]{1,49}"),
        name_words="2 to 50 letters, digits and '-', beginning with a letter",
        defaults={"publicNetworkAccess": "Enabled"},
        computed={"privateEndpointStateForBackup": "None", "privateEndpointStateForSiteRecovery": "None"},
        actions=(Action("usages", _usages, "GET"),),
        born={"backupPolicies/DefaultPolicy": DEFAULT_POLICY},
    ),
    Shell(
        f"{VAULTS}/backupPolicies",
        seconds=0,
        tracked=False,
        shows_state=False,
        required=("properties.backupManagementType",),
    ),
    Shell(
        ITEMS,
        seconds=30.0,
        tracked=False,
        shows_state=False,
        required=("properties.protectedItemType", "properties.sourceResourceId"),
        computed={"protectionState": "IRPending", "protectionStatus": "Healthy"},
    ),
    Shell(f"{VAULTS}/backupFabrics/protectionContainers", seconds=0, tracked=False, shows_state=False),
    Shell(f"{VAULTS}/backupstorageconfig", seconds=0, tracked=False, shows_state=False),
    Shell(f"{VAULTS}/replicationPolicies", seconds=15.0, tracked=False, shows_state=False),
)
