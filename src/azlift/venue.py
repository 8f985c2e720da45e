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
from azlift.clock import read_clock, real_time
from azlift.errors import NotFound, SettingsError
from azlift.ledger import Ledger, open_ledger, this_driver
from azlift.model import Catalogue, Target, Wave
from azlift.settings import Settings, read_settings

if TYPE_CHECKING:  # Azure's SDK takes a fifth of a command's start: who reaches no Azure does not load it
    from azlift.cloud import Access, Cloud

ACCESS_FILE = Path("rehearsal") / "access.json"
"""Where a running pretend Azure says how to reach it; readable by its owner only."""
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
    clock = read_clock(workspace / CALENDAR_FILE) if settings.venue == "rehearsal" else real_time
    ledger = open_ledger(workspace / f"{settings.venue}.ledger", clock, this_driver())
    return Venue(workspace, settings, ledger)


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
    )
