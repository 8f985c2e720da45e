"""What Azure sells where: VM sizes, disk tiers and their prices, as data that ships with azlift."""

from azlift.catalog.reader import read_catalogue, regions, size_facts

__all__ = ["read_catalogue", "regions", "size_facts"]
