"""Microsoft.Compute as far as a landing needs it: machines, managed disks, sizes and quotas."""

from azlift.rehearsal.compute.disks import DISK_KIND
from azlift.rehearsal.compute.machines import MACHINE

KINDS = (MACHINE, DISK_KIND)
