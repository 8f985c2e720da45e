"""What a header, or the name of a metric, measures: `cpu_pct`, `CPU %`, `cpu.usage.average`, `Disk Read Bytes/sec`.

Counters of vCenter are known by name: percent for cpu.usage and mem.usage, MHz for cpu.usagemhz, KBps of 1,024 bytes
for disks and networks (VMware, vSphere 7.0 monitoring and performance, "Data Counter Attributes"; units of the counters
as govmomi's simulator lists them). Everything else is read by its words and its unit; without a unit only CPU and
memory are taken, as percentages. Elsewhere a kilobyte is 1,000 bytes, and a small b means bits.
"""

import re
from dataclasses import dataclass
from typing import Literal

from azlift.model import Metric

Statistic = Literal["", "mean", "p50", "p90", "p95", "p99", "peak"]
Of = Literal["", "mhz", "mib"]
VMWARE_KBPS = 1024 / 10**6
"""A vCenter KBps in MB (10**6 bytes) per second."""


@dataclass(frozen=True, slots=True)
class Meter:
    """`factor` brings a value to the metric's unit; `part` (read, write) is added up to the whole.

    `of`: the value is a share of a capacity in that unit, which the source must state, and becomes a percentage.
    """

    metric: Metric
    part: Literal["", "read", "write"] = ""
    factor: float = 1.0
    unit: str = "%"
    of: Of = ""
    statistic: Statistic = ""


COUNTERS = {
    "cpu.usage": Meter(Metric.CPU_PERCENT),
    "cpu.usagemhz": Meter(Metric.CPU_PERCENT, unit="MHz", of="mhz"),
    "mem.usage": Meter(Metric.MEMORY_PERCENT),
    "disk.usage": Meter(Metric.DISK_MB_PER_S, "", VMWARE_KBPS, "KiB/s"),
    "disk.read": Meter(Metric.DISK_MB_PER_S, "read", VMWARE_KBPS, "KiB/s"),
    "disk.write": Meter(Metric.DISK_MB_PER_S, "write", VMWARE_KBPS, "KiB/s"),
    "virtualdisk.read": Meter(Metric.DISK_MB_PER_S, "read", VMWARE_KBPS, "KiB/s"),
    "virtualdisk.write": Meter(Metric.DISK_MB_PER_S, "write", VMWARE_KBPS, "KiB/s"),
    "disk.numberreadaveraged": Meter(Metric.DISK_IOPS, "read", 1, "1/s"),
    "disk.numberwriteaveraged": Meter(Metric.DISK_IOPS, "write", 1, "1/s"),
    "virtualdisk.numberreadaveraged": Meter(Metric.DISK_IOPS, "read", 1, "1/s"),
    "virtualdisk.numberwriteaveraged": Meter(Metric.DISK_IOPS, "write", 1, "1/s"),
    "net.received": Meter(Metric.NETWORK_IN_MB_PER_S, "", VMWARE_KBPS, "KiB/s"),
    "net.transmitted": Meter(Metric.NETWORK_OUT_MB_PER_S, "", VMWARE_KBPS, "KiB/s"),
    "net.bytesrx": Meter(Metric.NETWORK_IN_MB_PER_S, "", VMWARE_KBPS, "KiB/s"),
    "net.bytestx": Meter(Metric.NETWORK_OUT_MB_PER_S, "", VMWARE_KBPS, "KiB/s"),
}
ROLLUP = re.compile(r"[ ._](average|avg|none)$")
CPU = frozenset({"cpu", "processor", "cpuutilization"})
MEMORY = frozenset({"memory", "mem", "ram", "memoryutilization"})
DISK = frozenset({"disk", "disks", "storage", "virtualdisk", "physicaldisk", "logicaldisk"})
NETWORK = frozenset({"network", "net", "nic", "networks"})
READ, WRITE = frozenset({"read", "reads"}), frozenset({"write", "writes", "written"})
INWARD = frozenset({"in", "received", "receive", "rx", "inbound", "ingress", "download"})
OUTWARD = frozenset({"out", "sent", "send", "transmitted", "transmit", "tx", "outbound", "egress", "upload"})
CAPACITY = frozenset({"capacity", "total", "size", "provisioned", "limit", "installed", "configured", "allocated"})
OTHER_BYTES = frozenset({"gb", "gib", "kb", "kib", "tb", "tib", "bytes"})
"""Units of memory in which nothing is read: it would be taken for a percentage."""
NO_USE = frozenset({"free", "available", "idle", "ready", "latency", "wait", "min", "minimum", "committed", "queue"})
"""Words of meters that are no utilisation."""
PERCENT = re.compile(r"%|\bpct\b|\bperc\b|\bpercent(age)?\b")
FRACTION = re.compile(r"\b(fraction|ratio)\b")
IOPS = re.compile(
    r"\biops\b|\bi ?/ ?o ?ps\b|\b(transfers|reads|writes|operations|ops|ios) ?(/ ?s(ec)?\b|per s(ec(ond)?)?\b)"
)
PER_SECOND = re.compile(r"/ ?s(ec(ond)?)?\b|\bper s(ec(ond)?)?\b|\bps\b")
BITS = re.compile(
    r"(?<![A-Za-z])(?:(?P<a>[kKmMgG])bps\b|(?P<b>[KMG])b ?(?:/ ?s|per s)|(?P<c>(?i:k|m|g|kilo|mega|giga)?)(?i:bits?))"
)
"""`Mbps` and `Mb/s`; `mb per s`, all in small letters, is a spelling of megabytes."""
BYTES = re.compile(
    r"(?:\b|(?<=[\W\d]))(kib|mib|gib|kb|mb|gb|b|(?:kilo|mega|giga|k|m|g)?bytes)(?=ps\b|\b)", re.IGNORECASE
)
SCALES = {"kib": 2**10, "mib": 2**20, "gib": 2**30, "k": 10**3, "m": 10**6, "g": 10**9}


