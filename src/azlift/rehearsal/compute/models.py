"""The bodies of Microsoft.Compute by the name of their model, read from `models.json`.

Names, kinds, required and read-only members are those of azure-mgmt-compute 39; a test holds the two together.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.kinds import Kind
from azlift.rehearsal.models import Models
from azlift.rehearsal.operations import COMPUTE
from azlift.rehearsal.strict import Shape, Voice

NAMESPACE = "Microsoft.Compute"
MODELS: Mapping[str, Any] = json.loads(files(__package__).joinpath("models.json").read_text(encoding="utf-8"))
OF_OLD = {"AvailabilitySetProperties": {"managed": "flag"}}
BODIES = Models(MODELS, takes_ids=True, of_old=OF_OLD)
# Source: Azure naming rules, Microsoft.Compute (disks, snapshots, images, availabilitySets, ...).
NAME = re.compile(r"^[A-Za-z0-9_](?:[\w.\-]{0,78}\w)?$", re.ASCII)
NAME_WORDS = "1 to 80 letters, digits, '_', '-' or '.'"


def shape(model: str) -> Shape:
    """The shape of a model."""
    return BODIES.shape(model)


def compute_kind(name: str, model: str, *, seconds: float | None = None, family: str = COMPUTE, **rules: Any) -> Kind:
    """A resource type of the namespace whose bodies are those of `model`; `rules` are further members of its Kind.

    It takes the time its type usually takes, unless told that it takes none.
    """
    usual = durations.usual(f"{NAMESPACE}/{name}") if seconds is None else seconds
    top = {each: reader for each, reader in BODIES.members(model).items() if each != "properties"}
    properties = shape(MODELS[model]["members"]["properties"])
    beside = tuple(MODELS[model].get("readOnly", ()))
    named = {"name_rule": NAME, "name_words": NAME_WORDS, "read_only": beside, **rules}
    return Kind(f"{NAMESPACE}/{name}", Voice.COMPUTE, family, properties, usual, top=top, **named)
