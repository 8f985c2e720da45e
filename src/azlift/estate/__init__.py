"""Files -> Estate: what people already have (RVTools workbooks, declared links), read without losing a row."""

from azlift.estate.assembly import read_estate
from azlift.estate.summary import estate_report

__all__ = ["estate_report", "read_estate"]
