"""Microsoft.Compute as far as a landing needs it: machines, managed disks, sizes and quotas."""

from dataclasses import replace

from azlift.rehearsal.compute.disks import DISK_KIND
from azlift.rehearsal.compute.machines import MACHINE
from azlift.rehearsal.compute.power import ACTIONS

KINDS = (replace(MACHINE, actions=ACTIONS), DISK_KIND)
