"""Writes src/azlift/checks/checks.schema.json from its model: `python tests/checks/build_checks_schema.py`."""

import json
from pathlib import Path

from azlift.checks import reading

SCHEMA = Path(reading.__file__).with_name(reading.SCHEMA_NAME)


def schema_text() -> str:
    return json.dumps(reading.checks_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
