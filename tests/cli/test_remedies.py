"""What status and notices tell people to type can be typed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from azlift import wave_life
from azlift.cli import app
from azlift.wave_life.following_on import OF_GROUP, OF_WAVE

ROOM = Path(wave_life.__file__).parent
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def remedies() -> Iterator[str]:
    """Every command of the two tables, and every remedy that is written in the room; `X` for what is put in."""
    yield from (one.command for one in (*OF_WAVE.values(), *OF_GROUP.values()) if one.command)
    for file in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "remedy":
                yield from (text for text in _texts(node.value) if "azlift " in text)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


@pytest.mark.parametrize("remedy", sorted(set(remedies())))
def test_what_people_are_told_to_type_is_a_command_with_these_options(remedy: str) -> None:
    typed = remedy.partition("azlift ")[2]
    words = re.split(r"[\s|()]+", typed)
    command = COMMANDS.get(words[0])
    assert command, f"there is no command {words[0]}"
    if hasattr(command, "commands"):
        assert len(words) == 1 or words[1] in command.commands
        return
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    given = {word.rstrip(")") for word in words if word.startswith("--")}
    assert given <= known
    needed = {p.opts[0] for p in command.params if p.param_type_name == "option" and p.required}
    assert needed <= given, f"it needs {needed - given}"
