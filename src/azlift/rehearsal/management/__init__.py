"""Microsoft.Management: management groups, and the subscriptions in them."""

from azlift.rehearsal.management.groups import GROUP_KIND
from azlift.rehearsal.management.placements import PLACEMENT_KIND

KINDS = (GROUP_KIND, PLACEMENT_KIND)
