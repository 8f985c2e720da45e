"""Puts this folder's maker of estates (`small_estates`) within reach of its tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
