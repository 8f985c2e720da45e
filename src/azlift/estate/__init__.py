"""Files -> Estate: whatever inventories people have, read without losing a row and merged into one estate."""

from azlift.estate.assembly import Inventory, read_inventory
from azlift.estate.opening import Opened
from azlift.estate.outputs import save_mappings, surveyed_traces, write_survey
from azlift.estate.summary import estate_report, explained

__all__ = [
    "Inventory",
    "Opened",
    "estate_report",
    "explained",
    "read_inventory",
    "save_mappings",
    "surveyed_traces",
    "write_survey",
]
