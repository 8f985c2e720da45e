"""Puts this folder's makers of loads and lines (`small_loads`) within reach of its tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
