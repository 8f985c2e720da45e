"""Files -> Estate: whatever inventories people have, read without losing a row and merged into one estate."""

from azlift.estate.assembly import Inventory, read_inventory
from azlift.estate.summary import estate_report

__all__ = ["Inventory", "estate_report", "read_inventory"]
