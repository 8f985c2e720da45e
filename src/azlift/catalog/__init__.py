"""What Azure sells where: VM sizes, disks and their prices, as data that ships with azlift and can be read anew."""

from azlift.catalog.information import STALE_AFTER_DAYS, RegionInformation, catalogue_info, judge_age
from azlift.catalog.reader import read_catalogue, regions, size_facts
from azlift.catalog.refreshing import Refreshed, refresh_catalogue, write_catalogue
from azlift.catalog.retail_api import ENDPOINT, fetch_prices

__all__ = [
    "ENDPOINT",
    "STALE_AFTER_DAYS",
    "Refreshed",
    "RegionInformation",
    "catalogue_info",
    "fetch_prices",
    "judge_age",
    "read_catalogue",
    "refresh_catalogue",
    "regions",
    "size_facts",
    "write_catalogue",
]