def _percentile(rank: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(p ?{rank}|{rank} ?(th)? ?(p|pct|perc|percentile)|percentile ?{rank})(?!\d)")


STATISTICS: tuple[tuple[Statistic, re.Pattern[str]], ...] = (
    ("p50", _percentile(50)),
    ("p90", _percentile(90)),
    ("p95", _percentile(95)),
    ("p99", _percentile(99)),
    ("p50", re.compile(r"\bmedian\b")),
    ("mean", re.compile(r"\b(mean|average|avg)\b")),
    ("peak", re.compile(r"\b(max|maximum|peak)\b")),
)


def meter_of(title: str, unit: str = "", device: str = "") -> Meter | None:
    """What it measures, or None. `unit` is a column of its own; `device` is what the title's group of columns is of."""
    spaced = _spaced(f"{device} {title} {unit}")
    statistic = statistic_of(title)
    found = _counter(title.strip().casefold()) or _by_words(spaced, frozenset(re.findall(r"[a-z]+", spaced.casefold())))
    return found and Meter(found.metric, found.part, found.factor, found.unit, found.of, statistic)


def _counter(title: str) -> Meter | None:
    """A counter of vCenter by its name, `disk.read` or `disk_read_average`; a mere `disk read` is none."""
    bare = ROLLUP.sub("", title)
    return COUNTERS.get(bare.replace("_", ".")) if "." in title or bare != title else None


def statistic_of(title: str) -> Statistic:
    """The statistic a title names; of a percentile and its rollup, the percentile."""
    text = _spaced(title).casefold()
    return next((name for name, pattern in STATISTICS if pattern.search(text)), "")


def capacity_of(title: str) -> Of:
    """`mhz` or `mib` for a column that states how much CPU or memory the machine has, in MHz or MiB."""
    words = frozenset(re.findall(r"[a-z]+", _spaced(title).casefold()))
    if not words & CAPACITY:
        return ""
    return "mhz" if words & CPU and "mhz" in words else "mib" if words & MEMORY and words & {"mb", "mib"} else ""


def _spaced(title: str) -> str:
    """Words apart: `NetworkIn_mb_per_s` as `Network In mb per s`. Case is kept: it tells bits from bytes."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", re.sub(r"[_.\\()\[\]:;,*#-]+", " ", title))
    return " ".join(apart.split())


def _by_words(text: str, words: frozenset[str]) -> Meter | None:
    lower = text.casefold()
    if words & NO_USE:
        return None
    if IOPS.search(lower):
        return Meter(Metric.DISK_IOPS, _part(words), 1.0, "1/s")
    if PER_SECOND.search(lower) or re.search(r"[KMGkmg](b|B)ps\b", text):
        return _rate(text, words)
    if words & CAPACITY and not PERCENT.search(lower):
        return None
    percent = 100.0 if FRACTION.search(lower) else 1.0
    unit = "fraction" if percent > 1 else "%"
    if words & CPU:
        megahertz = "mhz" in words
        return Meter(Metric.CPU_PERCENT, "", *((1.0, "MHz", "mhz") if megahertz else (percent, unit, "")))
    if words & MEMORY:
        if words & OTHER_BYTES and not PERCENT.search(lower):
            return None
        megabytes = bool(words & {"mb", "mib"})
        return Meter(Metric.MEMORY_PERCENT, "", *((1.0, "MiB", "mib") if megabytes else (percent, unit, "")))
    return None


def _rate(text: str, words: frozenset[str]) -> Meter | None:
    """Bytes or bits per second, of a disk (or of reads and writes), or of a network in one direction."""
    network = bool(words & NETWORK) or not words & (DISK | READ | WRITE)
    scale = _bytes_of(text, network)
    if scale is None:
        return None
    factor, unit = scale[0] / 10**6, scale[1]
    if not network:
        return Meter(Metric.DISK_MB_PER_S, _part(words), factor, unit)
    if bool(words & INWARD) == bool(words & OUTWARD):
        return None
    inward = Metric.NETWORK_IN_MB_PER_S if words & INWARD else Metric.NETWORK_OUT_MB_PER_S
    return Meter(inward, "", factor, unit)


def _bytes_of(text: str, network: bool) -> tuple[float, str] | None:
    """Bytes in the unit, and its name. `Mbps` of a network is megabits; of a disk it can only be meant as megabytes."""
    bits = BITS.search(text)
    if bits and (network or "bit" in bits[0].casefold()):
        prefix = (bits["a"] or bits["b"] or bits["c"] or "")[:1].casefold()
        return SCALES.get(prefix, 1) / 8, f"{prefix}bit/s"
    found = BYTES.search(text.replace("bps", "b ps").replace("Bps", "B ps"))
    if found is None:
        return None
    name = found[1].casefold()
    return float(SCALES.get(name) or SCALES.get(name[0], 1)), f"{name}/s"


def _part(words: frozenset[str]) -> Literal["", "read", "write"]:
    reads, writes = bool(words & READ), bool(words & WRITE)
    return "" if reads == writes else "read" if reads else "write"
