"""Azure's list prices: which item of the Retail Prices API is the price of what.

An item is one meter of one product, and most of a region's are not what a machine or a disk costs. Left out, because
each has been taken for a price elsewhere: Cloud Services, Dedicated Host, Spot, Low Priority and DevTest items of a
size; `P10 LRS Disk Mount` and `E10 LRS Disk Operations` beside `P10 LRS Disk`. A reservation's price is the total of
its term, although its unit says `1 Hour`. `armSkuName` and `skuName` spell a size in three ways (`Standard_D16as_v5`,
`D16as v5`, `DC128edsv5`), so letters and digits alone are compared.
Source: learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices, and recorded items.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from azlift.model import HOURS_PER_MONTH

HOURS_PER_YEAR = 8_760
YEARS = {"1 Year": 1, "3 Years": 3}
MICRO = Decimal("0.000001")
ABSURD = 10**9
"""No price is: three years of the dearest machine are some millions."""

NOT_A_MACHINE = ("cloudservices", "dedicatedhost", "spot", "lowpriority")
DISK_PRODUCTS = {
    "Premium SSD Managed Disks": "Premium_LRS",
    "Standard SSD Managed Disks": "StandardSSD_LRS",
    "Standard HDD Managed Disks": "Standard_LRS",
    "Azure Premium SSD v2": "PremiumV2_LRS",
}
TIER = re.compile(r"(?P<tier>[PES]\d+) LRS Disks?")
PER_UNIT = {
    "Premium LRS Provisioned Capacity": "per_gib",
    "Premium LRS Provisioned IOPS": "per_iops",
    "Premium LRS Provisioned Throughput (MBps)": "per_mb_per_s",
}
METERS = {
    ("Standard_LRS", "LRS Snapshots"): "snapshot",
    ("Premium_LRS", "LRS Snapshots"): "snapshot-premium",
    ("Premium_LRS", "LRS Burst Enablement"): "disk-burst",
    ("Standard_LRS", "S10 LRS Disk Operations"): "operations-standard-hdd",
    ("StandardSSD_LRS", "E10 LRS Disk Operations"): "operations-standard-ssd",
}
"""Operations cost the same in every tier; one stands for all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One price in force. `size` is the name's letters and digits."""

    service: str
    size: str
    product: str
    meter: str
    unit: str
    kind: str
    term: str
    price: Decimal
    since: str
    savings: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """What a region's items say: of sizes by `size_key` and column of the catalogue, of disks per month.

    `withheld` are sizes whose Linux price is no lower than their Windows price: one of the two is another thing's.
    """

    sizes: Mapping[str, Mapping[str, Decimal]]
    withheld: tuple[str, ...]
    tiers: Mapping[tuple[str, str], Decimal]
    units: Mapping[str, Decimal]
    meters: Mapping[str, tuple[str, Decimal]]


def read_prices(items: Iterable[Any], today: date) -> Prices:
    """The prices in force on `today`, in USD; an item that is none, or is none yet, is passed over."""
    current = list(_in_force(items, today))
    sizes = _size_prices(current)
    withheld = tuple(sorted(size for size, prices in sizes.items() if _is_windows_in_disguise(prices)))
    disks = [(DISK_PRODUCTS[item.product], item) for item in current if _is_disk(item)]
    return Prices(
        sizes={
            size: {c: p for c, p in prices.items() if size not in withheld or c == "windows_per_hour"}
            for size, prices in sizes.items()
        },
        withheld=withheld,
        tiers={
            (sku, found["tier"]): item.price
            for sku, item in disks
            if item.unit == "1/Month" and (found := TIER.fullmatch(item.meter))
        },
        units={
            PER_UNIT[item.meter]: item.price * HOURS_PER_MONTH
            for sku, item in disks
            if sku == "PremiumV2_LRS" and item.meter in PER_UNIT
        },
        meters={METERS[sku, item.meter]: (item.unit, item.price) for sku, item in disks if (sku, item.meter) in METERS},
    )


def size_key(name: str) -> str:
    """Letters and digits of a size's name, without `Standard_`."""
    return re.sub(r"[^a-z0-9]", "", name.casefold()).removeprefix("standard")


def _in_force(items: Iterable[Any], today: date) -> Iterator[Item]:
    """Oldest first, so that the newest is kept; of one day the dearer is."""
    read = (found for item in items if (found := _item(item)) is not None)
    current = (item for item in read if item.price > 0 and item.since <= today.isoformat())
    yield from sorted(current, key=lambda item: (item.since, item.price))


def _item(said: Any) -> Item | None:
    """The item, or None where it is not one: what a foreign service answers is not trusted to be in shape."""
    try:
        if said["currencyCode"] != "USD":
            return None
        return Item(
            service=str(said["serviceName"]),
            size=size_key(said.get("armSkuName") or said.get("skuName") or ""),
            product=str(said["productName"]),
            meter=str(said["meterName"]),
            unit=str(said["unitOfMeasure"]),
            kind=str(said["type"]),
            term=str(said.get("reservationTerm") or ""),
            price=_price(said["retailPrice"]),
            since=date.fromisoformat(said["effectiveStartDate"][:10]).isoformat(),
            savings=tuple((str(plan["term"]), _price(plan["unitPrice"])) for plan in said.get("savingsPlan") or ()),
        )
    except (LookupError, TypeError, ValueError, AttributeError, InvalidOperation):
        return None


def _price(said: Any) -> Decimal:
    """The amount. Raises ValueError for what no price can be."""
    price = Decimal(said)
    if not price.is_finite() or not 0 <= price < ABSURD:
        raise ValueError(f"{said} is no price")
    return price


def _size_prices(items: Iterable[Item]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for item in items:
        if item.size and item.unit == "1 Hour" and not _is_other(item):
            found.setdefault(item.size, {}).update(_columns(item))
    return found


def _is_other(item: Item) -> bool:
    said = f"{item.product}{item.meter}".casefold().replace(" ", "")
    return item.service != "Virtual Machines" or any(word in said for word in NOT_A_MACHINE)


def _columns(item: Item) -> dict[str, Decimal]:
    """The columns of the catalogue an item fills."""
    windows = "Windows" in item.product
    if item.kind == "Reservation" and item.term in YEARS and not windows:
        years = YEARS[item.term]
        return {f"reserved_{years}y_per_hour": (item.price / (HOURS_PER_YEAR * years)).quantize(MICRO)}
    if item.kind != "Consumption":
        return {}
    if windows:
        return {"windows_per_hour": item.price}
    plans = {f"savings_{YEARS[term]}y_per_hour": price for term, price in item.savings if term in YEARS and price > 0}
    return {"linux_per_hour": item.price, **plans}


def _is_windows_in_disguise(prices: Mapping[str, Decimal]) -> bool:
    linux, windows = prices.get("linux_per_hour"), prices.get("windows_per_hour")
    return linux is not None and windows is not None and linux >= windows


def _is_disk(item: Item) -> bool:
    return item.kind == "Consumption" and item.product in DISK_PRODUCTS
