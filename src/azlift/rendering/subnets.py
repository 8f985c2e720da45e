"""The wave's address space, carved into one subnet per source network."""

from bisect import insort
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network
from types import MappingProxyType

from azlift.errors import PlanError

RESERVED_ADDRESSES = 5
"""Addresses Azure keeps in each subnet: learn.microsoft.com, "Virtual network FAQ"."""
SMALLEST = 32
"""Addresses of a /27."""


def carve(
    address_space: str, nics: Mapping[str, int], kept: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """A CIDR block for each subnet, large enough for its network cards; in the order of the subnets' names.

    Sizes are powers of two and the largest come first, each at the first free multiple of its size, so that none is
    lost between them; `kept` blocks stay where they are. Raises PlanError with the numbers when the space is too
    small, or is none, or when a kept block is.
    """
    space = _space(address_space)
    sizes = {name: subnet_size(count) for name, count in nics.items()}
    blocks = {name: IPv4Network(kept[name]) for name in sizes if name in kept}
    _refuse_outgrown(blocks, sizes, nics)
    taken = sorted(map(_reach, blocks.values()))
    for name in sorted(sizes.keys() - blocks.keys(), key=lambda name: (-sizes[name], name)):
        free = _first_free(space, sizes[name], taken)
        if free is None:
            raise PlanError(
                f"{len(sizes)} subnets for {sum(nics.values()):,} network cards need {sum(sizes.values()):,} "
                f"addresses; {space} has {space.num_addresses:,}",
                column="address_space",
                advice="Give the waves larger blocks (a smaller `wave_prefix`), or move some groups to another wave.",
            )
        blocks[name] = free
        insort(taken, _reach(free))
    return {name: str(blocks[name]) for name in sorted(blocks)}


def _reach(block: IPv4Network) -> tuple[int, int]:
    """The first address of a block, and the first after it."""
    first = int(block.network_address)
    return first, first + block.num_addresses


def _first_free(space: IPv4Network, size: int, taken: Sequence[tuple[int, int]]) -> IPv4Network | None:
    """The first free block of a size; `taken` are the others in their order, stepped over one by one."""
    start, end = _reach(space)
    for first, past in taken:
        if start + size <= first:
            break
        if start < past:
            start = -(-past // size) * size
    return IPv4Network((start, 33 - size.bit_length())) if start + size <= end else None


def _refuse_outgrown(blocks: Mapping[str, IPv4Network], sizes: Mapping[str, int], nics: Mapping[str, int]) -> None:
    for name, block in blocks.items():
        if block.num_addresses < sizes[name]:
            raise PlanError(
                f"the subnet {name} stands with {block} and now needs {sizes[name]} addresses for {nics[name]} cards",
                column="address_space",
                advice="Azure enlarges no subnet that is in use: plan the new groups into another wave.",
            )


def subnet_size(nics: int) -> int:
    """Addresses of the smallest block that holds this many network cards and what Azure keeps."""
    return max(SMALLEST, 1 << (nics + RESERVED_ADDRESSES - 1).bit_length())


def _space(text: str) -> IPv4Network:
    try:
        return IPv4Network(text)
    except ValueError as error:
        raise PlanError(
            f"found {text!r} as the wave's address space; expected an IPv4 block such as 10.64.0.0/20: {error}",
            column="address_space",
            advice="Correct `address_space` in the settings.",
        ) from error
