"""What a lost ledger is made anew from: what stands in Azure, and what its tags say."""

from datetime import datetime
from typing import Literal

from azlift.model.landing import Sender
from azlift.model.noun import GroupId, Noun, WaveId


class Recovered(Noun):
    """That what follows about a subject was read from Azure at `at`, and is not what was once written down.

    `source`: `plan` where today's plan renders exactly what stands, by its digest; `tags` where only the resources say
    what they are. `marked` is the stage its machines bear. `notes`: what could not be told, in a person's words.
    """

    subject: str
    wave: WaveId
    digest: str
    source: Literal["plan", "tags"]
    resources: tuple[str, ...]
    marked: str = ""
    notes: tuple[str, ...] = ()
    at: datetime


class Succession(Noun):
    """That a ledger takes the place of others: what these have sent is from now on as if it had sent it itself."""

    senders: tuple[Sender, ...]
    at: datetime


class Mark(Noun):
    """That a group's machines bear, as a tag, how far it has come; what is in no ledger then is in Azure."""

    group: GroupId
    stage: str
    machines: tuple[str, ...]
