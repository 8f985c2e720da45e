"""The wave's address space, carved into one subnet per source network."""

from collections.abc import Mapping
from ipaddress import IPv4Network

from azlift.errors import PlanError

RESERVED_ADDRESSES = 5
"""Addresses Azure keeps in each subnet: learn.microsoft.com, "Virtual network FAQ"."""
SMALLEST = 32
"""Addresses of a /27."""


def carve(address_space: str, nics: Mapping[str, int]) -> dict[str, str]:
    """A CIDR block for each subnet, large enough for its network cards; in the order of the subnets' names.

    Sizes are powers of two and the largest come first, so that each begins at a multiple of its size and none is
    lost between them. Raises PlanError with the numbers when the space is too small, or is none.
    """
    space = _space(address_space)
    sizes = {name: subnet_size(count) for name, count in nics.items()}
    needed = sum(sizes.values())
    if needed > space.num_addresses:
        raise PlanError(
            f"{len(sizes)} subnets for {sum(nics.values()):,} network cards need {needed:,} addresses; "
            f"{space} has {space.num_addresses:,}",
            column="address_space",
            advice="Give the waves larger blocks (a smaller `wave_prefix`), or move some groups to another wave.",
        )
    blocks, start = {}, int(space.network_address)
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        blocks[name] = str(IPv4Network((start, 33 - sizes[name].bit_length())))
        start += sizes[name]
    return {name: blocks[name] for name in sorted(blocks)}


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
