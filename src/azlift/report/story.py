"""The story of a rehearsal: for each wave the stages it reached and when, and between them what went otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from azlift.escaping import plain

WIDTH = 100


@dataclass(frozen=True)
class Told:
    """One thing that happened to a wave. `aside`: it went otherwise than planned, and has a line of its own."""

    at: datetime
    wave: str
    text: str
    aside: bool = False


def story_lines(told: Sequence[Told]) -> tuple[str, ...]:
    """Wave by wave, in the order in which their lives began."""
    order = list(dict.fromkeys(one.wave for one in told))
    return tuple(line for wave in order for line in _of_wave(wave, [one for one in told if one.wave == wave]))


def _of_wave(wave: str, told: Sequence[Told]) -> list[str]:
    lines = [f"{plain(wave)}:"]
    for aside, part in groupby(told, key=lambda one: one.aside):
        if aside:
            lines += [f"    ! {one.at:%d %b %H:%M}  {plain(one.text)}" for one in part]
        else:
            lines += _wrapped([f"{plain(one.text)} {one.at:%d %b %H:%M}" for one in part])
    return lines


def _wrapped(parts: Sequence[str]) -> list[str]:
    lines = [""]
    for number, part in enumerate(parts):
        word = part + (", " if number + 1 < len(parts) else "")
        if lines[-1] and len(lines[-1]) + len(word) > WIDTH:
            lines.append("")
        lines[-1] += word
    return [f"    {line.rstrip()}" for line in lines]
