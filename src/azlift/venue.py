"""Where it happens: a rehearsal or Azure. Endpoint, credential, clock and ledger are chosen here and nowhere below.

A rehearsal's ledger is never the live one: each venue has its own file in the workspace.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from ipaddress import IPv4Network
from pathlib import Path
from typing import TYPE_CHECKING

from azlift.catalog import read_catalogue
from azlift.clock import read_clock
from azlift.errors import NotFound, SettingsError
from azlift.ledger import Ledger, Server, open_ledger, this_driver
from azlift.model import Catalogue, Target, Wave
from azlift.settings import Settings, read_settings

if TYPE_CHECKING:  # Azure's SDK takes a fifth of a command's start: who reaches no Azure does not load it
    from azlift.checks import Eyes
    from azlift.cloud import Access, Cloud
    from azlift.notices import Messenger
    from azlift.runbook.hands import Hands

ACCESS_FILE = Path("rehearsal") / "access.json"
"""Where a running pretend Azure says how to reach it; readable by its owner only."""
OUTBOX_FILE = Path("rehearsal") / "notices.jsonl"
"""What a rehearsal would have told people, a message a line."""
CALENDAR_FILE = Path("rehearsal") / "calendar.json"
"""What time it is in a rehearsal, which passes from window to window."""


@dataclass(frozen=True)
class Venue:
    """Everything a verb needs besides its subject."""

    workspace: Path
    settings: Settings
    ledger: Ledger

    @cached_property
    def access(self) -> "Access":
        """How to reach the subscription; read at first use, so that the verbs that need no Azure need none."""
        return read_access(self.workspace, self.settings)

    @cached_property
    def cloud(self) -> "Cloud":
        """The SDK's clients, made at first use in the running event loop."""
        from azlift.cloud import open_cloud

        return open_cloud(self.access)

    @cached_property
    def hands(self) -> "Hands":
        """Who carries out the team's own steps of a cutover: in a rehearsal somebody who stands in for them."""
        from azlift.runbook.hands import StandIn, TeamHands

        return StandIn(self.workspace) if self.settings.venue == "rehearsal" else TeamHands(self.workspace)

    @cached_property
    def eyes(self) -> "Eyes":
        """Who looks at ports, pages, names and databases; in a rehearsal there are none to look at."""
        from azlift.checks.eyes import RealEyes, StandInEyes

        return StandInEyes() if self.settings.venue == "rehearsal" else RealEyes()

    @cached_property
    def messenger(self) -> "Messenger":
        """Who brings people what they are told: in a rehearsal a file that they can read, and nobody is woken."""
        from azlift.notices import Outbox, Post

        return Outbox(self.workspace / OUTBOX_FILE) if self.settings.venue == "rehearsal" else Post(os.environ)

    @cached_property
    def teaches(self) -> bool:
        """Whether what something takes here says what it takes in Azure: a rehearsal's hands and clock do not."""
        return self.settings.venue == "azure"

    @property
    def now(self) -> datetime:
        """UTC; in a rehearsal the time of its virtual calendar."""
        return self.ledger.clock()

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def as_of(self) -> date:
        """The day by which support has ended."""
        return self.settings.as_of or date.fromisoformat(self.catalogue.seen_on)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The region's sizes and prices: the workspace's own where it has been refreshed, else those that ship."""
        return read_catalogue(self.settings.region, self.workspace)

    @property
    def templates(self) -> Path:
        """The templates' folder. Raises SettingsError when it is not there."""
        folder = self.settings.templates
        if not folder.is_dir():
            raise SettingsError(
                f"no templates in {folder.resolve()}",
                column="templates",
                advice="Run azlift where the repository's templates/ is, or set `templates` in azlift.yaml.",
            )
        return folder

    def target(self, wave: Wave) -> Target:
        """Where this wave lands. Raises SettingsError when the address space has no block left for it."""
        return Target(
            subscription_id=self.access.subscription_id,
            region=self.settings.region,
            estate=self.settings.estate,
            wave=wave.id,
            address_space=str(self._block(wave.number)),
            tags=self.settings.tags,
        )

    def _block(self, number: int) -> IPv4Network:
        space, prefix = self.settings.address_space, self.settings.wave_prefix
        blocks = 2 ** (prefix - space.prefixlen) if prefix >= space.prefixlen else 0
        if number > blocks:
            raise SettingsError(
                f"{space} holds {blocks} blocks of /{prefix}; wave {number} has none",
                column="address_space",
                advice="Set a larger `address_space` or a longer `wave_prefix` in azlift.yaml.",
            )
        size = 2 ** (32 - prefix)
        return IPv4Network((int(space.network_address) + (number - 1) * size, prefix))


def open_venue(workspace: Path) -> Venue:
    """The venue a workspace's settings name. Raises SettingsError, LedgerError."""
    settings = read_settings(workspace)
    clock = read_clock(workspace / CALENDAR_FILE) if settings.venue == "rehearsal" else None
    return Venue(workspace, settings, open_ledger(ledger_place(workspace, settings), clock, this_driver()))


def ledger_place(workspace: Path, settings: Settings) -> Path | Server:
    """The venue's own ledger: a file of the workspace, or a schema of the estate's on the server all machines share."""
    if settings.ledger:
        return Server(settings.ledger, f"azlift_{settings.venue}_{settings.estate.replace('-', '_')}")
    return workspace / f"{settings.venue}.ledger"


_OPEN: dict[str, Venue] = {}


@asynccontextmanager
async def opened(workspace: str) -> AsyncIterator[Venue]:
    """The venue for the length of a flow run; its tasks, which are given ids only, find it by `the_venue`."""
    venue = open_venue(Path(workspace))
    _OPEN[workspace] = venue
    try:
        yield venue
    finally:
        del _OPEN[workspace]
        if "cloud" in venue.__dict__:
            from azlift.cloud import close_cloud

            await close_cloud(venue.cloud)


def the_venue(workspace: str) -> Venue:
    """The venue this flow run opened."""
    return _OPEN[workspace]


def read_access(workspace: Path, settings: Settings) -> "Access":
    """How to reach the venue's Azure. Raises NotFound when no pretend Azure is running for a rehearsal."""
    from azlift.cloud import Access

    if settings.venue == "azure":
        return _live_access(settings)
    file = workspace / ACCESS_FILE
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(
            "no pretend Azure is running for this workspace",
            file=str(file),
            advice=f"Start one: azlift rehearsal serve --workspace {workspace}",
        ) from error
    return Access(
        auth="rehearsal",
        subscription_id=said["subscription_id"],
        tenant_id=said["tenant_id"],
        client_id=said["client_id"],
        secret=said["client_secret"],
        secret_ends=date.max,
        endpoint=said["endpoint"],
        ca_file=said["ca_file"],
        speed=said["speed"],
    )


def _live_access(settings: Settings) -> "Access":
    from azlift.cloud import Access

    if settings.auth == "rehearsal":
        raise SettingsError(
            "`auth: rehearsal` cannot sign in to Azure",
            column="auth",
            advice="Set `auth` to cli, managed_identity, workload_identity, certificate or secret.",
        )
    if not settings.subscription_id:
        raise SettingsError("`subscription_id` is empty", column="subscription_id", advice="Set it in azlift.yaml.")
    return Access(
        auth=settings.auth,
        subscription_id=settings.subscription_id,
        cloud=settings.cloud,
        tenant_id=settings.tenant_id,
        client_id=settings.client_id,
        secret=os.environ.get("AZURE_CLIENT_SECRET", ""),
        certificate_path=settings.certificate_path,
        secret_ends=settings.secret_ends,
    )
