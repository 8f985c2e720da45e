"""Microsoft.Authorization: roles and who has them, locks, policies."""

from azlift.rehearsal.authorization import assignments, locks, roles
from azlift.rehearsal.authorization.policy import assignments as policy_assignments
from azlift.rehearsal.authorization.policy import definitions

KINDS = (
    roles.KIND,
    assignments.KIND,
    locks.KIND,
    definitions.DEFINITION_KIND,
    definitions.SET_KIND,
    policy_assignments.KIND,
    policy_assignments.EXEMPTION_KIND,
)
