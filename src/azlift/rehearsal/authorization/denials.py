"""Deny assignments: Azure makes them itself, for managed applications and deployment stacks; here there are none."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from azlift.rehearsal.kinds import ANYWHERE, Json, Kind
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, unmodelled

if TYPE_CHECKING:
    from azlift.rehearsal.world import World


def _select(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    return ()


KIND = Kind(
    type="Microsoft.Authorization/denyAssignments",
    voice=Voice.ARM,
    family="generic",
    properties=unmodelled("deny assignments of one's own"),
    seconds=0,
    name_rule=re.compile(r"[0-9a-fA-F-]{36}"),
    name_words="a GUID",
    homes=ANYWHERE,
    tracked=False,
    listed=False,
    shows_state=False,
    select=_select,
    filters=("denyAssignmentName", "principalId", "gdprExportPrincipalId", "atScope()", "assignedTo()"),
)
