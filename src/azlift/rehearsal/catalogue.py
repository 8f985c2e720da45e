"""The machine sizes and regions of this world, as plain data.

The sizes file is a JSON list of objects with exactly these members: `name`, `family`, `vcpus`, `memory_gib`,
`max_data_disks`, `max_nics`, `premium_io`, `hyperv_generations` (["V1", "V2"]) and `regions` (region name to its zones:
{"westeurope": ["1", "2", "3"]}; an empty list is a region without zones). The regions of the world are those the sizes
name, together with the built-in ones.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SizeFacts:
    """What the world must know of one machine size; `regions` maps a region to its zones there."""

    name: str
    family: str
    vcpus: int
    memory_gib: float
    max_data_disks: int
    max_nics: int
    premium_io: bool
    hyperv_generations: tuple[str, ...]
    regions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Region:
    """A public region as the locations list describes it; what is not published is None, a region may have no pair.

    Sources: a recorded answer of the locations API; regions opened since then from Azure's list of regions, without
    coordinates; zones from the compute SKUs of each region (as read for the catalogue of sizes).
    """

    displayName: str  # noqa: N815  # the names are Azure's, as in the file
    regionalDisplayName: str  # noqa: N815
    geographyGroup: str  # noqa: N815
    regionCategory: str  # noqa: N815
    pairedRegion: tuple[str, ...]  # noqa: N815
    physicalLocation: str | None  # noqa: N815
    latitude: str | None
    longitude: str | None
    zones: tuple[str, ...]


@cache
def public_regions() -> Mapping[str, Region]:
    """By name."""
    rows = json.loads(files("azlift.rehearsal").joinpath("regions.json").read_text(encoding="utf-8"))
    return {
        name: Region(**{**row, "pairedRegion": tuple(row["pairedRegion"]), "zones": tuple(row["zones"])})
        for name, row in rows.items()
    }


class SizesFileError(Exception):
    """The sizes file is not what its format says."""


@dataclass(frozen=True)
class Catalogue:
    """Sizes by lower-case name, and the regions of the world by name with their display names."""

    sizes: Mapping[str, SizeFacts]
    regions: Mapping[str, str]

    def find(self, name: str) -> SizeFacts | None:
        return self.sizes.get(name.lower())

    def in_region(self, region: str) -> list[SizeFacts]:
        return self._by_region.get(region, [])

    def zones_of(self, region: str) -> tuple[str, ...]:
        """The zones any size is offered in."""
        return self._zones.get(region, ())

    @cached_property
    def _by_region(self) -> dict[str, list[SizeFacts]]:
        found: dict[str, list[SizeFacts]] = {}
        for size in self.sizes.values():
            for region in size.regions:
                found.setdefault(region, []).append(size)
        return found

    @cached_property
    def _zones(self) -> dict[str, tuple[str, ...]]:
        sizes = self._by_region.items()
        return {region: tuple(sorted({z for size in of for z in size.regions[region]})) for region, of in sizes}


def catalogue_of(sizes: Iterable[SizeFacts]) -> Catalogue:
    """A catalogue over these sizes."""
    by_name = {size.name.lower(): size for size in sizes}
    named = {region for size in by_name.values() for region in size.regions}
    public = public_regions()
    regions = {name: public[name].displayName if name in public else name for name in sorted(named | public.keys())}
    return Catalogue(by_name, regions)


def read_catalogue(path: Path | None) -> Catalogue:
    """The catalogue of a sizes file, or the built-in one when there is none."""
    if path is None:
        return catalogue_of(_built_in())
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list):
        raise SizesFileError(f"{path}: expected a JSON list of sizes, found {type(rows).__name__}")
    return catalogue_of(_read_size(path, number, row) for number, row in enumerate(rows))


def normal_location(location: str) -> str:
    """'West Europe' and 'westeurope' are the same region."""
    return location.replace(" ", "").lower()


def _read_size(path: Path, number: int, row: Any) -> SizeFacts:
    names = {each.name for each in fields(SizeFacts)}
    if not isinstance(row, dict) or set(row) != names:
        found = sorted(row) if isinstance(row, dict) else type(row).__name__
        raise SizesFileError(f"{path}: size {number}: expected exactly {sorted(names)}, found {found}")
    regions = {normal_location(region): tuple(map(str, zones)) for region, zones in row["regions"].items()}
    return SizeFacts(**{**row, "hyperv_generations": tuple(row["hyperv_generations"]), "regions": regions})


_Row = tuple[str, str, int, float, int, int, bool, tuple[str, ...]]
_BOTH, _FIRST = ("V1", "V2"), ("V1",)
# What a series calls its sizes, with vCPUs, data disks and NICs.
_BY_VCPUS = (
    (2, 2, 4, 2),
    (4, 4, 8, 2),
    (8, 8, 16, 4),
    (16, 16, 32, 8),
    (32, 32, 32, 8),
    (48, 48, 32, 8),
    (64, 64, 32, 8),
)
_BY_NUMBER = ((1, 1, 4, 2), (2, 2, 8, 2), (3, 4, 16, 4), (4, 8, 32, 8), (5, 16, 64, 8))


def _built_in() -> list[SizeFacts]:
    """Common sizes in every built-in region. Source: Microsoft.Compute/skus (vCPUs, memory, data disks, NICs,
    generations)."""
    regions = {name: region.zones for name, region in public_regions().items()}
    rows: list[_Row] = [
        ("Standard_A1_v2", "standardAv2Family", 1, 2, 2, 2, False, _FIRST),
        ("Standard_A2_v2", "standardAv2Family", 2, 4, 4, 2, False, _FIRST),
        ("Standard_A4_v2", "standardAv2Family", 4, 8, 8, 4, False, _FIRST),
        ("Standard_A8_v2", "standardAv2Family", 8, 16, 16, 8, False, _FIRST),
        ("Standard_B1s", "standardBSFamily", 1, 1, 2, 2, True, _BOTH),
        ("Standard_B2s", "standardBSFamily", 2, 4, 4, 3, True, _BOTH),
        ("Standard_B2ms", "standardBSFamily", 2, 8, 4, 3, True, _BOTH),
        ("Standard_B4ms", "standardBSFamily", 4, 16, 8, 4, True, _BOTH),
        ("Standard_B8ms", "standardBSFamily", 8, 32, 16, 4, True, _BOTH),
        ("Standard_F2s_v2", "standardFSv2Family", 2, 4, 4, 2, True, _BOTH),
        ("Standard_F4s_v2", "standardFSv2Family", 4, 8, 8, 2, True, _BOTH),
        ("Standard_F8s_v2", "standardFSv2Family", 8, 16, 16, 4, True, _BOTH),
        *_ladder("Standard_D{}s_v3", "standardDSv3Family", 4, True),
        *_ladder("Standard_D{}_v5", "standardDv5Family", 4, False),
        *_ladder("Standard_D{}s_v5", "standardDSv5Family", 4, True),
        *_ladder("Standard_E{}s_v5", "standardESv5Family", 8, True),
        # Older series that public templates still name.
        *_ladder("Standard_D{}_v2", "standardDv2Family", 3.5, False, _FIRST, _BY_NUMBER),
        *_ladder("Standard_DS{}_v2", "standardDSv2Family", 3.5, True, _BOTH, _BY_NUMBER),
        *_ladder("Standard_D{}_v3", "standardDv3Family", 4, False, _FIRST),
        *_ladder("Standard_D{}_v4", "standardDv4Family", 4, False),
        *_ladder("Standard_D{}s_v4", "standardDSv4Family", 4, True),
    ]
    return [SizeFacts(*row, regions) for row in rows]


def _ladder(
    pattern: str,
    family: str,
    gib_per_vcpu: float,
    premium: bool,
    generations: tuple[str, ...] = _BOTH,
    steps: tuple[tuple[int, int, int, int], ...] = _BY_VCPUS,
) -> list[_Row]:
    return [
        (pattern.format(word), family, vcpus, vcpus * gib_per_vcpu, disks, nics, premium, generations)
        for word, vcpus, disks, nics in steps
    ]
