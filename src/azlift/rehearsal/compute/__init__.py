"""Microsoft.Compute: machines and their extensions, disks, snapshots, images, scale sets, places, sizes and quotas."""

from azlift.rehearsal.compute import access, machine_actions, power, scale_sets
from azlift.rehearsal.compute.availability_sets import AVAILABILITY_SET
from azlift.rehearsal.compute.dedicated_hosts import HOST, HOST_GROUP
from azlift.rehearsal.compute.disks import DISK_KIND
from azlift.rehearsal.compute.encryption_sets import DISK_ACCESS_KIND, ENCRYPTION_SET_KIND
from azlift.rehearsal.compute.extensions import EXTENSION
from azlift.rehearsal.compute.galleries import DEFINITION, GALLERY, VERSION
from azlift.rehearsal.compute.images import IMAGE
from azlift.rehearsal.compute.machines import MACHINE
from azlift.rehearsal.compute.proximity_groups import PROXIMITY_GROUP
from azlift.rehearsal.compute.reservations import RESERVATION, RESERVATION_GROUP
from azlift.rehearsal.compute.restore_points import COLLECTION, DISK_POINT, POINT
from azlift.rehearsal.compute.run_commands import RUN_COMMAND
from azlift.rehearsal.compute.scale_set_instances import INSTANCE
from azlift.rehearsal.compute.scale_sets import SCALE_SET
from azlift.rehearsal.compute.snapshots import SNAPSHOT
from azlift.rehearsal.compute.ssh_keys import SSH_KEY

KINDS = (
    MACHINE, EXTENSION, RUN_COMMAND, DISK_KIND, SNAPSHOT, DISK_ACCESS_KIND, ENCRYPTION_SET_KIND, IMAGE, GALLERY,
    DEFINITION, VERSION, AVAILABILITY_SET, PROXIMITY_GROUP, RESERVATION_GROUP, RESERVATION, HOST_GROUP, HOST, SSH_KEY,
    COLLECTION, POINT, DISK_POINT, SCALE_SET, INSTANCE,
)  # fmt: skip
EFFECTS = {**power.EFFECTS, **machine_actions.EFFECTS, **scale_sets.EFFECTS, "access_expired": access.access_expired}
