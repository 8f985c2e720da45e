"""Writes src/azlift/notices/notices.schema.json from its model: `python tests/notices/build_notices_schema.py`."""

import json
from pathlib import Path

from azlift.notices import reading

SCHEMA = Path(reading.__file__).with_name(reading.SCHEMA_NAME)


def schema_text() -> str:
    return json.dumps(reading.notices_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
