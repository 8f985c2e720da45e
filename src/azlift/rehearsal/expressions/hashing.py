"""uniqueString and guid, whose answers are the same in Azure and here.

uniqueString: the arguments joined with '-', a 64-bit murmur-style hash of two 32-bit lanes, 13 characters of 5 bits
each from the top. Constants, order and test vectors: measured against Azure's own (Azure/bicep,
SnapshotCommandTests/basic has an official vector). guid: the RFC 4122 version 5 of the same text in a namespace of its
own.
"""

from functools import lru_cache
from uuid import UUID, uuid5

_MASK = 0xFFFFFFFF
_LANE_A = 0xAB0E9789
_LANE_B = 0x239B961B
_GUID_NAMESPACE = UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@lru_cache(maxsize=4_096)
def unique_string(*parts: str) -> str:
    """The 13 characters Azure makes of these strings."""
    return _letters(_hash_64("-".join(parts).encode()))


def guid_of(*parts: str) -> str:
    """The GUID Azure makes of these strings."""
    return str(uuid5(_GUID_NAMESPACE, "-".join(parts)))


def _letters(value: int) -> str:
    letters = []
    for _ in range(13):
        letters.append(_ALPHABET[value >> 59])
        value = (value << 5) & 0xFFFFFFFFFFFFFFFF
    return "".join(letters)


def _rotate(value: int, bits: int) -> int:
    return ((value << bits) | (value >> (32 - bits))) & _MASK


def _hash_64(data: bytes) -> int:
    lane_1 = lane_2 = 0
    whole = len(data) - len(data) % 8
    for start in range(0, whole, 8):
        key_1 = int.from_bytes(data[start : start + 4], "little")
        key_2 = int.from_bytes(data[start + 4 : start + 8], "little")
        lane_1 = _rotate(lane_1 ^ _stir(key_1, _LANE_B, 15, _LANE_A), 19) + lane_2 & _MASK
        lane_1 = lane_1 * 5 + 0x561CCD1B & _MASK
        lane_2 = _rotate(lane_2 ^ _stir(key_2, _LANE_A, 17, _LANE_B), 13) + lane_1 & _MASK
        lane_2 = lane_2 * 5 + 0x0BCAA747 & _MASK
    tail = data[whole:]
    lane_1 ^= _stir(int.from_bytes(tail[:4], "little"), _LANE_B, 15, _LANE_A)
    lane_2 ^= _stir(int.from_bytes(tail[4:], "little"), _LANE_A, 17, _LANE_B)
    return _finish(lane_1 ^ len(data), lane_2 ^ len(data))


def _stir(key: int, first: int, bits: int, second: int) -> int:
    return _rotate(key * first & _MASK, bits) * second & _MASK


def _finish(lane_1: int, lane_2: int) -> int:
    lane_1 = lane_1 + lane_2 & _MASK
    lane_2 = lane_2 + lane_1 & _MASK
    lane_1, lane_2 = _avalanche(lane_1), _avalanche(lane_2)
    lane_1 = lane_1 + lane_2 & _MASK
    lane_2 = lane_2 + lane_1 & _MASK
    return lane_2 << 32 | lane_1


def _avalanche(lane: int) -> int:
    """The 32-bit finalizer of MurmurHash3."""
    lane = (lane ^ lane >> 16) * 0x85EBCA6B & _MASK
    lane = (lane ^ lane >> 13) * 0xC2B2AE35 & _MASK
    return lane ^ lane >> 16
