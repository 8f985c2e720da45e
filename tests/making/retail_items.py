"""Items of the Retail Prices API in the shape its documentation shows; what a test does not name is of Standard_D8_v4.

Source of that item: learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices, West Europe.
"""

from typing import Any


def item(**said: Any) -> dict[str, Any]:
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": 0.46,
        "unitPrice": 0.46,
        "armRegionName": "westeurope",
        "location": "EU West",
        "effectiveStartDate": "2020-08-01T00:00:00Z",
        "meterId": "4e763e64-5ae4-5ed3-8892-902bb82ca7d3",
        "meterName": "D8 v4",
        "productId": "DZH318Z0D1L4",
        "skuId": "DZH318Z0D1L4/00J2",
        "productName": "Virtual Machines Dv4 Series",
        "skuName": "D8 v4",
        "serviceName": "Virtual Machines",
        "serviceId": "DZH313Z7MMC8",
        "serviceFamily": "Compute",
        "unitOfMeasure": "1 Hour",
        "type": "Consumption",
        "isPrimaryMeterRegion": True,
        "armSkuName": "Standard_D8_v4",
        **said,
    }


def disk_item(product: str, meter: str, price: float, unit: str = "1/Month", **said: Any) -> dict[str, Any]:
    sku = meter.removesuffix(" Disk").removesuffix(" Mount")
    of_a_disk = {"serviceName": "Storage", "serviceFamily": "Storage", "armSkuName": "", "skuName": sku}
    return item(productName=product, meterName=meter, retailPrice=price, unitOfMeasure=unit, **of_a_disk, **said)


def west_europe() -> list[dict[str, Any]]:
    """A size with every price, a size without any, and the disks, as recorded in West Europe."""
    premium, premium_v2 = "Premium SSD Managed Disks", "Azure Premium SSD v2"
    plans = [{"unitPrice": 0.3174, "retailPrice": 0.3174, "term": "1 Year"}]
    plans += [{"unitPrice": 0.2116, "retailPrice": 0.2116, "term": "3 Years"}]
    return [
        item(savingsPlan=plans),
        item(productName="Virtual Machines Dv4 Series Windows", retailPrice=0.828),
        item(type="Reservation", reservationTerm="3 Years", retailPrice=4594.0),
        item(type="Reservation", reservationTerm="1 Year", retailPrice=2377.0),
        disk_item(premium, "P10 LRS Disk", 21.68),
        disk_item(premium, "P10 LRS Disk Mount", 1.183),
        disk_item(premium, "LRS Snapshots", 0.145, "1 GB/Month"),
        disk_item("Standard SSD Managed Disks", "E10 LRS Disk", 9.6),
        disk_item("Standard SSD Managed Disks", "E10 LRS Disk Operations", 0.002, "10K"),
        disk_item("Standard HDD Managed Disks", "LRS Snapshots", 0.05, "1 GB/Month"),
        disk_item(premium_v2, "Premium LRS Provisioned Capacity", 0.00013, "1 GiB/Hour"),
        disk_item(premium_v2, "Premium LRS Provisioned IOPS", 8e-06, "1/Hour"),
        disk_item(premium_v2, "Premium LRS Provisioned Throughput (MBps)", 6.5e-05, "1/Hour"),
    ]
