"""Writes src/azlift/waves/calendar.schema.json from its model: `python tests/waves/build_calendar_schema.py`."""

import json
from pathlib import Path

from azlift.waves import calendar_file

SCHEMA = Path(calendar_file.__file__).with_name(calendar_file.SCHEMA_NAME)


def schema_text() -> str:
    return json.dumps(calendar_file.calendar_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
