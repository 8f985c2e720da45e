"""The fields a plain list of machines may have, and the headers people write over them; most telling first.

Headers are compared on their letters and digits, without their unit. The synonyms are those of the inventories met so
far and of the formats and tools azlift reads (RVTools, Azure Migrate, ServiceNow, PowerCLI, Hyper-V, XenServer), with
the words for them in the languages of Excel's users (`cells`).
"""

import re
from collections.abc import Mapping

from azlift.estate.headers import squeeze
from azlift.estate.intake.quantities import unit_called

TELLING_NAMES = (
    "Hostname", "Server name", "Servername", "VM name", "VM", "Machine name", "Machine", "Virtual machine",
    "Server hostname", "VM hostname", "Guest name", "System name", "Computer name", "Computer", "Server",
    "Name label", "NetBIOS name", "Rechnername", "Nom du serveur", "Nombre del servidor", "Nome server",
    "Nome do servidor", "Servernaam", "Serveur",
    "Servidor",
)  # fmt: skip
"""Whoever writes one of these over a column lists machines; `Name` may stand over anything."""
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *TELLING_NAMES, "Asset name", "Device name", "Instance name", "Name", "Nom", "Nombre", "Nome", "Naam",
        "Node", "Host",
    ),
    "fqdn": ("FQDN", "DNS name", "Fully qualified domain name", "DNS hostname", "Full DNS name"),
    "vcpu": (
        "vCPU", "vCPUs", "vCPU count", "CPUs", "CPU count", "Number of CPUs", "Num CPU", "No of CPUs", "Cores",
        "Number of vCPUs", "Number of vCPU", "No of vCPUs", "No of vCPU", "# of vCPUs", "# of CPUs", "# of cores",
        "Virtual CPUs", "Logical CPUs", "Logical processors", "Processor count", "CPU cores", "Core count",
        "Number of cores", "Total cores", "Processors", "CPU", "VCPUs max", "CPU num", "CPU(s)", "# CPU",
        "Nr processors",
        "Number of processors", "Number of logical processors", "Anzahl CPUs", "Anzahl CPU", "Anzahl vCPU",
        "Anzahl vCPUs", "Kerne", "CPU-Kerne", "Prozessoren", "Nombre de vCPU", "Nombre de CPU", "Processeurs",
        "Procesadores", "Processori", "Processadores", "Aantal CPU", "Aantal CPUs", "Aantal vCPU",
    ),
    "memory": (
        "RAM", "Memory", "Mem", "Memory size", "Total memory", "Physical memory", "Installed memory", "RAM size",
        "Memory allocated", "Allocated memory", "Memory capacity", "Configured memory", "RAM allocated", "vRAM",
        "vMem", "Max memory",
        "Memory static max", "Memory startup", "Maxmem", "Total physical memory", "Arbeitsspeicher", "Hauptspeicher",
        "Mémoire",
        "Mémoire vive", "Memoria", "Memória", "Geheugen",
    ),
    "storage": (
        "Storage", "Total storage", "Total disk", "Total disk size", "Total disk capacity", "Disk space", "Disk size",
        "Disk capacity", "Storage allocated", "Allocated storage", "Provisioned storage", "Storage provisioned",
        "Storage capacity", "Storage size", "Total capacity", "Total disk space", "Total storage allocated",
        "Allocated disk", "Provisioned disk", "Disk provisioned", "Disk total", "Provisioned", "Disk",
        "Disks", "HDD", "Capacity", "Provisioned space", "Volume size", "vStorage", "Total size", "Maxdisk",
        "Festplatte", "Plattenplatz",
        "Speicherplatz", "Disque", "Stockage", "Espace disque", "Disco", "Almacenamiento", "Armazenamento", "Schijf",
        "Schijfruimte",
    ),
    "os_name": (
        "Operating system", "OS", "OS name", "Guest OS", "OS and version", "OS details", "OS type", "Betriebssystem",
        "Système d'exploitation", "Sistema operativo", "Sistema operacional", "Besturingssysteem",
    ),
    "os_version": ("OS version", "Operating system version", "OS release"),
    "ip_address": (
        "IP address", "IP addresses", "IP", "IPs", "IPv4", "IPv4 address", "Primary IP", "Primary IP address",
        "Private IP", "Server IP", "IP addr", "IP-Adresse", "Adresse IP",
        "Dirección IP", "Indirizzo IP", "Endereço IP", "IP-adres",
    ),
    "mac_address": ("MAC address", "MAC", "MAC-Adresse"),
    "power": (
        "Power state", "Power status", "Power", "VM state", "Instance state", "State", "Status", "Zustand", "État",
        "Estado", "Stato",
    ),
    "template": ("Template", "Is template", "Is a template"),
    "kind": ("Physical or virtual", "Virtual or physical", "Physical/Virtual", "P/V", "Server type", "Machine type"),
    "environment": (
        "Environment", "Env", "Environment type", "Landscape", "Stage", "Server environment", "Umgebung",
        "Environnement", "Entorno", "Ambiente", "Omgeving",
    ),
    "application": (
        "Application", "Application name", "App", "App name", "Workload", "Workload name", "Business application",
        "Business service", "Anwendung", "Aplicación", "Applicazione", "Aplicação", "Applicatie",
    ),
    "owner": ("Owner", "Business owner", "Application owner", "Server owner", "Team", "Support group", "Support team"),
    "criticality": ("Criticality", "Business criticality", "Application criticality", "Kritikalität"),
    "wave": ("Migration wave", "Wave", "Planned wave", "Wave number", "Wave name", "Welle"),
    "route": (
        "Route", "Migration strategy", "Strategy", "R type", "6R", "7R", "6Rs", "7Rs", "R strategy",
        "Migration path", "Disposition", "Treatment",
        "Migration approach", "Rationalization",
    ),
    "target_size": ("Target size", "Target VM size", "Azure VM size", "Azure size", "Recommended size", "Target SKU"),
    "datacenter": (
        "Datacenter", "Data center", "Data centre", "Site", "Location", "Rechenzentrum", "Standort",
        "Emplacement", "Ubicación", "Localização", "Locatie",
    ),
    "cluster": ("Cluster", "Cluster name"),
    "host": ("ESX host", "ESXi host", "VM host", "Hypervisor host", "Hypervisor", "Physical host", "Host", "Node"),
    "created_on": ("Created", "Created on", "Creation date", "Build date", "Install date"),
    "dependencies": ("Dependencies", "Depends on", "Dependency", "Server dependencies", "Abhängigkeiten"),
}  # fmt: skip
CAPACITIES = frozenset({"memory", "storage"})
"""Fields with a unit; so has each of `disk_1`, `disk_2`, …"""
DISK_FIELD = re.compile(r"disk_([1-9][0-9]{0,2})")
OF_MACHINES = frozenset({"vcpu", "memory", "storage", "os_name", "ip_address", "mac_address", "fqdn", "power"})
"""Fields that applications, sites and people do not have."""
DISK_HEADER = re.compile(
    r"(?:disk|drive|harddisk|hdd|volume|festplatte)(?:size|capacity)?([1-9][0-9]{0,2})(?:size|capacity)?"
)
NAMED_DISKS = {"osdisk": 1, "systemdisk": 1, "bootdisk": 1, "datadisk": 2, "datadisks": 2}
UNIT = r"(bytes|[kmgtp]i?bs?|(?<![^\W_])[kmgtp]o)"
UNIT_BEHIND = re.compile(rf"(.+?)[\s_-]*(?:\bin\b)?[\s_-]*[\[(]?\s*{UNIT}\s*[\])]?", re.IGNORECASE)
LONGEST_HEADER = 100
"""What is longer is prose: looking for a unit in it would take the cube of its length."""
UNIT_BEFORE = re.compile(rf"{UNIT}[\s_-]+(?:of\s+)?(.+)", re.IGNORECASE)


def has_unit(field: str) -> bool:
    return field in CAPACITIES or bool(DISK_FIELD.fullmatch(field))


def is_field(field: str) -> bool:
    return field in SYNONYMS or bool(DISK_FIELD.fullmatch(field))


def disk_number(stem: str) -> int | None:
    """Which disk a header without its unit is over: `Disk 2` the second, `OS disk` the first, `Data disk` the next."""
    found = DISK_HEADER.fullmatch(stem)
    return int(found.group(1)) if found else NAMED_DISKS.get(stem.removesuffix("size"))


def without_unit(header: str) -> tuple[str, str]:
    """`RAM_GB`, `Memory (GiB)` and `GB of RAM` -> the header's letters without the unit, and the unit.

    `CPU %` is no count of CPUs: of signs, this one says something.
    """
    text = " ".join(header.replace("%", " percent ").split()).replace("_", " ")
    if len(text) > LONGEST_HEADER:
        return squeeze(text), ""
    if found := UNIT_BEHIND.fullmatch(text):
        return squeeze(found.group(1)), unit_called(found.group(2))
    if found := UNIT_BEFORE.fullmatch(text):
        return squeeze(found.group(2)), unit_called(found.group(1))
    return squeeze(text), ""
