"""Writes src/azlift/estate/estate.schema.json from its model: `python tests/estate/build_estate_schema.py`."""

import json
from pathlib import Path

from azlift.estate import estate_file

SCHEMA = Path(estate_file.__file__).with_name("estate.schema.json")


def schema_text() -> str:
    return json.dumps(estate_file.estate_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
