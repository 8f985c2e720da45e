"""The extensions Azure publishes, by publisher and type with their newest versions. A table of the usual ones; an
extension that is not in it can be put on a machine all the same."""

from collections.abc import Mapping

LINUX, WINDOWS = "Linux", "Windows"
EXTENSIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Microsoft.Azure.Extensions", "CustomScript", LINUX, ("2.1.10", "2.1.13")),
    ("Microsoft.Azure.Extensions", "DockerExtension", LINUX, ("1.2.2",)),
    ("Microsoft.Compute", "CustomScriptExtension", WINDOWS, ("1.10.15", "1.10.20")),
    ("Microsoft.Compute", "BGInfo", WINDOWS, ("2.1",)),
    ("Microsoft.Compute", "JsonADDomainExtension", WINDOWS, ("1.3.14",)),
    ("Microsoft.Compute", "VMAccessAgent", WINDOWS, ("2.4.8",)),
    ("Microsoft.OSTCExtensions", "VMAccessForLinux", LINUX, ("1.5.21",)),
    ("Microsoft.OSTCExtensions", "CustomScriptForLinux", LINUX, ("1.5.5",)),
    ("Microsoft.Powershell", "DSC", WINDOWS, ("2.83.5", "2.83.6")),
    ("Microsoft.Azure.Monitor", "AzureMonitorLinuxAgent", LINUX, ("1.33.1", "1.35.7")),
    ("Microsoft.Azure.Monitor", "AzureMonitorWindowsAgent", WINDOWS, ("1.33.0", "1.36.0")),
    ("Microsoft.Azure.Monitoring.DependencyAgent", "DependencyAgentLinux", LINUX, ("9.10.20",)),
    ("Microsoft.Azure.Monitoring.DependencyAgent", "DependencyAgentWindows", WINDOWS, ("9.10.20",)),
    ("Microsoft.EnterpriseCloud.Monitoring", "OmsAgentForLinux", LINUX, ("1.19.0",)),
    ("Microsoft.EnterpriseCloud.Monitoring", "MicrosoftMonitoringAgent", WINDOWS, ("1.0.18067",)),
    ("Microsoft.Azure.ActiveDirectory", "AADSSHLoginForLinux", LINUX, ("1.0.3121.1",)),
    ("Microsoft.Azure.ActiveDirectory", "AADLoginForWindows", WINDOWS, ("2.2.0.0",)),
    ("Microsoft.Azure.NetworkWatcher", "NetworkWatcherAgentLinux", LINUX, ("1.4.3783.1",)),
    ("Microsoft.Azure.NetworkWatcher", "NetworkWatcherAgentWindows", WINDOWS, ("1.4.3783.1",)),
    ("Microsoft.Azure.RecoveryServices", "VMSnapshotLinux", LINUX, ("1.0.9234",)),
    ("Microsoft.Azure.RecoveryServices", "VMSnapshot", WINDOWS, ("1.0.117",)),
    ("Microsoft.Azure.Security", "IaaSAntimalware", WINDOWS, ("1.7.0.1",)),
    ("Microsoft.Azure.Security", "AzureDiskEncryption", WINDOWS, ("2.4.0.24",)),
    ("Microsoft.Azure.Security", "AzureDiskEncryptionForLinux", LINUX, ("1.4.0.9",)),
    ("Microsoft.Azure.Security.LinuxAttestation", "GuestAttestation", LINUX, ("1.0.28",)),
    ("Microsoft.Azure.Security.WindowsAttestation", "GuestAttestation", WINDOWS, ("1.0.41",)),
    ("Microsoft.Azure.Diagnostics", "IaaSDiagnostics", WINDOWS, ("1.22.0.1",)),
    ("Microsoft.Azure.Diagnostics", "LinuxDiagnostic", LINUX, ("4.1.23",)),
    ("Microsoft.SqlServer.Management", "SqlIaaSAgent", WINDOWS, ("2.0.206.0",)),
    ("Microsoft.CPlat.Core", "RunCommandLinux", LINUX, ("1.0.7",)),
    ("Microsoft.CPlat.Core", "RunCommandWindows", WINDOWS, ("1.1.18",)),
    ("Microsoft.GuestConfiguration", "ConfigurationforLinux", LINUX, ("1.26.84",)),
    ("Microsoft.GuestConfiguration", "ConfigurationforWindows", WINDOWS, ("1.29.98.0",)),
)


def has_extensions() -> set[str]:
    """The publishers of extensions."""
    return {publisher for publisher, *_ in EXTENSIONS}


def extension_types(publisher: str) -> list[str]:
    """The types of a publisher, none where there is no such publisher."""
    return sorted(kind for name, kind, _, _ in EXTENSIONS if name.lower() == publisher.lower())


def extension_versions(publisher: str, kind: str) -> Mapping[str, str]:
    """The versions of a type, each with the operating system it is for."""
    for name, listed, system, versions in EXTENSIONS:
        if (name.lower(), listed.lower()) == (publisher.lower(), kind.lower()):
            return dict.fromkeys(versions, system)
    return {}
