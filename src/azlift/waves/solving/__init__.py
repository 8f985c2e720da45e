"""Solving: numbers of a planning problem in, a plan of it out; no estate, no files."""

from azlift.waves.solving.anytime import Stop
from azlift.waves.solving.solver import Solution, Try, solve

__all__ = ["Solution", "Stop", "Try", "solve"]
