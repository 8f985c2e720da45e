"""Writes src/azlift/schedule.schema.json from its model: `python tests/build_schedule_schema.py`."""

import json
from pathlib import Path

from azlift import scheduling

SCHEMA = Path(scheduling.__file__).with_name(scheduling.SCHEMA_NAME)


def schema_text() -> str:
    return json.dumps(scheduling.schedule_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
