"""The body of a virtual machine, member by member. Source: the models of the compute API, 2026-04-01."""

from azlift.rehearsal.compute.sizes import DISK_SKUS
from azlift.rehearsal.strict import Shape, flag, list_of, one_of, reference_to, text, unmodelled, whole_number

DELETE_OPTION = one_of("Delete", "Detach")
CACHING = one_of("None", "ReadOnly", "ReadWrite")
MANAGED_DISK = Shape(
    "ManagedDiskParameters",
    {
        "id": text,
        "storageAccountType": one_of(*DISK_SKUS),
        "diskEncryptionSet": unmodelled("disk encryption sets"),
        "securityProfile": unmodelled("confidential disks"),
    },
)
OS_DISK = Shape(
    "OSDisk",
    {
        "osType": one_of("Windows", "Linux"),
        "name": text,
        "createOption": one_of("Attach", "FromImage"),
        "caching": CACHING,
        "diskSizeGB": whole_number,
        "managedDisk": MANAGED_DISK,
        "deleteOption": DELETE_OPTION,
        "writeAcceleratorEnabled": flag,
        "diffDiskSettings": unmodelled("ephemeral OS disks"),
        "vhd": unmodelled("unmanaged disks"),
        "image": unmodelled("unmanaged disks"),
        "encryptionSettings": unmodelled("Azure Disk Encryption"),
    },
    required=("createOption",),
)
DATA_DISK = Shape(
    "DataDisk",
    {
        "lun": whole_number,
        "name": text,
        "createOption": one_of("Attach", "Empty"),
        "caching": CACHING,
        "diskSizeGB": whole_number,
        "managedDisk": MANAGED_DISK,
        "deleteOption": DELETE_OPTION,
        "writeAcceleratorEnabled": flag,
        "toBeDetached": flag,
        "vhd": unmodelled("unmanaged disks"),
        "image": unmodelled("unmanaged disks"),
        "sourceResource": unmodelled("data disks copied on attach"),
    },
    required=("lun", "createOption"),
    read_only=("diskIOPSReadWrite", "diskMBpsReadWrite"),
)
IMAGE = Shape(
    "ImageReference",
    {
        "publisher": text,
        "offer": text,
        "sku": text,
        "version": text,
        "id": unmodelled("images of one's own"),
        "sharedGalleryImageId": unmodelled("image galleries"),
        "communityGalleryImageId": unmodelled("image galleries"),
    },
    required=("publisher", "offer", "sku", "version"),
    read_only=("exactVersion",),
)
PATCH_SETTINGS = Shape(
    "PatchSettings",
    {
        "patchMode": one_of("Manual", "AutomaticByOS", "AutomaticByPlatform", "ImageDefault"),
        "assessmentMode": one_of("ImageDefault", "AutomaticByPlatform"),
        "enableHotpatching": flag,
    },
)
OS_PROFILE = Shape(
    "OSProfile",
    {
        "computerName": text,
        "adminUsername": text,
        "adminPassword": text,
        "customData": text,
        "allowExtensionOperations": flag,
        "windowsConfiguration": Shape(
            "WindowsConfiguration",
            {
                "provisionVMAgent": flag,
                "enableAutomaticUpdates": flag,
                "timeZone": text,
                "patchSettings": PATCH_SETTINGS,
                "additionalUnattendContent": list_of(unmodelled("unattended content")),
                "winRM": unmodelled("WinRM listeners"),
            },
            read_only=("enableVMAgentPlatformUpdates",),
        ),
        "linuxConfiguration": Shape(
            "LinuxConfiguration",
            {
                "disablePasswordAuthentication": flag,
                "provisionVMAgent": flag,
                "patchSettings": PATCH_SETTINGS,
                "ssh": Shape(
                    "SshConfiguration",
                    {"publicKeys": list_of(Shape("SshPublicKey", {"path": text, "keyData": text}, ("keyData",)))},
                ),
            },
            read_only=("enableVMAgentPlatformUpdates",),
        ),
        "secrets": list_of(unmodelled("Key Vault certificates in machines")),
    },
    read_only=("requireGuestProvisionSignal",),
)
INTERFACE = Shape(
    "NetworkInterfaceReference",
    {
        "id": text,
        "properties": Shape("NetworkInterfaceReferenceProperties", {"primary": flag, "deleteOption": DELETE_OPTION}),
    },
    required=("id",),
)
NETWORK_PROFILE = Shape(
    "NetworkProfile",
    {
        "networkInterfaces": list_of(INTERFACE, least=1),
        "networkApiVersion": unmodelled("interfaces created with a machine"),
        "networkInterfaceConfigurations": unmodelled("interfaces created with a machine"),
    },
    required=("networkInterfaces",),
)
SECURITY_PROFILE = Shape(
    "SecurityProfile",
    {
        "securityType": one_of("TrustedLaunch", "Standard"),
        "encryptionAtHost": flag,
        "uefiSettings": Shape("UefiSettings", {"secureBootEnabled": flag, "vTpmEnabled": flag}),
        "encryptionIdentity": unmodelled("encryption identities"),
        "proxyAgentSettings": unmodelled("proxy agents"),
    },
)
BOOT_DIAGNOSTICS = Shape("BootDiagnostics", {"enabled": flag, "storageUri": text})
MACHINE_PROPERTIES = Shape(
    "VirtualMachineProperties",
    {
        "hardwareProfile": Shape(
            "HardwareProfile",
            {"vmSize": text, "vmSizeProperties": unmodelled("constrained vCPUs")},
            required=("vmSize",),
        ),
        "storageProfile": Shape(
            "StorageProfile",
            {
                "imageReference": IMAGE,
                "osDisk": OS_DISK,
                "dataDisks": list_of(DATA_DISK),
                "diskControllerType": one_of("SCSI", "NVMe"),
                "alignRegionalDisksToVMZone": flag,
            },
            required=("osDisk",),
        ),
        "osProfile": OS_PROFILE,
        "networkProfile": NETWORK_PROFILE,
        "securityProfile": SECURITY_PROFILE,
        "diagnosticsProfile": Shape("DiagnosticsProfile", {"bootDiagnostics": BOOT_DIAGNOSTICS}),
        "additionalCapabilities": Shape(
            "AdditionalCapabilities", {"ultraSSDEnabled": flag, "hibernationEnabled": flag}
        ),
        "licenseType": one_of("Windows_Server", "Windows_Client", "RHEL_BYOS", "SLES_BYOS", "None"),
        "priority": one_of("Regular"),
        "userData": text,
        "extensionsTimeBudget": text,
        "availabilitySet": reference_to("SubResource", [("id", unmodelled("availability sets"))]),
        "virtualMachineScaleSet": unmodelled("scale sets"),
        "proximityPlacementGroup": unmodelled("proximity placement groups"),
        "evictionPolicy": unmodelled("spot machines"),
        "billingProfile": unmodelled("spot machines"),
        "host": unmodelled("dedicated hosts"),
        "hostGroup": unmodelled("dedicated hosts"),
        "capacityReservation": unmodelled("capacity reservations"),
        "platformFaultDomain": unmodelled("fault domains"),
        "scheduledEventsProfile": unmodelled("scheduled events"),
        "scheduledEventsPolicy": unmodelled("scheduled events"),
        "applicationProfile": unmodelled("gallery applications"),
    },
    required=("hardwareProfile", "storageProfile", "networkProfile"),
    read_only=("provisioningState", "vmId", "timeCreated", "instanceView"),
)
TOP = {
    "zones": list_of(text),
    "identity": unmodelled("managed identities"),
    "plan": unmodelled("marketplace plans"),
    "extendedLocation": unmodelled("edge zones"),
    "placement": unmodelled("zone placement"),
}
