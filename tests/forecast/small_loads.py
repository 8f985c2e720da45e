"""Loads and lines made for the tests of the forecast: by hand and by hypothesis."""

from hypothesis import strategies as st

from azlift.forecast.loads import Load
from azlift.model import Line, Range

CARRIES = 100.0
"""GiB an hour of the lines here."""


def load(number: int = 1, gib: float = 1_000.0, change: float = 0.0, *, disks: int = 2, host: str = "") -> Load:
    return Load(f"w-{number:012x}", "er", gib, change, disks, host)


def line(*closed: tuple[float, float], gib_per_hour: float = CARRIES) -> Line:
    return Line(name="er", gib_per_hour=gib_per_hour, closed=closed)


def exactly(figure: float) -> Range:
    return Range(low=figure, expected=figure, high=figure)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of 20 to 500 GiB an hour, with up to three blackouts of at most six hours."""
    edges, end = [], 0.0
    for _ in range(draw(st.integers(0, 3))):
        first = end + draw(st.floats(1, 40))
        end = first + draw(st.floats(0.5, 6))
        edges.append((first, end))
    return line(*edges, gib_per_hour=draw(st.floats(20, 500)))


@st.composite
def waves(draw: st.DrawFn, carries: float, most: int = 4) -> list[Load]:
    """Up to four machines of 1 to 2,000 GiB which together change at most 0.3 of what the line carries."""
    count = draw(st.integers(1, most))
    shares = [draw(st.floats(0, 0.3)) / count for _ in range(count)]
    return [
        load(
            number,
            draw(st.floats(1, 2_000)),
            share * carries,
            disks=draw(st.integers(1, 6)),
            host=draw(st.sampled_from(["", "esx1", "esx2"])),
        )
        for number, share in enumerate(shares)
    ]
