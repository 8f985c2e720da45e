"""The README's generated blocks: `python tests/readme/blocks.py` writes them, a test compares them.

A block is what stands between a comment such as `<!-- help: azlift --help -->` and `<!-- end -->`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- (help: [^>]+|settings) -->\n)(?:(?!<!--).)*(<!-- end -->)", re.DOTALL)


def help_text(command: str) -> str:
    """What `azlift … --help` prints, at 100 columns."""
    arguments = command.split()[1:]
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'azlift'; from azlift.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"},
    )
    lines = [line.rstrip() for line in done.stdout.strip().splitlines()]
    return "```\n$ " + command + "\n" + "\n".join(lines) + "\n```"


def settings_table() -> str:
    """Every setting, its default, and the variable that overrules it."""
    from azlift.settings import defaults, variable

    rows = [
        f"| `{name}` | {'' if default is None else f'`{default}`'} | `{variable(name)}` |"
        for name, default in defaults().items()
    ]
    return "\n".join(["| setting | default | variable |", "|---|---|---|", *rows])


def made(kind: str) -> str:
    return settings_table() if kind == "settings" else help_text(kind.removeprefix("help: "))


def filled(readme: str) -> str:
    """The README with its blocks as the program is now."""
    return BLOCK.sub(lambda block: f"{block[1]}{made(block[2])}\n{block[3]}", readme)


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
