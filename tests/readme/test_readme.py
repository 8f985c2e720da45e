import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from azlift import errors
from azlift.errors import AzliftError

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (azlift [^#\n]+?)\s*(?:#.*)?$", README, re.MULTILINE)


def test_the_generated_blocks_are_what_the_program_says_now() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    import blocks

    assert blocks.filled(README) == README, "run: python tests/readme/blocks.py"


def test_every_exit_code_is_in_the_table_and_no_other() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AzliftError)]
    assert listed == {0, 2, 130, 143} | {kind.exit_code for kind in kinds}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_it_shows_is_one(command: str) -> None:
    words = [word for word in command.split()[1:] if not word.startswith("-")]
    verbs = (
        words[:2]
        if words[0] in {"catalog", "ledger", "rehearsal"}
        or words[1:2] in (["check"], ["repair"], ["drift"], ["export"])
        else words[:1]
    )
    done = subprocess.run(
        [sys.executable, "-c", "from azlift.cli import main; main()", *verbs, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for option in re.findall(r"--[a-z-]+", command):
        assert option in done.stdout


def test_it_shows_commands() -> None:
    assert len(COMMANDS) >= 8


def test_its_examples_of_settings_and_figures_are_such() -> None:
    from azlift.money import Figures
    from azlift.settings import Settings

    figures, settings = (yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL))
    assert Settings(**settings).venue == "azure"
    assert not Figures(**figures).assumed
    assert set(figures) == set(Figures.model_fields), "every key is shown"
    assert set(figures["today"]) == set(Figures.model_fields["today"].annotation.model_fields)


def test_its_calendar_can_be_read() -> None:
    from azlift.waves import read_calendar_file

    (said,) = re.findall(r"(?:^    [a-z_]+: .*\n)+", README[README.index("    time_zone:") :], re.MULTILINE)[:1]
    calendar = read_calendar_file("calendar.yaml", re.sub("^    ", "", said, flags=re.MULTILINE).encode()).content
    assert len(calendar.model_fields_set) == len(said.splitlines())


def test_the_links_it_gives_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("target", re.findall(r"`make ([a-z]+)`", README))
def test_every_make_target_it_names_is_one(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
