"""`azlift catalog`: what is known of Azure's sizes and prices, how old that is, and reading it anew."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.errors import InputError

if TYPE_CHECKING:
    from azlift.catalog import Refreshed, RegionInformation

app = typer.Typer(help="Azure's sizes, disks and prices, as azlift knows them.", no_args_is_help=True)

COLUMNS = ("region", "sizes", "linux", "windows", "reserved", "savings", "tiers", "days old")


@app.command()
def info(
    region: Annotated[str | None, typer.Option("--region", help="Only this region.")] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """How many sizes and prices are known of each region, where they come from and how old they are."""
    from azlift.catalog import regions
    from azlift.settings import read_settings

    home = region or read_settings(workspace).region
    found, broken = _informed([region] if region else regions(workspace), workspace)
    if output is Output.JSON:
        print_json([_plain(one) for one in found])
    else:
        print_table("Catalogue", COLUMNS, [_row(one) for one in found])
        for one in found:
            if one.region == home:
                _show_sources(one)
    if broken:
        raise broken


@app.command()
def refresh(
    region: Annotated[
        str | None, typer.Option("--region", help="The region; the workspace's own where none is given.")
    ] = None,
    prices: Annotated[
        str | None, typer.Option("--prices", help="Where the Retail Prices API is asked, if not at Microsoft.")
    ] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Read a region's prices anew, and its sizes where the workspace's venue is Azure; kept in the workspace."""
    from azlift.catalog import catalogue_info, write_catalogue
    from azlift.settings import read_settings

    home = region or read_settings(workspace).region
    made = asyncio.run(_refreshed(home, prices, workspace))
    file = write_catalogue(workspace, home, made.text)
    print_table("Catalogue", COLUMNS, [_row(catalogue_info(home, workspace, _today()))])
    if made.left_out:
        say(f"left out, of an entry azlift cannot read: {_some(made.left_out)}")
    if made.withheld:
        say(f"without a Linux price, since what is published is no lower than the Windows one: {_some(made.withheld)}")
    say(f"written to {file}; run azlift place to use it")


async def _refreshed(region: str, endpoint: str | None, workspace: Path) -> "Refreshed":
    """A rehearsal has no Azure to ask for sizes: those that shipped stay."""
    from functools import partial

    from azlift.catalog import ENDPOINT, fetch_prices, refresh_catalogue
    from azlift.cloud import list_size_skus
    from azlift.venue import opened

    async with opened(str(workspace)) as venue:
        fetch_skus = partial(list_size_skus, venue.cloud) if venue.settings.venue == "azure" else None
        return await refresh_catalogue(
            region, fetch_skus, partial(fetch_prices, endpoint=endpoint or ENDPOINT), _today()
        )


def _informed(regions: Sequence[str], workspace: Path) -> "tuple[list[RegionInformation], InputError | None]":
    """What is known of each region; a file that cannot be read stops no other region, and one of them is returned."""
    from azlift.catalog import catalogue_info

    found, broken = [], None
    for region in regions:
        try:
            found.append(catalogue_info(region, workspace, _today()))
        except InputError as error:
            broken = error
    return found, broken


def _row(one: "RegionInformation") -> tuple[str, ...]:
    counts = (one.sizes, one.linux, one.windows, one.reserved, one.savings, one.disk_tiers)
    oldest = max(age.days for age in one.ages)
    return f"{one.region} (yours)" if one.own else one.region, *(f"{count:,}" for count in counts), str(oldest)


def _show_sources(one: "RegionInformation") -> None:
    for age in one.ages:
        say(f"{one.region}, {age.of}: {age.days} days old, seen on {age.source.seen_on}. {age.source.text}")
    for finding in one.findings:
        say(f"{finding.severity}: {finding.code}: {finding.message} {finding.remedy}")


def _plain(one: "RegionInformation") -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(one), "findings": [finding.model_dump(mode="json") for finding in one.findings]}


def _some(names: Sequence[str], shown: int = 5) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _today() -> date:
    return datetime.now(UTC).date()
