"""Solving: numbers of a planning problem in, a plan of it out; no estate, no files."""

from azlift.waves.solving.solver import Solution, Try, solve

__all__ = ["Solution", "Try", "solve"]
