"""Utilisation: series (CSV, Parquet, a tab of a workbook) and tables of percentiles -> usage and traces of machines."""

from azlift.estate.performance.readings import read, recognise

__all__ = ["read", "recognise"]
