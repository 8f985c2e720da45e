"""Microsoft, "Date functions for ARM templates" and "Date functions for Bicep".

dateTimeAdd's first example is printed as PowerShell shows a date (4/7/2023 2:53:14 PM); the strings are those of the
page's later remark, on months.
"""

from tests.rehearsal.expressions.documented import Example

BASE = {"base": "2020-04-07 14:53:14Z"}

EXAMPLES = [
    Example("dateTimeAdd", "add3YearsOutput", "dateTimeAdd(parameters('base'), 'P3Y')", "2023-04-07T14:53:14Z", BASE),
    Example(
        "dateTimeAdd", "subtract9DaysOutput", "dateTimeAdd(parameters('base'), '-P9D')", "2020-03-29T14:53:14Z", BASE
    ),
    Example("dateTimeAdd", "add1HourOutput", "dateTimeAdd(parameters('base'), 'PT1H')", "2020-04-07T15:53:14Z", BASE),
    Example("dateTimeAdd", "P1M", "dateTimeAdd('2023-01-31 00:00:00Z', 'P1M')", "2023-03-02T00:00:00Z"),
    Example("dateTimeAdd", "P1M, leap year", "dateTimeAdd('2024-01-31 00:00:00Z', 'P1M')", "2024-03-01T00:00:00Z"),
    Example(
        "dateTimeFromEpoch",
        "datetimeValue",
        "dateTimeFromEpoch(parameters('seconds'))",
        "2023-05-02T15:16:13Z",
        {"seconds": 1683040573},
    ),
    Example(
        "dateTimeToEpoch",
        "epochValue",
        "dateTimeToEpoch(parameters('date'))",
        1683040573,
        {"date": "2023-05-02T15:16:13Z"},
    ),
    Example(
        "dateTimeToEpoch",
        "epochValue of a year later",
        "dateTimeToEpoch(dateTimeAdd(parameters('date'), 'P1Y'))",
        1683040573 + 365 * 86_400,
        {"date": "2023-05-02T15:16:13Z"},
    ),
    Example("utcNow", "utcOutput", "parameters('utc')", "20190305T175318Z", {"utc": "[utcNow()]"}),
    Example("utcNow", "utcShortOutput", "parameters('utc')", "03/05/2019", {"utc": "[utcNow('d')]"}),
    Example("utcNow", "utcCustomOutput", "parameters('utc')", "3 5", {"utc": "[utcNow('M d')]"}),
]
